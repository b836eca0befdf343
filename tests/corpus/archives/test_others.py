"""Archives that others made to test their readers with. They lie beside the repository; without, tests are skipped."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.errors import CorpusError

FOLDER = Path(__file__).parents[4] / "shared" / "archives"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="there are no archives of others")

COUNTS = {
    "whirlwind.warc.gz": {"page": 1, "warcinfo": 1, "request": 1, "metadata": 1},
    "whirlwind.warc.wet.gz": {"page": 1, "warcinfo": 1},
    "resiliparse/block-sized-records.warc": {"other_type": 3},
    "resiliparse/block-sized-records.warc.gz": {"other_type": 3},
    "resiliparse/clipped.warc.gz": {"cut_off": 1},
    "resiliparse/clueweb-quirk.warc.gz": {"page": 29, "warcinfo": 1, "coding_ignored": 29},
    "resiliparse/warcfile.warc": {"page": 16, "warcinfo": 1, "request": 17, "metadata": 16},
    "resiliparse/warcfile.warc.gz": {"page": 16, "warcinfo": 1, "request": 17, "metadata": 16},
    # Lengths -1 and 1 are mended; "abc" of the last one, at the end of a file that is not compressed, cannot be.
    "warcio/bad.arc": {"warcinfo": 1, "page": 2, "length_wrong": 1, "damaged": 1},
    # One member for all records, where others ask for one each.
    "warcio/example-bad-non-chunked.warc.gz": {"page": 1, "warcinfo": 2, "request": 2, "revisit": 1},
    "warcio/example-bad.warc.gz.bad": {"page": 1, "warcinfo": 1, "request": 2, "revisit": 1, "http_status": 1},
    "warcio/example-digest.warc": {"request": 4},
    "warcio/example-iana.org-chunked.warc": {"page": 1, "warcinfo": 1, "request": 1},
    "warcio/example-resource.warc.gz": {"page": 1, "warcinfo": 2},
    "warcio/example-space-in-target-uri.warc.gz": {"warcinfo": 1, "media_type": 1},
    # The line ends of its HTTP head were shortened by whoever stored it: a byte is missing for each of them.
    "warcio/example-space-in-url.arc": {"warcinfo": 1, "page": 1, "length_wrong": 1},
    # A length that is two bytes short: its digest shows it.
    "warcio/example-trunc.warc": {"page": 1, "length_wrong": 1, "warcinfo": 2, "request": 1},
    "warcio/example-wget-bad-target-uri.warc.gz": {"page": 3, "warcinfo": 1, "request": 1, "metadata": 1},
    # A record that three members hold.
    "warcio/example-wrong-chunks.warc.gz": {"page": 1, "request": 1},
    "warcio/example.arc": {"page": 1, "warcinfo": 1},
    "warcio/example.arc.gz": {"page": 1, "warcinfo": 1},
    "warcio/example.warc": {"page": 1, "warcinfo": 2, "request": 2, "revisit": 1},
    "warcio/example.warc.gz": {"page": 1, "warcinfo": 2, "request": 2, "revisit": 1},
    "warcio/post-test.warc.gz": {"media_type": 3, "request": 3},
}
CLEAN = [
    "whirlwind.warc.gz",
    "resiliparse/clueweb-quirk.warc.gz",
    "resiliparse/warcfile.warc",
    "resiliparse/warcfile.warc.gz",
    "warcio/example-iana.org-chunked.warc",
    "warcio/example.arc",
    "warcio/example.arc.gz",
    "warcio/example.warc.gz",
]


def read(name):
    return list(read_warc(BytesIO((FOLDER / name).read_bytes()), name))


def result(item):
    match item:
        case Record(flags=flags):
            return ["page", *flags]
        case SkippedRecord(reason=reason):
            return [reason]
        case Damage(kind=kind):
            return [kind]


@pytest.mark.parametrize("name", COUNTS)
def test_every_record_is_accounted_for(name):
    assert Counter(word for item in read(name) for word in result(item)) == COUNTS[name]


@pytest.mark.parametrize("name", CLEAN)
def test_pages_are_the_bodies_that_warcio_reads(name):
    with (FOLDER / name).open("rb") as stream:
        records = (one for one in ArchiveIterator(stream) if one.rec_type == "response")
        theirs = [one.content_stream().read() for one in records]
    assert [item.page for item in read(name) if isinstance(item, Record)] == theirs


def test_no_byte_is_lost_of_bodies_behind_heads_with_lf_alone():
    info = 219  # bytes of the block that describes the archive, which warcio counts
    pages = [item.page for item in read("resiliparse/clueweb-quirk.warc.gz") if isinstance(item, Record)]
    assert sum(map(len, pages)) + info == 911_824


@pytest.mark.parametrize("name", ["resiliparse/warcfile.warc.lz4", "resiliparse/block-sized-records.warc.lz4"])
def test_lz4_is_not_known(name):
    with pytest.raises(CorpusError, match="no archive"):
        read(name)
