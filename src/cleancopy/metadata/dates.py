"""Dates in a line of visible text, in a machine-readable attribute and in a URL. Pure: no clock, no locale.

A date is complete: day, month and year stand there. Every pattern reads a bounded stretch from each place where it
may begin, so the time is linear in the length of the text.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TEXT_LIMIT = 2_000
"""Characters of a visible text that are read: a byline is shorter, and a paragraph that dates a page says it early."""

ATTRIBUTE_LIMIT = 100
"""Characters of the longest attribute that is a date; JavaScript's own form, with the zone's name, has about 65."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a page can be of: the first web page went online at the end of 1990."""

BUDDHIST = 543
"""What the Thai calendar adds to the year. Its years are above `LAST_YEAR`, so no other calendar is meant."""

LAST_SHORT_YEAR = 69
"""The last two-digit year, 2069: one later than POSIX has it (`strptime`, %y). Later ones are read as no date."""

MONTH_FIRST_REGIONS = frozenset({"", "US", "CA", "PH"})
"""Regions of English where 3/4 is March 4, and English with no region named (CLDR, short date formats)."""

YEAR_FIRST_LANGUAGES = frozenset({"hu", "ja", "ko", "zh"})
"""Languages in which a date of three two-digit numbers begins with the year (CLDR, short date formats)."""

FILLERS = frozenset("d de del di e gada ko m o ta yil yili го г жыл жылғы წლის თ թ nam ปี พ.ศ ค.ศ من".split())
"""Folded words between the parts of a date: "5 de enero de 2020", "2020. gada 5. maijs", "2020 m. gegužės 3"."""

MONTH_WORDS = frozenset({"thang", "thg"})
"""Folded words before the number of a month: Vietnamese has no names for them."""

MARKS = "".join(c for c in map(chr, range(0x300, 0x1800)) if unicodedata.category(c).startswith("M"))
"""Combining marks of the living scripts: parts of a word that `\\w` leaves out. Later blocks are of no use here."""

INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff"
"""Marks of direction and joining, that stand anywhere in a line of Hebrew or Arabic."""

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
The name of a group says the order of its parts."""

_KINDS = ("x", "n", "w", " ")
"""Kinds of tokens by group of `_TOKENS`."""

_KINDS_OF_LENGTHS = {1: "D", 2: "D", 4: "Y"}
_KINDS_OF_WORDS = dict.fromkeys(FILLERS, "f") | dict.fromkeys(MONTH_WORDS, "t") | {"of": "o"}
"""The word "of" stands before the month only: 5 out of 2020 has a Portuguese October in it."""

LONGEST_SUFFIX = 3
"""Letters glued to a number that say nothing more: "3rd", "1er", "2020ko"."""

# A pattern that begins with a digit, and only then asks what stands before it, is searched three times as fast.
_SPACE = rf"[\s{INVISIBLE}]{{0,2}}"
_NUMERIC = re.compile(
    rf"(\d(?<!\d\d)(?:\d{{3}}|\d?)){_SPACE}([./-]){_SPACE}(\d{{1,2}}){_SPACE}\2{_SPACE}"
    rf"({_GLUED}|(?:\d{{4}}|\d{{1,2}})(?!\d|\2\d))"
)
_SHORT = re.compile(r"\d{1,2}/\d{1,2}/\d\d|\d\d\.(?:0\d|1[0-2])\.\d\d")
"""Dates with a two-digit year. With dots all have two digits and the month stands second: 3.6.12 is a version, and
10.30.15 a time."""
_CJK = re.compile(r"(\d(?<!\d\d)\d{3})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_MAY_HOLD = re.compile(r"\d(?:\d{3}|[./]\d{1,2}[./]\d\d)")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"(?<!\d)\d\d?(?!\d)")
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
"""A date in a path. After slashes the day ends its part: in /2024/10/12-tips the 12 is of the title."""


class Found(NamedTuple):
    """A date as a text gives it.

    date         ISO 8601: a day, or a day and a time where that stood beside it in machine-readable form
    start, end   where in the text it begins and ends
    """

    date: str
    start: int
    end: int


class _Day(NamedTuple):
    """A valid day, and where it stands."""

    day: date
    start: int
    end: int


def find_dates(text: str, language: str | None = None) -> tuple[Found, ...]:
    """All complete dates of a visible text, in order.

    language   BCP 47 tag of the text; it decides the order of 3/4/2021, and names that two languages use differently
    """
    if not _MAY_HOLD.search(text, 0, TEXT_LIMIT):
        return ()
    return tuple(_with_iso_time(text, day) for day in _days(text, language))


def read_date(value: str, language: str | None = None) -> str | None:
    """The date of an attribute, with its time and zone where given; None where it holds none."""
    text = value.strip() if len(value) <= TEXT_LIMIT else value
    if len(text) > ATTRIBUTE_LIMIT:
        return None
    if match := _EPOCH.fullmatch(text):
        return _from_epoch(int(match[1]))
    if match := _DIGITS.fullmatch(text):
        return _from_digits(match)
    if (match := _ISO.fullmatch(text)) and (known := _valid(int(match[1]), int(match[2]), int(match[3]))):
        return _with_time(text, known, len("2024-05-03"))
    text = _SPACED.sub(r"\1-\2-\3", _CTIME.sub(r"\1 \3 \2", text, count=1))
    day = next(iter(_days(text, language)), None)
    return None if day is None else _with_time(text, day.day, day.end)


def _with_time(text: str, day: date, end: int) -> str:
    """A day that ends at a place in an attribute, with the time that follows it there."""
    time = _TIME.match(text, end)
    return (time and _stamp(day, time)) or day.isoformat()


def date_of_url(url: str) -> str | None:
    """The day that the path of a URL names."""
    path = url[:TEXT_LIMIT].partition("?")[0].partition("#")[0]
    host = _URL_PATH.match(path)
    for match in _URL_DATE.finditer(path, host.end() if host else 0):
        year, month, day = (part for part in match.groups() if part and part not in "-_./")
        number = int(month) if month.isdigit() else month_of(fold(month), "en")
        if number and (found := _valid(int(year), number, int(day))):
            return found.isoformat()
    return None


def _days(text: str, language: str | None) -> list[_Day]:
    """The dates of a text in order, the first of those that overlap."""
    head = text[:TEXT_LIMIT]
    tag = _tag(language)
    found = sorted((*_numeric(head, tag), *_cjk(head), *_named(head, tag[0])), key=lambda d: (d.start, -d.end))
    if len(text) > TEXT_LIMIT and text[TEXT_LIMIT].isdigit():
        found = [d for d in found if d.end < TEXT_LIMIT]  # the cut may have shortened its year
    kept: list[_Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _tag(language: str | None) -> tuple[str, str]:
    """Language and region of a BCP 47 tag; the region is the first part of two letters."""
    parts = (language or "")[:40].strip().replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == len("US")), "")
    return parts[0].lower(), region


def _valid(year: int, month: int, day: int) -> date | None:
    if year > LAST_YEAR:
        year -= BUDDHIST
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


# Dates in numbers


def _numeric(text: str, tag: tuple[str, str]) -> Iterator[_Day]:
    for match in _NUMERIC.finditer(text):
        start, end = match.span()
        separator = match[2]
        # The tail of a longer row of numbers, as in 192.10.12.20, is no date.
        if start > 1 and text[start - 1] == separator and text[start - 2].isdigit():
            continue
        if not _YEAR.search(match[0]) and not _SHORT.fullmatch(match[0]):
            continue
        if day := _of_numbers((match[1], match[3], match[4]), separator, tag):
            yield _Day(day, start, end)


def _of_numbers(parts: tuple[str, str, str], separator: str, tag: tuple[str, str]) -> date | None:
    a, b, c = (int(part) for part in parts)
    match [len(part) for part in parts]:
        case [4, _, 4] | [3, _, _]:
            return None
        case [4, _, _]:
            return _valid(a, b, c)
        case [_, _, 4]:
            return _valid(c, *_month_and_day(a, b, separator, tag))
        case [_, _, 2] if tag[0] in YEAR_FIRST_LANGUAGES:
            return _short(a, b, c)
        case [_, _, 2]:
            return _short(c, *_month_and_day(a, b, separator, tag))
    return None


def _short(year: int, month: int, day: int) -> date | None:
    return _valid(2000 + year, month, day) if year <= LAST_SHORT_YEAR else None


def _month_and_day(a: int, b: int, separator: str, tag: tuple[str, str]) -> tuple[int, int]:
    """Month and day of two numbers before a year. A number over 12 decides, then the language."""
    month_first = separator != "." and tag[0] == "en" and tag[1] in MONTH_FIRST_REGIONS
    if b > 12 or (month_first and a <= 12):  # noqa: PLR2004 - months of a year
        return a, b
    return b, a


def _cjk(text: str) -> Iterator[_Day]:
    if "年" not in text and "년" not in text:
        return
    for match in _CJK.finditer(text):
        if day := _valid(int(match[1]), int(match[2]), int(match[3])):
            yield _Day(day, *match.span())


# Dates with a month's name


_SAME_LETTERS = str.maketrans("ıیىک", "iييك")
"""Letters that keyboards confuse: Turkish i without dot (I folds to i), Persian and Arabic yeh and kaf."""


def fold(word: str) -> str:
    """A name without case, combining marks, invisible marks and closing dots, as the table of months has it."""
    folded = word.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_SAME_LETTERS))
        if not folded.isalpha():
            folded = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return folded.rstrip(".׳'॰")


@cache
def _months() -> Mapping[str, int | Mapping[str, int]]:
    """Folded name → month, or language → month where languages differ. Made by training/months.py from CLDR."""
    table: dict[str, int | Mapping[str, int]] = json.loads(
        files("cleancopy.metadata").joinpath("months.json").read_text("utf-8")
    )
    return table


@cache
def _openings() -> frozenset[str]:
    """First words of the names that have two, as in Arabic and Irish."""
    return frozenset(name.partition(" ")[0] for name in _months() if " " in name)


def month_of(name: str, language: str) -> int | None:
    """The month that a folded name means in a language; a name that means two needs the language."""
    entry = _months().get(name)
    return entry if entry is None or isinstance(entry, int) else entry.get(language)


def _named(text: str, language: str) -> Iterator[_Day]:
    if not _YEAR.search(text) or not _DAY.search(text):
        return
    tokens = list(_TOKENS.finditer(text))
    kinds, months = _classify(tokens, language)
    if not months and "t" not in kinds:
        return
    for shape in _SHAPES.finditer(kinds):
        places = [i for i in range(*shape.span()) if kinds[i] in "DMY"]
        named = dict(zip(shape.lastgroup or "", places, strict=True))
        month = months.get(named["m"]) or int(tokens[named["m"]][0])
        if day := _valid(int(tokens[named["y"]][0]), month, int(tokens[named["d"]][0])):
            yield _Day(day, tokens[shape.start()].start(), tokens[shape.end() - 1].end())


def _classify(tokens: Sequence[re.Match[str]], language: str) -> tuple[str, dict[int, int]]:
    """The kind of each token (see `_SHAPES`), one letter each, and the month of those that name one."""
    table, openings = _months(), _openings()
    kinds: list[str] = []
    months: dict[int, int] = {}
    last = ""  # the word before the gap before this token
    for i, token in enumerate(tokens):
        kind, written = _KINDS[token.lastindex or 0], token[0]
        if kind == "w":
            word = fold(written)
            if word in table and (month := month_of(word, language)):
                kind, months[i] = "M", month
            elif last in openings and (month := month_of(f"{last} {word}", language)):
                kinds[i - 2], months[i - 2], kind = "M", month, "f"
            else:
                glued = len(written) <= LONGEST_SUFFIX and bool(kinds) and kinds[-1] in "DY"
                kind = _KINDS_OF_WORDS.get(word, "f" if glued else "x")
            last = word
        elif kind != " ":
            kind, last = _KINDS_OF_LENGTHS.get(len(written), "x") if kind == "n" else "x", ""
        kinds.append(kind)
    return "".join(kinds), months


# Times of day


def _with_iso_time(text: str, day: _Day) -> Found:
    """A day and, where it is written as ISO 8601 and a time follows in the same form, that time."""
    if _ISO_YEAR.match(text, day.start):
        time = _TIME.match(text, day.end, day.end + ATTRIBUTE_LIMIT)
        if time and time[1] in ("T", " ") and len(time[2]) == len("10") and (stamp := _stamp(day.day, time)):
            return Found(stamp, day.start, time.end())
    return Found(day.day.isoformat(), day.start, day.end)


def _stamp(day: date, time: re.Match[str]) -> str | None:
    """A day and the time that `_TIME` found, in ISO form; None where there is no such time."""
    hours, minutes, seconds, half = time.group(2, 3, 4, 5)
    hour = int(hours) if not half else int(hours) % 12 + (12 if half in "Pp" else 0)
    try:
        return datetime(
            day.year, day.month, day.day, hour, int(minutes), int(seconds or 0), tzinfo=_zone(time)
        ).isoformat()
    except ValueError:
        return None


def _zone(time: re.Match[str]) -> timezone | None:
    """The zone of a time that `_TIME` found. ValueError where there is none so far from Greenwich."""
    sign, hours, minutes, universal = time.group(6, 7, 8, 9)
    # "2024-05-03 10:00-12:00" are hours of opening; after a T, or with seconds, the same is a zone.
    if sign == "-" and time[1] != "T" and not time[4] and f":{time[3]}-" in time[0]:
        return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset) if sign or universal else None


def _from_epoch(seconds: int) -> str | None:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat() if _valid(moment.year, moment.month, moment.day) else None


def _from_digits(match: re.Match[str]) -> str | None:
    """The date of an ISO 8601 form without separators."""
    year, month, day, hours, minutes, seconds, zone = match.groups()
    found = _valid(int(year), int(month), int(day))
    if found is None:
        return None
    time = _TIME.match(f"T{hours}:{minutes}:{seconds or '00'}{zone or ''}") if hours else None
    return (time and _stamp(found, time)) or found.isoformat()
