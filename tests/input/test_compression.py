import builtins
import random
import sys
from collections.abc import Callable
from types import SimpleNamespace

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.errors import CompressionError, TooLargeError
from cleancopy.input.compression import MAX_DECOMPRESSED_BYTES, Decompressed, dechunk, decompress
from tests.compressed import RAW, ZLIB, brotlied, deflated, gzipped, zstded

PAGE = "<p>Die Fähre legt um neun Uhr ab, und danach noch einmal.</p>\n".encode() * 40
WHOLE: frozenset[str] = frozenset()

CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzipped,
    "deflate": lambda data: deflated([data], ZLIB),
    "deflate, raw": lambda data: deflated([data], RAW),
    "br": lambda data: brotlied([data]),
    "zstd": lambda data: zstded([data]),
}


def coding(name: str) -> str:
    return name.partition(",")[0]


@pytest.fixture(params=CODERS)
def coder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@given(st.sampled_from(sorted(CODERS)), st.binary(max_size=2000), st.integers(0, 300))
def test_what_was_compressed_comes_back(name: str, data: bytes, times: int) -> None:
    data = data * times
    assert decompress(CODERS[name](data), coding(name)) == (data, WHOLE)


@given(st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), max_size=3), st.binary(max_size=500))
def test_chains_are_undone_from_the_last(chain: list[str], data: bytes) -> None:
    body = data
    for name in chain:
        body = CODERS[name](body)
    assert decompress(body, chain) == (data, WHOLE)
    assert decompress(body, ", ".join(chain)) == (data, WHOLE)


@pytest.mark.parametrize("size", [1, 16 * 1024, 256 * 1024, 256 * 1024 + 1, 3_000_000, 20_000_000])
def test_no_byte_is_lost_where_output_is_given_in_pieces(coder: str, size: int) -> None:
    for data in (bytes(size), (random.Random(0).randbytes(50_000) * 400)[:size]):
        assert decompress(CODERS[coder](data), coding(coder)) == (data, WHOLE)


@pytest.mark.parametrize(
    "header, chain",
    [
        ("", []),
        ("identity", []),
        (" GZip ", ["gzip"]),
        ("x-gzip", ["gzip"]),
        ("identity,, BR", ["br"]),
        (["deflate", "gzip, br"], ["deflate", "gzip", "br"]),
        ([], []),
    ],
)
def test_a_header_is_read_as_servers_write_it(header: str | list[str], chain: list[str]) -> None:
    body = PAGE
    for name in chain:
        body = CODERS[name](body)
    assert decompress(body, header) == (PAGE, WHOLE)


@pytest.mark.parametrize("header", ["gzip, gzip, gzip, gzip", "br," * 5000])
def test_a_long_chain_is_refused(header: str) -> None:
    with pytest.raises(CompressionError, match=r"codings are declared, so the body is compressed more than 3 times"):
        decompress(PAGE, header)


def test_an_unknown_coding_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CompressionError, match=r"'a\\nb': known are gzip, x-gzip, deflate, zstd, br and identity"):
        decompress(PAGE, "gzip, a\nb")


def test_a_chain_is_found_by_how_its_bodies_begin() -> None:
    assert decompress(gzipped(zstded([gzipped(PAGE)]))) == (PAGE, WHOLE)
    assert decompress(PAGE) == (PAGE, WHOLE)


def test_a_chain_that_is_found_is_bounded_as_well() -> None:
    with pytest.raises(CompressionError, match=r"the body is compressed more than 3 times over"):
        decompress(gzipped(gzipped(gzipped(gzipped(PAGE)))))


@pytest.mark.parametrize("data", [b"", b"(", b"\x1f", b"P", b"P*M", PAGE])
def test_what_does_not_begin_like_a_compressed_body_is_left_alone(data: bytes) -> None:
    assert decompress(data) == (data, WHOLE)


def test_an_empty_body_is_nothing_to_undo(coder: str) -> None:
    assert decompress(b"", coding(coder)) == (b"", WHOLE)


# ── the cap ───────────────────────────────────────────────────────────────────────────────────────


def test_the_limit_is_the_last_size_that_is_given(coder: str) -> None:
    body = CODERS[coder](PAGE)
    assert decompress(body, coding(coder), limit=len(PAGE)).data == PAGE
    with pytest.raises(TooLargeError, match=rf"{coding(coder)}: more comes out than the 2,519 bytes"):
        decompress(body, coding(coder), limit=len(PAGE) - 1)


