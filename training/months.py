"""Write the names of months and weekdays that ship: `python -m training.months`. From CLDR, as babel has it."""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, localedata

from cleancopy.metadata import month_names
from cleancopy.metadata.month_names import fold_name

MONTHS = Path(month_names.__file__).with_name("months.json")
WEEKDAYS = MONTHS.with_name("weekdays.json")

LOCALES = """
    en en_GB en_AU de de_AT fr fr_CA es es_MX es_PE it pt nl da sv nb nn fi is fo pl cs sk hu ro hr sr sr_Latn sl bs
    bs_Cyrl bg mk uk ru be el tr et lv lt ca gl oc eu cy ga gd br sq mt lb az uz uz_Cyrl kk ky mn hy ka he ar ar_LB
    ar_MA ar_DZ ar_TN fa ur hi mr ne bn pa gu kn ta te ml si th lo my km am vi id ms fil sw af eo
""".split()
"""One for each language and script, and the regions whose names differ."""

MIN_LETTERS = 3
"""Letters of the shortest name in Latin script. In other scripts a whole name may have two, like May in Hindi."""

ENDINGS = {"eu": ("ren", "k", "ko")}
"""Endings of a name inside a date, which CLDR has in its patterns and not in the names."""

ADDITIONS = {
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
"""Forms and abbreviations that sites use and CLDR lacks, January first; a hyphen for a month without one."""


def main() -> None:
    entries = {name: entry for name, months in sorted(collect().items()) if (entry := make_entry(months))}
    lines = (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in _group_entries(entries))
    MONTHS.write_text("{\n" + ",\n".join(line[1:-1] for line in lines) + "\n}\n", encoding="utf-8")
    weekdays = json.dumps(sorted(collect_weekdays()), ensure_ascii=False, indent=0)
    WEEKDAYS.write_text(f"{weekdays}\n", encoding="utf-8")
    print(len(entries), "names,", {n: e for n, e in entries.items() if isinstance(e, dict)})


def collect() -> dict[str, dict[str, int]]:
    """Folded name → language → month."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code in LOCALES:
        language = code.partition("_")[0]
        for month, name in itertools.chain(_read_cldr(code), _read_additions(language)):
            found[name].setdefault(language, month)
    return found


def collect_weekdays() -> set[str]:
    """The folded names of weekdays, written in full. Short ones are first names and words, too: "Sun", "Mar"."""
    found = set()
    for code in LOCALES:
        localedata._cache.clear()  # noqa: SLF001 - see `_read_cldr`
        for widths in Locale.parse(code).days.values():
            found.update(fold_name(name).strip() for name in widths.get("wide", {}).values())
    return {name for name in found if len(name) >= MIN_LETTERS}


def _read_cldr(code: str) -> Iterator[tuple[int, str]]:
    language = code.partition("_")[0]
    localedata._cache.clear()  # noqa: SLF001 - reading Azerbaijani changes what babel 2.18 gives for the languages after it
    for widths in Locale.parse(code).months.values():
        for width in ("wide", "abbreviated"):
            for month, written in widths.get(width, {}).items():
                for name in _list_forms(fold_name(written).strip(), language):
                    if _is_name(name, width):
                        yield month, name


def _list_forms(name: str, language: str) -> Iterable[str]:
    """The forms of a folded name in dates: without an article, and with the prefixes and endings of the language."""
    for article in ("de ", "d’", "d'"):
        name = name.removeprefix(article)
    if language == "he":
        return name, "ב" + name  # "in", a prefix
    return name, *(name + ending for ending in ENDINGS.get(language, ()))


def _is_name(name: str, width: str) -> bool:
    if any(c.isdigit() for c in name) or not name:
        return False
    return len(name) >= MIN_LETTERS or (width == "wide" and len(name) > 1 and not name.isascii())


def _read_additions(language: str) -> Iterator[tuple[int, str]]:
    names = ADDITIONS.get(language, "").split()
    return (
        (m, form) for m, name in enumerate(names, 1) if name != "-" for form in _list_forms(fold_name(name), language)
    )


def make_entry(months: dict[str, int]) -> int | dict[str, int]:
    """The month of a name; by language if languages differ."""
    return dict(sorted(months.items())) if len(set(months.values())) > 1 else next(iter(months.values()))


def _group_entries(entries: dict[str, int | dict[str, int]]) -> Iterator[dict[str, int | dict[str, int]]]:
    """The entries of one line of the file: those with the same first letter."""
    for _, names in itertools.groupby(entries, key=lambda name: name[0]):
        yield {name: entries[name] for name in names}


if __name__ == "__main__":
    main()
