"""Pages that are none, or that somebody made to break a reader: each gives an article, and no junk as text."""

import json
import random
import re
import zlib
from xml.etree.ElementTree import fromstring

import pytest

import cleancopy
from cleancopy.dom import Tree
from cleancopy.input import decode, strip_markup
from cleancopy.limits import LIMITS
from cleancopy.render import RENDERERS
from cleancopy.segment import segment_html

PROSE = (
    "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms, the harbour board said.",
    "It had been closed since a barge broke loose in a gale and took away forty metres of the walkway.",
    "Ticket prices will stay as they were, and the first boat is to leave at six in the morning on weekdays.",
)
KINDS = ("auto", "html", "text")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def with_paragraph(text: str) -> str:
    paragraphs = "".join(f"<p>{words}</p>" for words in (*PROSE, text, *PROSE))
    return f"<!DOCTYPE html><html><body><article><h1>The pier opens</h1>{paragraphs}</article></body></html>"


def documents(article: cleancopy.Article) -> dict[str, str]:
    """Every output, each valid: UTF-8, JSON, XML."""
    made = {output: article.render(output, comments=True) for output in RENDERERS}
    for document in made.values():
        document.encode("utf-8")
    json.loads(made["json"])
    fromstring(made["tei"])
    return made


# ── nothing, and what is no page ──────────────────────────────────────────────────────────────────

NOTHING = [
    b"",
    b" \n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf \r\n\t",
    "",
    " \n",
    "\ufeff",
    "\u3000\u2003",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", NOTHING, ids=repr)
def test_nothing_is_an_empty_article_that_says_so(page: bytes | str, kind: str):
    article = cleancopy.extract(page, kind=kind)
    assert (article.text, article.body, article.flags) == ("", (), {"empty_input"})
    documents(article)


@pytest.mark.parametrize(
    "markup", ["<p>", "<!-- -->", "<!DOCTYPE html>", "<html></html>", "<script>var x</script>", "&nbsp;"]
)
def test_markup_without_text_says_that_there_is_no_running_text(markup: str):
    article = cleancopy.extract(markup, kind="html")
    assert (article.text, article.flags - {"app_shell"}) == ("", {"no_running_text"})


RANDOM = random.Random(1)
DEFLATED = zlib.compress(" ".join(PROSE).encode() * 50)
BINARY = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Length 99 >> stream\n" + DEFLATED + b"\nendstream endobj\n",
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0" + DEFLATED,
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + DEFLATED,
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + DEFLATED,
    "deflated": DEFLATED,
    "random": RANDOM.randbytes(1 << 20),
    "random behind markup": b"<html><body><p>" + RANDOM.randbytes(1 << 16),
    "zeros": b"\0" * (1 << 20),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BINARY)
def test_binary_data_is_refused(name: str, kind: str):
    article = cleancopy.extract(BINARY[name], kind=kind)
    assert (article.text, article.flags) == ("", {"not_text"})
    documents(article)


def test_plain_text_is_text():
    text = "\n\n".join(PROSE * 2)
    assert cleancopy.extract(text.encode()).text.split() == text.split()


@pytest.mark.parametrize("kind", KINDS)
def test_json_gives_an_article_of_its_own_words_or_none(kind: str):
    page = json.dumps([{"id": n, "text": text, "tags": ["&", None]} for n, text in enumerate(PROSE)])
    article = cleancopy.extract(page.encode(), kind=kind)
    assert article.text or article.flags
    assert set(article.text.split()) <= set(page.split())


# ── characters that are none ──────────────────────────────────────────────────────────────────────

