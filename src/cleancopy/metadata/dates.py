"""Dates in visible text, in a machine-readable attribute and in a URL. Pure: no clock, no locale of the system.

Only complete dates count, with day, month and year. Every pattern reads a bounded number of characters from each
possible start, so the time is linear in the length of the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from cleancopy.metadata.month_names import find_month, fold_name, list_first_words, load_months

TEXT_LIMIT = 2_000
"""Characters of visible text that are read. A byline is shorter, and a paragraph with the date has it early."""

ATTRIBUTE_LIMIT = 100
"""Characters of the longest attribute with a date; JavaScript's form with the name of the zone has about 65."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years in which a page can be published: the first web page went online at the end of 1990."""

BUDDHIST_YEARS = 543
"""Years that the Thai calendar is ahead. Its years are above `LAST_YEAR`, so they cannot be of another calendar."""

LAST_SHORT_YEAR = 69
"""The last two-digit year, 2069: one later than in POSIX (`strptime`, %y). Later ones are no date."""

MONTH_FIRST_REGIONS = frozenset({"", "US", "CA", "PH"})
"""Regions of English where 3/4 is March 4, and English with no region named (CLDR, short date formats)."""

YEAR_FIRST_LANGUAGES = frozenset({"hu", "ja", "ko", "zh"})
"""Languages in which a date of three two-digit numbers begins with the year (CLDR, short date formats)."""

FILLERS = frozenset("d de del di e gada ko m o ta yil yili го г жыл жылғы წლის თ թ nam ปี พ.ศ ค.ศ من".split())
"""Folded words between the parts of a date: "5 de enero de 2020", "2020. gada 5. maijs", "2020 m. gegužės 3"."""

MONTH_WORDS = frozenset({"thang", "thg"})
"""Folded words before the number of a month: Vietnamese has no names for them."""

MARKS = "".join(c for c in map(chr, range(0x300, 0x1800)) if unicodedata.category(c).startswith("M"))
"""Combining marks of scripts in use: parts of a word that `\\w` does not match. Later blocks are not needed here."""

INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff"
"""Marks of direction and joining, which may stand anywhere in a line of Hebrew or Arabic."""

_GLUED = r"\d{4}(?=\d\d?:\d\d)"  # a year and the time of an element beside it: 202410:30
_LETTERS = rf"(?:[^\W\d_]|[{MARKS}\u200c\u200d])+"
_DOTTED = r"[\u0e01-\u0e4e\u0e81-\u0ece]{1,4}(?:\.[\u0e01-\u0e4e\u0e81-\u0ece]{1,4})+"  # Thai and Lao: "ม.ค."
_GAP = rf"[\s{INVISIBLE}.,،;/()\-‐‑–…'’]"
_TOKENS = re.compile(rf"({_GLUED}|\d+)|({_DOTTED}|{_LETTERS})|({_GAP}{{1,6}})|.", re.DOTALL)

_MONTH = "(?:M|t ?D)"
_SHAPES = re.compile(
    rf"(?P<dmy>D ?(?:[fo] ?){{0,2}}{_MONTH} ?(?:f ?){{0,2}}Y)"
    rf"|(?P<mdy>{_MONTH} ?(?:f ?)?D ?(?:f ?){{0,2}}Y)"
    rf"|(?P<ymd>Y ?(?:f ?){{0,3}}{_MONTH} ?(?:f ?)?D)(?! ?(?:f ?)?Y)"
    rf"|(?P<ydm>Y ?(?:f ?){{0,3}}D ?(?:f ?)?{_MONTH})(?! ?(?:f ?)?Y)"
)
"""Orders of a date with a named month, over the kinds of tokens: D one or two digits, Y four, M a month's name,
t a word before the month's number, o "of", f a filler, space a gap, x anything else.
The name of a group is the order of its parts."""

_KINDS = ("x", "n", "w", " ")
"""Kinds of tokens by group of `_TOKENS`."""

_KINDS_OF_LENGTHS = {1: "D", 2: "D", 4: "Y"}
_KINDS_OF_WORDS = dict.fromkeys(FILLERS, "f") | dict.fromkeys(MONTH_WORDS, "t") | {"of": "o"}
"""The word "of" may stand only before the month: "5 out of 2020" has a Portuguese October in it."""

LONGEST_SUFFIX = 3
"""Letters of the longest ending of a number: "3rd", "1er", "2020ko"."""

