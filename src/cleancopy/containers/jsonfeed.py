"""JSON Feed (jsonfeed.org, versions 1 and 1.1): each item is a page made of its own HTML or text."""

import json
from collections.abc import Iterator
from typing import Any

from cleancopy.containers.feeds import page_of, plain_words
from cleancopy.containers.found import Found, not_read, web_address
from cleancopy.containers.headers import day_of
from cleancopy.limits import Limits
from cleancopy.options import Known


def read_json_feed(data: bytes, limits: Limits) -> Iterator[Found]:
    """Give the items of a feed, each named by its address or identifier."""
    if len(data) > limits.input_bytes:
        yield not_read(f"the feed has {len(data):,} bytes, and {limits.input_bytes:,} are read at most")
        return
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield not_read(f"the feed is no JSON that can be read ({error}): fetch it again")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield not_read("the feed has no items")
        return
    for item in items:
        yield _found(item) if isinstance(item, dict) else not_read("the item of the feed is no object")


def _found(item: dict[str, Any]) -> Found:
    address = web_address(_text(item, "url"))
    title = plain_words(_text(item, "title"))
    known = Known(address or _text(item, "id"), title, _authors(item), day_of(_text(item, "date_published")))
    html, text = _text(item, "content_html"), _text(item, "content_text") or _text(item, "summary")
    if html is None and text:
        return Found(text, known, address, "text")
    return Found(page_of(title, address, html or ""), known, address, "html")


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    """The names of the authors: version 1 has one, 1.1 a list."""
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = (_text(author, "name") for author in authors if isinstance(author, dict))
    return tuple(name for name in names if name)


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value else None
