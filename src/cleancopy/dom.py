"""Parses HTML, and answers questions about the tree. Other modules see the tree only through this one."""

import re
from collections.abc import Container, Iterator
from functools import cached_property

import turbohtml
from turbohtml import Comment, Document, Element, Namespace, Node, ShadowRoot, Text

from cleancopy.input import replace_control_references
from cleancopy.json_ld import list_types, parse_json_ld
from cleancopy.tree_walk import SPECIAL_SELECTOR, TreeHandler, walk_tree

_PAGE_WORD = re.compile(r"[a-zA-Z][a-zA-Z]+")
_MAX_PAGE_WORDS = 30

_SWALLOWING_TAGS = frozenset(
    "script style title iframe noembed noframes noscript template canvas audio video object".split()
)
"""Elements that are not rendered, and that contain everything up to their end tag."""
_STATING_TAGS = "title meta link base script iframe textarea noembed noframes".split()
"""Elements that say something of the page as a whole, or hold what is not rendered."""
_TEXT_TAGS = ("title", "textarea", "iframe", "noembed", "script")
"""Elements that hold no markup by the standard, or whose content is not used: of scripts those with an address."""
_EOF_ERRORS = frozenset({"eof-in-tag", "eof-in-comment", "eof-in-cdata", "eof-in-doctype"})
"""Parse errors of a tokenizer that meets the end of the page inside a construct (HTML standard, section 13.2.2)."""

_SHADOW_ATTRIBUTE = "shadowrootmode"
_HEAD_TAG = re.compile(r"<(?:meta|link|base)\s[^<>]*>", re.IGNORECASE)
"""An element of the head that stands in the title by mistake."""
_HTML = Namespace.HTML  # looking up a member of an enumeration is slow
_SENTINEL = "the end"
"""A comment that is added after the page. A page that ends inside a tag or comment swallows it."""


