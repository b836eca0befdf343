"""The lists, quotes, tables and pieces of code around a block. Of nested ones the innermost counts."""

import re
from itertools import pairwise
from typing import NamedTuple

from libc.stdlib cimport calloc, free

from cleancopy.elements cimport has_any
from cleancopy.lexicon import CODE_TAGS, LIST_TAGS, SECTION_TAGS, VERSE_NAMES

cdef enum Kind:
    OTHER
    LINE
    LIST
    ORDERED_LIST
    ITEM
    TERM
    DESCRIPTION
    QUOTE
    CODE
    SECTION
    FOOTER
    TABLE

cdef dict KINDS = {
    **dict.fromkeys(SECTION_TAGS, SECTION), **dict.fromkeys(LIST_TAGS, LIST), **dict.fromkeys(CODE_TAGS, CODE),
    "div": LINE, "p": LINE, "ol": ORDERED_LIST, "li": ITEM, "dt": TERM, "dd": DESCRIPTION, "blockquote": QUOTE,
    "footer": FOOTER, "table": TABLE,
}
cdef frozenset PLAIN = frozenset({OTHER, LINE, SECTION})
cdef frozenset VERSE = VERSE_NAMES
cdef object START = re.compile(r"[0-9]{1,9}")


class Containers(NamedTuple):
    outer_list: int = -1
    inner_list: int = -1
    list_depth: int = 0
    item: int = -1
    number: int | None = None
    quote: int = -1
    in_footer: bool = False
    table: int = -1
    code: int = -1
    language: str = ""
    is_term: bool = False
    host: "Containers | None" = None
    stanza: int = -1

    def find_host(self):
        return self if self.item >= 0 else self.host


NO_CONTAINERS = Containers()

cdef struct Around:
    Py_ssize_t outer_list
    Py_ssize_t inner_list
    Py_ssize_t list_depth
    Py_ssize_t item
    Py_ssize_t number
    bint has_number
    Py_ssize_t quote
    bint in_footer
    Py_ssize_t table
    Py_ssize_t code
    Py_ssize_t language  # its place in `_languages`
    bint is_term
    Py_ssize_t host  # the element with these containers
    Py_ssize_t stanza
    bint is_verse  # its children may be lines
    # Of the element as a list:
    Py_ssize_t next_number
    Py_ssize_t step  # 0 without numbers
    Py_ssize_t last_term

cdef Around NOTHING = Around(-1, -1, 0, -1, 0, False, -1, False, -1, -1, 0, False, -1, -1, False, 0, 0, -1)


