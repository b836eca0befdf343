"""Heads that writers, editors and conversions have left in archives."""

import gzip

import pytest

from tests.corpus.archives.writer import (
    ARC_HEAD,
    URL,
    arc_record,
    damage,
    http,
    ids,
    name_of,
    page,
    pages,
    read,
    record,
    responses,
)

THREE = [page(n) for n in (1, 2, 3)]
NAMES = [name_of(n) for n in (1, 2, 3)]
BOM = b"\xef\xbb\xbf"


def three(change) -> bytes:
    """Records with changed heads; what is behind the heads stays."""
    parts = [one.partition(b"\r\n\r\n") for one in responses(3)]
    return b"".join(change(head + end) + block for head, end, block in parts)


def flags(items):
    return [sorted(item.flags) for item in items if hasattr(item, "flags")]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.replace(b"WARC/1.1", b"warc/1.0"),
        lambda head: head.replace(b"WARC/1.1", b"Warc/0.18"),
        lambda head: head.replace(b"\r\n", b"\r\r\n"),
        lambda head: head.replace(b"\r\n", b"\n"),
        lambda head: head.replace(b"\r\n", b"\r"),
        lambda head: head.replace(b": ", b":\r\n "),
        lambda head: head.replace(b": ", b":\r\n\t \r\n\t"),
        lambda head: head.replace(b": ", b":\n "),
        lambda head: BOM + head,
        lambda head: head.replace(b"\r\nWARC", b" \t\r\nWARC"),
    ],
    ids=["lower", "mixed", "CRCRLF", "LF", "CR", "folded", "folded twice", "folded LF", "BOM", "spaces"],
)
def test_odd_heads_are_read(change, pack):
    items = read(pack(three(change)))
    assert pages(items) == THREE
    assert ids(items) == NAMES
    assert {item.url for item in items} == {f"{URL}/{n}" for n in (1, 2, 3)}
    assert not damage(items)


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.replace(b"WARC/1.1", b"warc/1.0"),
        lambda head: head.replace(b"\r\n", b"\r\r\n"),
        lambda head: head.replace(b"\r\n", b"\r"),
        lambda head: head.replace(b": ", b":\r\n "),
        lambda head: head.replace(b"\r\nWARC", b" \t\r\nWARC"),
    ],
    ids=["lower", "CRCRLF", "CR", "folded", "spaces"],
)
def test_odd_heads_are_found_behind_damage(change):
    items = read(record(b"one", number=9) + b"junk" * 9 + three(change))
    assert ids(items) == [name_of(9), *NAMES]
    assert [loss.end - loss.start for loss in damage(items)] == [36]


def test_fields_that_occur_twice_count_once():
    twice = three(
        lambda head: head.replace(b"WARC/1.1\r\n", head.replace(b"\r\n\r\n", b"\r\n")).replace(b"\r\n\r\n\r\n", b"")
    )
    assert ids(read(twice)) == NAMES


def test_lengths_that_differ_are_none():
    block = http(page())
    both = record(block, f"Content-Length: 7\r\nContent-Length: {len(block)}")
    items = read(both + record(http(page(2)), number=2))
    assert pages(items) == [page(), page(2)]
    assert flags(items) == [["length_wrong"], []]


def test_a_head_that_breaks_off_is_not_put_together_with_the_next():
    first, second, third = responses(3)
    cut = second[: second.index(b"WARC-Target")]
    items = read(first + cut + third)
    assert ids(items) == [NAMES[0], NAMES[2]]
    assert [(loss.start, loss.end) for loss in damage(items)] == [(len(first), len(first + cut))]


def test_an_address_may_end_like_a_version():
    one = record(http(page()), "WARC-Target-URI: http://example.org/warc/1.0")
    assert [item.url for item in read(one)] == ["http://example.org/warc/1.0"]


@pytest.mark.parametrize("lines", [0, 1, 3, 70, 5000])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_any_number_of_lines_may_stand_between_records(lines, end):
    parts = [one.removesuffix(b"\r\n\r\n") + end * lines for one in responses(3)]
    items = read(b"".join(parts) + b"\r\n\r\n")
    assert pages(items) == THREE
    assert flags(items) == [[]] * 3
    assert not damage(items)


# ── converted line ends ───────────────────────────────────────────────────────────────────────────


def archive_of_lines() -> bytes:
    body = b"<p>The ferry leaves at nine.\n" * 40
    return ARC_HEAD + b"".join(arc_record(http(body + b"%d\n" % n), f"{URL}/{n}") for n in range(3))


@pytest.mark.parametrize(
    "convert",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r\n"),
    ],
    ids=["to LF", "to CRLF", "to CRLF without looking"],
)
def test_archives_whose_line_ends_were_converted_are_read(convert):
    items = read(convert(archive_of_lines()))
    texts = [text.replace(b"\r", b"") for text in pages(items)]
    assert [text.rstrip()[-1:] for text in texts] == [b"0", b"1", b"2"]
    assert {text.count(b"ferry") for text in texts} == {40}
    assert not damage(items)


def test_more_bytes_than_the_lines_explain_are_a_loss():
    data = archive_of_lines().replace(b"\n", b"\r\n")
    hurt = data.replace(b"nine.\r\n1", b"nine.........................\r\n1")
    assert len(pages(read(hurt))) == 2
    assert len(damage(read(hurt))) == 1
