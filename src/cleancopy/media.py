"""What the header ``Content-Type`` says of a body."""

import re

from cleancopy.errors import TableError


def media_type(content_type: str) -> str:
    """The media type of a header ``Content-Type``, in lower case. Where it was sent twice, the last one counts."""
    return content_type.rpartition(",")[2].partition(";")[0].strip().lower()


def charset(content_type: str) -> str | None:
    """The charset of a header ``Content-Type``."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)


def may_be_page(media: str) -> bool:
    """Whether a media type is one of pages or of files that hold some: HTML, XML, text, or not told."""
    if media in _PAGES or media in _CONTAINERS:
        return True
    return media.startswith(("application/", "text/")) and media.endswith("+xml")


_PAGES = {"", "text/html", "text/plain", "text/xml", "application/xml", "application/xhtml", "application/xhtml+xml"}

_CONTAINERS = {
    "application/epub+zip",
    "application/feed+json",
    "application/mbox",
    "application/x-mimearchive",
    "application/x-webarchive",
    "message/rfc822",
    "multipart/related",
}

_TABLE_NAME = re.compile(r"\.(csv|tsv)(\.gz|\.zst|\.br)?$", re.IGNORECASE)
_TABLE_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?"?[\w .-]{1,40}"?(?:[,;\t|]"?[\w .-]{1,40}"?){1,50}\r?\n"""
    rb"""(?:[^\n]{0,2000}?[,;\t|]"?|")<(?:!doctype|html|head|body|article|div|h1|p)[\s>]""",
    re.IGNORECASE,
)
_TABLE_TYPES = {"text/csv", "text/tab-separated-values"}


def refuse_table(data: bytes, name: str, media: str = "") -> None:
    """Raise `TableError` for a table, told by its name, its media type, or a row of names above cells with HTML.

    HTML is a page whatever it is called.
    """
    named = _TABLE_NAME.search(name) or media in _TABLE_TYPES
    if (named and data.lstrip()[:1] != b"<") or _TABLE_START.match(data):
        raise TableError(
            "this is a table, not a page: `cleancopy corpus FILE OUT --column NAME` reads the page in each row of it"
        )
