"""What shows that a line is a dek: the head of the page, a name in the markup, or the way it stands apart.

A first paragraph alone is no dek, however much it reads like one.
"""

from collections.abc import Collection, Iterable

from cleancopy.block import Block, Layout, Role, is_inside
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.metadata.candidate import Candidate, make_key
from cleancopy.metadata.page_view import DEK_WORDS, MAX_ANCESTORS, PageView

WEAK_DEK_NAMES = frozenset({"description", "teaser", "kicker"})
"""Words that name a dek where it stands between headline and text, and much else elsewhere."""
DEK_NAMES = (DEK_WORDS - WEAK_DEK_NAMES - {"headline"}) | {"chapo", "chapô", "tagline", "sapo", "zusammenfassung"}
"""Words of classes and ids that name a dek wherever it stands. The last five are no signals of the fitted ranker."""
STATED = "the head says the same"
NAMED = "named a dek"
APART = "set apart"
MIN_STATED_CHARS = 30
"""The least characters of a description that the page shows in part, or with more around it: heads cut it off."""
MAX_NAMED_BLOCKS = 3
"""The most blocks in an element that is named a dek; a bigger one holds the article."""
MIN_HEADING_WORDS = 10
"""The least words of a heading that is a dek, unless it is a sentence. Shorter ones are titles of sections."""
_NEVER = frozenset({Layout.ALT, Layout.CODE, Layout.CAPTION, Layout.TABLE_ROW, Layout.LIST_ITEM})
_OTHER_ROLES = frozenset({Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.CREDIT})
_NEXT_BLOCKS = 6
_BOLD_SHARE = 0.9
_SIGNATURES = frozenset({Role.BYLINE, Role.DATELINE})


def list_stated_deks(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The keys of what the head of a page states as its description."""
    return frozenset(make_key(c.field, c.value) for c in candidates if c.field == "dek") - {""}


def find_evidence(view: PageView, i: int, stated: Collection[str]) -> list[str]:
    """What shows that block i is a dek; empty without any evidence.

    stated   keys of the descriptions of the head
    """
    block = view.blocks[i]
    if block.layout in _NEVER:
        return []
    if not view.elements:  # flattened text has lost its head and its markup: only its order can show a dek
        return [APART] if _is_apart_in_lines(view, i) else []
    evidence = [NAMED] if _is_named(view, i) else []
    if _has_other_role(view, i):
        return evidence
    if stated and _is_stated(make_key("dek", block.text), stated):
        evidence.append(STATED)
    if _is_set_apart(view, i):
        evidence.append(APART)
    return evidence


def _has_other_role(view: PageView, i: int) -> bool:
    """Whether block i is more likely a caption, a credit, a byline or a date than a dek."""
    role = view.predictions.roles[i]
    return role in _OTHER_ROLES and view.list_probabilities(role)[i] > view.list_probabilities(Role.DEK)[i]


def _is_stated(key: str, stated: Collection[str]) -> bool:
    """Whether the head states a text: the whole, or most of it."""
    return key in stated or any(_is_most_of(other, key) or _is_most_of(key, other) for other in stated)


def _is_most_of(part: str, whole: str) -> bool:
    """Whether a text is part of another, and more than half of it."""
    return len(part) >= MIN_STATED_CHARS and 2 * len(part) >= len(whole) and part in whole


def _is_named(view: PageView, i: int) -> bool:
    """Whether a small element around block i, or an element in it, has the name of a dek."""
    if not DEK_NAMES.isdisjoint(view.inner_words[i]):
        return True
    element = view.find_named_element(i, DEK_NAMES, MAX_ANCESTORS)
    return element >= 0 and _count_near_blocks(view, i, element) <= MAX_NAMED_BLOCKS


def _count_near_blocks(view: PageView, i: int, element: int) -> int:
    """Count the blocks of an element near block i, which is in it; few steps are enough to tell a big one."""
    near = range(max(0, i - MAX_NAMED_BLOCKS), min(len(view.blocks), i + MAX_NAMED_BLOCKS + 1))
    return sum(is_inside(view.elements, view.element_of_block[j], element) for j in near)


def _is_apart_in_lines(view: PageView, i: int) -> bool:
    """Whether line i stands between headline and text, above the byline or the date, or below a lead picture.

    On 120 pages of news-world as WET, deks of such lines are right in 44 of 56 cases, those of other lines in 25 of 58.
    """
    if not _is_between_headline_and_text(view, i):
        return False
    roles = view.predictions.roles
    is_below_picture = roles[i] is Role.DEK and Role.CAPTION in roles[view.headline_index : i]
    return is_below_picture or _is_above_signature(view, i)


def _is_between_headline_and_text(view: PageView, i: int) -> bool:
    """Whether block i stands below the headline, and no text above it."""
    return 0 <= view.headline_index < i and (view.first_index < 0 or i <= view.first_index)


def _is_set_apart(view: PageView, i: int) -> bool:
    """Whether block i stands between headline and text in a way that no paragraph does."""
    if not _is_between_headline_and_text(view, i):
        return False
    block = view.blocks[i]
    if block.layout is Layout.HEADING:
        n_words = len(block.text.split())
        return n_words >= MIN_HEADING_WORDS or (n_words > MIN_HEADING_WORDS // 2 and ends_like_a_sentence(block.text))
    own = view.elements[block.element].words if block.element >= 0 else ()
    return not WEAK_DEK_NAMES.isdisjoint(own) or _is_bold_opening(view, i) or _is_above_signature(view, i)


def _is_bold_opening(view: PageView, i: int) -> bool:
    """Whether block i is the first of the text, wholly bold, and the next is not."""
    kept = [j for j in range(i, min(len(view.blocks), i + _NEXT_BLOCKS)) if view.kept[j] or j == i]
    return i == view.first_index and [_is_bold(view.blocks[j]) for j in kept[:2]] == [True, False]


def _is_bold(block: Block) -> bool:
    return block.bold_chars >= _BOLD_SHARE * len(block.text)


def _is_above_signature(view: PageView, i: int) -> bool:
    """Whether a byline or a date follows block i before the next text."""
    for j in range(i + 1, len(view.blocks)):
        if view.predictions.roles[j] in _SIGNATURES:
            return True
        if view.kept[j]:
            return False
    return False
