"""Weak role labels of an HTML page's blocks.

The references say what is running text. What a dropped block is instead is read off its page: the fields that
a set labels, what the page's own metadata states, and the class words of the elements above it. These rules
are only used to teach; the shipped models see words, shapes and structure, and so learn the roles for pages
without class words and for flattened text too.
"""

import re
from collections.abc import Sequence

from cleancopy.block import Block, Element, Layout, Role, Segmentation
from training.labels import words_of

KEPT = 0.5
"""A block with at least this share of it in the reference counts as part of it."""

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
DEK_WORDS = 6


def norm(text: str | None) -> str:
    """Words of a text as the scorer compares them, joined by spaces."""
    return " ".join(words_of(text or ""))


def block_roles(
    page: Segmentation, labels: Sequence[float], fields: dict[str, list[str]], meta: dict[str, str]
) -> list[Role | None]:
    """Give each block of an HTML page its likeliest role, None where nothing tells.

    labels   share of each block in the reference; below 0 where there is no reference for it
    fields   what the set labels: title, dek, headings, captions, credits, authors (lists of texts)
    meta     what the page's meta tags state
    """
    known = {name: {norm(v) for v in values} - {""} for name, values in fields.items()}
    known["site"] = {norm(meta.get("og:site_name"))} - {""}
    known["description"] = {norm(meta.get("description")), norm(meta.get("og:description"))} - {""}
    return [_role(b, label, page.elements, known) for b, label in zip(page.blocks, labels, strict=True)]


def _role(block: Block, label: float, elements: Sequence[Element], known: dict[str, set[str]]) -> Role | None:
    text = norm(block.text)
    kept = label >= KEPT
    if text in known["title"] and block.layout is not Layout.ALT:
        return Role.HEADLINE
    if text in known["headings"]:
        return Role.SUBHEADING
    if kept:
        return Role.SUBHEADING if block.layout is Layout.HEADING else Role.PARAGRAPH
    if text in known["dek"]:
        return Role.DEK
    return _beside(block, text, elements, known) or (_boilerplate(block, elements) if label >= 0 else None)


def _beside(  # noqa: PLR0911
    block: Block, text: str, elements: Sequence[Element], known: dict[str, set[str]]
) -> Role | None:
    """Give a field that stands beside the running text, None for all else."""
    near = _words_above(block, elements, 3)
    if text in known["captions"]:
        return Role.CAPTION
    if text in known["credits"] or (_any(_CREDIT, near[:12]) and len(block.text) < 120 and _in_figure(block, elements)):
        return Role.CREDIT
    if (block.layout is Layout.CAPTION or _any(_CAPTION, near[:12])) and block.layout is not Layout.ALT:
        return Role.CAPTION
    if len(text.split()) >= DEK_WORDS and text in known["description"] and block.layout is not Layout.ALT:
        return Role.DEK
    if text in known["site"]:
        return Role.SITE
    if len(block.text) < 150 and (text in known["authors"] or _any(_BYLINE, near)):
        return Role.BYLINE
    if len(block.text) < 80 and _any(_DATELINE, near) and any(c.isdigit() for c in block.text):
        return Role.DATELINE
    return None


def _boilerplate(block: Block, elements: Sequence[Element]) -> Role:
    if block.layout is Layout.ALT:
        return Role.OTHER
    at = block.element
    while at >= 0:
        element = elements[at]
        for role, pattern in _BY_WORDS:
            if any(pattern.match(w) for w in element.words):
                return role
        if element.tag in _BY_TAG:
            return _BY_TAG[element.tag]
        at = element.parent
    if "©" in block.text:
        return Role.LEGAL
    return Role.OTHER


def _words_above(block: Block, elements: Sequence[Element], reach: int) -> list[str]:
    words, at = list(block.inner), block.element
    for _ in range(reach):
        if at < 0:
            break
        words += elements[at].words
        at = elements[at].parent
    return words


def _in_figure(block: Block, elements: Sequence[Element]) -> bool:
    at = block.element
    for _ in range(5):
        if at < 0:
            return False
        if elements[at].tag in {"figure", "figcaption"} or _any(_CAPTION, list(elements[at].words)):
            return True
        at = elements[at].parent
    return False


def _any(pattern: re.Pattern[str], words: list[str]) -> bool:
    return any(pattern.match(w) for w in words)
