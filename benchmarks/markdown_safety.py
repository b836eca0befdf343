"""Payloads through Markdown in every place that takes text, by every renderer: `python -m benchmarks.markdown_safety`.

The payloads are public: those of CLEANCOPY_HOSTILE (naughty strings, trees of html5lib), those that the browser is
tested with, and brs-kb's, where it is installed (`pip install brs-kb`). For each renderer stands what the words of pages
have made that harmless words do not make: elements, attributes, addresses that run something. Nothing should.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from cleancopy.render import render
from evaluation.markdown_html import RENDERERS, Render, markup, places
from tests.service.browser.payloads import PAYLOADS

HOSTILE = Path(os.environ.get("CLEANCOPY_HOSTILE", "../shared/hostile"))
CHUNK = 500
_DATA = re.compile(r"^#data\n(.*?)\n#errors", re.DOTALL | re.MULTILINE)


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


def _made_by(renderer: Render, texts: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What words have made: the place, the tag with its attribute, the words."""
    harmless = {place: render(article, "markdown") for place, article in places("word").items()}
    expected = dict(zip(harmless, map(markup, renderer(list(harmless.values()))), strict=True))
    for first in range(0, len(texts), CHUNK):
        asked = [(place, text, a) for text in texts[first : first + CHUNK] for place, a in places(text).items()]
        documents = renderer([render(article, "markdown") for _, _, article in asked])
        for (place, text, _), document in zip(asked, documents, strict=True):
            for tag, attribute in markup(document) - expected[place]:
                yield place, f"{tag} {attribute}".strip(), text


def main() -> None:
    """Print what each renderer has made, by place."""
    texts = payloads()
    print(f"{len(texts):,} payloads in {len(places('word'))} places")
    for name, renderer in RENDERERS.items():
        try:
            made = list(_made_by(renderer, texts))
        except (ImportError, FileNotFoundError) as missing:
            print(f"{name}: left out, {missing}")
            continue
        print(f"{name}: {len(made)} made by words")
        for (place, what), count in Counter((place, what) for place, what, _ in made).most_common(20):
            example = next(text for p, w, text in made if (p, w) == (place, what))
            print(f"  {count:6} {what:20} {place:30} {example[:100]!r}")


if __name__ == "__main__":
    main()