cdef class _Walk:
    cdef object _elements
    cdef Around *_around  # by element, which comes after its parent
    cdef list _languages

    def __cinit__(self, elements not None):
        self._elements, self._languages = elements, [""]
        self._around = <Around *>calloc(len(elements) + 1, sizeof(Around))
        if self._around is NULL:
            raise MemoryError
        cdef Py_ssize_t i, parent
        for i, element in enumerate(elements):
            if not isinstance(element, tuple):
                raise TypeError(f"{element!r} is no element")
            tag, parent, _depth, words, _html_id, detail = <tuple>element
            if not -1 <= parent < i:
                raise IndexError(parent)
            self._enter(i, parent, KINDS.get(tag, OTHER), detail)
            self._around[i].is_verse = has_any(<tuple?>words, VERSE)

    def __dealloc__(self):
        free(self._around)

    cdef _enter(self, Py_ssize_t i, Py_ssize_t parent, Kind kind, str detail):
        cdef Around *own = &self._around[i]
        own[0] = self._around[parent] if parent >= 0 else NOTHING
        own.next_number, own.step, own.last_term = 0, 0, -1
        if kind == LIST or kind == ORDERED_LIST:
            self._enter_list(i, own, kind, detail)
        elif kind == ITEM or kind == TERM or kind == DESCRIPTION:
            self._enter_item(i, parent, own, kind, detail)
        elif kind == CODE:
            own.code = i
            self._name_language(own, detail or self._find_language(parent))
        elif kind >= QUOTE:
            self._leave_lists(i, parent, own, kind)
        elif detail and own.code >= 0:
            self._name_language(own, detail)  # highlighters put it on an element inside `pre`
        elif kind == LINE and parent >= 0 and self._around[parent].is_verse:
            own.stanza = parent

    cdef _enter_list(self, Py_ssize_t i, Around *own, Kind kind, str detail):
        """The detail of an ordered list is its start and, if it counts down, a minus sign behind it."""
        own.outer_list = i if own.outer_list < 0 else own.outer_list
        own.inner_list = i
        own.list_depth += 1
        own.in_footer, own.stanza = False, -1
        if kind == ORDERED_LIST:
            start = detail.removesuffix("-")
            own.next_number = int(start) if START.fullmatch(start) else 1
            own.step = -1 if detail.endswith("-") else 1

    cdef _enter_item(self, Py_ssize_t i, Py_ssize_t parent, Around *own, Kind kind, str detail):
        """The detail of an item is its number."""
        if own.outer_list < 0:
            if kind != ITEM:
                return  # browsers show a term or description outside of a list as a paragraph
            # an item outside any list: its parent serves as the list
            own.outer_list, own.inner_list, own.list_depth = parent, parent, 1
        own.item, own.is_term, own.has_number, own.stanza = i, kind == TERM, False, -1
        if own.inner_list < 0:
            return
        cdef Around *inner = &self._around[own.inner_list]
        if inner.step:
            own.has_number = True
            own.number = int(detail) if detail and START.fullmatch(detail) else inner.next_number
            inner.next_number = own.number + inner.step
        if kind == TERM:
            inner.last_term = i
        elif kind == DESCRIPTION and inner.last_term >= 0:
            own.item = inner.last_term

    cdef _leave_lists(self, Py_ssize_t i, Py_ssize_t parent, Around *own, Kind kind):
        cdef Py_ssize_t host = parent if own.item >= 0 else own.host
        own.outer_list, own.inner_list, own.list_depth, own.item = -1, -1, 0, -1
        own.has_number, own.is_term = False, False
        if kind == QUOTE:
            own.quote, own.in_footer, own.host = i, False, host
        elif kind == TABLE:
            own.table, own.host = i, host
        elif kind == FOOTER:
            own.in_footer = True

    cdef _name_language(self, Around *own, str name):
        own.language = len(self._languages)
        self._languages.append(name)

    cdef str _find_language(self, Py_ssize_t parent):
        """The language that the class of an element around code names; "" without one."""
        for _ in range(LANGUAGE_BOXES):
            if parent < 0:
                break
            element = self._elements[parent]
            for word, name in pairwise(element.words):
                if word in LANGUAGE_WORDS and name not in NOT_LANGUAGES:
                    return name
            parent = element.parent
        return ""

    cdef make(self, Py_ssize_t i, dict made):
        """Make the containers of an element, and those of its hosts: the outermost first."""
        cdef list missing = []
        cdef Around *own
        if i >= len(self._elements):
            raise IndexError(i)
        while i >= 0 and i not in made:
            missing.append(i)
            i = self._around[i].host
        for i in reversed(missing):
            own = &self._around[i]
            made[i] = Containers(
                own.outer_list, own.inner_list, own.list_depth, own.item, own.number if own.has_number else None,
                own.quote, bool(own.in_footer), own.table, own.code, self._languages[own.language], bool(own.is_term),
                made[own.host] if own.host >= 0 else None, own.stanza,
            )


cdef tuple LANGUAGE_WORDS = ("lang", "language", "source", "src", "highlight", "type")
"""Words of a class before the name of a language: ``language-ruby``, ``highlight-source-shell``."""
cdef Py_ssize_t LANGUAGE_BOXES = 6
"""Elements above code whose class may name its language."""
cdef frozenset NOT_LANGUAGES = frozenset(
    "highlighter source wrapper code container box default text none plain notranslate nohighlight".split()
)


cdef bint is_in_container(elements, set wanted) except -1:
    """Whether any of some elements is in a list, a quote, a table, code, a footer or verses, or is one itself."""
    cdef set met = {-1}
    for element in wanted:
        while element not in met:
            met.add(element)
            fields = elements[element]
            if not isinstance(fields, tuple):
                raise TypeError(f"{fields!r} is no element")
            tag, element, _depth, words, _html_id, _detail = <tuple>fields
            if KINDS.get(tag, OTHER) not in PLAIN or has_any(<tuple?>words, VERSE):
                return True
    return False


def find_containers(elements not None, wanted not None):
    cdef set asked = set(wanted)
    if not is_in_container(elements, asked):  # as in most articles
        return dict.fromkeys((-1, *asked), NO_CONTAINERS)
    cdef _Walk walk = _Walk(elements)
    cdef dict made = {-1: NO_CONTAINERS}
    cdef Py_ssize_t i
    for i in asked:
        walk.make(i, made)
    return made
