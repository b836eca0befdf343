"""Pages to begin with: seeds of our own, the labelled pages, html5lib's trees, naughty strings."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from training.prepare import SETS, bench_path, read_set

SEEDS = Path(__file__).parent / "seeds"
CROPS = 8
"""Pieces that are taken of each labelled page."""
CROP_BYTES = (1000, 4000)
WHOLE = 8
"""One labelled page in so many is tried as a whole, too."""
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
"""Places in a page where a naughty string may stand."""


class Source(NamedTuple):
    """Pages of one kind. `share` is the part of all inputs that are made of them."""

    name: str
    share: float
    pages: Sequence[bytes]


def sources(seed: int, labelled: Sequence[str] = SETS) -> list[Source]:
    """The sources that are there; `labelled` names the sets of labelled pages that are read."""
    crops, whole = _labelled(Random(seed), labelled)
    found = [
        Source("seeds", 0.2, read_seeds()),
        Source("crops of pages", 0.5, crops),
        Source("whole pages", 0.03, whole),
        Source("html5lib trees", 0.2, list(_html5lib())),
        Source("naughty strings", 0.07, list(_naughty())),
    ]
    return [source for source in found if source.pages]


def read_seeds() -> list[bytes]:
    """The pages that we wrote as seeds."""
    return [path.read_bytes() for path in sorted(SEEDS.iterdir())]


def hostile_path() -> Path:
    """Where the suites of hostile input are: the setting CLEANCOPY_HOSTILE."""
    return Path(os.environ.get("CLEANCOPY_HOSTILE", "../shared/hostile"))


def _labelled(random: Random, names: Sequence[str]) -> tuple[list[bytes], list[bytes]]:
    """Crops of labelled pages, and some pages as a whole."""
    crops: list[bytes] = []
    whole: list[bytes] = []
    for name in names:
        if not (bench_path() / "sets" / f"{name}.parquet").exists():
            continue
        for i, row in enumerate(read_set(name)):
            page: bytes = row["html"]
            crops += [_crop(random, page) for _ in range(CROPS)]
            whole += [] if i % WHOLE else [page]
    return crops, whole


def _crop(random: Random, page: bytes) -> bytes:
    size = random.randint(*CROP_BYTES)
    start = random.randrange(max(1, len(page) - size + 1))
    return page[start : start + size]


_CASE = re.compile(rb"(?:^|\n)#data\n(.*?)\n#errors", re.DOTALL)


def _html5lib() -> Iterator[bytes]:
    for folder in ("html5lib-tree-construction", "html5lib-encoding"):
        for path in sorted((hostile_path() / folder).rglob("*.dat")):
            data = path.read_bytes().replace(b"\n#encoding", b"\n#errors")
            yield from (match[1] for match in _CASE.finditer(data) if match[1])


def _naughty() -> Iterator[bytes]:
    path = hostile_path() / "blns.json"
    for i, text in enumerate(json.loads(path.read_text("utf-8")) if path.exists() else ()):
        template = TEMPLATES[i % len(TEMPLATES)]
        yield template.replace("{{", "{").replace("}}", "}").replace("{}", text).encode("utf-8", "replace")
