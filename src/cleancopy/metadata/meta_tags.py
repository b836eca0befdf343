"""Candidates from the head of an HTML page: Open Graph, article and plain meta tags, the title element, links."""

import html
import re
from collections.abc import Iterator

from cleancopy.dom import Tree
from cleancopy.input import strip_controls
from cleancopy.lexicon import AUTHOR_LABELS, BY_WORDS, BYLINE_VERBS
from cleancopy.metadata.byline_parser import read_stated_names
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dates import find_url_date, parse_date
from cleancopy.metadata.names import clean_name

_TAGS_OF_FIELD: dict[str, tuple[str, ...]] = {
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
"""By field the meta tags that hold it, as the surveyed publishers and other tools use them."""

_FIELD_OF_TAG = {name: field for field, names in reversed(_TAGS_OF_FIELD.items()) for name in names}
_AUTHOR_LABEL = re.compile(
    rf"\b(?:(?:{'|'.join(BYLINE_VERBS)})\s+(?:{'|'.join(BY_WORDS)})|{'|'.join(AUTHOR_LABELS)})\b", re.I
)
SEPARATORS = re.compile(
    r"\s+(?:[|–—·•»:«~]|-+|::|//|\\|/)\s+|\s*[|»ㅣ｜]\s*|(?<=\S)--+(?=\S)|\s+-\s*|(?<=[가-힣])-(?=[가-힣]+[|ㅣ])|_(?=\S*$)"
)
"""Separators between the title of a page and the name of its site."""
_MAX_VALUE_CHARS = 1_000


def meta_candidates(tree: Tree, url: str | None) -> Iterator[Candidate]:
    """Candidates from meta tags, the title element, the page's address and links to a licence."""
    metas = tree.metas
    names = dict(reversed(metas))
    for name, content in metas:
        if name not in _FIELD_OF_TAG:
            continue
        value = " ".join(strip_controls(html.unescape(content)).split())
        if value and len(value) <= _MAX_VALUE_CHARS:
            yield from _tag_candidates(name, value)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if data in names and _AUTHOR_LABEL.search(names.get(label, "")):
            yield from _author_candidates(data, names[data])
    if title := tree.title:
        yield from _title_candidates("title element", strip_controls(html.unescape(title)))
    for address in (url, tree.canonical_url):
        if address and (day := find_url_date(address)):
            yield Candidate("published", day, "address", ("address",))
    for href in tree.find_licenses():
        yield Candidate("license", href, "link rel=license", ("link",))


def _tag_candidates(name: str, value: str) -> Iterator[Candidate]:
    field = _FIELD_OF_TAG[name]
    if field == "title":
        yield from _title_candidates(name, value)
    elif field == "authors":
        yield from _author_candidates(name, value)
    elif field in {"published", "modified"}:
        if day := parse_date(value):
            yield Candidate(field, day, f"meta {name}", (f"meta {name}", "meta"))
            if field == "modified":
                yield Candidate("published", day, f"meta {name}", (f"meta {name}", "meta modified"))
    else:
        yield Candidate(field, value, f"meta {name}", (f"meta {name}",))


def _title_candidates(name: str, value: str) -> Iterator[Candidate]:
    """A stated title, and its parts: the first or the last may be the name of the site."""
    yield Candidate("title", value, name, (name, "whole title"))
    parts = [p for p in SEPARATORS.split(value) if p]
    if not parts[1:]:
        return
    for signal, part in (("first part", parts[0]), ("last part", parts[-1])):
        yield Candidate("title", part, name, (f"{name} {signal}", signal))
    separators = list(SEPARATORS.finditer(value))
    head, tail = value[: separators[-1].start()], value[separators[0].end() :]
    yield Candidate("title", head, name, (f"{name} without its last part", "without last part"))
    yield Candidate("title", tail, name, (f"{name} without its first part", "without first part"))


def _author_candidates(name: str, value: str) -> Iterator[Candidate]:
    if "://" in value or value.startswith(("@", "www.")):
        return
    for author in read_stated_names(value):
        part = () if author == clean_name(value) else ("part of a byline",)
        yield Candidate("authors", author, f"meta {name}", (f"meta {name}", "meta author tag", *part))
