"""JSON Feed (jsonfeed.org, versions 1 and 1.1): each item becomes a page with the HTML or text that it holds."""

import json
from collections.abc import Iterator
from typing import Any

from cleancopy.containers.contained_page import ContainedPage, make_unreadable, resolve_web_address
from cleancopy.containers.feeds import build_page, clean_title
from cleancopy.containers.headers import normalize_date
from cleancopy.limits import Limits
from cleancopy.options import ContainerMetadata


def read_json_feed(data: bytes, limits: Limits) -> Iterator[ContainedPage]:
    """Yield the items of a feed, each named by its address or identifier."""
    if len(data) > limits.input_bytes:
        yield make_unreadable(f"the feed has {len(data):,} bytes, and {limits.input_bytes:,} are read at most")
        return
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        yield make_unreadable(f"the feed is no JSON that can be read ({error}): fetch it again")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield make_unreadable("the feed has no items")
        return
    for item in items:
        yield _read_item(item) if isinstance(item, dict) else make_unreadable("the item of the feed is no object")


def _read_item(item: dict[str, Any]) -> ContainedPage:
    address = resolve_web_address(_get_text(item, "url"))
    title = clean_title(_get_text(item, "title"))
    metadata = ContainerMetadata(
        address or _get_text(item, "id"), title, _read_authors(item), normalize_date(_get_text(item, "date_published"))
    )
    html, text = _get_text(item, "content_html"), _get_text(item, "content_text") or _get_text(item, "summary")
    if html is None and text:
        return ContainedPage(text, metadata, address, "text")
    return ContainedPage(build_page(title, address, html or ""), metadata, address, "html")


def _read_authors(item: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the authors: version 1 has one author, 1.1 a list."""
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = (_get_text(author, "name") for author in authors if isinstance(author, dict))
    return tuple(name for name in names if name)


def _get_text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value else None
