"""Bytes to pages: the encoding and what decided it, the kind, flags, and what must not stay in the text."""

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.input.decoding import decode
from cleancopy.input.sniff import sniff_kind

RUSSIAN = "Вчера вечером в городе прошёл сильный дождь, и улицы опустели. " * 3
FRENCH = "L'été dernier, à la fête du village, on a dîné dehors jusqu'à la nuit tombée. " * 3


@pytest.mark.parametrize(
    "data, charset, encoding, source",
    [
        ("é".encode("utf-8-sig"), "windows-1251", "UTF-8", "bom"),
        (b"\xff\xfe" + "héé".encode("utf-16-le"), None, "UTF-16LE", "bom"),
        (b"\xfe\xff" + "héé".encode("utf-16-be"), None, "UTF-16BE", "bom"),
        (b'<meta charset="koi8-r"><p>' + RUSSIAN.encode("cp1251"), "windows-1251", "windows-1251", "http"),
        (b'<meta charset="windows-1251"><p>' + RUSSIAN.encode("cp1251"), None, "windows-1251", "meta"),
        (
            b'<meta charset="windows-1251"><p>' + RUSSIAN.encode("cp1251"),
            "no-such-thing",
            "windows-1251",
            "meta",
        ),
        (b"<meta charset=utf-8>abc", None, "UTF-8", "meta"),
        (b"<meta charset=latin1>abc", None, "windows-1252", "meta"),
        (
            b" " * 2000 + b"<meta charset=windows-1251><p>" + "Да".encode("cp1251"),
            None,
            "windows-1251",
            "meta",
        ),
        (b" " * 2000 + b"<meta charset=windows-1251><p>abc", None, "windows-1251", "meta"),
        (b"<meta charset=windows-1251", None, "UTF-8", "detected"),
        (b"<meta charset=hz-gb-2312>" + FRENCH.encode(), None, "UTF-8", "detected"),
        (b"plain", None, "UTF-8", "detected"),
        (b"plain \x1b[31mred", None, "UTF-8", "detected"),
        ("l'\x1b[31mété".encode(), None, "UTF-8", "detected"),
        (FRENCH.encode(), None, "UTF-8", "detected"),
        (FRENCH.encode("cp1252"), None, "windows-1252", "detected"),
        (RUSSIAN.encode("cp1251"), None, "windows-1251", "detected"),
        (RUSSIAN.encode("utf-16-le"), None, "UTF-16LE", "detected"),
        (RUSSIAN.encode("utf-16-be"), None, "UTF-16BE", "detected"),
        (RUSSIAN.encode("utf-16-be"), "utf-16be", "UTF-16BE", "http"),
        (RUSSIAN.encode("utf-16-be"), "utf-16", "UTF-16BE", "detected"),
        ("昨天晚上城里下了大雨，街上没有人。".encode("utf-16-le"), "utf-16", "UTF-16LE", "http"),
    ],
)
def test_the_encoding_is_found_in_the_order_of_the_standard(
    data: bytes, charset: str | None, encoding: str, source: str
) -> None:
    page = decode(data, http_charset=charset)
    assert (page.encoding, page.encoding_source) == (encoding, source)


def test_one_broken_byte_does_not_garble_a_utf8_page() -> None:
    page = decode(FRENCH.encode() + b"\xe9")
    assert page.encoding == "UTF-8"
    assert page.text == FRENCH + "\ufffd"


@pytest.mark.parametrize(
    "codec, encoding", [("gbk", "GBK"), ("big5", "Big5"), ("euc-kr", "EUC-KR"), ("euc-jp", "EUC-JP")]
)
def test_a_page_cut_off_within_a_character_keeps_its_encoding(codec: str, encoding: str) -> None:
    text = {"euc-kr": "어제 저녁 도시에는 큰비가 내려 거리에 사람이 없었다"}.get(
        codec, "昨天大雨，街上行人不多，天地一色"
    ) * 3
    data = text.encode(codec)[:-1]
    for charset in (None, encoding):
        page = decode(data, http_charset=charset)
        assert (page.encoding, page.text) == (encoding, text[:-1] + "\ufffd")


def test_a_broken_shift_does_not_garble_a_page_in_iso_2022_jp() -> None:
    text = "昨日の夜、町では強い雨が降り、通りに人はいなかった。"
    page = decode(text.encode("iso2022-jp") + b"\x1b")
    assert (page.encoding, page.text) == ("ISO-2022-JP", text + "\ufffd")


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "utf-16-le", "utf-16-be", "utf-8"])
def test_text_survives_its_encoding(codec: str) -> None:
    assert decode(RUSSIAN.encode(codec)).text == RUSSIAN


