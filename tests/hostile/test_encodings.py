"""Encodings: html5lib's suite, every label of the WHATWG Encoding standard, and bytes that break decoders.

The folder `scripted` of the suite is left out: its one case declares its encoding by a script, and none runs here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleancopy.input import decode
from tests.hostile.encodings import ENCODINGS, REPLACEMENT_LABELS, Encoding

DECLARATIONS = {
    "http": "<title>x</title>",
    "meta": "<meta charset='{}'>",
    "old meta": '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "late meta": "<!--" + " " * 1024 + "-->" + "<meta charset='{}'>",
}
TEXTS = {
    "UTF-8": "昨日の夜、町では強い雨が降り",
    "windows-1251": "Вчера вечером прошёл дождь",
    "Shift_JIS": "昨日の夜、町では強い雨",
}


# ── the suite ─────────────────────────────────────────────────────────────────────────────────────

CASES = {"test-yahoo-jp": 1, "tests1": 59, "tests2": 22}
UNDECLARED = {"test-yahoo-jp": 0, "tests1": 21, "tests2": 11}
"""By file its cases, and those that declare nothing."""

RE_ENCODED = frozenset({("test-yahoo-jp", 1)})
"""A page in UTF-8 whose tag says EUC-JP: bytes that are UTF-8 beyond ASCII are UTF-8 (ARCHITECTURE.md, decisions)."""


def read_cases(path: Path) -> Iterator[tuple[bytes, str]]:
    """The cases of a .dat file: bytes, and the encoding that a browser takes for them."""
    for data, label in re.findall(rb"#data\n(.*?)\n#encoding\n([^\n]*)", path.read_bytes(), re.DOTALL):
        yield data, label.decode().strip().lower()


@pytest.mark.parametrize("name", CASES)
def test_every_case_of_the_suite_has_its_encoding(encodings: Path, name: str):
    """Where nothing is declared, ASCII is called UTF-8, not windows-1252: both read it alike. Nothing else deviates."""
    cases = list(read_cases(encodings / f"{name}.dat"))
    undeclared = 0
    assert len(cases) == CASES[name]
    for number, (data, label) in enumerate(cases, 1):
        page = decode(data, "html")
        found = (str(page.encoding).lower(), page.encoding_source)
        if (name, number) in RE_ENCODED:
            assert found == ("utf-8", "detected")
        elif found == ("utf-8", "detected"):
            undeclared += 1
            assert label == "windows-1252"
            assert data.isascii(), number
        else:
            assert found == (label, "bom" if data.startswith(b"\xef\xbb\xbf") else "meta"), number
    assert undeclared == UNDECLARED[name]


# ── every label ───────────────────────────────────────────────────────────────────────────────────


def test_every_label_of_the_standard_is_tried():
    assert sum(len(encoding.labels) for encoding in ENCODINGS) + len(REPLACEMENT_LABELS) == 228


def markup(declaration: str, label: str, text: str) -> str:
    return f"<!DOCTYPE html>{DECLARATIONS[declaration].format(label)}<p>{text}</p>"


def named_by(encoding: Encoding, declaration: str) -> tuple[str, str]:
    """The encoding and what decides it on a page that declares `encoding` and holds to it."""
    if declaration == "http":
        return encoding.name, "http"
    if encoding.name.startswith("UTF-16"):  # a tag that can be read as ASCII is no UTF-16: the bytes tell it
        return encoding.name, "detected"
    if encoding.name == "x-user-defined":  # HTML standard, section 13.2.3.2: a tag means windows-1252 by it
        return "windows-1252", "meta"
    if (encoding.name, declaration) == ("UTF-8", "late meta"):  # what is valid UTF-8 beyond ASCII needs no late tag
        return encoding.name, "detected"
    return encoding.name, "meta"


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda e: e.name)
def test_a_label_that_is_true_is_believed_and_the_text_comes_through(encoding: Encoding, declaration: str):
    for label in encoding.labels:
        for spelling in (label, label.upper(), f" {label} "):
            source = markup(declaration, spelling, encoding.sample)
            page = decode(source.encode(encoding.codec), http_charset=spelling if declaration == "http" else None)
            assert (page.encoding, page.encoding_source) == named_by(encoding, declaration), label
            assert (page.text, page.flags) == (source, set()), label


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda e: e.name)
def test_a_label_that_is_false_never_fails(encoding: Encoding, text: str):
    """A header is followed (and doubted aloud), a tag too, unless the bytes are UTF-8. Either may make noise of it.

    One that says UTF-8 is not followed where the bytes are clearly not.
    """
    data = markup("http", "", TEXTS[text]).encode(text)
    for label in encoding.labels:
        page = decode(data, http_charset=label)
        assert page.encoding in {encoding.name, None} or page.text == markup("http", "", TEXTS[text])
        assert page.encoding or page.flags == {"not_text"}
        if text == "UTF-8" and page.encoding and not page.encoding.startswith("UTF-"):
            assert "mojibake_suspected" in page.flags
        page = decode(markup("meta", label, TEXTS[text]).encode(text))
        if text == "UTF-8":
            assert (page.encoding, page.text) == ("UTF-8", markup("meta", label, TEXTS[text]))
        else:
            declared = {named_by(encoding, "meta")[0], "UTF-8", None}
            assert page.encoding in declared or page.text == markup("meta", label, TEXTS[text])


READ_UNDECLARED = frozenset(
    (
        "UTF-8 UTF-16LE UTF-16BE IBM866 ISO-8859-2 ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-8 ISO-8859-8-I KOI8-R "
        "KOI8-U windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 "
        "windows-1257 GBK gb18030 Big5 EUC-JP ISO-2022-JP Shift_JIS EUC-KR"
    ).split()
)
"""The encodings whose texts are read right without a declaration. The others (ISO-8859-3, the Macintosh's) were hardly
ever used on the web, and share nearly all letters with one of these."""


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda e: e.name)
def test_without_a_label_the_encoding_is_found_by_the_text(encoding: Encoding):
    source = markup("http", "", encoding.sample * 5)
    page = decode(source.encode(encoding.codec))
    assert page.encoding_source == "detected"
    if encoding.name in READ_UNDECLARED:
        assert page.text == source


@pytest.mark.parametrize("label", REPLACEMENT_LABELS)
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_labels_that_browsers_refuse_are_ignored(label: str, declaration: str):
    source = markup(declaration, label, TEXTS["UTF-8"])
    page = decode(source.encode(), http_charset=label if declaration == "http" else None)
    assert (page.text, page.encoding, page.encoding_source) == (source, "UTF-8", "detected")


@pytest.mark.parametrize(
    "label", ["utf-7", "no such", "", " ", "\0", "é", "x" * 100_000, "utf-8; charset=koi8-r", "\ud800"]
)
def test_labels_that_are_none_are_ignored(label: str):
    page = decode(TEXTS["windows-1251"].encode("cp1251"), http_charset=label)
    assert (page.text, page.encoding_source) == (TEXTS["windows-1251"], "detected")


# ── broken bytes ──────────────────────────────────────────────────────────────────────────────────

MULTIBYTE = [e for e in ENCODINGS if len(e.sample.encode(e.codec)) > len(e.sample)]


@pytest.mark.parametrize("encoding", MULTIBYTE, ids=lambda e: e.name)
def test_a_page_cut_within_a_character_loses_only_that(encoding: Encoding):
    source = f"<p>{encoding.sample}"
    whole = source.rstrip("!.。é?")
    data = whole.encode(encoding.codec)
    for cut in range(1, 4):
        text = decode(data[:-cut], http_charset=encoding.labels[0]).text
        assert text.startswith(whole[:-3])
        assert set(text[len(whole) - 3 :]) <= {*whole[-3:], "\ufffd"}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("cut", [0, 1])
def test_utf_16_needs_neither_mark_nor_label(codec: str, cut: int):
    source = "<p>" + "Вчера вечером прошёл дождь, and it rained. " * 3
    data = source.encode(codec)
    page = decode(data[: len(data) - cut])
    assert page.encoding_source == "detected"
    assert page.text.rstrip("\ufffd") in {source, source[:-1]}


JAPANESE = "昨日の夜、町では強い雨が降り、通りに人はいなかった。"


@pytest.mark.parametrize("tail", [b"\x1b", b"\x1b$", b"\x1b(", b"\x1b(Z", b"\x1b$B", b"\x1b$B\x25", b"\x1b$B\x1b$B"])
@pytest.mark.parametrize("declared", [True, False])
def test_iso_2022_jp_cut_within_a_shift_keeps_what_stands_before(tail: bytes, declared: bool):
    page = decode(JAPANESE.encode("iso2022-jp") + tail, http_charset="iso-2022-jp" if declared else None)
    assert page.encoding == "ISO-2022-JP"
    assert page.text.startswith(JAPANESE)


def test_utf_7_stays_what_it_is():
    """Browsers do not know UTF-7: it smuggled scripts past filters."""
    data = b"<meta charset=utf-7><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    page = decode(data)
    assert page.text == data.decode("ascii")


@pytest.mark.parametrize(
    "text", [encoding.sample for encoding in ENCODINGS if encoding.name in {"windows-1252", "KOI8-R"}]
)
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_text_decoded_twice_is_suspected(text: str, wrong: str):
    twice = (text * 3).encode().decode(wrong, "replace")
    assert "mojibake_suspected" in decode(twice).flags
    assert "mojibake_suspected" in decode(twice.encode()).flags
    assert "mojibake_suspected" in decode((text * 3).encode(), http_charset="windows-1252").flags
    assert decode(text * 3).flags == set()
