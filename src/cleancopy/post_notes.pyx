"""What short lines say of a post: when it was written and by whom."""

import re

from cleancopy.block import Layout, MarkKind
from cleancopy.elements cimport has_any

NOTE_CHARS = 150
# Each way of both patterns begins with a character without case: the search looks for these first, which is fast.
_DATE_LIKE = re.compile(
    r"\d(?<!\d\d)(?:\d?\D{1,15}(?:19|20)\d\d|(?:(?<=1)9|(?<=2)0)\d\d\D{1,3}\d{1,2}|\d?[./-]\d{1,2}[./-]\d\d|\d?:\d\d)(?!\d)"
)
"""What looks like a date or a time of day, whatever the names of months. A year alone does not count."""
_USER_QUERY = "(?:user|uid|member|mode=viewprofile|action=profile)"
_USER_LINK = re.compile(
    r"/(?:users?|members?|profil(?:e|er|es)?|u|people|nutzer|mitglied(?:er)?|membres?|usuarios?|utilisateurs?|authors?)\b"
    r"|\.(?:(?<=member\.)|(?<=memberlist\.)|(?<=profile\.)|(?<=user\.)|(?<=user_info\.))(?:php|aspx?|pl)"
    rf"|\?{_USER_QUERY}|&{_USER_QUERY}|;{_USER_QUERY}"
)
"""Addresses of users, as forums, comment systems and sites of questions have them, in lower case."""
USER_WORDS = frozenset(
    "author username user nickname nick poster postauthor bigusername postername autor auteur".split()
)
"""Words of classes that name the user who wrote a post."""
USER_CHARS = 60
"""Characters of the longest line that such a class makes a note."""
_JOINED = re.compile(
    r"\b(?:joined|join date|registered|member since|registriert|anmeldungsdatum|angemeldet|dabei seit|mitglied seit|"
    r"im board seit|zuletzt hier|enregistré|inscrit|inscription|registrado|miembro desde|iscritto|зарегистрирован|"
    r"регистрация|dołączył|lid sinds|geregistreerd|medlem sedan|last (?:seen|visit))\b",
    re.IGNORECASE,
)
DATE, USER = "d", "u"
cdef object ALT = Layout.ALT, TIME = MarkKind.TIME, LINK = MarkKind.LINK
cdef Py_ssize_t MAX_CHARS = NOTE_CHARS, MAX_USER_CHARS = USER_CHARS
cdef Py_ssize_t MIN_DATE_DIGITS = 3  # 1:30
cdef frozenset WORDS_OF_USERS = USER_WORDS


def is_user_link(str address not None):
    return _USER_LINK.search(f"/{address.lower()}") is not None


def is_of_user(blocks not None, Py_ssize_t i):
    cdef str above = blocks[i - 1].text if i else ""
    cdef str label = above if len(above) <= MAX_USER_CHARS and not count_digits(above) else ""
    return _JOINED.search(blocks[i].text) is not None or _JOINED.search(label) is not None


def find_notes(page not None, indices not None):
    cdef dict notes = {}
    cdef str note
    cdef Py_ssize_t i
    blocks, elements = page.blocks, page.elements
    for i in indices:
        note = read_note(blocks, elements, i)
        if note:
            notes[i] = note
    return notes


cdef Py_ssize_t count_digits(str text):
    cdef Py_ssize_t count = 0
    cdef Py_UCS4 char
    for char in text:
        count += char.isdigit()
    return count


cdef str read_note(blocks, elements, Py_ssize_t i):
    block = blocks[i]
    if not isinstance(block, tuple):
        raise TypeError(f"{block!r} is no block")
    cdef str text
    cdef Py_ssize_t element
    cdef bint is_dated, is_user
    (
        text, layout, _level, element, _links, _link_chars, _bold_chars, names, _line, _lines, _indent, _gap, marks, _cells
    ) = <tuple>block
    if len(text) > MAX_CHARS or layout is ALT or element < 0:
        return ""
    is_dated = count_digits(text) >= MIN_DATE_DIGITS and _DATE_LIKE.search(text) is not None
    is_dated = is_dated and not is_of_user(blocks, i)
    is_user = len(text) <= MAX_USER_CHARS
    is_user = is_user and (
        has_any(<tuple?>names, WORDS_OF_USERS) or has_any(<tuple?>elements[element].words, WORDS_OF_USERS)
    )
    for mark in <tuple?>marks:
        is_dated = is_dated or mark.kind is TIME
        is_user = is_user or (mark.kind is LINK and is_user_link(mark.value))
    return (DATE if is_dated else "") + (USER if is_user else "")
