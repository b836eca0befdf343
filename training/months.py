"""Write the names of the months that ship: `python -m training.months`. From CLDR, as the babel package has it."""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, localedata

from cleancopy.metadata import dates
from cleancopy.metadata.dates import fold

MONTHS = Path(dates.__file__).with_name("months.json")

LOCALES = """
    en en_GB en_AU de de_AT fr fr_CA es es_MX es_PE it pt nl da sv nb nn fi is fo pl cs sk hu ro hr sr sr_Latn sl bs
    bs_Cyrl bg mk uk ru be el tr et lv lt ca gl oc eu cy ga gd br sq mt lb az uz uz_Cyrl kk ky mn hy ka he ar ar_LB
    ar_MA ar_DZ ar_TN fa ur hi mr ne bn pa gu kn ta te ml si th lo my km am vi id ms fil sw af eo
""".split()
"""One a language and script, and the regions whose names differ."""

SHORTEST = 3
"""Letters of the shortest name in Latin script. In others a whole name may have two, as May has in Hindi."""

ENDINGS = {"eu": ("ren", "k", "ko")}
"""Endings that a name takes inside a date, which CLDR writes in its patterns and not in the names."""

MORE = {
    "bn": "জানুয়ারি ফেব্রুয়ারি - - - - - আগষ্ট - - - -",
    "ca": "- - - - - - - - set - - -",
    "de": "jaenner feber maerz - - - - - - - - -",
    "el": "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "en": "- - - - - - - - sept - - -",
    "es": "- - - - - - - - setiembre - - -",
    "fa": "- - - - می - جولای آگوست - - - -",
    "fr": "- fev - - - - - aou - - - -",
    "he": "- - מרס - - - - - - - - -",
    "hi": "- - - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर",
    "ka": "იანვარს თებერვალს მარტს აპრილს მაისს ივნისს ივლისს აგვისტოს სექტემბერს ოქტომბერს ნოემბერს დეკემბერს",
    "lv": "janvara februara marta aprila maija junija julija augusta septembra oktobra novembra decembra",
    "pl": "- - - - maj - - - wrz paz - -",
    "ro": "- - - - - - - - sept - noiem -",
    "ru": "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "te": "- - - - - - జూలై ఆగష్టు - - - -",
    "uk": "січ лют бер кві тра чер лип сер вер жов лис гру",
}
"""Forms and abbreviations that sites write and CLDR lacks, January first; a hyphen where there is none."""


def main() -> None:
    entries = {name: entry for name, months in sorted(collect().items()) if (entry := _entry(months))}
    lines = (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in _groups(entries))
    MONTHS.write_text("{\n" + ",\n".join(line[1:-1] for line in lines) + "\n}\n", encoding="utf-8")
    print(len(entries), "names,", {n: e for n, e in entries.items() if isinstance(e, dict)})


def collect() -> dict[str, dict[str, int]]:
    """Folded name → language → month."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code in LOCALES:
        language = code.partition("_")[0]
        for month, name in itertools.chain(_of_cldr(code), _of_hand(language)):
            found[name].setdefault(language, month)
    return found


def _of_cldr(code: str) -> Iterator[tuple[int, str]]:
    language = code.partition("_")[0]
    localedata._cache.clear()  # noqa: SLF001 - reading Azerbaijani changes what babel 2.18 says of all read after it
    for widths in Locale.parse(code).months.values():
        for width in ("wide", "abbreviated"):
            for month, written in widths.get(width, {}).items():
                for name in _forms(fold(written).strip(), language):
                    if _is_name(name, width):
                        yield month, name


def _forms(name: str, language: str) -> Iterable[str]:
    """A folded name as dates have it: without an article, and with what a language glues to it."""
    for article in ("de ", "d’", "d'"):
        name = name.removeprefix(article)
    if language == "he":
        return name, "ב" + name  # "in", a prefix
    return name, *(name + ending for ending in ENDINGS.get(language, ()))


def _is_name(name: str, width: str) -> bool:
    if any(c.isdigit() for c in name) or not name:
        return False
    return len(name) >= SHORTEST or (width == "wide" and len(name) > 1 and not name.isascii())


def _of_hand(language: str) -> Iterator[tuple[int, str]]:
    names = MORE.get(language, "").split()
    return ((m, form) for m, name in enumerate(names, 1) if name != "-" for form in _forms(fold(name), language))


def _entry(months: dict[str, int]) -> int | dict[str, int]:
    """The month of a name, by language where languages differ."""
    return dict(sorted(months.items())) if len(set(months.values())) > 1 else next(iter(months.values()))


def _groups(entries: dict[str, int | dict[str, int]]) -> Iterator[dict[str, int | dict[str, int]]]:
    """The entries of one line of the file: those with the same first letter."""
    for _, names in itertools.groupby(entries, key=lambda name: name[0]):
        yield {name: entries[name] for name in names}


if __name__ == "__main__":
    main()
