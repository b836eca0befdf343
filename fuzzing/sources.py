"""Pages that are mutated: our seeds, the labelled pages, html5lib's trees, naughty strings."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from labelled import CORE_SETS, has_set, read_set

SEEDS = Path(__file__).parent / "seeds"
CROPS_PER_PAGE = 8
"""Number of pieces of each labelled page."""
CROP_BYTES = (1000, 4000)
WHOLE_EVERY = 8
"""One labelled page in this many is also used as a whole."""
TEMPLATES = (
    "<p>{}</p>",
    "<title>{}</title><p>x",
    "<meta property=og:title content='{}'><h1>{}</h1><p>By {}</p>",
    '<a href="{}">x</a><img src="{}" alt="{}">',
    "<pre><code>{}</code></pre><table><tr><td>{}<td>{}</table>",
    '<script type="application/ld+json">{{"headline": "{}"}}</script><p>x',
    "{}",
    "* {}\n> {}\n{}\n",
)
"""Pages in which a naughty string is inserted."""


class Source(NamedTuple):
    """Pages of one kind. `share` is the share of all cases that are made from them."""

    name: str
    share: float
    pages: Sequence[bytes]


def load_sources(seed: int, labelled: Sequence[str] = CORE_SETS) -> list[Source]:
    """The available sources.

    labelled   names of the sets of labelled pages to read
    """
    crops, whole = _crop_labelled_pages(Random(seed), labelled)
    found = [
        Source("seeds", 0.2, read_seeds()),
        Source("crops of pages", 0.5, crops),
        Source("whole pages", 0.03, whole),
        Source("html5lib trees", 0.2, list(_read_html5lib())),
        Source("naughty strings", 0.07, list(_read_naughty_strings())),
    ]
    return [source for source in found if source.pages]


def read_seeds() -> list[bytes]:
    """The pages that were written as seeds."""
    return [path.read_bytes() for path in sorted(SEEDS.iterdir())]


def find_hostile_folder() -> Path:
    """The folder of the suites of hostile input, from the environment variable CLEANCOPY_HOSTILE."""
    return Path(os.environ.get("CLEANCOPY_HOSTILE", "../shared/hostile"))


def _crop_labelled_pages(random: Random, names: Sequence[str]) -> tuple[list[bytes], list[bytes]]:
    """Crops of labelled pages, and some pages as a whole."""
    crops: list[bytes] = []
    whole: list[bytes] = []
    for name in names:
        if not has_set(name):
            continue
        for i, row in enumerate(read_set(name)):
            page: bytes = row["html"]
            crops += [_crop(random, page) for _ in range(CROPS_PER_PAGE)]
            whole += [] if i % WHOLE_EVERY else [page]
    return crops, whole


def _crop(random: Random, page: bytes) -> bytes:
    size = random.randint(*CROP_BYTES)
    start = random.randrange(max(1, len(page) - size + 1))
    return page[start : start + size]


_CASE = re.compile(rb"(?:^|\n)#data\n(.*?)\n#errors", re.DOTALL)


def _read_html5lib() -> Iterator[bytes]:
    for folder in ("html5lib-tree-construction", "html5lib-encoding"):
        for path in sorted((find_hostile_folder() / folder).rglob("*.dat")):
            data = path.read_bytes().replace(b"\n#encoding", b"\n#errors")
            yield from (match[1] for match in _CASE.finditer(data) if match[1])


def _read_naughty_strings() -> Iterator[bytes]:
    path = find_hostile_folder() / "blns.json"
    for i, text in enumerate(json.loads(path.read_text("utf-8")) if path.exists() else ()):
        template = TEMPLATES[i % len(TEMPLATES)]
        yield template.replace("{{", "{").replace("}}", "}").replace("{}", text).encode("utf-8", "replace")