class Tree:
    """A parsed page."""

    def __init__(self, markup: str) -> None:
        """Parse `markup`. By the HTML standard every string can be parsed."""
        self._markup = markup
        cleaned = replace_control_references(markup)
        self._has_shadow = _SHADOW_ATTRIBUTE in markup
        document = _parse(f"{cleaned}<!--{_SENTINEL}-->")
        self._has_sentinel = _ends_with_sentinel(document)
        self._document = document if self._has_sentinel else _parse(cleaned)

    @cached_property
    def _stating_elements(self) -> dict[str, list[Element]]:
        """The elements of `_STATING_TAGS` by tag. One search is faster than one for each."""
        found: dict[str, list[Element]] = {tag: [] for tag in _STATING_TAGS}
        for element in self._document.select(",".join(_STATING_TAGS)):
            found[element.tag].append(element)
        return found

    @cached_property
    def title(self) -> str | None:
        """The text of the `title` element, or None."""
        for element in self._stating_elements["title"]:
            if element.namespace is _HTML:
                return " ".join(_HEAD_TAG.sub(" ", element.text).split()) or None
        return None

    @cached_property
    def metas(self) -> tuple[tuple[str, str], ...]:
        """Each `meta` element with content: its lower-cased property, name or itemprop, and the content."""
        found = []
        for element in self._stating_elements["meta"]:
            content = " ".join((element.attr("content") or "").split())
            key = element.attr("property") or element.attr("name") or element.attr("itemprop")
            if key and content:
                found.append((key.strip().lower(), content))
        return tuple(found)

    @property
    def meta_by_name(self) -> dict[str, str]:
        """The first non-empty content of each `meta` element by name."""
        return dict(reversed(self.metas))

    @property
    def canonical_url(self) -> str | None:
        """The address that the page gives as its own, exactly as written; None without one."""
        return next(self._find_links("canonical"), None)

    def find_licenses(self) -> Iterator[str]:
        """Yield the addresses of licences that links in the page's head or text name (rel=license)."""
        yield from self._find_links("license")
        for element in self._document.find_all("a", attrs={"rel": "license"}):
            if href := (element.attr("href") or "").strip():
                yield href

    def _find_links(self, relation: str) -> Iterator[str]:
        for element in self._stating_elements["link"]:
            if relation in (element.attr("rel") or "").lower().split() and (
                href := (element.attr("href") or "").strip()
            ):
                yield href

    @property
    def base_url(self) -> str:
        """The address in the page's `base` element, which relative addresses start from; "" without one."""
        return next(((base.attr("href") or "").strip() for base in self._stating_elements["base"]), "")

    @cached_property
    def json_ld(self) -> object:
        """The page's JSON-LD as parsed: objects in a list. Broken pieces are left out."""
        found: list[object] = list(self._document.json_ld())
        return found or parse_json_ld(
            element.text
            for element in self._stating_elements["script"]
            if element.attr("type") == "application/ld+json"
        )

    @property
    def language(self) -> str | None:
        """The `lang` attribute of the root element, or None."""
        root = self._document.root
        return (root.attr("lang") or None) if root else None

    def find_page_words(self) -> tuple[str, ...]:
        """Collect hints at the kind of page: Open Graph type, generator, JSON-LD types, class and id of the body."""
        meta = self.meta_by_name
        words = [f"og:{meta.get('og:type', '')}", f"by:{meta.get('generator', '').partition(' ')[0]}"]
        words += [f"ld:{name}" for name in list_types(self.json_ld)]
        for tag in ("html", "body"):
            if element := self._document.find(tag):
                names = f"{element.attr('class') or ''} {element.attr('id') or ''}"
                words += _PAGE_WORD.findall(names)[:_MAX_PAGE_WORDS]
        return tuple(dict.fromkeys(word.lower() for word in words))

    def find_scripts(self) -> Iterator[str]:
        """Yield the contents of the page's script elements: programs and data."""
        return (element.text for element in self._stating_elements["script"])

    def has_swallowed_markup(self) -> bool:
        """Whether an element that shows nothing holds markup, or is open at the end: XML may have ended it before."""
        return any(map(self._holds_markup, _TEXT_TAGS)) or self.is_unclosed

    def _holds_markup(self, tag: str) -> bool:
        """Whether one of the elements of a tag that shows nothing holds markup."""
        return any(
            "<" in element.text
            for element in self._stating_elements[tag]
            if tag != "script" or element.attr("src") is not None
        )

    @cached_property
    def is_unclosed(self) -> bool:
        """Whether the page ends inside a tag, a comment, or an element whose content is not rendered.

        Everything after the beginning of that construct is invisible in a browser, however long it is.
        """
        if not self._has_sentinel:
            errors = self._document.errors
            if errors and errors[-1].code in _EOF_ERRORS:
                return True
        return any(self._is_left_open(tag) for tag in _SWALLOWING_TAGS & _find_trailing_tags(self._document))

    def _is_left_open(self, tag: str) -> bool:
        """Whether the last element of that tag has no end tag."""
        markup = self._markup if f"<{tag}" in self._markup else self._markup.lower()
        return markup.rfind(f"</{tag}") < markup.rfind(f"<{tag}")

    def walk(self, handler: TreeHandler, reveal: Container[int] = ()) -> int:
        """Send the visible content to `handler` in document order. Returns the depth of the deepest element.

        reveal   the hidden parts to enter as if they were visible, by their index among the hidden parts of the page

        The walk is iterative, so any depth works.
        """
        return walk_tree(self._document, self._special_elements, handler, reveal, has_shadow=self._has_shadow)

    @cached_property
    def _special_elements(self) -> frozenset[Node]:
        """Elements with rare attributes that a walk must look at. Most elements have none, and are not searched."""
        roots = [self._document, *(_find_shadow_roots(self._document) if self._has_shadow else ())]
        return frozenset(element for root in roots for element in root.select(SPECIAL_SELECTOR))

    def find_noframes(self) -> str:
        """The markup that a page of frames has for browsers without them; "" without any."""
        return "".join(element.text for element in self._stating_elements["noframes"])


def _find_shadow_roots(document: Document) -> list[ShadowRoot]:
    """The shadow roots of a page, those within others too."""
    roots: list[Document | ShadowRoot] = [document]
    for root in roots:  # which grows
        roots += [shadow for element in root.iter_elements() if (shadow := element.shadow_root) is not None]
    return [root for root in roots if isinstance(root, ShadowRoot)]


def _parse(markup: str) -> Document:
    return turbohtml.parse(markup, positions=False)


def _ends_with_sentinel(document: Document) -> bool:
    """Whether the last node of a document is the sentinel."""
    node: Node = document
    while children := node.children:
        node = children[-1]
    return isinstance(node, Comment) and node.data == _SENTINEL


def _find_trailing_tags(document: Document) -> set[str]:
    """The tags of the elements that no text follows."""
    tags = set()
    waiting: list[Node] = [document]  # a stack: from the last node to the first, a parent before its children
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            tags.add(node.tag)
        elif isinstance(node, Text) and node.data.strip():
            break
        waiting += node.children
    return tags
