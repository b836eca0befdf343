# cython: language_level=3, annotation_typing=False, binding=False
"""The walk over what a visitor of a page sees, in document order."""

import re
from collections.abc import Container, Mapping, Set

from turbohtml import Document, Element, Namespace, Node, Text

from cleancopy.block import PROSE_CHARS
from cleancopy.formulas import Formula
from cleancopy.replaced_elements import SIGNS, find_replaced

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
SPECIAL_SELECTOR = ",".join(f"[{name}]" for name in ("hidden", "style", *_IDENTIFYING_ATTRIBUTES[2:]))

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

_EDIT_LINK = "mw-editsection"
"""The class of links to edit a section, by MediaWiki."""
_PANEL_CLASS = re.compile(
    r"(?<![\w-])(?:tab-?s?-?(?:pane|panel|content|body)|accordion-?(?:content|panel|body|item)|panel-collapse|collapse|"
    r"collapsible-(?:content|body)|faq-(?:answer|content|body))(?![\w-])",
    re.IGNORECASE,
)
"""Classes of panels, as frameworks and publishers name them."""
# Looking up a member of an enumeration, or a method, is slow.
_HTML = Namespace.HTML
_get_attribute = Element.attr
_SIGN_TAGS, _SIGN_SELECTORS = SIGNS.tags, SIGNS.selectors
_SIGN_CLASSES = frozenset(map(str.lower, SIGNS.classes))
_NO_DEPTH = -1
_STREAMED_ID = re.compile(r"S:[0-9a-f]+")


class _AllIndices:
    """Contains every index."""

    def __contains__(self, _: object) -> bool:
        return True


ALL_HIDDEN: Container[int] = _AllIndices()
"""As an argument of `Tree.walk`: reveals every hidden part."""


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


def walk_tree(
    document: Document,
    special_elements: Set[Node],
    handler: TreeHandler,
    reveal: Container[int] = (),
    *,
    has_shadow: bool = False,
) -> int:
    """Send the visible content of a document to `handler`. Returns the depth of the deepest element.

    special_elements   the elements that match `SPECIAL_SELECTOR`
    reveal             as for `dom.Tree.walk`
    has_shadow         whether elements may have shadow roots

    The walk is iterative, so any depth works.
    """
    return _Walk(document, special_elements, handler, reveal, has_shadow).run()


class _Walk:
    """One walk over a document."""

    def __init__(
        self,
        document: Document,
        special_elements: Set[Node],
        handler: TreeHandler,
        reveal: Container[int],
        has_shadow: bool,
    ) -> None:
        self._document = document
        self._special_elements = special_elements
        self._handler = handler
        self._reveal = reveal
        self._has_shadow = has_shadow
        self._hidden_count = 0  # hidden parts that the walk has met
        self._depth = 0  # of open elements
        self._shown_depth = _NO_DEPTH  # while the walk is inside a revealed part: the depth of that part
        self._replaced: Mapping[Node, Formula | str | None] | None = None  # found when a sign says that there are some
        self._known_classes = {"": False}  # whether a class attribute is a sign of replaced elements

    def run(self) -> int:
        """Walk, and return the depth of the deepest element."""
        open_tags: list[str] = []
        levels: list[tuple[Node, ...]] = []  # for each open element its siblings, then how many of them are done
        done_counts: list[int] = []
        nodes = self._document.children
        i, n = 0, len(nodes)
        deepest = 0
        while True:
            if i == n:
                if not open_tags:
                    return deepest
                self._depth -= 1
                self._handler.end_element(open_tags.pop())
                if self._depth == self._shown_depth:  # the end of a revealed part
                    self._shown_depth = _NO_DEPTH
                nodes = levels.pop()
                i, n = done_counts.pop(), len(nodes)
                continue
            node = nodes[i]
            i += 1
            if type(node) is Text:
                self._handler.add_text(node.data)
            elif type(node) is Element and (tag := self._enter(node)) is not None:
                open_tags.append(tag)
                levels.append(nodes)
                done_counts.append(i)
                self._depth += 1
                deepest = max(deepest, self._depth)
                # A shadow root stands in place of its host's children, which its slots show.
                nodes = tuple(node.flattened_children) if self._has_shadow else node.children
                i, n = 0, len(nodes)

    def _enter(self, element: Element) -> str | None:
        """Start an element. Returns the tag that it is read as; None if the walk does not enter it."""
        tag = element.tag
        classes = _get_attribute(element, "class") or ""
        if self._replaced is None and self._is_sign(element, tag, classes):
            self._replaced = find_replaced(self._document)
        if self._replaced and element in self._replaced:
            replacement = self._replaced[element]
            if not isinstance(replacement, str):
                if replacement is not None:
                    self._handler.add_formula(replacement)
                return None
            tag = replacement
        is_special = element in self._special_elements
        if (is_special or tag in _SPECIAL_TAGS) and not self._should_enter(element, tag):
            return None
        class_and_id, html_id = classes, _get_attribute(element, "id") or ""
        if is_special:
            class_and_id = _join_identifiers(element)
        elif html_id:
            class_and_id = f"{classes} {html_id}" if classes else html_id
        if tag == "a" and not html_id:
            html_id = element.attr("name") or ""
        if _EDIT_LINK in class_and_id:
            tag = "aside"  # Wikis set "[edit]" apart from the heading that it stands in
        attributes = _get_kept_attributes(element, tag) if tag in _KEPT_ATTRIBUTES else ()
        self._handler.start_element(tag, class_and_id, html_id, attributes)
        return tag

    def _is_sign(self, element: Element, tag: str, classes: str) -> bool:
        """Whether an element shows that some may be replaced."""
        is_sign = self._known_classes.get(classes)
        if is_sign is None:
            # A page in quirks mode matches classes in any case.
            is_sign = self._known_classes[classes] = not _SIGN_CLASSES.isdisjoint(classes.lower().split())
        return is_sign or tag in _SIGN_TAGS or (tag in _SIGN_SELECTORS and element.matches(_SIGN_SELECTORS[tag]))

    def _should_enter(self, element: Element, tag: str) -> bool:
        """Whether the walk enters an element that it does not simply enter."""
        if not _is_rendered(element, tag):
            return False
        if tag == "img":
            self._handler.add_image(" ".join((element.attr("alt") or "").split()), _find_image_url(element))
            return False
        if self._shown_depth != _NO_DEPTH or not _is_hidden(element, tag):
            return True
        self._hidden_count += 1
        if self._hidden_count - 1 in self._reveal:
            self._shown_depth = self._depth
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
