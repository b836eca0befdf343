"""What the header ``Content-Type`` says of a body."""

import re


def media_type(content_type: str) -> str:
    """The media type of a header ``Content-Type``, in lower case. Where it was sent twice, the last one counts."""
    return content_type.rpartition(",")[2].partition(";")[0].strip().lower()


def charset(content_type: str) -> str | None:
    """The charset of a header ``Content-Type``."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)


def may_be_page(media: str) -> bool:
    """Whether a media type is one of pages: HTML, XML of any kind that is no picture, plain text, or not told."""
    if media in _PAGES:
        return True
    return media.startswith(("application/", "text/")) and media.endswith("+xml")


_PAGES = {"", "text/html", "text/plain", "text/xml", "application/xml", "application/xhtml", "application/xhtml+xml"}
