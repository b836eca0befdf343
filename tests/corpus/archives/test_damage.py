import contextlib
import gzip
import random
import re
import sys
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleancopy.corpus.archives import arc, members, reader, record_buffer, record_head, warc
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.errors import CorpusError
from tests.corpus.archives.writer import (
    ARC_HEAD,
    LAYOUTS,
    arc_record,
    damage,
    digest,
    http,
    ids,
    name_of,
    page,
    pages,
    read,
    record,
    responses,
)

COUNT = 12
NAMES = [name_of(n) for n in range(1, COUNT + 1)]


def spans(parts: list[bytes]) -> list[tuple[int, int]]:
    ends = [sum(map(len, parts[:n])) for n in range(len(parts) + 1)]
    return list(pairwise(ends))


@pytest.mark.parametrize("bit", range(0, 2400, 7))
def test_a_flipped_bit_costs_one_record_of_a_member_each(bit):
    parts = [gzip.compress(one) for one in responses(COUNT)]
    begin, end = spans(parts)[5]
    data = bytearray(b"".join(parts))
    at = begin + bit // 8 % (end - begin)
    data[at] ^= 1 << bit % 8
    items = read(bytes(data))
    if ids(items) != NAMES:  # the time in a header of gzip, for one, may be anything
        assert ids(items) == NAMES[:5] + NAMES[6:]
        assert [(d.start, d.end, d.kind) for d in damage(items)] == [(begin, end, "damaged")]
    assert all(one in [page(n) for n in range(1, COUNT + 1)] for one in pages(items))


@pytest.mark.parametrize("layout", ["gzip", "zstd", "plain"])
def test_zeroed_bytes_cost_the_records_that_they_hit(layout):
    parts = [LAYOUTS[layout]([one]) for one in responses(COUNT)]
    whole = b"".join(parts)
    for at in range(0, len(whole) - 60, 61):
        hurt = whole[:at] + bytes(60) + whole[at + 60 :]
        items = read(hurt)
        spared = [n for n, (a, b) in zip(NAMES, spans(parts), strict=True) if b <= at or a >= at + 60]
        sound = [item.id for item in items if isinstance(item, Record) and not item.flags]
        assert set(spared) <= set(sound)
        # Of what is not compressed, the head of a record has no checksum.
        assert layout == "plain" or [loss for loss in damage(items) if loss.start <= at + 60 and loss.end > at]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cut_is_reported_and_costs_what_is_behind_it(layout):
    parts = [LAYOUTS[layout]([one]) for one in responses(4)]
    whole = b"".join(parts)
    boundaries = {end for _, end in spans(parts)}
    for at in range(1, len(whole)):
        items = read(whole[:at])
        assert ids(items) == [
            n for n, (_, end) in zip(NAMES, spans(parts), strict=False) if end <= at + 4 * (layout == "plain")
        ]
        result = [d.kind for d in damage(items)]
        assert result == ([] if at in boundaries else ["cut_off"]), at


@pytest.mark.parametrize("layout", ["plain", "whole gzip"])
def test_of_an_archive_in_one_piece_all_before_damage_is_read(layout):
    rng = random.Random(7)
    records = [record(http(rng.randbytes(3000), "Content-Type: text/html"), number=n) for n in range(1, 13)]
    data = LAYOUTS[layout](records)
    at = len(data) * 2 // 3
    items = read(data[:at])
    assert 6 <= len(ids(items)) <= 8
    assert [(d.end, d.kind) for d in damage(items)] == [(at, "cut_off")]
    assert ids(items) == NAMES[: len(ids(items))]


def test_a_checksum_of_a_whole_file_that_does_not_fit_is_reported():
    data = bytearray(gzip.compress(b"".join(responses(COUNT))))
    data[-6] ^= 1
    items = read(bytes(data))
    assert ids(items) == NAMES[:-1]
    assert [d.kind for d in damage(items)] == ["damaged"]


