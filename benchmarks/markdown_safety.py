"""Tests payloads in every place of Markdown that takes text: `python -m benchmarks.markdown_safety [RENDERER…]`.

The payloads are public: those of CLEANCOPY_HOSTILE (naughty strings, trees of html5lib), those of the tests of the
inspector, and those of brs-kb, if it is installed (`pip install brs-kb`). For each renderer it prints the elements,
attributes and active addresses that the payloads cause and harmless words do not. There should be none.
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
from tests.render.markdown_html import RENDERERS, Render, collect_harmless, collect_markup, make_articles
from tests.service.browser.payloads import PAYLOADS

HOSTILE = Path(os.environ.get("CLEANCOPY_HOSTILE", "../shared/hostile"))
CHUNK = 500
_DATA = re.compile(r"^#data\n(.*?)\n#errors", re.DOTALL | re.MULTILINE)


class Injection(NamedTuple):
    """A tag or attribute that the words of a page caused in a place."""

    place: str
    markup: str
    words: str


def collect_payloads() -> tuple[str, ...]:
    """All payloads without duplicates."""
    found = [*PAYLOADS, *json.loads((HOSTILE / "blns.json").read_text(encoding="utf-8")), *_read_trees()]
    try:
        found += [str(entry.payload) for entry in import_module("brs_kb.payloads").FULL_PAYLOAD_DATABASE.values()]
    except ImportError:
        print("brs-kb is not installed: its payloads are skipped")
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def _read_trees() -> Iterator[str]:
    for path in sorted((HOSTILE / "html5lib-tree-construction").rglob("*.dat")):
        yield from _DATA.findall(path.read_text(encoding="utf-8", errors="replace"))


def _find_injections(renderer: Render, texts: Sequence[str]) -> Iterator[Injection]:
    """The markup that texts cause and harmless words do not."""
    expected = collect_harmless(renderer)
    asked = [(place, text, article) for text in texts for place, article in make_articles(text).items()]
    documents = renderer([render(article, "markdown") for _, _, article in asked])
    for (place, text, _), document in zip(asked, documents, strict=True):
        for tag, attribute in collect_markup(document) - expected[place]:
            yield Injection(place, f"{tag} {attribute}".strip(), text)


def _print_renderer(name: str, texts: tuple[str, ...]) -> None:
    """Print the injections through a renderer, by place."""
    renderer = RENDERERS[name]
    try:
        made = [
            one
            for first in range(0, len(texts), CHUNK)
            for one in _find_injections(renderer, texts[first : first + CHUNK])
        ]
    except (ImportError, FileNotFoundError) as missing:
        print(f"{name}: skipped, {missing}")
        return
    print(f"{name}: {len(made)} injections", flush=True)
    for (place, what), count in Counter((one.place, one.markup) for one in made).most_common(20):
        example = next(one.words for one in made if (one.place, one.markup) == (place, what))
        print(f"  {count:6} {what:20} {place:30} {example[:100]!r}", flush=True)


def main() -> None:
    """Measure the renderers that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("renderers", nargs="*", metavar="RENDERER")
    names = parser.parse_args().renderers or RENDERERS
    texts = collect_payloads()
    print(f"{len(texts):,} payloads in {len(make_articles('word'))} places")
    for name in names:
        _print_renderer(name, texts)


if __name__ == "__main__":
    main()
