"""Detects which container an input is, by its contents, and by its name if they leave a doubt."""

import codecs
import re
from typing import Literal

ContainerFormat = Literal["mail", "mbox", "webarchive", "epub", "feed", "jsonfeed", "sitemap"]

_HEAD = 64 * 1024  # bytes that are searched: mails have some kilobytes of fields before their text
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_EPUB = re.compile(rb"PK\x03\x04.{26}mimetype.{0,64}?application/epub\+zip", re.DOTALL)  # OCF 3.3, section 4.3.1
_ZIP = b"PK\x03\x04"
_CONTAINER = b"META-INF/container.xml"
_BINARY_PLIST = b"bplist00"
_MAIN_RESOURCE = b"WebMainResource"
_JSON_FEED = re.compile(rb'\{[^{}\[\]]{0,1000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')

# What may stand before the root element of a document in XML.
_PROLOG = r"(?:\s|<\?[^>]{0,500}\?>|<!--(?:(?!-->).){0,4000}-->|<!DOCTYPE\s[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>)*"
_ROOT = re.compile(
    rf"{_PROLOG}<(?:(?P<feed>rss[\s>]|(?:\w+:)?feed\s[^>]{{0,2000}}(?:w3\.org/2005/Atom|purl\.org/atom/ns)"
    rf"|rdf:RDF\s[^>]{{0,2000}}purl\.org/rss/1\.0|rdf:RDF\s[^>]{{0,2000}}netscape\.com/rdf/simple/0\.9)"
    r"|(?P<sitemap>(?:\w+:)?(?:urlset|sitemapindex)[\s>]))",
    re.DOTALL,
)

_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*")  # RFC 5322, section 2.2
_BLANK = re.compile(rb"[ \t]*\r?\n")
_POSTMARK = re.compile(rb"From \S+[^\n]{0,100}\d{4}[^\n]{0,20}\r?\n")
_MIME_FIELDS = frozenset({b"mime-version", b"content-type"})
_TRANSPORT_FIELDS = frozenset(
    {b"message-id", b"received", b"return-path", b"delivered-to", b"mime-version", b"dkim-signature"}
)
_AUTHOR_FIELDS = frozenset({b"from", b"to", b"subject", b"date", b"content-type"})


def detect_container(page: bytes | str, name: str = "") -> ContainerFormat | None:
    """Return the format of a container, None for a page or anything else.

    name   of the file: it decides if the contents leave a doubt
    """
    if isinstance(page, str):
        return _detect_in_text(page[:_HEAD].encode("utf-8", "replace"), name)
    if page.startswith(_ZIP):
        return "epub" if _EPUB.match(page) or _CONTAINER in page[:_HEAD] + page[-_HEAD:] else None
    if page.startswith(_BINARY_PLIST):
        return "webarchive" if _MAIN_RESOURCE in page else None
    head = page[:_HEAD]
    if head.startswith(_UTF16_BOMS):
        head = head.decode("utf-16", "ignore").encode("utf-8", "replace")
    return _detect_in_text(head, name)


def _detect_in_text(head: bytes, name: str) -> ContainerFormat | None:
    head = head.removeprefix(codecs.BOM_UTF8).lstrip()
    first = head[:1]
    if first == b"<":
        return _detect_in_markup(head.decode("latin-1"))
    if first == b"{":
        return "jsonfeed" if _JSON_FEED.match(head) else None
    return _detect_mail(head, name.lower()) if first.isalpha() else None


def _detect_in_markup(head: str) -> ContainerFormat | None:
    root = _ROOT.match(head)
    if root is None:
        return None
    return "feed" if root["feed"] else "sitemap"


def _detect_mail(head: bytes, name: str) -> ContainerFormat | None:
    """Detect a mail by its fields, which stand from the first line to a blank one, with no other lines between them."""
    postmark = _POSTMARK.match(head)
    fields = _list_field_names(head, postmark.end() if postmark else 0)
    if postmark and (fields & _TRANSPORT_FIELDS or len(fields & _AUTHOR_FIELDS) > 1):
        return "mbox"
    named = name.endswith((".eml", ".mht", ".mhtml")) and len(fields & _AUTHOR_FIELDS) > 1
    return "mail" if named or fields >= _MIME_FIELDS or (b"from" in fields and fields & _TRANSPORT_FIELDS) else None


def _list_field_names(head: bytes, start: int) -> set[bytes]:
    """Return the names of the fields from `start` to a blank line or the end; empty if another line comes first."""
    names: set[bytes] = set()
    while field := _FIELD.match(head, start):
        names.add(field[1].lower())
        start = field.end()
    return names if start >= len(head) or _BLANK.match(head, start) or len(head) == _HEAD else set()
