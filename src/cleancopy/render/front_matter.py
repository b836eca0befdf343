"""The metadata of an article as YAML between two lines of ``---``, as static site generators read it."""

import json
import re

from cleancopy.article_data import ArticleData

# What a double-quoted scalar may hold only as an escape (YAML 1.2, section 5.1), and the line breaks of YAML 1.1.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def render_front_matter(article: ArticleData) -> str:
    """Return title, authors, date, address, language and tags, as far as they are known; empty if nothing is known.

    Values are JSON, of which YAML is a superset: whatever a page holds, a value stays one string.
    """
    fields = {
        "title": article.title,
        "authors": article.authors,
        "date": article.published,
        "url": article.url,
        "language": article.language,
        "tags": article.tags,
    }
    lines = [f"{key}: {_dump_scalar(value)}" for key, value in fields.items() if value]
    return "\n".join(["---", *lines, "---"]) if lines else ""


def _dump_scalar(value: object) -> str:
    text = _SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
