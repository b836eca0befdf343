"""Weak role labels of an HTML page's blocks.

The references say what is running text. The roles of the dropped blocks come from the page: the fields that a set
labels, the metadata of the page, and the class words of the elements above the block. These rules are only used for
teaching. The shipped models see words, shapes and structure, and so learn the roles for pages without class words and
for flattened text, too.
"""

import re
from collections.abc import Sequence

from cleancopy.block import Block, Element, Layout, Role, Segmentation
from labelled import normalize_words

MIN_KEPT_SHARE = 0.5
"""A block with at least this share in the reference counts as running text."""

_BY_TAG = {"nav": Role.NAVIGATION, "form": Role.FORM, "select": Role.FORM, "textarea": Role.FORM}
_BY_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"^(?:{'|'.join(patterns)})$"))
    for role, *patterns in (
        (Role.CONSENT, r"cookies?|consent|gdpr|onetrust|cookiebot|didomi|privacybanner|cmp"),
        (Role.COMMENT, r"comments?|commentlist|disqus|respond|replies|reply|kommentare?|commenter"),
        (Role.SHARE, r"share|sharing|social|socials|sharebar|addthis|facebook|twitter|whatsapp|follow"),
        (Role.ADVERTISEMENT, r"ads?|advert|advertisement|advertising|sponsor|sponsored|banner|dfp|outbrain|taboola"),
        (Role.PROMOTION, r"newsletters?|subscribe|subscription|promo|promotion|paywall|signup|cta|donate|offer"),
        (Role.RELATED, r"related|recommended|recommendations?|more|teasers?|latest|trending|popular|mostread",
                       r"readmore|cards?|carousel|similar|headlines|river|stories"),
        (Role.LEGAL, r"copyright|legal|disclaimer|imprint|terms|rights"),
        (Role.NAVIGATION, r"nav|navigation|navbar|menu|submenu|breadcrumbs?|pagination|pager|topbar|tabs|toc|skip",
                          r"megamenu|categories|taglist|tags?|header|masthead|footer"),
    )
)  # fmt: skip
_BYLINE = re.compile(r"^(?:author|authors|byline|autor|contributor|writer|auteur)$")
_DATELINE = re.compile(r"^(?:date|time|timestamp|published|datepublished|pubdate|updated|datetime|datum)$")
_CREDIT = re.compile(r"^(?:credits?|photographer|copyright|photocredit|imagecredit|source)$")
_CAPTION = re.compile(r"^(?:captions?|figcaption|cutline|legend|wp-caption-text|bildunterschrift)$")
MIN_DEK_WORDS = 6


def guess_roles(
    page: Segmentation, labels: Sequence[float], fields: dict[str, list[str]], meta: dict[str, str]
) -> list[Role | None]:
    """Give each block of an HTML page its likeliest role; None if there is no evidence.

    labels   share of each block in the reference; below 0 if it is unknown
    fields   labels of the set: title, dek, headings, captions, credits, authors (lists of texts)
    meta     contents of the page's meta tags by name
    """
    known = {name: {normalize_words(v) for v in values} - {""} for name, values in fields.items()}
    known["site"] = {normalize_words(meta.get("og:site_name"))} - {""}
    known["description"] = {normalize_words(meta.get("description")), normalize_words(meta.get("og:description"))} - {
        ""
    }
    return [_guess_role(b, label, page.elements, known) for b, label in zip(page.blocks, labels, strict=True)]


def _guess_role(block: Block, label: float, elements: Sequence[Element], known: dict[str, set[str]]) -> Role | None:
    text = normalize_words(block.text)
    kept = label >= MIN_KEPT_SHARE
    if text in known["title"] and block.layout is not Layout.ALT:
        return Role.HEADLINE
    if text in known["headings"]:
        return Role.SUBHEADING
    if kept:
        return Role.SUBHEADING if block.layout is Layout.HEADING else Role.PARAGRAPH
    if text in known["dek"]:
        return Role.DEK
    return _guess_field(block, text, elements, known) or (_guess_boilerplate(block, elements) if label >= 0 else None)


def _guess_field(  # noqa: PLR0911
    block: Block, text: str, elements: Sequence[Element], known: dict[str, set[str]]
) -> Role | None:
    """The role of a block that is a field beside the running text; None for other blocks."""
    near = _collect_names(block, elements, 3)
    if text in known["captions"]:
        return Role.CAPTION
    if text in known["credits"] or (
        _has_match(_CREDIT, near[:12]) and len(block.text) < 120 and _is_in_figure(block, elements)
    ):
        return Role.CREDIT
    if (block.layout is Layout.CAPTION or _has_match(_CAPTION, near[:12])) and block.layout is not Layout.ALT:
        return Role.CAPTION
    if len(text.split()) >= MIN_DEK_WORDS and text in known["description"] and block.layout is not Layout.ALT:
        return Role.DEK
    if text in known["site"]:
        return Role.SITE
    if len(block.text) < 150 and (text in known["authors"] or _has_match(_BYLINE, near)):
        return Role.BYLINE
    if len(block.text) < 80 and _has_match(_DATELINE, near) and any(c.isdigit() for c in block.text):
        return Role.DATELINE
    return None


def _guess_boilerplate(block: Block, elements: Sequence[Element]) -> Role:
    if block.layout is Layout.ALT:
        return Role.OTHER
    element_index = block.element
    while element_index >= 0:
        element = elements[element_index]
        for role, pattern in _BY_WORDS:
            if any(pattern.match(w) for w in element.words):
                return role
        if element.tag in _BY_TAG:
            return _BY_TAG[element.tag]
        element_index = element.parent
    if "©" in block.text:
        return Role.LEGAL
    return Role.OTHER


def _collect_names(block: Block, elements: Sequence[Element], levels: int) -> list[str]:
    words, element_index = list(block.inline_names), block.element
    for _ in range(levels):
        if element_index < 0:
            break
        words += elements[element_index].words
        element_index = elements[element_index].parent
    return words


def _is_in_figure(block: Block, elements: Sequence[Element]) -> bool:
    element_index = block.element
    for _ in range(5):
        if element_index < 0:
            return False
        if elements[element_index].tag in {"figure", "figcaption"} or _has_match(
            _CAPTION, list(elements[element_index].words)
        ):
            return True
        element_index = elements[element_index].parent
    return False


def _has_match(pattern: re.Pattern[str], words: list[str]) -> bool:
    return any(pattern.match(w) for w in words)
