import gzip
import random
import tracemalloc
from io import BytesIO

import pytest

from cleancopy.corpus.compressed_streams import zstd
from cleancopy.corpus.inputs import jsonl as lines
from cleancopy.corpus.inputs.jsonl import read_jsonl
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.corpus.settings import Columns

_GOOD = b'{"html": "<p>x"}\n'


def _read(data, columns=None, kind="auto"):
    return list(read_jsonl(BytesIO(data), columns or Columns(), kind))


def test_lines_are_pages_by_number_or_by_field():
    data = b'{"html": "<p>1", "n": 7, "u": "http://a/"}\r\n\n{"html": "<p>2", "n": null}'
    assert _read(data) == [Record("1", "<p>1"), Record("3", "<p>2")]
    named = _read(data, Columns(id="n", url="u"), "html")
    assert named == [Record("7", "<p>1", "http://a/", "html"), Record("3", "<p>2", None, "html")]


@pytest.mark.parametrize(
    "line, status, reason",
    [
        (b'{"html": "\xff"}', "failed", "bad_utf8"),
        (b'{"html": ', "failed", "bad_json"),
        (b'{"html": "<p>", "score": NaN}', "failed", "bad_json"),
        (b'{"html": "<p>", "html": "<b>"}', "failed", "bad_json"),
        (b"[" * 100_000, "failed", "bad_json"),
        (b"1" * 10_000, "failed", "bad_json"),
        (b'["<p>"]', "failed", "no_object"),
        (b'{"text": "<p>"}', "failed", "no_field"),
        (b'{"html": 3}', "failed", "wrong_type"),
        (b'{"html": null}', "skipped", "no_page"),
    ],
)
def test_a_line_that_cannot_be_read_costs_only_itself(line, status, reason):
    before, item, after = _read(_GOOD + line + b"\n" + _GOOD)
    assert (before.id, after.id) == ("1", "3")
    assert (item.id, item.status, item.reason) == ("2", status, reason)
    assert status == "skipped" or "line 2: " in item.detail


def test_a_line_that_is_too_long_is_refused_and_never_held():
    class Endless(BytesIO):
        def __init__(self):
            super().__init__()
            self.left = 3 * lines._MAX_LINE

        def read1(self, size):
            self.left -= size
            return b"x" * size if self.left > 0 else b"\n" + _GOOD if self.left > -size else b""

        def tell(self):
            return 0

        def read(self, _size):
            return b"xxxx"

    tracemalloc.start()
    items = list(read_jsonl(Endless(), Columns(), "auto"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(item.id, getattr(item, "reason", None)) for item in items] == [("1", "too_large"), ("2", None)]
    assert peak < 1.3 * lines._MAX_LINE


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_compressed_files_are_read_member_by_member(pack):
    assert [item.id for item in _read(pack(_GOOD * 2) + pack(_GOOD))] == ["1", "2", "3"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_file_that_is_cut_off_gives_what_was_there(pack):
    chance = random.Random(7)  # words that compress badly, so that half of the file holds many blocks
    rows = b"".join(b'{"html": "<p>%x"}\n' % chance.getrandbits(256) for _ in range(30_000))
    packed = pack(rows)
    *items, last, damage = _read(packed[: len(packed) // 2])
    assert len(items) > 10_000
    assert all(isinstance(item, Record) for item in items)
    assert isinstance(last, Record) or last.reason == "bad_json"
    assert damage == Damage(len(packed) // 2, len(packed) // 2, "cut_off", damage.detail)


def test_a_damaged_file_gives_what_comes_before():
    first, second = gzip.compress(_GOOD), bytearray(gzip.compress(_GOOD * 500))
    second[len(second) // 2] ^= 0xFF
    items = _read(first + bytes(second))
    assert items[0] == Record("1", "<p>x")
    assert (items[-1].kind, items[-1].end) == ("damaged", len(first) + len(second))


def test_half_a_pair_of_surrogates_does_not_reach_what_is_written():
    (item,) = _read(b'{"html": "\\ud800", "n": "\\ud800", "u": 1.5}', Columns(id="n", url="u"))
    assert (item.id, item.url) == ("\\ud800", None)
    (failed,) = _read(b'{"\\ud800": 1}')
    assert isinstance(failed, SkippedRecord)
    assert failed.detail.encode()


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert _read(b"\xef\xbb\xbf" + _GOOD) == [Record("1", "<p>x")]
    assert _read(b"") == []
