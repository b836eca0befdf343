import gzip
import struct
import sys
import tracemalloc
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from cleancopy.corpus.archives import read_warc
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.errors import CorpusError
from tests.compressed import brotlied, gzipped, zstded
from tests.corpus.archives.writer import (
    ARC_HEAD,
    LAYOUTS,
    OK,
    URL,
    arc_record,
    damage,
    digest,
    http,
    ids,
    name_of,
    only,
    page,
    pages,
    read,
    reasons,
    record,
    responses,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WHOLE: frozenset[str] = frozenset()


def test_a_response_gives_a_page_with_what_its_heads_say():
    assert only(record(http(page()))) == Record(
        name_of(1), page(), url=f"{URL}/1", kind="auto", charset="utf-8", fetch_date="2026-03-01", flags=WHOLE
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_archive_gives_the_same_however_it_is_packed(layout):
    items = read(LAYOUTS[layout](responses(30)))
    assert pages(items) == [page(n) for n in range(1, 31)]
    assert ids(items) == [name_of(n) for n in range(1, 31)]
    assert not damage(items)


def test_frames_of_zstd_may_need_the_dictionary_that_the_archive_begins_with():
    records = responses(40)
    dictionary = zstd.train_dict(records, 2000)
    frames = b"".join(zstd.compress(one, zstd_dict=dictionary) for one in records)
    for contents in (dictionary.dict_content, zstd.compress(dictionary.dict_content)):
        archive = struct.pack("<II", 0x184D2A5D, len(contents)) + contents + frames
        assert pages(read(archive)) == [page(n) for n in range(1, 41)]


def test_bodies_are_those_that_warcio_reads():
    archive = b"".join(gzip.compress(record(http(page(n) * 300), number=n)) for n in range(40))
    theirs = [one.content_stream().read() for one in ArchiveIterator(BytesIO(archive))]
    assert pages(read(archive)) == theirs


def test_flattened_text_is_reported_to_be_text():
    wet = record("Die Fähre".encode(), "Content-Type: text/plain", kind="conversion")
    assert only(wet) == Record(name_of(1), "Die Fähre".encode(), f"{URL}/1", "text", None, "2026-03-01")


def test_a_resource_has_no_http_head_and_is_of_the_type_of_its_record():
    assert only(record(page(), "Content-Type: text/html; charset=koi8-r", kind="resource")).charset == "koi8-r"
    assert reasons(read(record(b"GIF89a", "Content-Type: image/gif", kind="resource"))) == [("refused", "media_type")]


@pytest.mark.parametrize("kind", "request metadata revisit warcinfo continuation".split())
def test_what_was_never_a_page_is_passed_over_by_its_type(kind):
    assert only(record(b"anything", kind=kind)) == SkippedRecord(name_of(1), "skipped", kind, f"{URL}/1")


def test_types_that_nobody_knows_have_one_reason():
    assert only(record(b"", kind="telegram")) == SkippedRecord(
        name_of(1), "skipped", "other_type", f"{URL}/1", "telegram"
    )


def test_answers_of_name_servers_are_passed_over():
    assert reasons(read(record(b"20260301\nexample.org. A", "Content-Type: text/dns"))) == [("skipped", "dns")]
    assert reasons(read(ARC_HEAD + arc_record(b"", "dns:example.org"))) == [("skipped", "warcinfo"), ("skipped", "dns")]


def test_a_status_beside_2xx_and_a_type_of_no_page_are_passed_over():
    moved = only(record(http(b"", status="HTTP/1.1 301 Moved")))
    assert (moved.status, moved.reason, moved.detail) == ("skipped", "http_status", "301")
    picture = only(record(http(b"GIF", "Content-Type: image/gif")))
    assert (picture.status, picture.reason, picture.detail) == ("refused", "media_type", "image/gif")


@pytest.mark.parametrize(
    "media",
    ["text/html", "TEXT/HTML;charset=x", "application/xhtml+xml", "text/xml", "application/rss+xml", "text/plain", ""],
)
def test_html_xml_and_plain_text_may_be_pages(media):
    assert only(record(http(page(), f"Content-Type: {media}"))).page == page()


@pytest.mark.parametrize(
    "head",
    [
        f"{OK}\nContent-Type: text/html\n\n",
        f"{OK}\r\nContent-Type: text/html\r\n\n",
        f"{OK}\r\nno field\r\n : \r\nContent-Type: text/html\r\n\r\n",
        f"{OK}\r\nX:\r\n folded: text\r\nContent-Type:text/html\r\n\r\n",
        "HTTP/1.1 two hundred\r\n\r\n",
        "HTTP/2 200\r\nX: " + "y" * 900_000 + "\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "",
    ],
)
def test_heads_that_follow_no_standard_leave_the_body_whole(head):
    assert only(record(head.encode() + page())).page == page()


def test_a_head_without_end_gives_no_page():
    endless = f"{OK}\r\nX: ".encode() + b"y" * 2_000_000
    assert reasons(read(record(endless))) == [("failed", "http_head")]


def test_codings_of_a_body_are_undone():
    chunked = b"5\r\n<p>No\r\n4\r\nrth.\r\n0\r\n\r\n"
    assert pages(read(record(http(chunked, "Transfer-Encoding: chunked")))) == [b"<p>North."]
    assert pages(read(record(http(gzipped(page()), "Content-Encoding: gzip")))) == [page()]
    assert pages(read(record(http(brotlied([page()]), "Content-Encoding: br")))) == [page()]
    both = f"{len(gzipped(page())):x}\r\n".encode() + gzipped(page()) + b"\r\n0\r\n\r\n"
    assert pages(read(record(http(both, "Content-Encoding: gzip", "Transfer-Encoding: chunked")))) == [page()]


def test_codings_that_were_undone_already_do_no_harm():
    assert only(record(http(page(), "Transfer-Encoding: chunked"))).flags == WHOLE
    assert only(record(http(page(), "Content-Encoding: gzip"))).flags == {"coding_ignored"}


def test_chunks_that_break_off_give_what_was_there():
    cut = only(record(http(b"5\r\n<p>No\r\n400\r\nrth.", "Transfer-Encoding: chunked")))
    assert (cut.page, cut.flags) == (b"<p>North.", {"body_cut"})


def test_bodies_that_cannot_be_decoded_fail():
    assert reasons(read(record(http(page(), "Content-Encoding: rot13")))) == [("failed", "content_coding")]


def test_bombs_are_refused():
    bomb = record(http(gzipped(bytes(3_000_000)), "Content-Encoding: gzip"))
    assert reasons(read(bomb, limit=1_000_000)) == [("refused", "too_large")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_large_records_are_passed_over(layout):
    large = [record(http(page(2) * 10_000), number=2), record(b"x" * 2_000_000, kind="metadata", number=3)]
    items = read(LAYOUTS[layout]([record(http(page())), *large, record(http(page()), number=4)]), limit=200_000)
    assert ids(items) == [name_of(n) for n in (1, 2, 3, 4)]
    assert reasons(items) == [("refused", "too_large"), ("skipped", "metadata")]
    assert not damage(items)


def test_what_the_crawler_left_out_is_reported():
    assert only(record(http(page()), "WARC-Truncated: length")).flags == {"warc_truncated"}


def test_a_digest_that_does_not_fit_is_reported():
    block = http(page())
    assert only(record(block, digest(block))).flags == WHOLE
    assert only(record(block, digest(page(), "WARC-Payload-Digest"))).flags == WHOLE
    assert only(record(block, digest(b"other"))).flags == {"digest_mismatch"}


@pytest.mark.parametrize("date", ["2026-02-30T00:00:00Z", "2008-10-294T05:21:46-0700", "yesterday", ""])
def test_days_that_do_not_exist_are_left_out(date):
    assert only(record(http(page()), f"WARC-Date: {date}")).fetch_date is None


def test_addresses_stand_without_the_brackets_of_wget():
    assert only(record(http(page()), f"WARC-Target-URI: <{URL}>")).url == URL


def test_records_without_a_name_are_called_by_where_they_stand():
    nameless = record(http(page())).replace(b"WARC-Record-ID", b"X-ID")
    assert ids(read(nameless * 2)) == ["0", str(len(nameless))]
    assert ids(read(gzip.compress(nameless) * 2)) == ["0", str(len(gzip.compress(nameless)))]
    assert ids(read(gzip.compress(nameless * 2))) == ["0", "0.1"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arc_is_read_as_well(pack):
    archive = b"".join(map(pack, [ARC_HEAD, arc_record(http(page())), arc_record(http(page(2)), f"{URL}?q=a b")]))
    items = read(archive)
    assert pages(items) == [page(), page(2)]
    assert [item.url for item in items[1:]] == [URL, f"{URL}?q=a b"]
    assert items[1].fetch_date == "2026-03-01"
    assert not damage(items)


@pytest.mark.parametrize("version", [b"WARC/0.18", b"WARC/1.0", b"WARC/9.9", b"WARC/one"])
def test_the_version_is_not_judged(version):
    assert pages(read(record(http(page())).replace(b"WARC/1.1", version))) == [page()]


def test_heads_of_records_with_lf_alone_are_read():
    head, _, block = record(http(page())).partition(b"\r\n\r\n")
    assert pages(read(head.replace(b"\r", b"") + b"\n\n" + block)) == [page()]


@pytest.mark.parametrize(
    "data",
    [b"", b"<p>no archive", bytes(100), gzip.compress(b"<p>no archive"), zstded([b"none"]), b"\x89PNG\r\n\x1a\n"],
)
def test_what_is_no_archive_is_an_error_that_names_it(data):
    with pytest.raises(CorpusError, match=r"test\.warc is no archive"):
        read(data)


def test_what_is_no_archive_is_not_read_to_its_end():
    class Endless:
        left = 200

        def read(self, size):
            assert self.left, "it goes on and on"
            self.left -= 1
            return b"no archive\n" * 100_000

    with pytest.raises(CorpusError, match="no record in its first"):
        list(read_warc(Endless(), "endless"))


def test_a_stream_that_breaks_off_with_an_error_is_an_error_that_names_it():
    class Broken(BytesIO):
        def read(self, size=-1):
            raise OSError("connection lost")

    with pytest.raises(CorpusError, match=r"a\.warc cannot be read: connection lost"):
        list(read_warc(Broken(), "a.warc"))


def test_memory_is_bounded_by_the_limit():
    archive = b"".join(gzip.compress(record(bytes(30_000_000), number=n), 1) for n in range(3))
    tracemalloc.start()
    items = [type(item) for item in read_warc(BytesIO(archive), "test", limit=1_000_000)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert items == [SkippedRecord] * 3
    assert Damage not in items
    assert peak < 12_000_000
