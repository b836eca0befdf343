"""Formats numbers and names of a run for people."""

import unicodedata
from datetime import timedelta

# Characters that move a cursor, end a line, turn the direction of writing, or have no UTF-8: names in crawls have them.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_STEP = 1000


def escape_invisible(name: str) -> str:
    r"""Return a name as one line, with each invisible character escaped, as ``\x1b``."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in _INVISIBLE_CATEGORIES else c for c in name)


def shorten(name: str, length: int) -> str:
    """Shorten a name to at most `length` characters."""
    return name if len(name) <= length else name[: length - 1] + "…"


def format_count(number: float) -> str:
    """Format a number with commas between thousands."""
    return f"{number:,.0f}"


def format_share(part: float, whole: float) -> str:
    """Format a share in per cent; a share above zero is never shown as zero."""
    percent = 100 * part / whole if whole else 0.0
    return "<0.1 %" if 0 < percent < 0.1 else f"{percent:.1f} %"  # noqa: PLR2004 - the least that one decimal shows


def format_size(number: float) -> str:
    """Format bytes in decimal units, with three digits."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if number < _STEP or unit == "TB":
            break
        number /= _STEP
    return f"{number:.0f} B" if unit == "B" else f"{number:.{2 if number < 10 else 1}f} {unit}"  # noqa: PLR2004 - digits


def format_duration(seconds: float) -> str:
    """Format a duration: ``0.42 s``, ``38.1 s``, ``1:02:38``."""
    minute = 60
    if seconds < minute:
        return f"{seconds:.{2 if seconds < 1 else 1}f} s"
    return str(timedelta(seconds=round(seconds)))


def format_rate(number: float | None) -> str:
    """Format a number per second; a dash for None."""
    if number is None:
        return "–"
    return format_count(number) if number >= 100 else f"{number:.1f}"  # noqa: PLR2004 - above it decimals say nothing


def format_axis_number(number: float) -> str:
    """Format a number for an axis: ``512``, ``16k``."""
    if number < _STEP:
        return f"{number:g}"
    return f"{number / _STEP:.0f}k" if number < _STEP**2 else f"{number / _STEP**2:.0f}M"
