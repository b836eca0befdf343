"""Lists of words, signs, scripts and tags that several stages share."""

from cleancopy.lexicon.authors import AUTHOR_LABELS, BY_WORDS, BYLINE_VERBS, COMMON_AUTHOR_LABELS, COMMON_BY_WORDS
from cleancopy.lexicon.credits import LABEL_MARKS, ends_with_credit, is_credit, split_credit
from cleancopy.lexicon.scripts import (
    CJK,
    CJK_WITH_SIGNS,
    HAN,
    HAN_COMPATIBILITY,
    HAN_SUPPLEMENTS,
    KANA,
    KANA_AND_HAN,
    THAI,
    UNSPACED,
    ScriptRange,
    regex_ranges,
)
from cleancopy.lexicon.signs import CLOSING_QUOTES, SENTENCE_ENDS
from cleancopy.lexicon.tags import BLOCK_TAGS, CELL_TAGS, CODE_TAGS, ITEM_TAGS, LIST_TAGS, SECTION_TAGS

__all__ = [
    "AUTHOR_LABELS",
    "BLOCK_TAGS",
    "BYLINE_VERBS",
    "BY_WORDS",
    "CELL_TAGS",
    "CJK",
    "CJK_WITH_SIGNS",
    "CLOSING_QUOTES",
    "CODE_TAGS",
    "COMMON_AUTHOR_LABELS",
    "COMMON_BY_WORDS",
    "HAN",
    "HAN_COMPATIBILITY",
    "HAN_SUPPLEMENTS",
    "ITEM_TAGS",
    "KANA",
    "KANA_AND_HAN",
    "LABEL_MARKS",
    "LIST_TAGS",
    "SECTION_TAGS",
    "SENTENCE_ENDS",
    "THAI",
    "UNSPACED",
    "ScriptRange",
    "ends_with_credit",
    "is_credit",
    "regex_ranges",
    "split_credit",
]
