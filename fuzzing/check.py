"""What must hold for the answer to any page whatever: `check` gives None, or the complaint."""

import json
import traceback
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

import cleancopy
from cleancopy.decode import decode
from cleancopy.dom import Tree
from cleancopy.markup import DEGRADED, strip
from cleancopy.segment.data import carried_markup
from fuzzing.visible import is_subsequence, visible_words
from training.labels import words_of

OUTPUTS = ("text", "markdown", "html", "json", "tei")
SAMPLED = 4
"""Of so many pages one is looked at closely: which one its bytes say, so a finding is found again."""


def check(page: bytes | str) -> str | None:
    """The first thing that is wrong with what becomes of `page`, its kind before a colon; None if nothing is."""
    try:
        return _complaint(page)
    except Exception as error:  # noqa: BLE001 - whatever comes is a finding
        return f"{type(error).__name__} in {_place(error)}: {error}"[:500]


def _complaint(page: bytes | str) -> str | None:
    article = cleancopy.extract(page)
    complaint = next((name for name, holds in INVARIANTS.items() if not holds(article)), None)
    if complaint or zlib.crc32(page if isinstance(page, bytes) else page.encode("utf-8", "replace")) % SAMPLED:
        return complaint
    if cleancopy.extract(page) != article:
        return "another answer the second time"
    if not _words_are_of_the_page(page, article):
        return "words that the page does not show, or not in this order"
    return _unreadable_output(article)


def _encodes(article: cleancopy.Article) -> bool:
    return bool(json.dumps(asdict(article), default=sorted, ensure_ascii=False).encode())


INVARIANTS: dict[str, Callable[[cleancopy.Article], bool]] = {
    "no article": lambda article: isinstance(article, cleancopy.Article),
    "neither text nor a flag": lambda article: bool(article.text or article.flags),
    "confidence out of range": lambda article: 0 <= article.confidence <= 1,
    "no UTF-8": _encodes,
}


def _words_are_of_the_page(page: bytes | str, article: cleancopy.Article) -> bool:
    read = decode(page)
    if read.kind == "text" or DEGRADED in article.flags:
        shown = (read.text if read.kind == "text" else strip(read.text)).split()
    elif "from_data" in article.flags:
        shown = visible_words(carried_markup(Tree(read.text).scripts()) or "")
    else:
        shown = visible_words(read.text)
    # By letters: which inline elements part words is a matter of style, and the property tests hold it.
    return is_subsequence("".join(words_of(article.full_text)), "".join(words_of(" ".join(shown))))


def _unreadable_output(article: cleancopy.Article) -> str | None:
    rendered = {output: article.render(output) for output in OUTPUTS}
    for text in rendered.values():
        text.encode()
    json.loads(rendered["json"])
    ElementTree.fromstring(rendered["tei"])
    return None


def _place(error: Exception) -> str:
    """Where an error was raised: two errors of one kind and place are one finding."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
