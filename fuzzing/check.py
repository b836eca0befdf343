"""Invariants of the answer to any page: `check` gives None, or the complaint."""

import json
import traceback
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

import cleancopy
from cleancopy.dom import Tree
from cleancopy.flags import Flag
from cleancopy.input import close_empty_elements, decode, strip_markup
from cleancopy.segment.data import find_script_markup
from fuzzing.visible import drop_formulas, is_subsequence, list_visible_words, to_letters

OUTPUTS = ("text", "markdown", "html", "json", "tei")
SAMPLE_EVERY = 4
"""One page in this many gets the slow checks. The bytes of the page decide which, so that a finding is found again."""


def check(page: bytes | str) -> str | None:
    """The first fault of the answer to `page`, its kind before a colon; None if there is no fault."""
    try:
        return _find_complaint(page)
    except Exception as error:  # noqa: BLE001 - whatever comes is a finding
        return f"{type(error).__name__} in {_locate_error(error)}: {error}"[:500]


def _find_complaint(page: bytes | str) -> str | None:
    article = cleancopy.extract(page)
    complaint = next((name for name, holds in INVARIANTS.items() if not holds(article)), None)
    if complaint or zlib.crc32(page if isinstance(page, bytes) else page.encode("utf-8", "replace")) % SAMPLE_EVERY:
        return complaint
    if cleancopy.extract(page) != article:
        return "another answer the second time"
    if not _has_only_page_words(page, article):
        return "words that the page does not show, or not in this order"
    return _check_outputs(article)


def _is_encodable(article: cleancopy.Article) -> bool:
    return bool(json.dumps(asdict(article), default=sorted, ensure_ascii=False).encode())


INVARIANTS: dict[str, Callable[[cleancopy.Article], bool]] = {
    "no article": lambda article: isinstance(article, cleancopy.Article),
    "neither text nor a flag": lambda article: bool(article.text or article.flags),
    "confidence out of range": lambda article: 0 <= article.confidence <= 1,
    "no UTF-8": _is_encodable,
}


def _has_only_page_words(page: bytes | str, article: cleancopy.Article) -> bool:
    read = decode(page)
    if read.kind == "text" or Flag.DEGRADED in article.flags:
        shown = [(read.text if read.kind == "text" else strip_markup(read.text)).split()]
    else:  # as HTML, or with the elements closed that XML would close
        sources = [read.text, close_empty_elements(read.text)]
        if "from_data" in article.flags:
            sources = [find_script_markup(Tree(source).find_scripts()) or "" for source in sources]
        shown = [list_visible_words(source) for source in sources]
    # Letters are compared: which inline elements separate words is a matter of style, which the property tests check.
    given = to_letters(drop_formulas(article))
    return any(is_subsequence(given, to_letters(" ".join(words))) for words in shown)


def _check_outputs(article: cleancopy.Article) -> str | None:
    rendered = {output: article.render(output) for output in OUTPUTS}
    for text in rendered.values():
        text.encode()
    json.loads(rendered["json"])
    ElementTree.fromstring(rendered["tei"])
    return None


def _locate_error(error: Exception) -> str:
    """Where an error was raised: two errors with the same kind and location are one finding."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
