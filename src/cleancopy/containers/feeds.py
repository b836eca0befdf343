"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom. Each entry is a page made of its own HTML."""

import re
from collections.abc import Iterator
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from cleancopy.compression import BODY_CUT
from cleancopy.containers.found import Found, not_read, web_address
from cleancopy.containers.headers import day_of
from cleancopy.containers.xml import parse, text_of
from cleancopy.limits import Limits
from cleancopy.options import Known

_ENTRIES = frozenset({"item", "entry"})
_CONTENTS = ("content:encoded", "content", "body", "description", "summary")  # the fullest first
_DATES = ("pubDate", "published", "issued", "dc:date")
_TAG = re.compile(r"<[^<>]{1,500}>")
_IN_BRACKETS = re.compile(r"\(([^()]{1,200})\)\s*$")


def read_feed(data: bytes, limits: Limits) -> Iterator[Found]:
    """Give the entries of a feed, each named by its address or identifier.

    Of a feed that breaks off the entries before are given, the last of them with the flag ``body_cut``, then a message.
    """
    root, fault = parse(data, limits)
    entries = [element for element in root.iter() if element.tag in _ENTRIES] if root is not None else []
    last = len(entries) - 1
    bases = _bases(root) if root is not None else (None, None)
    for number, entry in enumerate(entries):
        yield _found(entry, bases, cut=fault is not None and number == last)
    if fault:
        yield not_read(f"the feed cannot be read beyond its entry {len(entries):,} ({fault}): fetch it again")
    elif not entries:
        yield not_read("the feed has no entries")


def page_of(title: str | None, base: str | None, content: str) -> str:
    """Give a page with the HTML of an entry, which is a part of one."""
    head = f'<base href="{escape(base)}">' if base else ""
    return f"<!doctype html><title>{escape(title or '')}</title>{head}<article>{content}</article>"


def _found(entry: Element, bases: tuple[str | None, str | None], *, cut: bool) -> Found:
    declared, site = bases
    address = web_address(_link(entry), declared or site) or web_address(_permalink(entry))
    title = plain_words(_first_text(entry, "title"))
    base = web_address(_content_base(entry), declared) or declared or address or site
    known = Known(
        address or _first_text(entry, "guid") or _first_text(entry, "id"),
        title,
        _authors(entry),
        next(filter(None, (day_of(_first_text(entry, name)) for name in _DATES)), None),
        frozenset({BODY_CUT} if cut else ()),
    )
    return Found(page_of(title, base, _content(entry)), known, address, "html")


def plain_words(text: str | None) -> str | None:
    """Give a title without the tags and entities that some write into it, on one line."""
    return " ".join(_TAG.sub("", unescape(text or "")).split()) or None


def _first_text(entry: Element, name: str) -> str | None:
    found = next((text for child in entry.findall(name) if (text := text_of(child).strip())), None)
    return found or None


def _content(entry: Element) -> str:
    """The HTML of an entry: all of it, or else what it says of itself."""
    found = (_html(child) for name in _CONTENTS for child in entry.findall(name) if "src" not in child.attrib)
    return next((html for html in found if html.strip()), "")


def _html(content: Element) -> str:
    kind = content.get("type", "").lower()
    if len(content):  # xhtml, in elements of the feed
        return "".join(tostring(child, "unicode", "html") for child in content)
    text = text_of(content)
    return f"<p>{escape(text)}</p>" if kind in ("text", "text/plain") else text


def _link(entry: Element) -> str | None:
    """The address of an entry: in Atom that of its alternate link, in RSS its link."""
    for link in entry.findall("link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return _first_text(entry, "link")


def _permalink(entry: Element) -> str | None:
    guid = entry.find("guid")
    return None if guid is None or guid.get("isPermaLink") == "false" else text_of(guid).strip()


def _content_base(entry: Element) -> str | None:
    named = (entry.find(name) for name in _CONTENTS)
    bases = (element.get("xml:base") for element in (*named, entry) if element is not None)
    return next(filter(None, bases), None)


def _bases(root: Element) -> tuple[str | None, str | None]:
    """What relative addresses of the feed are relative to, as it declares it, and the address of its site."""
    channel = root.find("channel")
    around = root if channel is None else channel
    return web_address(root.get("xml:base") or around.get("xml:base")), web_address(_link(around))


def _authors(entry: Element) -> tuple[str, ...]:
    """The names of who wrote an entry: RSS has them in brackets behind an address, or in Dublin Core."""
    names = [_first_text(author, "name") or _named(text_of(author)) for author in entry.findall("author")]
    names += [text_of(creator) for creator in entry.findall("dc:creator")]
    words = (plain_words(name) for name in names)
    return tuple(dict.fromkeys(name for name in words if name and "@" not in name))


def _named(author: str) -> str:
    found = _IN_BRACKETS.search(author)
    return found[1] if found else author
