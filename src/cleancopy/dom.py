# cython: language_level=3, annotation_typing=False, binding=False
"""Parses HTML and walks over what a visitor of the page sees. Other modules see the tree only through this one."""

import re
from collections.abc import Container, Iterator, Mapping, Set
from functools import cached_property

import turbohtml
from turbohtml import Comment, Document, Element, Namespace, Node, ShadowRoot, Text

from cleancopy.block import PROSE_CHARS
from cleancopy.code_parts import find_code_parts
from cleancopy.formulas import Formula, find_formulas
from cleancopy.input import replace_control_references
from cleancopy.json_ld import list_types, parse_json_ld
from cleancopy.lexicon import SIDE_NOTE_TAG

# Elements that browsers do not render, by the user-agent style sheet of the HTML standard
# (section 15.3.1 "Hidden elements"), or whose content is only a fallback (section 4.8, 4.12).
_UNRENDERED_TAGS = frozenset(
    (
        "area audio base basefont canvas datalist head iframe link meta noembed noframes param rp "
        "script source style template title track video"
    ).split()
)
_EMBEDDING_ATTRIBUTES = frozenset({"data", "classid"})
"""An `object` with one of these attributes embeds something, and its content is a fallback for browsers that cannot
show it. Without them the content is shown (HTML standard, section 4.8.7). `classid` asks for a plugin, which browsers
no longer support."""
_UNRENDERED_SVG_TAGS = frozenset({"title", "desc", "metadata", "defs", "script", "style"})
_SPECIAL_TAGS = _UNRENDERED_TAGS | _UNRENDERED_SVG_TAGS | {"object", "img", "noscript", "dialog"}
"""Elements that a walk does not simply enter."""
_IDENTIFYING_ATTRIBUTES = ("class", "id", "itemprop", "role", "data-testid", "data-component")
_SPECIAL_SELECTOR = ",".join(f"[{name}]" for name in ("hidden", "style", *_IDENTIFYING_ATTRIBUTES[2:]))

_KEPT_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "a": ("href", "rel"),
    "time": ("datetime",),
    "abbr": ("title",),
    "ol": ("start",),
    "li": ("value",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "pre": ("class", "data-lang", "data-language", "lang"),
    "code": ("class", "data-lang", "data-language", "lang"),
    "blockquote": ("cite",),
}
"""The attributes that segmentation needs, by tag, besides class and id."""
# Attributes that hold an image's address, the likeliest first. Scripts load lazy images from the data attributes.
_IMAGE_URL_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "src", "srcset")

_PAGE_WORD = re.compile(r"[a-zA-Z][a-zA-Z]+")
_MAX_PAGE_WORDS = 30


class TreeHandler:
    """Receives the events of `Tree.walk` in document order, like a SAX handler. Here each method ignores its event."""

    def add_text(self, text: str) -> None:
        """Handle a text node. `text` is never empty."""

    def start_element(self, tag: str, class_and_id: str, html_id: str, attributes: tuple[str, ...]) -> None:
        """Handle the start of an element.

        class_and_id   the values of its class, id and other identifying attributes, joined by spaces
        html_id        its id, or the name of an anchor
        attributes     the values of the attributes that `_KEPT_ATTRIBUTES` lists for its tag, "" for a missing one.
                       Of an ordered list its first number, with a minus sign behind it if it counts down
        """

    def end_element(self, tag: str) -> None:
        """Handle the end of the innermost open element."""

    def add_image(self, alt: str, src: str) -> None:
        """Handle an image: its alternative text and its address, "" for a missing one."""

    def add_formula(self, formula: Formula) -> None:
        """Handle a formula that a program has rendered, instead of the elements in which it stands."""

    def skip_hidden(self, prose: int, streamed: bool) -> None:
        """Handle a hidden part that the walk does not enter.

        prose      number of characters in its paragraphs
        streamed   whether React streams it ahead of the position where its script shows it: ``<div hidden id="S:1a">``
        """


_SWALLOWING_TAGS = frozenset(
    "script style title iframe noembed noframes noscript template canvas audio video object".split()
)
"""Elements that are not rendered, and that contain everything up to their end tag."""
_TEXT_SELECTOR = "title, textarea, iframe, noembed, script[src]"
"""Elements that hold no markup by the standard, or whose content is not used."""
_EOF_ERRORS = frozenset({"eof-in-tag", "eof-in-comment", "eof-in-cdata", "eof-in-doctype"})
"""Parse errors of a tokenizer that meets the end of the page inside a construct (HTML standard, section 13.2.2)."""