@pytest.mark.parametrize("blank", [b"", "", b"\n \t", "\n \t", b"\xef\xbb\xbf", "\ufeff", b"\xff\xfe", "\x01\x02"])
def test_nothing_is_flagged_as_empty(blank: bytes | str) -> None:
    page = decode(blank)
    assert page.text == ""
    assert page.encoding is None
    assert page.flags == {"empty_input"}


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10",
        b"GIF89a\x01\0\x01\0",
        b"PK\x03\x04\x14\0\0\0",
        b"\x1f\x8b\x08\0\0\0\0\0" + zlib.compress(FRENCH.encode()),
        b"\0" * 500,
    ],
)
@pytest.mark.parametrize("kind", ["auto", "html", "text"])
def test_binary_data_is_refused(data: bytes, kind: str) -> None:
    page = decode(data, kind)  # type: ignore[arg-type]
    assert (page.kind, page.text, page.flags) == ("neither", "", {"not_text"})


@pytest.mark.parametrize("size", [64, 65, 100, 1000, 5000])
@pytest.mark.parametrize("charset", [None, "windows-1252", "utf-8"])
def test_random_bytes_are_refused(size: int, charset: str | None) -> None:
    rng = random.Random(size)
    assert all(decode(rng.randbytes(size), http_charset=charset).kind == "neither" for _ in range(100))


@pytest.mark.parametrize("text", ["RIFF and GIF8 and BM begin some files", "MZ", "BZh is bzip2", "© ® ™ — “”"])
def test_text_that_begins_like_a_file_format_is_text(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Hello</p>",
        "<!DOCTYPE html><title>x</title>",
        "  \n<html><body>x",
        "<!-- saved --><div>x</div>",
        "<b>Hello</b> world",
        "Rain fell.<br>It stopped.<br/>It <i>fell</i> again.",
        "HTTP/1.1 200 OK\n\n<html>\n<body>\n<p>One</p>\n<p>Two</p>\n</body></html>",
        '<?xml version="1.0"?><rss></rss>',
    ],
)
def test_html_is_seen(markup: str) -> None:
    assert sniff_kind(markup) == "html"


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell where a < b and c > d.",
        "The tag <b> makes bold.",
        "<b> makes bold, they say.",
        "From: <foo@bar.com>\n<https://example.org/>\nHello",
        "How to write a list\n\nUse tags.\n\n<ul>\n<li>one</li>\n</ul>\n\nThat is all\nthere is\nto say\nabout it.",
        "",
    ],
)
def test_text_that_mentions_markup_stays_text(text: str) -> None:
    assert sniff_kind(text) == "text"


def test_the_kind_may_be_forced() -> None:
    assert decode("<p>Hello</p>", "text").kind == "text"
    assert decode("Hello", "html").kind == "html"


def test_control_characters_and_line_ends() -> None:
    assert decode("a\r\nb\rc\x0bd\x01e\x7ff\x85g\tz").text == "a\nb\nc\nd e f\ng\tz"
    assert decode("a\0b", "text").text == "a\ufffdb"
    assert decode("a\0b", "html").text == "ab"


def test_surrogates() -> None:
    assert decode("a\ud800b \ud83d\ude00").text == "a\ufffdb 😀"


def test_a_string_passes_through_without_its_mark() -> None:
    page = decode("\ufeffHello, Zoë")
    assert (page.text, page.encoding, page.encoding_source, page.flags) == (
        "Hello, Zoë",
        None,
        "str",
        frozenset(),
    )


@pytest.mark.parametrize(
    "text, flagged",
    [
        (FRENCH.encode().decode("latin-1"), True),
        ("“Well”, he said – “don’t”".encode().decode("cp1252", "replace") * 2, True),
        (FRENCH, False),
        ("CAFÉ” and “É”, “NO”, É… É— É–", False),
        ("The signs Ã© and Â£ are typical.", False),
        (RUSSIAN, False),
    ],
)
def test_double_decoding_is_suspected(text: str, flagged: bool) -> None:
    assert ("mojibake_suspected" in decode(text).flags) is flagged


def test_a_stale_tag_on_utf_8_is_not_believed() -> None:
    page = decode(b"<meta charset=gbk><p>" + "今天下雨了，街上没有人。".encode())
    assert (page.encoding, page.encoding_source) == ("UTF-8", "detected")
    assert page.text.endswith("今天下雨了，街上没有人。")


