"""Payloads through Markdown in every place that takes text, by every renderer: `python -m benchmarks.markdown_safety`.

The payloads are public: those of CLEANCOPY_HOSTILE (naughty strings, trees of html5lib), those that the browser is
tested with, and those of brs-kb, where it is installed (`pip install brs-kb`). For each renderer it prints what the
words make that harmless words do not: elements, attributes, addresses that run something. There should be none.
"""

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cleancopy.render import render
from evaluation.markdown_html import RENDERERS, Render, harmless, markup, places
from tests.service.browser.payloads import PAYLOADS

HOSTILE = Path(os.environ.get("CLEANCOPY_HOSTILE", "../shared/hostile"))
CHUNK = 500
_DATA = re.compile(r"^#data\n(.*?)\n#errors", re.DOTALL | re.MULTILINE)


class Made(NamedTuple):
    """A tag, with an attribute, that the words of a page have made in a place."""

    place: str
    what: str
    words: str


def payloads() -> tuple[str, ...]:
    """All of them, each once."""
    found = [*PAYLOADS, *json.loads((HOSTILE / "blns.json").read_text(encoding="utf-8")), *_trees()]
    try:
        found += [str(entry.payload) for entry in import_module("brs_kb.payloads").FULL_PAYLOAD_DATABASE.values()]
    except ImportError:
        print("brs-kb is not installed: its payloads are left out")
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def _trees() -> Iterator[str]:
    for path in sorted((HOSTILE / "html5lib-tree-construction").rglob("*.dat")):
        yield from _DATA.findall(path.read_text(encoding="utf-8", errors="replace"))


def _made_by(renderer: Render, texts: Sequence[str]) -> Iterator[Made]:
    """What words have made."""
    expected = harmless(renderer)
    asked = [(place, text, article) for text in texts for place, article in places(text).items()]
    documents = renderer([render(article, "markdown") for _, _, article in asked])
    for (place, text, _), document in zip(asked, documents, strict=True):
        for tag, attribute in markup(document) - expected[place]:
            yield Made(place, f"{tag} {attribute}".strip(), text)


def _print(name: str, texts: tuple[str, ...]) -> None:
    """What a renderer has made, by place."""
    renderer = RENDERERS[name]
    try:
        made = [
            one for first in range(0, len(texts), CHUNK) for one in _made_by(renderer, texts[first : first + CHUNK])
        ]
    except (ImportError, FileNotFoundError) as missing:
        print(f"{name}: left out, {missing}")
        return
    print(f"{name}: {len(made)} made by words", flush=True)
    for (place, what), count in Counter((one.place, one.what) for one in made).most_common(20):
        example = next(one.words for one in made if (one.place, one.what) == (place, what))
        print(f"  {count:6} {what:20} {place:30} {example[:100]!r}", flush=True)


def main() -> None:
    """Measure the renderers that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("renderers", nargs="*", metavar="RENDERER")
    names = parser.parse_args().renderers or RENDERERS
    texts = payloads()
    print(f"{len(texts):,} payloads in {len(places('word'))} places")
    for name in names:
        _print(name, texts)


if __name__ == "__main__":
    main()
