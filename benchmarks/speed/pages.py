"""The pages that are timed: labelled pages, and generated pages of any size."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import Literal, NamedTuple

from cleancopy.input import decode
from labelled import get_page, sample_set

FORMS: Mapping[str, Literal["html", "text"]] = MappingProxyType({"html": "html", "wet": "text"})
"""The kind of page of each form of a labelled page."""

LARGEST = 20_000_000
STEPS = 8
FACTOR = 4


class Sample(NamedTuple):
    """A page, and its decoded text for the peers that need it."""

    page: bytes | str
    text: str

    @property
    def size(self) -> int:
        return count_bytes(self.page)


def count_bytes(page: bytes | str) -> int:
    """Bytes of a page."""
    return len(page) if isinstance(page, bytes) else len(page.encode())


def read_samples(source: str, form: str, limit: int) -> list[Sample]:
    """About `limit` pages of a set, spread over the whole set."""
    pages = (get_page(row, form) for row in sample_set(source, limit))
    return [Sample(page, page if isinstance(page, str) else decode(page, kind="html").text) for page in pages]


def list_sizes(largest: int) -> list[int]:
    """Sizes from about 1 kB to the largest, each four times the one before."""
    return [size for step in reversed(range(STEPS)) if (size := largest // FACTOR**step) >= 1000]


# ── generated pages ────────────────────────────────────────────────────────────────────────────────────

WORDS = (
    "the of a harbour board council pier vote close town early money winter fishermen said asked would not for with "
    "about after school bridge road report figures year month people plan cost percent minister company market water"
).split()

Piece = Callable[[random.Random, int], str]


def _make_sentences(rng: random.Random, number: int) -> str:
    return " ".join(" ".join(rng.choices(WORDS, k=rng.randrange(8, 22))).capitalize() + "." for _ in range(number))


def _make_phrase(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(2, 7))).capitalize()


def _make_prose(rng: random.Random, number: int) -> str:
    heading = f"<h2>{_make_phrase(rng)}</h2>\n" if number % 8 == 7 else ""
    link = f'<a href="/story/{number}.html">{_make_phrase(rng)}</a>'
    return f"{heading}<p>{_make_sentences(rng, 2)} {link} {_make_sentences(rng, 1)}</p>\n"


def _make_links(rng: random.Random, number: int) -> str:
    items = (f'<li class="item"><a href="/{number}/{i}.html">{_make_phrase(rng)}</a></li>' for i in range(8))
    return f'<ul class="teasers list-{number % 50}">{"".join(items)}</ul>\n<p>{_make_sentences(rng, 1)}</p>\n'


def _make_nested(rng: random.Random, number: int) -> str:
    depth = 4 + number % 12
    opening = "".join(f'<div class="box level-{i}" id="b{number}-{i}">' for i in range(depth))
    return f"{opening}<p>{_make_sentences(rng, 1)}</p>{'</div>' * depth}\n"


def _make_table(rng: random.Random, number: int) -> str:
    rows = (f"<tr><td>{_make_phrase(rng)}</td><td>{rng.randrange(10**4)}</td><td>{i} %</td></tr>" for i in range(20))
    head = "<tr><th>Place</th><th>People</th><th>Share</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>\n<p>{_make_sentences(rng, 2)}</p>\n"


def _make_paragraphs(rng: random.Random, number: int) -> str:
    menu = "\n".join(_make_phrase(rng) for _ in range(6)) + "\n\n" if number % 10 == 0 else ""
    return f"{menu}{_make_sentences(rng, 4)}\n\n"


def _make_lines(rng: random.Random, _: int) -> str:
    return f"{_make_phrase(rng)}\n"


SHAPES: Mapping[str, Piece] = MappingProxyType(
    {
        "prose": _make_prose,
        "links": _make_links,
        "nested": _make_nested,
        "table": _make_table,
        "paragraphs": _make_paragraphs,
        "lines": _make_lines,
    }
)
FLAT = frozenset({"paragraphs", "lines"})
"""Shapes of flattened text; all others are HTML."""


def get_kind(shape: str) -> Literal["html", "text"]:
    return "text" if shape in FLAT else "html"


def make_page(shape: str, size: int) -> bytes:
    """Generate an article of a shape with slightly more than `size` bytes; the same each time."""
    head, end = ("", "") if shape in FLAT else (HEAD, "</article></main></body></html>\n")
    return (head + "".join(_make_pieces(shape, size - len(head) - len(end))) + end).encode()


HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Board votes for the pier</title>
<meta property="og:title" content="Board votes for the pier"><meta name="author" content="Ann Miller">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article><h1>Board votes for the pier</h1>
<p class="byline">By Ann Miller</p>
"""


def _make_pieces(shape: str, size: int) -> Iterator[str]:
    rng, make = random.Random(shape), SHAPES[shape]
    for number in count():
        if size <= 0:
            return
        piece = make(rng, number)
        size -= len(piece)
        yield piece
