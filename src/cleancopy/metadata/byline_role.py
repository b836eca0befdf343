"""The role of bylines that the model took for text, once the authors are known."""

from collections.abc import Sequence

from cleancopy.block import Layout, Role
from cleancopy.classify import BlockPredictions
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.metadata.byline_parser import count_other_letters
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.page_view import PageView

N_BLOCKS = 3
"""Blocks from the first of the text on that may be a byline."""
MAX_CHARS = 120
MAX_OTHER_LETTERS = 12
"""The most letters of a byline besides names, dates, and the words around them: the place, a short role."""

MAX_OTHER_LETTERS_IN_BYLINE = 40
"""The same in an element that is named a byline: "(now)", "reporting from"."""
_BYLINE_NAMES = frozenset({"byline", "bylines", "author", "authors"})
_BYLINE_LEVELS = 3


def assign_byline_role(
    view: PageView, predictions: BlockPredictions, dates: LineDates, authors: Sequence[str]
) -> BlockPredictions:
    """Take bylines out of the text: lines at its beginning with nothing but authors of the article, and dates."""
    first = max(0, view.first_index)
    lines = [i for i in range(first, min(first + N_BLOCKS, len(view.texts))) if predictions.kept[i]]
    found = [i for i in lines if _is_byline(view, i, dates.replace_dates(i), authors)] if authors else []
    if not found:
        return predictions
    roles, kept = [*predictions.roles], predictions.kept.copy()
    for i in found:
        roles[i], kept[i] = Role.BYLINE, False
    return predictions._replace(roles=tuple(roles), kept=kept)


def _is_byline(view: PageView, i: int, line: str, authors: Sequence[str]) -> bool:
    """Whether block i names an author and says next to nothing else; `line` is its text without dates."""
    text = view.texts[i]
    is_named = view.find_named_element(i, _BYLINE_NAMES, _BYLINE_LEVELS) >= 0
    if len(text) > MAX_CHARS or (view.layouts[i] is Layout.LIST_ITEM and not is_named) or ends_like_a_sentence(text):
        return False
    most = MAX_OTHER_LETTERS_IN_BYLINE if is_named else MAX_OTHER_LETTERS
    return any(name in line for name in authors) and count_other_letters(line, authors) <= most
