"""Generated pages: HTML trees and flattened text, with the words that a reader sees, known by construction."""

from typing import NamedTuple

from hypothesis import strategies as st

WORDS = st.text(st.sampled_from("abcdefgéßжш你好"), min_size=1, max_size=6)
MARKS = st.sampled_from(["", "", "", ".", ",", "!", " —", "…"])


class Made(NamedTuple):
    """A page and the words that it shows, in order."""

    source: str
    words: list[str]


def sentences(max_words: int = 30) -> st.SearchStrategy[str]:
    return st.lists(st.builds(str.__add__, WORDS, MARKS), min_size=1, max_size=max_words).map(" ".join)


INLINE = ("b", "i", "a", "span", "em", "strong", "time", "font")
HIDDEN = ("<div hidden>{}</div>", "<p style='display:none'>{}</p>", "<noscript>{}</noscript>",
          "<template>{}</template>", "<script>{}</script>", "<style>{}</style>", "<!-- {} -->")  # fmt: skip
BLOCKS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "figcaption",
    "section",
    "article",
    "aside",
    "nav",
    "pre",
)


@st.composite
def _phrase(draw: st.DrawFn) -> Made:
    """Words of which some stand in inline elements, even in the middle of a word."""
    text = draw(sentences())
    cut = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    tag = draw(st.sampled_from(INLINE))
    source = f"{text[: cut[0]]}<{tag} class=x>{text[cut[0] : cut[1]]}</{tag}>{text[cut[1] :]}"
    return Made(source, text.split())


def _join(parts: list[Made]) -> Made:
    return Made("".join(p.source for p in parts), [w for p in parts for w in p.words])


def _wrap(part: Made, tag: str, name: str) -> Made:
    return Made(f'<{tag} class="{name}">{part.source}</{tag}>', part.words)


def _hide(template: str, text: str) -> Made:
    return Made(template.format(text), [])


NAMES = st.sampled_from(["", "article-body", "nav menu", "comment", "related teaser", "footer", "newsletter"])
LEAVES = st.one_of(
    st.builds(_wrap, _phrase(), st.sampled_from(BLOCKS), NAMES),
    st.builds(_hide, st.sampled_from(HIDDEN), sentences(6)),
)
HTML_PAGES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        _wrap,
        st.lists(inner, min_size=1, max_size=5).map(_join),
        st.sampled_from(["div", "section", "ul", "main"]),
        NAMES,
    ),
    max_leaves=25,
).map(lambda made: Made(f"<!doctype html><title>t</title><body>{made.source}</body>", made.words))  # fmt: skip


@st.composite
def text_pages(draw: st.DrawFn) -> Made:
    """Lines of any length, some blank, some indented, with any line end."""
    lines = draw(st.lists(sentences(40), min_size=1, max_size=25))
    end = draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n", "\n  "]))
    source = end.join(lines)
    return Made(source, source.split())
