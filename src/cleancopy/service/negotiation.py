"""Content negotiation: which output a client wants (RFC 9110, section 12.5.1)."""

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
"""The media type of each output. The first is the default."""

_OUTPUT_OF = {media.partition(";")[0]: output for output, media in MEDIA_TYPES.items()} | {"application/xml": "tei"}


def negotiate_output(accept: str) -> str:
    """Choose the output that a header ``Accept`` prefers. Raises `RequestError` if it accepts none."""
    best, best_quality = None, 0.0
    for media, output in _OUTPUT_OF.items():
        quality = _find_quality(media, accept)
        if quality > best_quality:
            best, best_quality = output, quality
    if best is None:
        message = f"no output is acceptable as {accept[:100]!r}; available: {', '.join(_OUTPUT_OF)}"
        raise RequestError(406, "not_acceptable", message)
    return best


def _find_quality(media: str, accept: str) -> float:
    """Return the quality value of a media type, 0 to 1: the most specific matching range decides."""
    ranges = dict(map(_parse_range, accept.split(","))) if accept.strip() else {"*/*": 1.0}
    names = (media, media.partition("/")[0] + "/*", "*/*")
    return next((ranges[name] for name in names if name in ranges), 0.0)


def _parse_range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    q = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, float(q)
    except ValueError:
        return media, 0.0