@pytest.mark.parametrize("layout", ["gzip", "plain", "zstd"])
@pytest.mark.parametrize("length", ["-5", "1000000000000000000", "", "many", "+1", "-1", "x10", "/10"])
@pytest.mark.parametrize("signed", [True, False])
def test_a_wrong_length_costs_nothing_but_the_record_at_most(layout, length, signed):
    block = http(page(3))
    claimed = {"+1": len(block) + 1, "-1": len(block) - 1, "x10": len(block) * 10, "/10": len(block) // 10}
    parts = responses(COUNT)
    fields = [digest(block)] if signed else []
    parts[2] = record(block, *fields, number=3, length=claimed.get(length, length))
    items = read(LAYOUTS[layout](parts))
    assert [n for n in ids(items) if n != NAMES[2]] == NAMES[:2] + NAMES[3:]
    third = [item for item in items if isinstance(item, Record) and item.id == NAMES[2]]
    if signed or layout != "plain" or length != "/10":
        assert third[0].page.rstrip() == page(3).rstrip()
    else:
        assert not third
        assert len(damage(items)) == 1


def test_records_may_follow_without_a_line_between():
    parts = [one.removesuffix(b"\r\n\r\n") for one in responses(4)]
    assert pages(read(b"".join(parts) + b"\r\n\r\n")) == [page(n) for n in (1, 2, 3, 4)]


def test_records_may_stand_across_members():
    whole = b"".join(responses(4))
    data = b"".join(gzip.compress(whole[at : at + 100]) for at in range(0, len(whole), 100))
    assert pages(read(data)) == [page(n) for n in (1, 2, 3, 4)]


def test_a_head_without_end_costs_its_record():
    endless = b"WARC/1.1\r\nX: " + b"y" * 10_000_000 + b"\r\n\r\n"
    for layout in LAYOUTS.values():
        items = read(layout([*responses(2), endless, record(http(page(3)), number=3)]))
        assert ids(items) == NAMES[:3]
        assert [d.kind for d in damage(items)] == ["damaged"]


def test_fields_without_a_colon_are_left_out():
    assert ids(read(record(http(page()), "no field"))) == NAMES[:1]


def test_a_member_that_was_put_elsewhere_is_read_there():
    parts = [gzip.compress(one) for one in responses(4)]
    assert ids(read(b"".join([parts[2], parts[0], parts[3], parts[1]]))) == [NAMES[n] for n in (2, 0, 3, 1)]


def test_bytes_between_members_are_reported():
    parts = [gzip.compress(one) for one in responses(2)]
    at = len(parts[0])
    items = read(parts[0] + b"junk" + parts[1] + bytes(512))
    assert ids(items) == NAMES[:2]
    assert [(d.start, d.end) for d in damage(items)] == [
        (at, at + 4),
        (at + 4 + len(parts[1]), at + 516 + len(parts[1])),
    ]


def test_members_within_damage_are_believed_only_with_a_record_and_a_checksum():
    fake = gzip.compress(b"WARC/1.0\r\n" + b"x" * 100)
    fake = fake[:-5] + bytes([fake[-5] ^ 1]) + fake[-4:]
    parts = [gzip.compress(one) for one in responses(2)]
    items = read(parts[0] + b"\x1f\x8b\x08 \x1f\x8b\x08" + fake + gzip.compress(b"no record") + parts[1])
    assert ids(items) == NAMES[:2]
    assert [d.kind for d in damage(items)] == ["damaged"]


def test_the_first_record_may_be_the_damaged_one():
    for layout in ("gzip", "plain", "zstd"):
        first, *rest = [LAYOUTS[layout]([one]) for one in responses(3)]
        if layout != "zstd":
            items = read(b"\0" + first[1:] + b"".join(rest))
            assert ids(items) == NAMES[1:3]
            assert [(d.start, d.end) for d in damage(items)] == [(0, len(first))]
        items = read(first[:60] + bytes(60) + first[120:] + b"".join(rest))
        assert ids(items)[-2:] == NAMES[1:3]


def test_a_page_that_quotes_a_record_is_one_page_in_damage_too():
    quoted = (
        b"<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: &lt;urn:x&gt;\r\nContent-Length: 3\r\n\r\n"
    )
    items = read(b"".join(responses(2)) + record(http(quoted + b"\r\nabc\r\n\r\n"), number=3)[:-8])
    assert ids(items) == NAMES[:2]
    assert [d.kind for d in damage(items)] == ["cut_off"]


def test_lengths_of_arc_that_are_none_are_found():
    archive = (
        ARC_HEAD
        + arc_record(http(page(1)), length=-1)
        + arc_record(http(page(2)), length="x")
        + arc_record(http(page(3)))
    )
    assert pages(read(archive)) == [page(1), page(2), page(3)]


def test_damage_of_arc_costs_its_records():
    parts = [ARC_HEAD, *(arc_record(http(page(n)), f"http://example.org/{n}") for n in range(1, 6))]
    packed = [gzip.compress(one) for one in parts]
    packed[3] = packed[3][:40] + bytes(20) + packed[3][60:]
    items = read(b"".join(packed))
    assert pages(items) == [page(n) for n in (1, 2, 4, 5)]
    assert [(d.start, d.end) for d in damage(items)] == [spans(packed)[3]]


def _items(data: bytes) -> list[Record | SkippedRecord | Damage]:
    try:
        return read(data, limit=5000)
    except CorpusError:
        return []


@given(st.binary(max_size=3000))
@settings(max_examples=300)
def test_any_bytes_end_in_items_or_in_an_error_of_ours(data):
    for begin in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", ARC_HEAD, responses(1)[0]):
        _items(begin + data)


PIECES = [
    b"WARC/1.1\r\n",
    b"\r\n\r\n",
    b"\n",
    b"Content-Length: 9\r\n",
    b"Content-Length: 40000\r\n",
    b"\x1f\x8b\x08",
    b"\0" * 9,
]
PIECES += [
    record(http(page())),
    gzip.compress(record(http(page()))),
    gzip.compress(b"WARC/1.0"),
    ARC_HEAD,
    arc_record(b"x"),
]
PIECES += [record(b"x", length=4000), b"WARC-Type: response\r\n", LAYOUTS["zstd"]([record(b"y")]), b"HTTP/1.1 200\r\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=500)
def test_any_pieces_of_archives_in_any_order_end_too(pieces):
    items = _items(b"".join(pieces))
    ends = [0, *(d.end for d in damage(items))]
    assert all(d.start <= d.end <= sum(map(len, pieces)) for d in damage(items))
    assert ends == sorted(ends)


@given(st.sampled_from(sorted(LAYOUTS)), st.data())
@settings(max_examples=300)
def test_any_change_of_an_archive_ends_too(layout, data):
    archive = bytearray(LAYOUTS[layout](responses(6)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(archive) - 1))
        archive[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        archive = archive or bytearray(b"x")
    _items(bytes(archive))


@pytest.mark.parametrize(
    "shape",
    [
        b"\x1f\x8b\x08" * 700_000,
        gzip.compress(record(http(page())))[:-1] * 10_000,
        b"WARC/1.1\r\nContent-Length: 2000000\r\n\r\n" * 60_000,
        record(b"", digest(b""), length=1_900_000)[:-4] * 8_000,
        b"WARC/" * 400_000,
        arc_record(b"", length=1_900_000) * 30_000,
        b"http://x 1.1.1.1 20200101000000 a/b " * 60_000,
        b"WARC/1.1\n\n" * 200_000,
        b"WARC/1.0\r\nContent-Length: 1\r\n\r\n" + b"WARC/1.0\r\n" * 400_000,
        b"WARC/1.0\r\nContent-Length: 1\r\n\r\n" + b"a warc/1.0\r" * 400_000,
    ],
)
def test_work_on_hostile_archives_grows_with_their_size(shape, work):
    half, whole = work(shape[: len(shape) // 2]), work(shape)
    assert whole < 2.6 * half + 8_000_000


class Counted:
    """A pattern that counts the bytes that its searches look at."""

    def __init__(self, pattern: re.Pattern[bytes], count: Callable[[int], None]) -> None:
        self._pattern, self._count = pattern, count

    def search(self, data, at=0, end=sys.maxsize):
        found = self._pattern.search(data, at, end)
        self._count((found.end() if found else min(end, len(data))) - at)
        return found

    def match(self, data, at=0):
        found = self._pattern.match(data, at)
        self._count(found.end() - at if found else 1)
        return found

    def finditer(self, data, at=0, end=sys.maxsize):
        for found in self._pattern.finditer(data, at, end):
            self._count(found.end() - at)
            at = found.end()
            yield found
        self._count(min(end, len(data)) - at)


@pytest.fixture
def work(monkeypatch):
    """Reads an archive, and counts the bytes searched by patterns, copied by the buffer, and fed to decoders."""
    total = 0

    def count(size):
        nonlocal total
        total += size

    class CountedBuffer(record_buffer.RecordBuffer):
        def __setattr__(self, name, value):
            count(len(value) if name == "data" else 0)
            super().__setattr__(name, value)

    for module in (arc, record_head, warc):
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, Counted(value, count))
    monkeypatch.setattr(warc, "_REQUIRED", [Counted(pattern, count) for pattern in warc._REQUIRED])
    monkeypatch.setattr(reader, "RecordBuffer", CountedBuffer)
    feed, decode_start = members._Inflater.feed, members._Inflater.decode_start
    monkeypatch.setattr(members._Inflater, "feed", lambda self, data: (count(len(data)), feed(self, data))[1])
    monkeypatch.setattr(
        members._Inflater,
        "decode_start",
        lambda self, data, most: (count(len(data)), decode_start(self, data, most))[1],
    )

    def _work(data):
        nonlocal total
        total = 0
        with contextlib.suppress(CorpusError):
            read(data, limit=2_000_000)
        return total

    return _work
