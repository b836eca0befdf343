"""Which output a client wants: content negotiation (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping
from typing import Final

from cleancopy.errors import RequestError

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "tei": "application/tei+xml",
}
"""What each output is sent as; the first is the one of who has no wish."""

_OUTPUT_OF = {media.partition(";")[0]: output for output, media in MEDIA_TYPES.items()} | {"application/xml": "tei"}


def negotiate(accept: str) -> str:
    """The output that a header ``Accept`` likes best. Raises `RequestError` where it likes none."""
    best, liking = None, 0.0
    for media, output in _OUTPUT_OF.items():
        q = _quality(media, accept)
        if q > liking:
            best, liking = output, q
    if best is None:
        raise RequestError(406, "not_acceptable", f"there is none of {accept[:100]!r}, but: {', '.join(_OUTPUT_OF)}")
    return best


def _quality(media: str, accept: str) -> float:
    """How much a media type is liked, 0 to 1: the most specific range that it falls into decides."""
    ranges = dict(map(_range, accept.split(","))) if accept.strip() else {"*/*": 1.0}
    names = (media, media.partition("/")[0] + "/*", "*/*")
    return next((ranges[name] for name in names if name in ranges), 0.0)


def _range(words: str) -> tuple[str, float]:
    media, *parameters = (word.strip().lower() for word in words.split(";"))
    q = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, float(q)
    except ValueError:
        return media, 0.0
