"""Answers of the service, and pages, with payloads in all places that take text."""

import html
import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

MANY = 260  # blocks of a page: all places that take many strings have so many payloads at once
FEW = 40  # payloads of a place that takes one string
ONE_STRING = ("title", "dek", "published", "modified", "site", "section", "language", "url", "license")
MANY_STRINGS = ("authors", "captions", "credits", "tags", "headings", "flags")
ROLES = ("paragraph", "list_item", "quote", "table_row", "code", "subheading")


def batched(items: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """As `itertools` has it from Python 3.12 on."""
    yield from (items[i : i + size] for i in range(0, len(items), size))


def forged(many: tuple[str, ...], few: str) -> dict[str, Any]:
    """An answer of the service with payloads wherever it has strings; `few` stands where there is one string."""
    turn = cycle(many)

    def some(number: int) -> list[str]:
        return list(islice(turn, number))

    def block(number: int, payload: str) -> dict[str, Any]:
        role, layout, place, *result = some(7)
        reasons = [
            {"feature": result[0], "meaning": result[1], "value": 1.5, "weight": 0.5, "phrase": result[0]},
            {"feature": result[2], "meaning": result[3], "value": 0, "weight": -0.2, "phrase": result[2]},
        ]
        role = role if number % 2 else "paragraph"
        known = {"fate": "keep", "score": 0.5, "kept": True, "level": 0, "reasons": reasons}
        return {"index": number, "text": payload, "layout": layout, "location": place, "role": role, **known}

    def field(name: str, value: str) -> dict[str, Any]:
        weights = [[signal, weight] for signal, weight in zip(some(2), (1.0, -1.0), strict=True)]
        return {"field": name, "value": value, "sources": some(2), "score": 1.0, "chosen": True, "weights": weights}

    fields = [field("title", payload) for payload in many[: MANY // 2]]
    fields += [field(name, value) for name, value in zip(some(9), some(9), strict=True)]
    article = {
        **dict.fromkeys(ONE_STRING, few),
        **{name: some(3) for name in MANY_STRINGS},
        "images": [{"src": few, "alt": few, "caption": few, "credit": few, "lead": True, "passage_index": 0}],
        "confidence": 0.5,
        "truncations": [{"limit": few, "kept": 1, "left": few}],
        "body": [_passage(i, payload) for i, payload in enumerate(many)],
    }
    return {
        "page": {
            "kind": few,
            "encoding": few,
            "encoding_source": few,
            "flags": some(2),
            "truncations": [{"limit": few}],
        },
        "article": article,
        "text": few,
        "full_text": few,
        "blocks": [block(number, payload) for number, payload in enumerate(many)],
        "fields": fields,
    }


def _passage(i: int, payload: str) -> dict[str, Any]:
    cells = [{"text": payload, "header": False, "columns": 1, "rows": 1}]
    return {"role": ROLES[i % 6], "text": payload, "level": 2, "group": i % 3, "author": payload, "cells": cells}


def hostile(payloads: tuple[str, ...]) -> str:
    """A page with each payload as markup, as text, in its head, and in its data."""
    few = html.escape(" ".join(payloads[:FEW]))
    linked = {"@type": "NewsArticle", "headline": " ".join(payloads[:FEW]), "author": list(payloads[:20])}
    data = json.dumps(linked).replace("<", "\\u003c")
    as_text = "\n".join(f"<p>The boat left at six, and said {html.escape(p)} to all of us.</p>" for p in payloads)
    # What follows this tag is text, and the payloads behind it would not be tried as markup.
    as_markup = "\n".join(f"<p>Nobody waved {p} from the quay.</p>" for p in payloads if "<plaintext" not in p.lower())
    return f"""<!doctype html><html lang="{few}"><head><meta charset="{few}"><title>{few}</title>
<meta property="og:title" content="{few}"><meta name="author" content="{few}"><meta name="description" content="{few}">
<link rel="canonical" href="{few}"><script type="application/ld+json">{data}</script></head>
<body><article><h1>{few}</h1>{as_text}<figure><img src="{few}" alt="{few}"><figcaption>{few}</figcaption></figure>
</article>{as_markup}</body></html>"""