SPELLINGS = {
    "raw": chr,
    "decimal reference": lambda code: f"&#{code};",
    "hexadecimal reference": lambda code: f"&#x{code:x};",
    "reference with zeros": lambda code: f"&#X000{code:X}",
}
CONTROL_CODES = [*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_control_of_a_page_reaches_an_output_however_it_is_spelt(spelling: str):
    signs = " x".join(SPELLINGS[spelling](code) for code in CONTROL_CODES)
    page = (
        f"<title>A pier{signs}</title><meta name=author content='{signs}'><h1>A pier{signs}</h1>"
        f"<p>{PROSE[0]} {signs}</p><pre>{signs}\n{PROSE[1]}</pre><p>{PROSE[2]} <a href='/{signs}'>{signs}</a></p>"
        f"<img src='/{signs}' alt='{signs}'>" * 3
    )
    article = cleancopy.extract(page, url="https://example.org/")
    assert PROSE[0] in article.text
    assert not any(CONTROLS.search(document) for document in documents(article).values())


def test_no_control_of_json_ld_reaches_an_output():
    data = {
        "@type": "NewsArticle",
        "headline": "The \x1b[31mpier\x07",
        "author": "Ann\0 Lee\x7f",
        "keywords": ["\x9dx", "\ud800"],
    }
    page = f'<script type="application/ld+json">{json.dumps(data)}</script>' + with_paragraph(PROSE[0])
    article = cleancopy.extract(page)
    assert article.tags == ("x", "\ufffd")
    assert not any(CONTROLS.search(document) for document in documents(article).values())


def test_no_control_of_text_that_a_script_carries_reaches_an_output():
    text = "".join(f"<p>{words} \x1b[31m \ud800 &#27;</p>" for words in PROSE * 2)
    article = cleancopy.extract(f"<div id=root></div><script>page = {json.dumps({'body': text})}</script>", kind="html")
    assert "from_data" in article.flags
    assert PROSE[0] in article.text
    assert not any(CONTROLS.search(document) for document in documents(article).values())


def test_no_control_of_stripped_markup_reaches_its_text():
    assert strip_markup("<p>a&#27;b&#x81;c\x07d") == "a b c d"


def test_a_million_nuls_are_nothing():
    assert cleancopy.extract("\0" * 1_000_000, kind="html").flags == {"empty_input"}
    assert cleancopy.extract("\0" * 1_000_000, kind="text").text == ""
    assert cleancopy.extract("\0".join(with_paragraph("")), kind="html").text.split() == " ".join(PROSE * 2).split()


FORMATS = "\u202e\u202d\u2066\u2069\u200b\u200d\u00ad\ufeff"
NONCHARACTERS = "\ufdd0\ufffe\uffff\U0001fffe\U0010ffff"


@pytest.mark.parametrize("signs", [FORMATS, NONCHARACTERS], ids=["bidi and joiners", "noncharacters"])
def test_signs_without_a_shape_stay_and_every_output_is_valid(signs: str):
    """They are characters of Unicode, and some scripts need them. XML has no U+FFFE and U+FFFF: U+FFFD stands there."""
    for page in (with_paragraph(f"{PROSE[0]} ({signs})"), f"<title>{signs}</title>" + with_paragraph(PROSE[0] + signs)):
        article = cleancopy.extract(page)
        assert signs in article.text
        made = documents(article)
        assert "\ufffe" not in made["tei"] + made["html"]
        assert signs in json.loads(made["json"])["text"]


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_lone_surrogate_is_u_fffd(kind: str):
    page = (
        with_paragraph(f"{PROSE[0]} \ud800x \udfff")
        if kind == "html"
        else f"{PROSE[1]}\n{PROSE[0]} \ud800x \udfff\n{PROSE[2]}"
    )
    article = cleancopy.extract(page, kind=kind)
    assert f"{PROSE[0]} \ufffdx \ufffd" in article.text
    documents(article)
    assert "\ufffdx" in cleancopy.extract(with_paragraph(f"{PROSE[0]} &#xd800;x")).text


# ── values that attack who reads them ─────────────────────────────────────────────────────────────

SCRIPT_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java&#9;script:alert(1)",
    "&#1;javascript:alert(1)",
    "javascript&colon;alert(1)",
    "vbscript:msgbox",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "file:///etc/passwd",
    "https://bank.example@evil.example/",
    "blob:x",
]


