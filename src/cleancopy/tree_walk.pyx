"""The walk over what a visitor of a page sees, in document order."""

import re

from turbohtml import Element, Namespace, Text

from cleancopy.block import PROSE_CHARS
from cleancopy.replaced_elements import SIGNS, find_replaced

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.string cimport memset

from cleancopy.characters cimport is_space


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

_KEPT_ATTRIBUTES = {
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
_STREAMED_ID = re.compile(r"S:[0-9a-f]+")


class _AllIndices:
    """Contains every index."""

    def __contains__(self, _):
        return True


ALL_HIDDEN = _AllIndices()
"""As an argument of `Tree.walk`: reveals every hidden part."""

cdef Py_ssize_t NO_DEPTH = -1
# Looking up a global name, a member of an enumeration or a method is slow.
cdef object text_type = Text, element_type = Element, get_attribute = Element.attr, HTML = Namespace.HTML
cdef frozenset special_tags = _SPECIAL_TAGS, sign_tags = SIGNS.tags
cdef frozenset sign_classes = frozenset(map(str.lower, SIGNS.classes))  # a page in quirks mode matches them in any case
cdef dict sign_selectors = SIGNS.selectors, kept_attributes = _KEPT_ATTRIBUTES


cdef class TreeHandler:
    """Receives the events of `Tree.walk` in document order, like a SAX handler. Here each method ignores its event."""

    cpdef add_text(self, str text):
        """Handle a text node. `text` is never empty."""

    cpdef start_element(self, str tag, str class_and_id, str html_id, tuple attributes):
        """Handle the start of an element.

        class_and_id   the values of its class, id and other identifying attributes, joined by spaces
        html_id        its id, or the name of an anchor
        attributes     the values of the attributes that `_KEPT_ATTRIBUTES` lists for its tag, "" for a missing one.
                       Of an ordered list its first number, with a minus sign behind it if it counts down
        """

    cpdef end_element(self, str tag):
        """Handle the end of the innermost open element."""

    cpdef add_image(self, str alt, str src):
        """Handle an image: its alternative text and its address, "" for a missing one."""

    cpdef add_formula(self, formula):
        """Handle a formula that a program has rendered, instead of the elements in which it stands."""

    cpdef skip_hidden(self, prose, streamed):
        """Handle a hidden part that the walk does not enter.

        prose      number of characters in its paragraphs
        streamed   whether React streams it ahead of the position where its script shows it: ``<div hidden id="S:1a">``
        """


def walk_tree(document, special_elements, handler, reveal=(), *, has_shadow=False):
    """Send the visible content of a document to `handler`. Returns the depth of the deepest element.

    special_elements   the elements that match `SPECIAL_SELECTOR`
    reveal             as for `dom.Tree.walk`
    has_shadow         whether elements may have shadow roots

    The walk is iterative, so any depth works.
    """
    return Walk(document, special_elements, handler, reveal, has_shadow).run()


cdef class Walk:
    """One walk over a document.

    hidden_count   hidden parts that the walk has met
    depth          number of open elements
    shown_depth    while the walk is inside a revealed part: the depth of that part
    replaced       as from `find_replaced`, once a sign has said that there may be some; before that None
    """

    cdef object document
    cdef frozenset special_elements
    cdef TreeHandler handler
    cdef object reveal
    cdef bint has_shadow
    cdef Py_ssize_t hidden_count, depth, shown_depth
    cdef dict replaced

    def __init__(self, document, special_elements, handler, reveal, has_shadow):
        self.document, self.special_elements, self.handler = document, special_elements, handler
        self.reveal, self.has_shadow = reveal, has_shadow
        self.shown_depth = NO_DEPTH

    cdef Py_ssize_t run(self) except -1:
        """Walk, and return the depth of the deepest element."""
        cdef list open_tags = [], levels = [], done_counts = []  # for each open element its siblings, and those done
        cdef tuple nodes = self.document.children
        cdef Py_ssize_t i = 0, n = len(nodes), deepest = 0
        cdef str tag
        while True:
            if i == n:
                if not open_tags:
                    return deepest
                self.depth -= 1
                self.handler.end_element(<str>open_tags.pop())
                if self.depth == self.shown_depth:  # the end of a revealed part
                    self.shown_depth = NO_DEPTH
                nodes = <tuple>levels.pop()
                i, n = done_counts.pop(), len(nodes)
                continue
            node = nodes[i]
            i += 1
            if type(node) is text_type:
                self.handler.add_text(node.data)
            elif type(node) is element_type:
                tag = self.enter(node)
                if tag is None:
                    continue
                open_tags.append(tag)
                levels.append(nodes)
                done_counts.append(i)
                self.depth += 1
                deepest = max(deepest, self.depth)
                # A shadow root stands in place of its host's children, which its slots show.
                nodes = tuple(node.flattened_children) if self.has_shadow else node.children
                i, n = 0, len(nodes)

    cdef str enter(self, element):
        """Start an element. Returns the tag that it is read as; None if the walk does not enter it."""
        cdef str tag = element.tag, classes = get_attribute(element, "class") or "", class_and_id, html_id
        if self.replaced is None and is_sign(element, tag, classes):
            self.replaced = find_replaced(self.document)
        if self.replaced and element in self.replaced:
            replacement = self.replaced[element]
            if not isinstance(replacement, str):
                if replacement is not None:
                    self.handler.add_formula(replacement)
                return None
            tag = replacement
        cdef bint is_special = element in self.special_elements
        if (is_special or tag in special_tags) and not self.should_enter(element, tag):
            return None
        class_and_id, html_id = classes, get_attribute(element, "id") or ""
        if is_special:
            class_and_id = join_identifiers(element)
        elif html_id:
            class_and_id = f"{classes} {html_id}" if classes else html_id
        if tag == "a" and not html_id:
            html_id = get_attribute(element, "name") or ""
        if class_and_id and _EDIT_LINK in class_and_id:
            tag = "aside"  # Wikis set "[edit]" apart from the heading that it stands in
        self.handler.start_element(
            tag, class_and_id, html_id, get_kept_attributes(element, tag) if tag in kept_attributes else ()
        )
        return tag

    cdef bint should_enter(self, element, str tag) except -1:
        """Whether the walk enters an element that it does not simply enter."""
        if not is_rendered(element, tag):
            return False
        if tag == "img":
            self.handler.add_image(" ".join((element.attr("alt") or "").split()), find_image_url(element))
            return False
        if self.shown_depth != NO_DEPTH or not is_hidden(element, tag):
            return True
        self.hidden_count += 1
        if self.hidden_count - 1 in self.reveal:
            self.shown_depth = self.depth
            return True
        texts = [paragraph.text for paragraph in element.find_all("p")]
        prose = sum([len(text) for text in texts if len(text) >= PROSE_CHARS])
        self.handler.skip_hidden(prose, _STREAMED_ID.fullmatch(element.attr("id") or "") is not None)
        return False


cdef bint is_sign(element, str tag, str classes) except -1:
    """Whether an element shows that some may be replaced."""
    if may_be_sign(classes) and not sign_classes.isdisjoint(classes.lower().split()):
        return True
    return tag in sign_tags or (tag in sign_selectors and element.matches(sign_selectors[tag]))


cdef bint may_be_sign(str classes) noexcept:
    """Whether the first letters and the length of a word are those of a sign. Nearly all classes end here."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(classes), i, start = 0
    cdef int kind = PyUnicode_KIND(classes)
    cdef void* text = PyUnicode_DATA(classes)
    if kind != 1:
        return True
    for i in range(size + 1):
        if i < size and not is_space(PyUnicode_READ(kind, text, i)):
            continue
        if i - start > 1:
            if sign_starts[hash_start(PyUnicode_READ(kind, text, start), PyUnicode_READ(kind, text, start + 1), i - start)]:
                return True
        start = i + 1
    return False


cdef inline Py_ssize_t hash_start(unsigned int first, unsigned int second, Py_ssize_t size) noexcept:
    """A number below 4,096 from the start of a name in any case, and its length."""
    return ((first | 32) * 31 + (second | 32) * 7 + size) & 4095


cdef char[4096] sign_starts
memset(sign_starts, 0, sizeof(sign_starts))
for name in sign_classes:
    sign_starts[hash_start(ord(name[0]), ord(name[1]), len(name))] = True


cdef bint is_rendered(element, str tag) except -1:
    if tag in _UNRENDERED_TAGS or tag in _UNRENDERED_SVG_TAGS:
        unrendered = _UNRENDERED_TAGS if element.namespace is HTML else _UNRENDERED_SVG_TAGS
        return tag not in unrendered
    return tag != "object" or _EMBEDDING_ATTRIBUTES.isdisjoint(element.attrs)


cdef str join_identifiers(element):
    """The values of an element's identifying attributes, joined by spaces."""
    return " ".join([value for name in _IDENTIFYING_ATTRIBUTES if (value := element.attr(name))])


cdef tuple get_kept_attributes(element, str tag):
    if tag == "ol":
        return (get_list_start(element),)
    return tuple([element.attr(name) or "" for name in _KEPT_ATTRIBUTES[tag]])


cdef str get_list_start(element):
    """The first number of an ordered list, with a minus sign behind it if the list counts down."""
    start = (element.attr("start") or "").strip()
    if "reversed" not in element.attrs:
        return start
    n_items = sum([isinstance(child, Element) and child.tag == "li" for child in element.children])
    return f"{start or n_items}-"


cdef str find_image_url(element):
    """The address of an image, the first of a `srcset`. Placeholders (``data:``) are skipped."""
    for name in _IMAGE_URL_ATTRIBUTES:
        address = (element.attr(name) or "").strip()
        if address and not address.startswith("data:"):
            return address.split()[0].rstrip(",") if name.endswith("srcset") else address
    return ""


cdef bint is_hidden(element, str tag) except -1:
    if tag == "noscript":
        return True
    if tag == "dialog" and "open" not in element.attrs:
        return True
    if tag in {"html", "body"}:
        return False  # a script shows a page that hides itself as a whole

    attributes = element.attrs
    if "hidden" in attributes and (element.attr("hidden") or "").lower() != "until-found":
        return not is_panel(element)
    style = element.attr("style")
    if not style:
        return False
    folded = style.replace(" ", "").lower()
    is_styled_away = "display:none" in folded or "visibility:hidden" in folded
    return is_styled_away and not is_panel(element)


cdef bint is_panel(element) except -1:
    """Whether an element is the panel of a tab or of a list that folds: a click shows what it hides."""
    return element.attr("role") == "tabpanel" or _PANEL_CLASS.search(element.attr("class") or "") is not None