_EDIT_LINK = "mw-editsection"
"""The class of links to edit a section, by MediaWiki."""
_SIDE_NOTES = "span.sidenote, span.marginnote, small.sidenote, span.modern-footnotes-footnote__note"
"""Notes that stand within a paragraph and are shown beside it, by Tufte's style and a plugin of WordPress."""
_SHADOW_ATTRIBUTE = "shadowrootmode"
_PANEL_CLASS = re.compile(
    r"(?<![\w-])(?:tab-?s?-?(?:pane|panel|content|body)|accordion-?(?:content|panel|body|item)|panel-collapse|collapse|"
    r"collapsible-(?:content|body)|faq-(?:answer|content|body))(?![\w-])",
    re.IGNORECASE,
)
"""Classes of panels, as frameworks and publishers name them."""
_HEAD_TAG = re.compile(r"<(?:meta|link|base)\s[^<>]*>", re.IGNORECASE)
"""An element of the head that stands in the title by mistake."""
_HTML = Namespace.HTML  # looking up a member of an enumeration is slow
_NO_DEPTH = -1
_STREAMED_ID = re.compile(r"S:[0-9a-f]+")


class _AllIndices:
    """Contains every index."""

    def __contains__(self, _: object) -> bool:
        return True


ALL_HIDDEN: Container[int] = _AllIndices()
"""As an argument of `Tree.walk`: reveals every hidden part."""

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
    def title(self) -> str | None:
        """The text of the `title` element, or None."""
        for element in self._document.find_all("title"):
            if element.namespace is _HTML:
                return " ".join(_HEAD_TAG.sub(" ", element.text).split()) or None
        return None

    @cached_property
    def metas(self) -> tuple[tuple[str, str], ...]:
        """Each `meta` element with content: its lower-cased property, name or itemprop, and the content."""
        found = []
        for element in self._document.find_all("meta"):
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
        for element in self._document.find_all("link"):
            if relation in (element.attr("rel") or "").lower().split() and (
                href := (element.attr("href") or "").strip()
            ):
                yield href

    @property
    def base_url(self) -> str:
        """The address in the page's `base` element, which relative addresses start from; "" without one."""
        element = self._document.find("base")
        return (element.attr("href") or "").strip() if element else ""

    @cached_property
    def json_ld(self) -> object:
        """The page's JSON-LD as parsed: objects in a list. Broken pieces are left out."""
        found: list[object] = list(self._document.json_ld())
        return found or parse_json_ld(
            element.text for element in self._document.find_all("script", attrs={"type": "application/ld+json"})
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
        return (element.text for element in self._document.find_all("script"))

    def has_swallowed_markup(self) -> bool:
        """Whether an element that shows nothing holds markup, or is open at the end: XML may have ended it before."""
        return any("<" in element.text for element in self._document.select(_TEXT_SELECTOR)) or self.is_unclosed

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
        visibility = _VisibilityFilter(handler, reveal)
        return _walk(self._document, self._special_elements, handler, visibility, self._has_shadow, self._replacements)

    @cached_property
    def _replacements(self) -> dict[Node, Formula | str | None]:
        """By element the formula that it stands for, or the tag that it is read as; None for one that is left out."""
        return {
            **dict.fromkeys(self._document.select(_SIDE_NOTES), SIDE_NOTE_TAG),
            **find_code_parts(self._document),
            **find_formulas(self._document),
        }

    @cached_property
    def _special_elements(self) -> frozenset[Node]:
        """Elements with rare attributes that a walk must look at. Most elements have none, and are not searched."""
        roots = [self._document, *(_find_shadow_roots(self._document) if self._has_shadow else ())]
        return frozenset(element for root in roots for element in root.select(_SPECIAL_SELECTOR))

    def find_noframes(self) -> str:
        """The markup that a page of frames has for browsers without them; "" without any."""
        return "".join(element.text for element in self._document.find_all("noframes"))


def _walk(  # noqa: C901, PLR0912 - one loop over all nodes, which calls would slow down
    document: Document,
    special_elements: Set[Node],
    handler: TreeHandler,
    visibility: "_VisibilityFilter",
    has_shadow: bool,
    replacements: dict[Node, Formula | str | None],
) -> int:
    waiting: list[Node | str] = [*document.children[::-1]]  # a stack; a tag stands for the end of its element
    depth = deepest = 0
    while waiting:
        node = waiting.pop()
        if type(node) is Text:
            handler.add_text(node.data)
        elif type(node) is str:
            depth -= 1
            handler.end_element(node)
            if depth == visibility.shown_depth:  # the end of a revealed part
                visibility.shown_depth = _NO_DEPTH
        elif type(node) is Element:
            tag = node.tag
            if replacements and node in replacements:
                replacement = replacements[node]
                if not isinstance(replacement, str):
                    if replacement is not None:
                        handler.add_formula(replacement)
                    continue
                tag = replacement
            is_special = node in special_elements
            if (is_special or tag in _SPECIAL_TAGS) and not visibility.should_enter(node, tag, depth):
                continue
            class_and_id, html_id = node.attr("class") or "", node.attr("id") or ""
            if is_special:
                class_and_id = _join_identifiers(node)
            elif html_id:
                class_and_id = f"{class_and_id} {html_id}" if class_and_id else html_id
            if tag == "a" and not html_id:
                html_id = node.attr("name") or ""
            if _EDIT_LINK in class_and_id:
                tag = "aside"  # Wikis set "[edit]" apart from the heading that it stands in
            attributes = _get_kept_attributes(node, tag) if tag in _KEPT_ATTRIBUTES else ()
            handler.start_element(tag, class_and_id, html_id, attributes)
            depth += 1
            deepest = max(deepest, depth)
            waiting.append(tag)
            # A shadow root stands in place of its host's children, which its slots show.
            waiting.extend(node.flattened_children[::-1] if has_shadow else node.children[::-1])
    return deepest


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


class _VisibilityFilter:
    """Decides which elements a walk enters, and reports images and hidden parts to the handler."""

    def __init__(self, handler: TreeHandler, reveal: Container[int]) -> None:
        self._handler = handler
        self._reveal = reveal
        self._hidden_count = 0  # hidden parts that the walk has met
        self.shown_depth = _NO_DEPTH  # while the walk is inside a revealed part: the depth of that part

    def should_enter(self, element: Element, tag: str, depth: int) -> bool:
        """Whether the walk enters an element that has `depth` ancestors."""
        if not _is_rendered(element, tag):
            return False
        if tag == "img":
            self._handler.add_image(" ".join((element.attr("alt") or "").split()), _find_image_url(element))
            return False
        if self.shown_depth != _NO_DEPTH or not _is_hidden(element, tag):
            return True
        self._hidden_count += 1
        if self._hidden_count - 1 in self._reveal:
            self.shown_depth = depth
            return True
        prose = sum(len(text) for p in element.find_all("p") if len(text := p.text) >= PROSE_CHARS)
        self._handler.skip_hidden(prose, _STREAMED_ID.fullmatch(element.attr("id") or "") is not None)
        return False


def _is_rendered(element: Element, tag: str) -> bool:
    if tag in _UNRENDERED_TAGS or tag in _UNRENDERED_SVG_TAGS:
        unrendered = _UNRENDERED_TAGS if element.namespace is _HTML else _UNRENDERED_SVG_TAGS
        return tag not in unrendered
    return tag != "object" or _EMBEDDING_ATTRIBUTES.isdisjoint(element.attrs)


def _join_identifiers(element: Element) -> str:
    """The values of an element's identifying attributes, joined by spaces."""
    return " ".join([value for name in _IDENTIFYING_ATTRIBUTES if (value := element.attr(name))])


def _get_kept_attributes(element: Element, tag: str) -> tuple[str, ...]:
    if tag == "ol":
        return (_get_list_start(element),)
    return tuple([element.attr(name) or "" for name in _KEPT_ATTRIBUTES[tag]])


def _get_list_start(element: Element) -> str:
    """The first number of an ordered list, with a minus sign behind it if the list counts down."""
    start = (element.attr("start") or "").strip()
    if "reversed" not in element.attrs:
        return start
    n_items = sum(1 for child in element.children if isinstance(child, Element) and child.tag == "li")
    return f"{start or n_items}-"


def _find_image_url(element: Element) -> str:
    """The address of an image, the first of a `srcset`. Placeholders (``data:``) are skipped."""
    for name in _IMAGE_URL_ATTRIBUTES:
        address = (element.attr(name) or "").strip()
        if address and not address.startswith("data:"):
            return address.split()[0].rstrip(",") if name.endswith("srcset") else address
    return ""


def _is_hidden(element: Element, tag: str) -> bool:
    if tag == "noscript":
        return True
    if tag == "dialog" and "open" not in element.attrs:
        return True
    if tag in {"html", "body"}:
        return False  # a script shows a page that hides itself as a whole

    attributes = element.attrs
    if "hidden" in attributes and (element.attr("hidden") or "").lower() != "until-found":
        return not _is_panel(element)
    style = element.attr("style")
    if not style:
        return False
    folded = style.replace(" ", "").lower()
    is_styled_away = "display:none" in folded or "visibility:hidden" in folded
    return is_styled_away and not _is_panel(element)


def _is_panel(element: Element) -> bool:
    """Whether an element is the panel of a tab or of a list that folds: a click shows what it hides."""
    return element.attr("role") == "tabpanel" or _PANEL_CLASS.search(element.attr("class") or "") is not None
