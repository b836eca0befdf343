"""The header of a TEI document: what is known of an article."""

from xml.etree.ElementTree import Element, SubElement

from cleancopy.article import Article
from cleancopy.links import safe
from cleancopy.render.values import characters, language_tag, moment


def header_of(article: Article) -> Element:
    """The `teiHeader`; TEI asks for title, publication and source even where nothing is known."""
    header = Element("teiHeader")
    file = SubElement(header, "fileDesc")
    _title(SubElement(file, "titleStmt"), article)
    _publication(SubElement(file, "publicationStmt"), article)
    _source(SubElement(file, "sourceDesc"), article)
    _profile(header, article)
    return header


def _title(statement: Element, article: Article) -> None:
    _add(statement, "title", article.title or "", type="main")
    if article.dek:
        _add(statement, "title", article.dek, type="sub")
    for author in article.authors:
        _add(statement, "author", author)


def _publication(statement: Element, article: Article) -> None:
    if not (article.site or article.published or article.license):
        SubElement(statement, "p")
        return
    _add(statement, "publisher", article.site or "")
    if article.published:
        _date(statement, article.published)
    if article.license:
        terms = safe(article.license)
        _add(SubElement(statement, "availability"), "licence", article.license, **({"target": terms} if terms else {}))


def _source(description: Element, article: Article) -> None:
    source = SubElement(description, "bibl")
    _add(source, "title", article.title or "")
    for author in article.authors:
        _add(source, "author", author)
    if article.site:
        _add(source, "publisher", article.site)
    if article.published:
        _date(source, article.published)
    if article.modified:
        _date(source, article.modified, type="modified")
    if article.url:
        address = safe(article.url)
        _add(source, "ref", article.url, **({"target": address} if address else {}))


def _profile(header: Element, article: Article) -> None:
    language = language_tag(article.language)
    if not (language or article.tags or article.section):
        return
    profile = SubElement(header, "profileDesc")
    if language:
        SubElement(SubElement(profile, "langUsage"), "language", {"ident": language})
    if article.tags or article.section:
        words = SubElement(SubElement(profile, "textClass"), "keywords")
        if article.section:
            _add(words, "term", article.section, type="section")
        for tag in article.tags:
            _add(words, "term", tag)


def _date(above: Element, value: str, **attributes: str) -> None:
    when = moment(value)
    _add(above, "date", value, **attributes, **({"when": when} if when else {}))


def _add(above: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(above, tag, attributes).text = characters(text)