# It begins with a digit, and only then looks at what stands before it: such a pattern is searched faster.
_SPACE = rf"[\s{INVISIBLE}]{{0,2}}"
_NUMERIC = re.compile(
    rf"(\d(?<!\d\d)(?:\d{{3}}|\d?)){_SPACE}([./-]){_SPACE}(\d{{1,2}}){_SPACE}\2{_SPACE}"
    rf"({_GLUED}|(?:\d{{4}}|\d{{1,2}})(?!\d|\2\d))"
)
_SHORT = re.compile(r"\d{1,2}/\d{1,2}/\d\d|\d\d\.(?:0\d|1[0-2])\.\d\d")
"""Dates with a two-digit year. With dots all numbers have two digits and the month is the second: 3.6.12 is a version,
and 10.30.15 a time."""
_CJK = re.compile(r"(\d(?<!\d\d)\d{3})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_MAY_HOLD = re.compile(r"\d(?:\d{3}|[./]\d{1,2}[./]\d\d)")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d(?<!\d\d)\d?(?!\d)")
_ISO_YEAR = re.compile(r"\d{4}-")

_TIME = re.compile(
    r"(T|[\s,;|·–-]{0,3}(?:(?:at|um|kl\.?|à|alle|om|в|о)\s)?)"
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?!\d)(?:\s?([AaPp])\.?[Mm]\b)?"
    r"\s?(?:(?:UTC|GMT)?([+-])(\d\d):?([0-5]\d)?(?!\d)|(Z|UTC|GMT)\b)?"
)
"""A time of day after a date: ISO 8601, RFC 2822, JavaScript's `Date.toString`, and "at 10:00 pm"."""

_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d{1,9})?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d\S*)?", re.ASCII)
_SPACED = re.compile(r"^(\d{4}) (\d\d) (\d\d)\b", re.ASCII)
_CTIME = re.compile(r"(\w{3} {1,2}\d{1,2}) (\d\d:\d\d:\d\d)(?: [A-Z]{2,5})? (\d{4})", re.ASCII)

_URL_PATH = re.compile(r"(?:\w{1,20}:)?//[^/?#]*")
_URL_DATE = re.compile(
    r"(?<![\d.])(\d{4})(?:(/)(\d{1,2}|[a-z]{3,9})/(\d{1,2})(?=/|$|\.\D)"
    r"|[-_.]?(\d\d)/(\d\d)(?=/|$|\.\D)"
    r"|[-_./]?(\d\d)[-_.]?(\d\d)(?!\d)"
    r"|([-_.])(\d{1,2})\9(\d{1,2})(?!\d))",
    re.ASCII | re.IGNORECASE,
)
"""A date in a path. After slashes the day is a whole segment: in /2024/10/12-tips the 12 belongs to the title."""
_URL_REVERSED = re.compile(r"(?<![\d.])(\d{1,2})([-_.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
"""A date in a path that ends in the year: 29-10-2021."""


class FoundDate(NamedTuple):
    """A date in a text.

    date         ISO 8601: a day, or a day and a time if the time follows in machine-readable form
    start, end   where in the text it begins and ends
    """

    date: str
    start: int
    end: int


class _DaySpan(NamedTuple):
    """A valid day, and where in the text it begins and ends."""

    day: date
    start: int
    end: int


def find_dates(text: str, language: str | None = None) -> tuple[FoundDate, ...]:
    """All complete dates of a visible text, in order.

    language   BCP 47 tag of the text; it decides the order of 3/4/2021, and names of months that languages share
    """
    if not _MAY_HOLD.search(text, 0, TEXT_LIMIT):
        return ()
    return tuple(_add_iso_time(text, span) for span in _find_days(text, language))


def parse_date(value: str, language: str | None = None) -> str | None:
    """The date of an attribute, with its time and zone where given; None where there is no date."""
    text = value.strip() if len(value) <= TEXT_LIMIT else value
    if len(text) > ATTRIBUTE_LIMIT:
        return None
    if match := _EPOCH.fullmatch(text):
        return _parse_epoch(int(match[1]))
    if match := _DIGITS.fullmatch(text):
        return _parse_digits(match)
    if (match := _ISO.fullmatch(text)) and (day := _make_date(int(match[1]), int(match[2]), int(match[3]))):
        return _add_time(text, day, len("2024-05-03"))
    text = _SPACED.sub(r"\1-\2-\3", _CTIME.sub(r"\1 \3 \2", text, count=1))
    span = next(iter(_find_days(text, language)), None)
    return None if span is None else _add_time(text, span.day, span.end)


def _add_time(text: str, day: date, end: int) -> str:
    """A day with the time that follows it in an attribute; `end` is where the day ends."""
    time = _TIME.match(text, end)
    return (time and _format_time(day, time)) or day.isoformat()


def find_url_date(url: str) -> str | None:
    """The day in the path of a URL: the first with its year in front, else one that ends in the year."""
    path = url[:TEXT_LIMIT].partition("?")[0].partition("#")[0]
    host = _URL_PATH.match(path)
    start = host.end() if host else 0
    for match in _URL_DATE.finditer(path, start):
        year, month, day = (part for part in match.groups() if part and part not in "-_./")
        number = int(month) if month.isdigit() else find_month(fold_name(month), "en")
        if number and (valid := _make_date(int(year), number, int(day))):
            return valid.isoformat()
    return next(filter(None, map(_read_reversed, _URL_REVERSED.finditer(path, start))), None)


def _read_reversed(match: re.Match[str]) -> str | None:
    """The day of 29-10-2021; None where another day results if day and month are exchanged."""
    a, b, year = int(match[1]), int(match[3]), int(match[4])
    days = {day for day in (_make_date(year, a, b), _make_date(year, b, a)) if day}
    return days.pop().isoformat() if len(days) == 1 else None


def _find_days(text: str, language: str | None) -> list[_DaySpan]:
    """The dates of a text in order, the first of those that overlap."""
    head = text[:TEXT_LIMIT]
    tag = _parse_tag(language)
    spans = [*_find_numeric(head, tag), *_find_cjk(head), *_find_named(head, tag[0])]
    spans.sort(key=lambda span: (span.start, -span.end))
    if len(text) > TEXT_LIMIT and text[TEXT_LIMIT].isdigit():
        spans = [span for span in spans if span.end < TEXT_LIMIT]  # the limit may have shortened its year
    kept: list[_DaySpan] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _parse_tag(language: str | None) -> tuple[str, str]:
    """Language and region of a BCP 47 tag; the region is the first part of two letters."""
    parts = (language or "")[:40].strip().replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == len("US")), "")
    return parts[0].lower(), region


