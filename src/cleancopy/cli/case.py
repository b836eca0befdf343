"""Writes a page as a case: the page itself, and a JSON file in which a person says what is expected of it."""

import errno
import json
from pathlib import Path
from typing import Any

from cleancopy.trace import Trace


def write_case(path: Path, page: bytes, trace: Trace, url: str | None) -> tuple[Path, Path]:
    """Write ``PATH.html`` (``PATH.txt`` for flattened text) and ``PATH.json``. Returns both.

    What the article says now fills the fields of the JSON, so that a person only corrects it. Raises `OSError` if one
    of the files exists or cannot be written.
    """
    page_path = path.parent / f"{path.name}.{'txt' if trace.page.kind == 'text' else 'html'}"
    case_path = path.parent / f"{path.name}.json"
    for target in (page_path, case_path):
        if target.exists():
            raise FileExistsError(errno.EEXIST, "it exists already: choose another name", str(target))
    document = json.dumps(_make_expectation(trace, url), indent=1, ensure_ascii=False)
    page_path.write_bytes(page)
    case_path.write_text(document + "\n", "utf-8")
    return page_path, case_path


def _make_expectation(trace: Trace, url: str | None) -> dict[str, Any]:
    """An expectation with no pieces of text yet, and the fields as they were found."""
    article = trace.article
    fields = {"title": article.title, "dek": article.dek, "authors": [*article.authors], "published": article.published}
    source = {"url": url} if url else {}
    return {"about": "", "kind": "", **source, "expect": {"text_has": [], "text_lacks": [], **fields}}
