"""Figures and names of a run as people read them."""

import unicodedata
from datetime import timedelta

# What moves a cursor, ends a line, turns the direction of writing or has no UTF-8: a name from a crawl can hold it.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_STEP = 1000


def safe(name: str) -> str:
    r"""One line in which every character that is not seen is spelled out, as in ``\x1b``."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in _UNSEEN else c for c in name)


def clipped(name: str, most: int) -> str:
    """At most so many characters of a name."""
    return name if len(name) <= most else name[: most - 1] + "…"


def count(number: float) -> str:
    """A number with its thousands parted."""
    return f"{number:,.0f}"


def share(part: float, whole: float) -> str:
    """Per cent, of which some stay in sight however few they are."""
    percent = 100 * part / whole if whole else 0.0
    return "<0.1 %" if 0 < percent < 0.1 else f"{percent:.1f} %"  # noqa: PLR2004 - the least that one place shows


def size(number: float) -> str:
    """Bytes in decimal units, three digits."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if number < _STEP or unit == "TB":
            break
        number /= _STEP
    return f"{number:.0f} B" if unit == "B" else f"{number:.{2 if number < 10 else 1}f} {unit}"  # noqa: PLR2004 - digits


def span(seconds: float) -> str:
    """A stretch of time: ``0.42 s``, ``38.1 s``, ``1:02:38``."""
    minute = 60
    if seconds < minute:
        return f"{seconds:.{2 if seconds < 1 else 1}f} s"
    return str(timedelta(seconds=round(seconds)))


def rate(number: float | None) -> str:
    """So many in a second."""
    if number is None:
        return "–"
    return count(number) if number >= 100 else f"{number:.1f}"  # noqa: PLR2004 - above it a tenth says nothing


def short(number: float) -> str:
    """A number for an axis: ``512``, ``16k``."""
    if number < _STEP:
        return f"{number:g}"
    return f"{number / _STEP:.0f}k" if number < _STEP**2 else f"{number / _STEP**2:.0f}M"