def test_a_stale_header_on_utf_8_is_followed_and_flagged() -> None:
    page = decode("<p>今天下雨了，街上没有人。".encode(), http_charset="gbk")
    assert (page.encoding, page.encoding_source) == ("GBK", "http")
    assert page.flags == {"mojibake_suspected"}


@given(
    st.one_of(st.binary(), st.text(st.characters(exclude_categories=()))),
    st.sampled_from(["auto", "html", "text"]),
)
def test_no_input_fails_and_no_text_holds_what_it_must_not(page: bytes | str, kind: str) -> None:
    result = decode(page, kind)  # type: ignore[arg-type]
    result.text.encode()
    assert not any(char < " " and char not in "\t\n\f" for char in result.text)
    assert result.text or result.flags & {"empty_input", "not_text"}
    assert decode(page, kind) == result  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["<", "<b", "<p ", "\r", "Ã©", "\0", "<meta ", "&", " "])
def test_time_is_linear(unit: str) -> None:
    assert decode(unit * (2_000_000 // len(unit))) is not None
    assert decode((unit * (2_000_000 // len(unit))).encode()) is not None


# ── bytes that are called UTF-8 and are not ───────────────────────────────────────────────────────

MISDECLARED = [
    ("windows-1252", "Le café de la gare est fermé, dit la mère d'Hélène à l'élève étonné."),
    ("windows-1251", "Правление гавани сообщило во вторник, что паром снова пойдёт в апреле после девяти зим."),
    ("windows-1250", "Zarząd portu powiedział we wtorek, że prom znów popłynie w kwietniu, po dziewięciu zimach."),
    ("GBK", "港口委员会星期二表示，渡轮将于四月再次启航，此前九个冬天只能绕行桥上的公路。"),
    ("Shift_JIS", "港の委員会は火曜日に、フェリーが四月に再び出航すると述べた。九つの冬を経てのことである。"),
    ("EUC-KR", "항만 위원회는 화요일에 여객선이 아홉 번의 겨울이 지난 뒤 사월에 다시 운항할 것이라고 밝혔다."),
]


@pytest.mark.parametrize("declared", ["header", "meta", "late", "xml"])
@pytest.mark.parametrize("name, words", MISDECLARED)
def test_bytes_that_are_called_utf_8_are_read_as_what_they_are(name, words, declared):
    late = "<!-- " + "x" * 2000 + " --><meta charset=utf-8>"
    head = {
        "meta": '<meta charset="utf-8">',
        "late": late,
        "xml": '<?xml version="1.0" encoding="utf-8"?><meta charset=utf-8>',
    }
    page = (head.get(declared, "") + f"<p>{words}</p>" * 3).encode(name)
    read = decode(page, http_charset="utf-8" if declared == "header" else None)
    assert words in read.text
    assert "mojibake_suspected" not in read.flags


@pytest.mark.parametrize(
    "page",
    [
        "<p>Ein Käse, öfter groß und schön</p>".encode() * 20 + b"<p>caf\xe9</p>",  # one odd byte
        "<p>Käse öfter größer schön</p>".encode() + b"<p>caf\xe9 \xe0 la cr\xe8me</p>",  # two encodings
        "<p>café</p>".encode()[:-5],  # cut within a letter
        "<p>a \ufffd b</p>".encode(),
    ],
)
def test_what_is_not_clear_stays_utf_8_and_is_flagged_where_a_letter_was_lost(page):
    read = decode(page, http_charset="utf-8")
    assert read.encoding == "UTF-8"
    assert "\ufffd" in read.text
    assert "mojibake_suspected" in read.flags


def test_a_string_in_which_a_letter_was_lost_is_flagged_too():
    assert "mojibake_suspected" in decode("<p>caf\ufffd").flags
    assert "mojibake_suspected" not in decode("<p>café").flags


@pytest.mark.parametrize("name", ["utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_utf_32_is_read_with_its_mark_and_without(name, mark):
    text = "<html><p>Le café est fermé. 港口 😀"
    read = decode((mark + text).encode(name))
    assert (read.text, read.encoding) == (text, {"utf-32-le": "UTF-32LE", "utf-32-be": "UTF-32BE"}[name])
    assert decode(("\ufeff" + text).encode("utf-16-le")).text == text


def test_a_form_of_many_choices_is_markup():
    assert decode("<select>" + "<option>x</option>" * 20_000 + "<p>words").kind == "html"
