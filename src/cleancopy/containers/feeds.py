"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom. Each entry becomes a page with the HTML that it holds."""

import re
from collections.abc import Iterator
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from cleancopy.containers.contained_page import ContainedPage, make_unreadable, resolve_web_address
from cleancopy.containers.headers import normalize_date
from cleancopy.containers.xml import collect_text, parse_xml
from cleancopy.flags import Flag
from cleancopy.limits import Limits
from cleancopy.options import ContainerMetadata

_ENTRIES = frozenset({"item", "entry"})
_CONTENTS = ("content:encoded", "content", "body", "description", "summary")  # the fullest first
_DATES = ("pubDate", "published", "issued", "dc:date")
_TAG_PATTERN = re.compile(r"<[^<>]{1,500}>")
_IN_BRACKETS = re.compile(r"\(([^()]{1,200})\)\s*$")


def read_feed(data: bytes, limits: Limits) -> Iterator[ContainedPage]:
    """Yield the entries of a feed, each named by its address or identifier.

    If the feed breaks off, the last entry before has the flag ``body_cut``, and a page with a message follows it.
    """
    root, fault = parse_xml(data, limits)
    entries = [element for element in root.iter() if element.tag in _ENTRIES] if root is not None else []
    last = len(entries) - 1
    bases = _find_bases(root) if root is not None else (None, None)
    for number, entry in enumerate(entries):
        yield _read_entry(entry, bases, is_cut=fault is not None and number == last)
    if fault:
        yield make_unreadable(f"the feed cannot be read beyond its entry {len(entries):,} ({fault}): fetch it again")
    elif not entries:
        yield make_unreadable("the feed has no entries")


def build_page(title: str | None, base: str | None, content: str) -> str:
    """Return a whole page with the HTML of an entry, which is a fragment."""
    head = f'<base href="{escape(base)}">' if base else ""
    return f"<!doctype html><title>{escape(title or '')}</title>{head}<article>{content}</article>"


def _read_entry(entry: Element, bases: tuple[str | None, str | None], *, is_cut: bool) -> ContainedPage:
    declared, site = bases
    address = resolve_web_address(_find_link(entry), declared or site) or resolve_web_address(_find_permalink(entry))
    title = clean_title(_find_text(entry, "title"))
    base = resolve_web_address(_find_content_base(entry), declared) or declared or address or site
    metadata = ContainerMetadata(
        address or _find_text(entry, "guid") or _find_text(entry, "id"),
        title,
        _read_authors(entry),
        next(filter(None, (normalize_date(_find_text(entry, name)) for name in _DATES)), None),
        frozenset({Flag.BODY_CUT} if is_cut else ()),
    )
    return ContainedPage(build_page(title, base, _find_content(entry)), metadata, address, "html")


def clean_title(text: str | None) -> str | None:
    """Return a title on one line, without the tags and entities that some feeds have in it."""
    return " ".join(_TAG_PATTERN.sub("", unescape(text or "")).split()) or None


def _find_text(entry: Element, name: str) -> str | None:
    return next((text for child in entry.findall(name) if (text := collect_text(child).strip())), None)


def _find_content(entry: Element) -> str:
    """Return the HTML of an entry: its full content, or else its summary."""
    contents = (child for name in _CONTENTS for child in entry.findall(name) if "src" not in child.attrib)
    return next((html for content in contents if (html := _serialize_content(content)).strip()), "")


def _serialize_content(content: Element) -> str:
    kind = content.get("type", "").lower()
    if len(content):  # XHTML as elements of the feed
        return "".join(tostring(child, "unicode", "html") for child in content)
    text = collect_text(content)
    return f"<p>{escape(text)}</p>" if kind in ("text", "text/plain") else text


def _find_link(entry: Element) -> str | None:
    """Return the address of an entry: in Atom its alternate link, in RSS its link."""
    for link in entry.findall("link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return _find_text(entry, "link")


def _find_permalink(entry: Element) -> str | None:
    guid = entry.find("guid")
    return None if guid is None or guid.get("isPermaLink") == "false" else collect_text(guid).strip()


def _find_content_base(entry: Element) -> str | None:
    contents = (entry.find(name) for name in _CONTENTS)
    bases = (element.get("xml:base") for element in (*contents, entry) if element is not None)
    return next(filter(None, bases), None)


def _find_bases(root: Element) -> tuple[str | None, str | None]:
    """Return the base that the feed declares for relative addresses, and the address of its site."""
    channel = root.find("channel")
    channel_or_root = root if channel is None else channel
    declared = root.get("xml:base") or channel_or_root.get("xml:base")
    return resolve_web_address(declared), resolve_web_address(_find_link(channel_or_root))


def _read_authors(entry: Element) -> tuple[str, ...]:
    """Return the names of the authors: RSS has them in brackets after an address, or in Dublin Core."""
    names = [_find_text(author, "name") or _extract_author(collect_text(author)) for author in entry.findall("author")]
    names += [collect_text(creator) for creator in entry.findall("dc:creator")]
    cleaned = (clean_title(name) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name and "@" not in name))


def _extract_author(author: str) -> str:
    match = _IN_BRACKETS.search(author)
    return match[1] if match else author
