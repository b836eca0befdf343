"""Which container an input is: its contents tell, and its name where they leave a doubt."""

import codecs
import re
from typing import Literal

Format = Literal["mail", "mbox", "webarchive", "epub", "feed", "jsonfeed", "sitemap"]

_HEAD = 64 * 1024  # bytes that are looked at: mails have some kilobytes of fields before their text
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

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
_MIME = frozenset({b"mime-version", b"content-type"})
_SENT = frozenset({b"message-id", b"received", b"return-path", b"delivered-to", b"mime-version", b"dkim-signature"})
_WRITTEN = frozenset({b"from", b"to", b"subject", b"date", b"content-type"})


def format_of(page: bytes | str, name: str = "") -> Format | None:
    """Tell the format of a container, None for what is none: a page, or anything else."""
    if isinstance(page, str):
        return _text_format(page[:_HEAD].encode("utf-8", "replace"), name)
    if page.startswith(_ZIP):
        return "epub" if _EPUB.match(page) or _CONTAINER in page[:_HEAD] + page[-_HEAD:] else None
    if page.startswith(_BINARY_PLIST):
        return "webarchive" if _MAIN_RESOURCE in page else None
    head = page[:_HEAD]
    if head.startswith(_MARKS):
        head = head.decode("utf-16", "ignore").encode("utf-8", "replace")
    return _text_format(head, name)


def _text_format(head: bytes, name: str) -> Format | None:
    head = head.removeprefix(codecs.BOM_UTF8).lstrip()
    first = head[:1]
    if first == b"<":
        return _markup_format(head.decode("latin-1"))
    if first == b"{":
        return "jsonfeed" if _JSON_FEED.match(head) else None
    return _mail_format(head, name.lower()) if first.isalpha() else None


def _markup_format(head: str) -> Format | None:
    root = _ROOT.match(head)
    if root is None:
        return None
    return "feed" if root["feed"] else "sitemap"


def _mail_format(head: bytes, name: str) -> Format | None:
    """A mail has fields from its first line to a blank one; text that only speaks of some has other lines, too."""
    postmark = _POSTMARK.match(head)
    fields = _fields(head, postmark.end() if postmark else 0)
    if postmark and (fields & _SENT or len(fields & _WRITTEN) > 1):
        return "mbox"
    named = name.endswith((".eml", ".mht", ".mhtml")) and len(fields & _WRITTEN) > 1
    return "mail" if named or fields >= _MIME or (b"from" in fields and fields & _SENT) else None


def _fields(head: bytes, start: int) -> set[bytes]:
    """The names of the fields from `start` to a blank line or the end; none if other lines come first."""
    names: set[bytes] = set()
    while field := _FIELD.match(head, start):
        names.add(field[1].lower())
        start = field.end()
    return names if start >= len(head) or _BLANK.match(head, start) or len(head) == _HEAD else set()
