"""Fields that a page states as data in JSON-LD (schema.org)."""

import html
from collections.abc import Iterator, Mapping, Sequence

from cleancopy.controls import without_controls
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import read_date
from cleancopy.metadata.names import byline_names, clean_name, stated_name

Thing = dict[str, object]

_ARTICLES = ("article", "posting", "report", "recipe", "review", "howto", "question", "book", "podcastepisode")
"""Types that end so are what a page of that type is about (schema.org/CreativeWork)."""
_PARTS = frozenset({"webpage", "videoobject", "imageobject", "person"})
_THINGS = 2_000
"""More things than that a page says nothing about: what comes after is left out."""
_VALUE_CHARS = 2_000


def linked_candidates(data: object, url: str | None) -> Iterator[Candidate]:
    """Candidates from JSON-LD as parsed. Anything may be anything: what does not fit is passed over."""
    things = list(_things(data))
    people = {identity: t for t in things if isinstance(identity := t.get("@id"), str) and t.get("name")}
    works: list[Thing] = []
    others: list[Thing] = []
    for thing in things:
        types = _types(thing)
        if any(t.endswith(_ARTICLES) for t in types):
            works.append(thing)
        elif not _PARTS.isdisjoint(types):
            others.append(thing)
    main = _main(works, url)
    for work in works:
        yield from _of_work(work, "main" if work is main else "other", people)
    for thing in others:
        yield from _of_page(thing)


_NAMED: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "name", "alternativeHeadline"),
    "dek": ("description", "abstract", "alternativeHeadline"),
    "section": ("articleSection",),
    "license": ("license",),
    "tags": ("keywords",),
}
"""By field the properties of a work that hold it."""


def _of_work(work: Thing, clue: str, people: Mapping[str, Thing]) -> Iterator[Candidate]:
    for field, names in _NAMED.items():
        for name in names:
            for value in _texts(work.get(name)):
                if len(value) <= _VALUE_CHARS:
                    yield Candidate(field, value, f"JSON-LD {name}", (f"json-ld {clue} {name}", f"json-ld {clue}"))
    yield from _authors(work, clue, people)
    yield from _dates(work, clue)
    for publisher in _listed(work.get("publisher")):
        for value in _texts(publisher.get("name") if isinstance(publisher, dict) else publisher):
            yield Candidate("site", value, "JSON-LD publisher", (f"json-ld {clue}",))


def _of_page(thing: Thing) -> Iterator[Candidate]:
    kind = next(iter(sorted(_types(thing))), "thing")
    if kind == "webpage":
        for value in _texts(thing.get("name")):
            yield Candidate("title", value, "JSON-LD WebPage name", ("json-ld page name",))
    for name in ("datePublished", "dateCreated", "uploadDate"):
        for value in _texts(thing.get(name)):
            if day := read_date(value):
                yield Candidate("published", day, f"JSON-LD {kind} {name}", (f"json-ld {kind} {name}",))


def _authors(work: Thing, clue: str, people: Mapping[str, Thing]) -> Iterator[Candidate]:
    for role in ("author", "creator", "contributor"):
        authors = _listed(work.get(role))
        for author in authors:
            thing = people.get(str(author.get("@id")), author) if isinstance(author, dict) else author
            organisation = isinstance(thing, dict) and "person" not in _types(thing) and bool(_types(thing))
            clues = (
                f"json-ld {clue} {role}",
                *(["organisation"] if organisation else []),
                *(["one of many"] if len(authors) > 1 else []),
            )
            for value in _texts(thing.get("name") if isinstance(thing, dict) else thing):
                for name in byline_names(value) or stated_name(value):
                    whole = () if name == clean_name(value) else ("part of a byline",)
                    yield Candidate("authors", name, f"JSON-LD {role}", (*clues, *whole))


def _dates(work: Thing, clue: str) -> Iterator[Candidate]:
    for name in ("datePublished", "dateCreated", "uploadDate", "dateModified"):
        for value in _texts(work.get(name)):
            if day := read_date(value):
                field = "modified" if name == "dateModified" else "published"
                yield Candidate(field, day, f"JSON-LD {name}", (f"json-ld {clue} {name}",))
                if field == "modified":
                    yield Candidate("published", day, f"JSON-LD {name}", (f"json-ld {clue} {name}",))


def _things(data: object) -> Iterator[Thing]:
    """All objects of JSON-LD at any depth, in the order of the page: those at the top first."""
    waiting, seen = [data], 0
    while waiting and seen < _THINGS:
        below: list[object] = []
        for item in waiting:
            if isinstance(item, dict):
                seen += 1
                yield item
                below.extend([v for v in item.values() if isinstance(v, (dict, list))])
            elif isinstance(item, list):
                below.extend(item)
        waiting = below


def _main(works: list[Thing], url: str | None) -> Thing | None:
    """The work that the page is about: the one that names the page's address, else the first with a headline."""
    for work in works:
        if url and url in {_address(work.get(k)) for k in ("url", "@id", "mainEntityOfPage")}:
            return work
    return next((w for w in works if w.get("headline")), works[0] if works else None)


def _address(value: object) -> str | None:
    found = value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _types(thing: Thing) -> frozenset[str]:
    return frozenset([t.lower() for t in _listed(thing.get("@type")) if isinstance(t, str)])


def _listed(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return [v for v in value if not isinstance(v, list)]
    return () if value is None else (value,)


def _texts(value: object) -> Iterator[str]:
    """The strings of a value, with character references read: sites escape JSON-LD as if it were HTML."""
    for item in _listed(value):
        plain = item.get("@value", item.get("name")) if isinstance(item, dict) else item
        if isinstance(plain, int) and not isinstance(plain, bool):
            plain = str(plain)
        if isinstance(plain, str) and (text := " ".join(without_controls(html.unescape(plain)).split())):
            yield text