def _make_date(year: int, month: int, day: int) -> date | None:
    if year > LAST_YEAR:
        year -= BUDDHIST_YEARS
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


# Dates in numbers


def _find_numeric(text: str, tag: tuple[str, str]) -> Iterator[_DaySpan]:
    for match in _NUMERIC.finditer(text):
        start, end = match.span()
        separator = match[2]
        # The end of a longer row of numbers, as in 192.10.12.20, is no date.
        if start > 1 and text[start - 1] == separator and text[start - 2].isdigit():
            continue
        if not _YEAR.search(match[0]) and not _SHORT.fullmatch(match[0]):
            continue
        if day := _parse_numbers((match[1], match[3], match[4]), separator, tag):
            yield _DaySpan(day, start, end)


def _parse_numbers(parts: tuple[str, str, str], separator: str, tag: tuple[str, str]) -> date | None:
    a, b, c = (int(part) for part in parts)
    match [len(part) for part in parts]:
        case [4, _, 4] | [3, _, _]:
            return None
        case [4, _, _]:
            return _make_date(a, b, c)
        case [_, _, 4]:
            return _make_date(c, *_order_month_and_day(a, b, separator, tag))
        case [_, _, 2] if tag[0] in YEAR_FIRST_LANGUAGES:
            return _make_short_date(a, b, c)
        case [_, _, 2]:
            return _make_short_date(c, *_order_month_and_day(a, b, separator, tag))
    return None


def _make_short_date(year: int, month: int, day: int) -> date | None:
    return _make_date(2000 + year, month, day) if year <= LAST_SHORT_YEAR else None


def _order_month_and_day(a: int, b: int, separator: str, tag: tuple[str, str]) -> tuple[int, int]:
    """Month and day from two numbers beside a year. A number over 12 decides, then the language."""
    month_first = separator != "." and tag[0] == "en" and tag[1] in MONTH_FIRST_REGIONS
    if b > 12 or (month_first and a <= 12):  # noqa: PLR2004 - months of a year
        return a, b
    return b, a


