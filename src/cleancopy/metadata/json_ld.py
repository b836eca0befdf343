"""Candidates from the JSON-LD of a page (schema.org)."""

import html
from collections.abc import Iterator, Mapping, Sequence

from cleancopy.input import strip_controls
from cleancopy.json_ld import get_types
from cleancopy.metadata.byline_parser import read_stated_names
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import parse_date
from cleancopy.metadata.names import clean_name

JsonObject = dict[str, object]

_WORK_TYPES = ("article", "posting", "report", "recipe", "review", "howto", "question", "book", "podcastepisode")
"""Endings of the types of works that a page may be about (schema.org/CreativeWork), in lower case."""
_OTHER_TYPES = frozenset({"webpage", "videoobject", "imageobject", "person"})
_MAX_OBJECTS = 2_000
"""Objects that are read; the others are left out."""
_MAX_VALUE_CHARS = 2_000


def json_ld_candidates(data: object, url: str | None) -> Iterator[Candidate]:
    """Candidates from parsed JSON-LD. Any value may have any type; values of an unexpected type are skipped."""
    objects = list(_walk_objects(data))
    people = {key: o for o in objects if isinstance(key := o.get("@id"), str) and o.get("name")}
    works: list[JsonObject] = []
    others: list[JsonObject] = []
    for item in objects:
        types = _list_types(item)
        if any(t.endswith(_WORK_TYPES) for t in types):
            works.append(item)
        elif not _OTHER_TYPES.isdisjoint(types):
            others.append(item)
    main = _find_main_work(works, url)
    for work in works:
        yield from _work_candidates(work, "main" if work is main else "other", people)
    for item in others:
        yield from _other_candidates(item)


_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "name", "alternativeHeadline"),
    "dek": ("description", "abstract", "alternativeHeadline"),
    "section": ("articleSection",),
    "license": ("license",),
    "tags": ("keywords",),
}
"""By field the properties of a work that hold it."""


def _work_candidates(work: JsonObject, rank: str, people: Mapping[str, JsonObject]) -> Iterator[Candidate]:
    for field, names in _PROPERTIES.items():
        for name in names:
            for value in _list_texts(work.get(name)):
                if len(value) <= _MAX_VALUE_CHARS:
                    yield Candidate(field, value, f"JSON-LD {name}", (f"json-ld {rank} {name}", f"json-ld {rank}"))
    yield from _author_candidates(work, rank, people)
    yield from _date_candidates(work, rank)
    for publisher in _wrap_list(work.get("publisher")):
        for value in _list_texts(publisher.get("name") if isinstance(publisher, dict) else publisher):
            yield Candidate("site", value, "JSON-LD publisher", (f"json-ld {rank}",))


def _other_candidates(item: JsonObject) -> Iterator[Candidate]:
    kind = next(iter(sorted(_list_types(item))), "thing")
    if kind == "webpage":
        for value in _list_texts(item.get("name")):
            yield Candidate("title", value, "JSON-LD WebPage name", ("json-ld page name",))
    for name in ("datePublished", "dateCreated", "uploadDate"):
        for value in _list_texts(item.get(name)):
            if day := parse_date(value):
                yield Candidate("published", day, f"JSON-LD {kind} {name}", (f"json-ld {kind} {name}",))


def _author_candidates(work: JsonObject, rank: str, people: Mapping[str, JsonObject]) -> Iterator[Candidate]:
    for role in ("author", "creator", "contributor"):
        authors = _wrap_list(work.get(role))
        for author in authors:
            person = people.get(str(author.get("@id")), author) if isinstance(author, dict) else author
            types = _list_types(person) if isinstance(person, dict) else frozenset()
            signals = (
                f"json-ld {rank} {role}",
                *(["organisation"] if types and "person" not in types else []),
                *(["one of many"] if len(authors) > 1 else []),
            )
            for value in _list_texts(person.get("name") if isinstance(person, dict) else person):
                for name in read_stated_names(value):
                    part = () if name == clean_name(value) else ("part of a byline",)
                    yield Candidate("authors", name, f"JSON-LD {role}", (*signals, *part))


def _date_candidates(work: JsonObject, rank: str) -> Iterator[Candidate]:
    for name in ("datePublished", "dateCreated", "uploadDate", "dateModified"):
        for value in _list_texts(work.get(name)):
            if day := parse_date(value):
                field = "modified" if name == "dateModified" else "published"
                yield Candidate(field, day, f"JSON-LD {name}", (f"json-ld {rank} {name}",))
                if field == "modified":
                    yield Candidate("published", day, f"JSON-LD {name}", (f"json-ld {rank} {name}",))


def _walk_objects(data: object) -> Iterator[JsonObject]:
    """All objects of JSON-LD at any depth, level by level from the top, each level in the order of the page."""
    waiting, n_objects = [data], 0
    while waiting and n_objects < _MAX_OBJECTS:
        below: list[object] = []
        for item in waiting:
            if isinstance(item, dict):
                n_objects += 1
                yield item
                below.extend([v for v in item.values() if isinstance(v, (dict, list))])
            elif isinstance(item, list):
                below.extend(item)
        waiting = below


def _find_main_work(works: list[JsonObject], url: str | None) -> JsonObject | None:
    """The work that the page is about: the one with the page's address, else the first with a headline."""
    for work in works:
        if url and url in {_read_address(work.get(k)) for k in ("url", "@id", "mainEntityOfPage")}:
            return work
    return next((w for w in works if w.get("headline")), works[0] if works else None)


def _read_address(value: object) -> str | None:
    address = value.get("@id") if isinstance(value, dict) else value
    return address if isinstance(address, str) else None


def _list_types(item: JsonObject) -> frozenset[str]:
    return frozenset(map(str.lower, get_types(item)))


def _wrap_list(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return [v for v in value if not isinstance(v, list)]
    return () if value is None else (value,)


def _list_texts(value: object) -> Iterator[str]:
    """The strings of a value, with character references decoded: sites escape JSON-LD as if it were HTML."""
    for item in _wrap_list(value):
        plain = item.get("@value", item.get("name")) if isinstance(item, dict) else item
        if isinstance(plain, int) and not isinstance(plain, bool):
            plain = str(plain)
        if isinstance(plain, str) and (text := " ".join(strip_controls(html.unescape(plain)).split())):
            yield text