def test_of_a_chain_the_limit_counts_what_is_held_at_one_time() -> None:
    inner = gzipped(PAGE)
    body = gzipped(inner)
    assert decompress(body, limit=len(inner) + len(PAGE)).data == PAGE
    with pytest.raises(TooLargeError):
        decompress(body, limit=len(inner) + len(PAGE) - 1)


def test_what_is_not_compressed_is_not_counted() -> None:
    assert decompress(PAGE, limit=0).data == PAGE
    assert MAX_DECOMPRESSED_BYTES == 64 * 1024 * 1024


# ── members ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_members_are_read_whole(name: str) -> None:
    encode = CODERS[name]
    assert decompress(encode(PAGE) + encode(b"") + encode(b"the end"), name) == (PAGE + b"the end", WHOLE)


def test_a_member_that_gives_more_than_one_chunk_of_output_hides_none_behind_it() -> None:
    assert decompress(gzipped(bytes(300_000)) + gzipped(b"the end"), "gzip") == (bytes(300_000) + b"the end", WHOLE)


def test_skippable_frames_of_zstd_are_skipped() -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\0\0\0" + b"pzst"
    assert decompress(skippable + zstded([PAGE]) + skippable + zstded([PAGE])) == (PAGE + PAGE, WHOLE)


def test_zero_bytes_behind_the_end_are_padding(coder: str) -> None:
    assert decompress(CODERS[coder](PAGE) + bytes(1000), coding(coder)) == (PAGE, WHOLE)


@pytest.mark.parametrize("tail", [b"\r\n", b"<!-- served in 3 ms -->", b"\0\0x"])
def test_other_bytes_behind_the_end_are_left_out_with_a_flag(coder: str, tail: bytes) -> None:
    assert decompress(CODERS[coder](PAGE) + tail, coding(coder)) == (PAGE, {"trailing_bytes"})


# ── lies ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("header", ["gzip", "deflate", "br", "zstd", "gzip, br"])
@pytest.mark.parametrize("page", [PAGE, b"<p>", b"; a comment", b"{}", b"Plain words.", "\ufeffШторм".encode("utf-16")])
def test_text_that_is_declared_compressed_is_given_as_it_is(header: str, page: bytes) -> None:
    assert decompress(page, header) == (page, {"coding_ignored"})


def test_a_coding_that_is_declared_twice_and_applied_once_is_undone_once() -> None:
    assert decompress(gzipped(PAGE), "gzip, gzip") == (PAGE, {"coding_ignored"})


def test_text_that_begins_like_a_whole_body_of_brotli_is_still_text() -> None:
    assert decompress(b"\x06", "br") == (b"", WHOLE)  # `;` says the same in other bits
    assert decompress(b"; all of it", "br") == (b"; all of it", {"coding_ignored"})


# ── damage ────────────────────────────────────────────────────────────────────────────────────────


def test_a_cut_body_gives_what_was_there(coder: str) -> None:
    body = CODERS[coder](PAGE)
    for cut in range(1, len(body)):
        data, flags = decompress(body[:cut], coding(coder))
        if flags == {"coding_ignored"}:  # so short that it is no other than a piece of text
            assert data == body[:cut]
            continue
        assert flags == {"body_cut"}
        assert PAGE.startswith(data)