@pytest.mark.parametrize("address", SCRIPT_ADDRESSES)
def test_no_output_has_an_address_that_runs_or_deceives(address: str):
    quoted = address.replace('"', "&quot;").replace("<", "&lt;")
    head = f'<base href="{quoted}"><link rel=canonical href="{quoted}"><meta property="og:image" content="{quoted}">'
    page = head + with_paragraph(f'{PROSE[0]} <a href="{quoted}">the pier</a> <img src="{quoted}" alt="pier">')
    made = documents(cleancopy.extract(page))
    for output in ("markdown", "html", "tei"):
        assert not re.search(r"script\s*:|data:|file:|blob:|evil\.example", made[output], re.IGNORECASE), output


def test_escape_sequences_of_a_title_are_no_commands():
    page = "<title>\x1b]0;owned\x07The \x1b[31mpier\x1b[0m opens</title>" + with_paragraph(PROSE[0])
    for source in (page, page.encode(), page.replace("\x1b", "&#27;").replace("\x07", "&#7;")):
        assert not any(CONTROLS.search(document) for document in documents(cleancopy.extract(source)).values())


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|'x'!A0", "+1+1", "-2+3", "=HYPERLINK(1)", "a|b", "../../x"]
)
def test_cells_that_are_formulas_stay_the_words_that_they_are(cell: str):
    table = f"<table><tr><th>Pier</th><th>Rule</th></tr><tr><td>West</td><td>{cell}</td></tr></table>"
    article = cleancopy.extract(
        with_paragraph(PROSE[0]).replace("</article>", f"{table}<p>{PROSE[1]}</p></article>"), mode="recall"
    )
    documents(article)
    blocks = segment_html(Tree(table)).blocks
    assert [c.text for c in blocks[1].cells] == ["West", cell]


# ── shapes that take others minutes ───────────────────────────────────────────────────────────────

CONFETTI = {
    "<": "<" * 1_000_000,
    "<a": "<a" * 20_000,
    "<meta": "<meta " * 50_000,
    "<meta charset": "<meta charset" * 25_000,
    "CDATA": "<![CDATA[" * 20_000,
    "&": "&" * 1_000_000,
    "&#": "&#" * 500_000,
    "&#0": "&#0" * 300_000,
    "zeros of a reference": "&#" + "0" * 1_000_000,
    "nested selects": "<select>" * 20_000,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CONFETTI)
def test_tag_confetti_is_read_to_its_end(name: str, kind: str):
    for page in (CONFETTI[name], CONFETTI[name].encode()):
        article = cleancopy.extract(page, kind=kind)
        assert article.text or article.flags


@pytest.mark.parametrize("count", [16_000, 100_000])
def test_a_select_of_many_options_keeps_what_stands_before_and_every_option_up_to_the_limit(count: int):
    options = "".join(f"<option>{n}" for n in range(count))
    segmentation = segment_html(Tree(f"<p>{PROSE[0]}<select>{options}</select><p>{PROSE[1]}"))
    found = [block.text for block in segmentation.blocks]
    assert found == [PROSE[0], *map(str, range(count)), PROSE[1]][: LIMITS.blocks]
    assert bool(segmentation.truncations) == (count >= LIMITS.blocks)


def test_a_select_of_many_options_leaves_the_article_whole():
    page = with_paragraph(f"{PROSE[0]}<select>{'<option>one' * 16_000}</select>")
    assert PROSE[2] in cleancopy.extract(page).text


@pytest.mark.parametrize("count", [20_000, 200_000])
@pytest.mark.parametrize("name", ["a{}", "class", "data-{}", "style"])
def test_a_tag_of_many_attributes_keeps_its_text(count: int, name: str):
    attributes = " ".join(f"{name.format(n)}=x{n}" for n in range(count))
    article = cleancopy.extract(with_paragraph(PROSE[0]).replace("<p>", f"<p {attributes}>", 1))
    assert PROSE[0] in article.text
    assert decode(f"<p {attributes}>{PROSE[0]}").kind == "html"
