"""The pages that are timed: labelled ones of CLEANCOPY_BENCH, and made ones of any size."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import Literal, NamedTuple

from cleancopy.decode import decode
from evaluation.pages import page_of, rows_of

FORMS: Mapping[str, Literal["html", "text"]] = MappingProxyType({"html": "html", "wet": "text"})
"""The kind of page that each form of a labelled page is."""

LARGEST = 20_000_000
STEPS = 8
FACTOR = 4


class Sample(NamedTuple):
    """A page as we get it, and decoded for those who take nothing else."""

    page: bytes | str
    text: str

    @property
    def size(self) -> int:
        return size_of(self.page)


def size_of(page: bytes | str) -> int:
    """Bytes of a page."""
    return len(page) if isinstance(page, bytes) else len(page.encode())


def labelled(source: str, form: str, most: int) -> list[Sample]:
    """About so many pages of a set, spread over the whole of it."""
    pages = (page_of(row, form) for row in rows_of(source, most))
    return [Sample(page, page if isinstance(page, str) else decode(page, kind="html").text) for page in pages]


def sizes(largest: int) -> list[int]:
    """From about 1 kB on, each four times the one before, the last of them the largest."""
    return [size for step in reversed(range(STEPS)) if (size := largest // FACTOR**step) >= 1000]


# ── made pages ────────────────────────────────────────────────────────────────────────────────────

WORDS = (
    "the of a harbour board council pier vote close town early money winter fishermen said asked would not for with "
    "about after school bridge road report figures year month people plan cost percent minister company market water"
).split()

Piece = Callable[[random.Random, int], str]


def _sentences(chance: random.Random, number: int) -> str:
    return " ".join(
        " ".join(chance.choices(WORDS, k=chance.randrange(8, 22))).capitalize() + "." for _ in range(number)
    )


def _few(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randrange(2, 7))).capitalize()


def _prose(chance: random.Random, number: int) -> str:
    heading = f"<h2>{_few(chance)}</h2>\n" if number % 8 == 7 else ""
    link = f'<a href="/story/{number}.html">{_few(chance)}</a>'
    return f"{heading}<p>{_sentences(chance, 2)} {link} {_sentences(chance, 1)}</p>\n"


def _links(chance: random.Random, number: int) -> str:
    items = (f'<li class="item"><a href="/{number}/{i}.html">{_few(chance)}</a></li>' for i in range(8))
    return f'<ul class="teasers list-{number % 50}">{"".join(items)}</ul>\n<p>{_sentences(chance, 1)}</p>\n'


def _nested(chance: random.Random, number: int) -> str:
    depth = 4 + number % 12
    opening = "".join(f'<div class="box level-{i}" id="b{number}-{i}">' for i in range(depth))
    return f"{opening}<p>{_sentences(chance, 1)}</p>{'</div>' * depth}\n"


def _table(chance: random.Random, number: int) -> str:
    rows = (f"<tr><td>{_few(chance)}</td><td>{chance.randrange(10**4)}</td><td>{i} %</td></tr>" for i in range(20))
    head = "<tr><th>Place</th><th>People</th><th>Share</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>\n<p>{_sentences(chance, 2)}</p>\n"


def _paragraphs(chance: random.Random, number: int) -> str:
    menu = "\n".join(_few(chance) for _ in range(6)) + "\n\n" if number % 10 == 0 else ""
    return f"{menu}{_sentences(chance, 4)}\n\n"


def _lines(chance: random.Random, _: int) -> str:
    return f"{_few(chance)}\n"


SHAPES: Mapping[str, Piece] = MappingProxyType(
    {"prose": _prose, "links": _links, "nested": _nested, "table": _table, "paragraphs": _paragraphs, "lines": _lines}
)
FLAT = frozenset({"paragraphs", "lines"})
"""Shapes of flattened text; all others are HTML."""


def kind_of(shape: str) -> Literal["html", "text"]:
    return "text" if shape in FLAT else "html"


def made(shape: str, size: int) -> bytes:
    """An article of a shape, of just over so many bytes; the same each time."""
    head, end = ("", "") if shape in FLAT else (HEAD, "</article></main></body></html>\n")
    return (head + "".join(_filling(shape, size - len(head) - len(end))) + end).encode()


HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Board votes for the pier</title>
<meta property="og:title" content="Board votes for the pier"><meta name="author" content="Ann Miller">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article><h1>Board votes for the pier</h1>
<p class="byline">By Ann Miller</p>
"""


def _filling(shape: str, size: int) -> Iterator[str]:
    chance, make = random.Random(shape), SHAPES[shape]
    for number in count():
        if size <= 0:
            return
        piece = make(chance, number)
        size -= len(piece)
        yield piece