def test_a_cut_body_loses_little() -> None:
    data = b" ".join(b"%d" % number for number in range(20_000))
    body = gzipped(data)
    assert len(decompress(body[: len(body) // 2], "gzip").data) > 0.4 * len(data)


@pytest.mark.parametrize("name, where", [("gzip", -5), ("deflate", -1), ("zstd", -1)])
def test_a_checksum_that_does_not_fit_costs_no_data(name: str, where: int) -> None:
    body = bytearray(CODERS[name](PAGE))
    body[where] ^= 1
    assert decompress(bytes(body), name) == (PAGE, {"body_corrupt"})


def test_damage_in_a_later_member_costs_no_earlier_one() -> None:
    later = bytearray(gzipped(PAGE))
    later[10] ^= 0xFF
    data, flags = decompress(gzipped(PAGE) + bytes(later), "gzip")
    assert (data[: len(PAGE)], flags) == (PAGE, {"body_corrupt"})


def test_damage_in_the_midst_gives_all_that_comes_before() -> None:
    data = random.Random(0).randbytes(200_000).hex().encode()
    body = bytearray(gzipped(data))
    body[100_000:100_100] = b"\xff" * 100
    found, flags = decompress(bytes(body), "gzip")
    assert flags == {"body_corrupt"}
    assert found[:170_000] == data[:170_000]


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_nothing_to_be_read_is_an_error_that_says_what_to_do(name: str) -> None:
    start = {"gzip": b"\x1f\x8b\x08\xff", "zstd": b"\x28\xb5\x2f\xfd"}.get(name, b"")
    with pytest.raises(CompressionError, match=rf"{name}: nothing can be read of [0-9]+ bytes, fetch them again: "):
        decompress(start + b"\xff\x01" * 300, name)


def test_a_window_larger_than_http_allows_is_refused() -> None:
    assert decompress(zstded([bytes(20_000_000)], 23), "zstd").data == bytes(20_000_000)
    with pytest.raises(CompressionError, match="too much memory"):
        decompress(zstded([bytes(20_000_000)], 24), "zstd")


@given(st.sampled_from(sorted(CODERS)), st.data())
def test_flipped_bits_raise_no_foreign_exception(name: str, data: st.DataObject) -> None:
    body = bytearray(CODERS[name](PAGE))
    for at in data.draw(st.lists(st.integers(0, 8 * len(body) - 1), min_size=1, max_size=5)):
        body[at // 8] ^= 1 << at % 8
    assert_own_outcome(bytes(body), coding(name))


@given(st.binary(max_size=600), st.sampled_from([None, "gzip", "deflate", "br", "zstd", "gzip, br, zstd"]))
def test_noise_raises_no_foreign_exception(body: bytes, header: str | None) -> None:
    assert_own_outcome(body, header)
    assert_own_outcome(b"\x1f\x8b\x08" + body, header)
    assert_own_outcome(b"\x28\xb5\x2f\xfd" + body, header)


def assert_own_outcome(body: bytes, header: str | None) -> None:
    try:
        found = decompress(body, header, limit=100_000)
    except CompressionError:
        return
    assert isinstance(found, Decompressed)


# ── decoders that are not there ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name, module", [("br", "brotli"), ("zstd", "compression" if sys.version_info >= (3, 14) else "backports")]
)
def test_a_missing_decoder_says_what_to_install(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(wanted: str, *rest: object, **extra: object) -> object:
        if wanted == module:
            raise ImportError(wanted)
        return real(wanted, *rest, **extra)

    body = CODERS[name](PAGE)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(CompressionError, match=rf"{name} needs the package .*: pip install 'cleancopy\[codings\]'"):
        decompress(body, name)


def test_a_brotli_that_cannot_bound_its_output_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    body = CODERS["br"](PAGE)
    monkeypatch.setitem(sys.modules, "brotli", SimpleNamespace(Decompressor=object, error=brotli.error))
    with pytest.raises(CompressionError, match=r"brotli 1\.2 or newer"):
        decompress(body, "br")


# ── chunks ────────────────────────────────────────────────────────────────────────────────────────


def chunked(data: bytes, size: int) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@given(st.binary(min_size=1, max_size=300), st.integers(1, 400))
def test_chunks_are_joined(data: bytes, size: int) -> None:
    assert dechunk(chunked(data, size)) == (data, WHOLE)


def test_extensions_and_trailers_of_chunks_are_left_out() -> None:
    body = b'5;name="x"\r\nHello\r\n6 \r\n there\r\n000\r\nExpires: never\r\n\r\n'
    assert dechunk(body) == (b"Hello there", WHOLE)


def test_chunks_that_break_off_give_what_was_there() -> None:
    body = chunked(PAGE, 100)
    for cut in range(len(body)):
        data, flags = dechunk(body[:cut])
        assert PAGE.startswith(data) or data == body[:cut]
        if cut > 110:
            assert flags == ({"body_cut"} if cut < len(body) - 2 else WHOLE)
            assert len(data) >= 0.9 * cut - 110


@pytest.mark.parametrize(
    "text",
    [b"", b"404\r\nNot found\r\n", b"2024\n", b"0\r\n\r\n", b"a\r\n\r\nb\r\n", b"5\r\nHello\r\n", b"-1\r\n", PAGE],
)
def test_text_that_begins_with_a_number_is_not_chunked(text: bytes) -> None:
    assert dechunk(text) == (text, WHOLE)


def test_a_chunked_compressed_body_is_dechunked_first() -> None:
    assert decompress(dechunk(chunked(gzipped(PAGE), 40)).data, "gzip") == (PAGE, WHOLE)
