"""Fields that the head of an HTML page states: Open Graph, article and plain meta tags, the title element."""

import html
import re
from collections.abc import Iterator

from cleancopy.controls import without_controls
from cleancopy.dom import Tree
from cleancopy.links import safe
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import date_of_url, read_date
from cleancopy.metadata.fields import Stated
from cleancopy.metadata.names import byline_names, clean_name, stated_name

_PAID_TIERS = frozenset({"locked", "metered"})
"""Values of `article:content_tier` for text that is not free (Facebook's paywall tags)."""

_NAMED: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "headline",
              "name", "dcterms.title", "mrf:title", "cxenseparse:title", "title"),
    "dek": ("description", "og:description", "twitter:description", "sailthru.description", "dc.description",
            "abstract", "lead", "cxenseparse:description"),
    "authors": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
                "citation_author", "byl", "article:author_name", "cxenseparse:author", "creator", "dc.author",
                "twitter:creator", "og:article:author", "authors", "rbauthors", "news_authors"),
    "published": ("article:published_time", "datepublished", "parsely-pub-date", "pubdate", "date", "dc.date",
                  "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date", "publish-date", "publish_date",
                  "og:published_time", "article:published", "datecreated", "citation_publication_date",
                  "dc.date.created", "last-modified", "published_time", "cxenseparse:recs:publishtime",
                  "og:article:published_time", "date.issued", "displaydate", "ptime", "published_at", "created",
                  "dc.issued", "iso-8601-publish-date",
                  "rnews:datepublished", "citation_date", "article.created", "article.published", "creation_date",
                  "publisheddate", "publicationdate", "revised", "uploaddate", "og:release_date", "release_date"),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified",
                 "lastmod", "dc.date.modified", "modified_time", "article:modified", "updated_time"),
    "site": ("og:site_name", "application-name", "al:android:app_name", "apple-mobile-web-app-title", "publisher"),
    "section": ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:category"),
    "tags": ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags"),
    "license": ("dcterms.license", "dc.rights", "license", "rights"),
}  # fmt: skip
"""By field the meta tags that name it, as the surveyed publishers and other tools use them."""

_FIELD_OF = {name: field for field, names in reversed(_NAMED.items()) for name in names}
_AUTHOR_LABELS = re.compile(r"written by|author|verfasst von|geschrieben von|autor|écrit par|escrito por", re.I)
SEPARATORS = re.compile(
    r"\s+(?:[|–—·•»:«~]|-+|::|//|\\|/)\s+|\s*[|»ㅣ｜]\s*|(?<=\S)--+(?=\S)|\s+-\s*|(?<=[가-힣])-(?=[가-힣]+[|ㅣ])|_(?=\S*$)"
)
"""What stands between a page's title and the name of its site."""
_VALUE_CHARS = 1_000


def read_stated(tree: Tree) -> Stated:
    """What the head says of the page as a whole; the model is told title and description as they stand."""
    meta = tree.meta()
    tier = meta.get("article:content_tier", "").lower()
    free = _accesses(tree.json_ld())

    def first(*keys: str) -> str | None:
        return next((meta[k] for k in keys if k in meta), None)

    return Stated(
        title=first("og:title", "twitter:title") or tree.title(),
        description=first("description", "og:description", "twitter:description"),
        url=safe(tree.canonical() or first("og:url") or ""),
        base=tree.base() or None,
        image=first("og:image", "og:image:url", "twitter:image", "twitter:image:src"),
        locale=first("og:locale") or tree.language(),
        paid=tier in _PAID_TIERS or any(value.endswith("false") for value in free),
        free=tier == "free" or any(value.endswith("true") for value in free),
    )


def meta_candidates(tree: Tree, url: str | None) -> Iterator[Candidate]:
    """Candidates from meta tags, the title element, the page's address and links that name licence or site."""
    metas = tree.metas()
    names = dict(reversed(metas))
    for name, content in metas:
        value = " ".join(without_controls(html.unescape(content)).split())
        if value and len(value) <= _VALUE_CHARS:
            yield from _of_tag(name, value)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if data in names and _AUTHOR_LABELS.search(names.get(label, "")):
            yield from _author(data, names[data])
    if title := tree.title():
        yield from _title("title element", without_controls(html.unescape(title)))
    for address in (url, tree.canonical()):
        if address and (day := date_of_url(address)):
            yield Candidate("published", day, "address", ("address",))
    for href in tree.licenses():
        yield Candidate("license", href, "link rel=license", ("link",))


def _of_tag(name: str, value: str) -> Iterator[Candidate]:
    field = _FIELD_OF.get(name)
    if field == "title":
        yield from _title(name, value)
    elif field == "authors":
        yield from _author(name, value)
    elif field in {"published", "modified"}:
        if day := read_date(value):
            yield Candidate(field, day, f"meta {name}", (f"meta {name}", "meta"))
            if field == "modified":
                yield Candidate("published", day, f"meta {name}", (f"meta {name}", "meta modified"))
    elif field is not None:
        yield Candidate(field, value, f"meta {name}", (f"meta {name}",))


def _title(name: str, value: str) -> Iterator[Candidate]:
    """A stated title as it stands, and its parts: the first or the last may be the name of the site."""
    yield Candidate("title", value, name, (name, "whole title"))
    parts = [p for p in SEPARATORS.split(value) if p]
    if not parts[1:]:
        return
    for clue, part in (("first part", parts[0]), ("last part", parts[-1])):
        yield Candidate("title", part, name, (f"{name} {clue}", clue))
    cuts = list(SEPARATORS.finditer(value))
    yield Candidate("title", value[: cuts[-1].start()], name, (f"{name} without its last part", "without last part"))
    yield Candidate("title", value[cuts[0].end() :], name, (f"{name} without its first part", "without first part"))


def _author(name: str, value: str) -> Iterator[Candidate]:
    if "://" in value or value.startswith(("@", "www.")):
        return
    for author in byline_names(value) or stated_name(value):
        whole = () if author == clean_name(value) else ("part of a byline",)
        yield Candidate("authors", author, f"meta {name}", (f"meta {name}", "meta author tag", *whole))


def _accesses(data: object) -> frozenset[str]:
    """What `isAccessibleForFree` (schema.org) of the things in JSON-LD says, at any depth: "true", "false".

    Sites also write "False", or the address of that value.
    """
    found = set()
    waiting = [data]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            if "isAccessibleForFree" in thing:
                found.add(str(thing["isAccessibleForFree"]).lower())
            waiting += [value for value in thing.values() if isinstance(value, (dict, list))]
        elif isinstance(thing, list):
            waiting += thing
    return frozenset(found)