def _find_cjk(text: str) -> Iterator[_DaySpan]:
    if "年" not in text and "년" not in text:
        return
    for match in _CJK.finditer(text):
        if day := _make_date(int(match[1]), int(match[2]), int(match[3])):
            yield _DaySpan(day, *match.span())


# Dates with a month's name


def _find_named(text: str, language: str) -> Iterator[_DaySpan]:
    if not _YEAR.search(text) or not _DAY.search(text):
        return
    tokens = list(_TOKENS.finditer(text))
    kinds, months = _classify_tokens(tokens, language)
    if not months and "t" not in kinds:
        return
    for shape in _SHAPES.finditer(kinds):
        indices = [i for i in range(*shape.span()) if kinds[i] in "DMY"]
        parts = dict(zip(shape.lastgroup or "", indices, strict=True))
        month = months.get(parts["m"]) or int(tokens[parts["m"]][0])
        if day := _make_date(int(tokens[parts["y"]][0]), month, int(tokens[parts["d"]][0])):
            yield _DaySpan(day, tokens[shape.start()].start(), tokens[shape.end() - 1].end())


def _classify_tokens(tokens: Sequence[re.Match[str]], language: str) -> tuple[str, dict[int, int]]:
    """The kind of each token (see `_SHAPES`) as one letter, and by index of the token the month that it names."""
    table, first_words = load_months(), list_first_words()
    kinds: list[str] = []
    months: dict[int, int] = {}
    last = ""  # the word before the gap before this token
    for i, token in enumerate(tokens):
        kind, written = _KINDS[token.lastindex or 0], token[0]
        if kind == "w":
            word = fold_name(written)
            if word in table and (month := find_month(word, language)):
                kind, months[i] = "M", month
            elif last in first_words and (month := find_month(f"{last} {word}", language)):
                kinds[i - 2], months[i - 2], kind = "M", month, "f"
            else:
                is_suffix = len(written) <= LONGEST_SUFFIX and bool(kinds) and kinds[-1] in "DY"
                kind = _KINDS_OF_WORDS.get(word, "f" if is_suffix else "x")
            last = word
        elif kind != " ":
            kind, last = _KINDS_OF_LENGTHS.get(len(written), "x") if kind == "n" else "x", ""
        kinds.append(kind)
    return "".join(kinds), months


# Times of day


def _add_iso_time(text: str, span: _DaySpan) -> FoundDate:
    """A day; with the time if both are written in the form of ISO 8601."""
    if _ISO_YEAR.match(text, span.start):
        time = _TIME.match(text, span.end, span.end + ATTRIBUTE_LIMIT)
        if time and time[1] in ("T", " ") and len(time[2]) == len("10") and (stamp := _format_time(span.day, time)):
            return FoundDate(stamp, span.start, time.end())
    return FoundDate(span.day.isoformat(), span.start, span.end)


def _format_time(day: date, time: re.Match[str]) -> str | None:
    """A day and the time that `_TIME` matched, in ISO 8601; None where such a time does not exist."""
    hours, minutes, seconds, half = time.group(2, 3, 4, 5)
    hour = int(hours) if not half else int(hours) % 12 + (12 if half in "Pp" else 0)
    try:
        return datetime(
            day.year, day.month, day.day, hour, int(minutes), int(seconds or 0), tzinfo=_parse_zone(time)
        ).isoformat()
    except ValueError:
        return None


def _parse_zone(time: re.Match[str]) -> timezone | None:
    """The zone of a time that `_TIME` matched. Raises ValueError for an impossible offset."""
    sign, hours, minutes, universal = time.group(6, 7, 8, 9)
    # In "2024-05-03 10:00-12:00" these are opening hours; after a T, or with seconds, it is a zone.
    if sign == "-" and time[1] != "T" and not time[4] and f":{time[3]}-" in time[0]:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset) if sign or universal else None


def _parse_epoch(seconds: int) -> str | None:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat() if _make_date(moment.year, moment.month, moment.day) else None


def _parse_digits(match: re.Match[str]) -> str | None:
    """The date of the form of ISO 8601 without separators."""
    year, month, day, hours, minutes, seconds, zone = match.groups()
    valid = _make_date(int(year), int(month), int(day))
    if valid is None:
        return None
    time = _TIME.match(f"T{hours}:{minutes}:{seconds or '00'}{zone or ''}") if hours else None
    return (time and _format_time(valid, time)) or valid.isoformat()
