"""The header of a TEI document: the metadata of an article."""

from xml.etree.ElementTree import Element, SubElement

from cleancopy.article_data import ArticleData
from cleancopy.render.outline import get_separate_dek
from cleancopy.render.values import check_language_tag, normalize_date, to_xml_characters
from cleancopy.urls import safe_url


def build_header(article: ArticleData) -> Element:
    """Return the `teiHeader`. TEI requires title, publication and source even if nothing is known."""
    header = Element("teiHeader")
    file = SubElement(header, "fileDesc")
    _add_title(SubElement(file, "titleStmt"), article)
    _add_publication(SubElement(file, "publicationStmt"), article)
    _add_source(SubElement(file, "sourceDesc"), article)
    _add_profile(header, article)
    return header


def _add_title(statement: Element, article: ArticleData) -> None:
    _add_element(statement, "title", article.title or "", type="main")
    if dek := get_separate_dek(article):
        _add_element(statement, "title", dek, type="sub")
    for author in article.authors:
        _add_element(statement, "author", author)


def _add_publication(statement: Element, article: ArticleData) -> None:
    if not (article.site or article.published or article.license):
        SubElement(statement, "p")
        return
    _add_element(statement, "publisher", article.site or "")
    if article.published:
        _add_date(statement, article.published)
    if article.license:
        terms = safe_url(article.license)
        _add_element(
            SubElement(statement, "availability"), "licence", article.license, **({"target": terms} if terms else {})
        )


def _add_source(description: Element, article: ArticleData) -> None:
    source = SubElement(description, "bibl")
    _add_element(source, "title", article.title or "")
    for author in article.authors:
        _add_element(source, "author", author)
    if article.site:
        _add_element(source, "publisher", article.site)
    if article.published:
        _add_date(source, article.published)
    if article.modified:
        _add_date(source, article.modified, type="modified")
    if article.url:
        address = safe_url(article.url)
        _add_element(source, "ref", article.url, **({"target": address} if address else {}))


def _add_profile(header: Element, article: ArticleData) -> None:
    language = check_language_tag(article.language)
    if not (language or article.tags or article.section):
        return
    profile = SubElement(header, "profileDesc")
    if language:
        SubElement(SubElement(profile, "langUsage"), "language", {"ident": language})
    if article.tags or article.section:
        words = SubElement(SubElement(profile, "textClass"), "keywords")
        if article.section:
            _add_element(words, "term", article.section, type="section")
        for tag in article.tags:
            _add_element(words, "term", tag)


def _add_date(parent: Element, value: str, **attributes: str) -> None:
    when = normalize_date(value)
    _add_element(parent, "date", value, **attributes, **({"when": when} if when else {}))


def _add_element(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = to_xml_characters(text)
