"""Sections of flattened text that read like running text, and are not: comments, consent notices, further articles.

The network sees good prose. Where it stands tells the difference: below "4 comments", above the headline, below another
byline. Gains and losses of each rule stand in training/LOG.md.
"""

import re
from bisect import bisect
from collections.abc import Sequence

import numpy as np

from cleancopy.block import PROSE_CHARS, Block, Role
from cleancopy.block_fields import list_texts
from cleancopy.classify.arrays import BoolArray, Float64Array
from cleancopy.lexicon import BY_WORDS, COMMON_BY_WORDS, ends_like_a_sentence
from cleancopy.lines import find_digits

_COMMENT_WORDS = (
    "comments?|kommentare?|comentarios?|comentários?|commentaires?|comment[io]|komentarz[ey]?|комментари[йяев]+|"
    "коментар[іиів]*|kommentar(?:er)?|kommenttia?|yorumlar|yorum|bình luận|komentar|komentářů|ความคิดเห็น|टिप्पणियाँ|"
    "تعليقات|تعليق|תגובות|댓글|コメント|评论|評論"
)
_COMMENT_COUNT = re.compile(
    rf"\(?\d{{1,5}}\)?\s?(?:{_COMMENT_WORDS})\b.{{0,40}}"
    rf"|(?:{_COMMENT_WORDS})\s?[:：(（]?\s?\d{{1,5}}\s?[)）]?(?:件|개|条|條)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
MAX_LABEL_CHARS = 60
"""Characters of the longest line that counts or dates comments."""
MAX_FIRST_COMMENT = 4
"""Lines from the count of comments to the date of the first one."""
MIN_COMMENTS = 2
MIN_LIST_BELOW = 2
MAX_LIST_SCORE = 0.5
"""Lines below the first of a list behind the text, and the score from which its first line is text all the same."""
MIN_PROSE = 3
"""Paragraphs of the shortest article that is distinguished from its comments, or from articles below it."""
# In lower case, and each way begins with a letter: the search looks for these first, which is fast.
_CONSENT = re.compile(
    r"cookies?\b|consent(?<!\wconsent)|privacy\b(?<!\wprivacy)|personal data|our partners|datenschutz|einwillig"
    r"|consentement|confidentialité|données personnelles|privacidad|consentimiento|datos personales|dados pessoais"
    r"|privacyverklaring|toestemming|personlig[ae] (?:opp?lysninger|data)|куки|персональн|zgod[ay] na"
    r"|dane osobowe|個人情報|隐私|쿠키"
)
MIN_CONSENT = 2
MAX_CONSENT_GAP = 1
"""Kept lines in a row within a consent notice that do not say what it is about."""
MIN_ARTICLE_SHARE = 0.5
"""The least length of the text below a consent notice, compared with the notice. A shorter one is a wall's imprint."""
_BY_WORDS = frozenset((*BY_WORDS, *COMMON_BY_WORDS))
BYLINE_WORDS = range(2, 9)
OWN_BYLINE_REACH = 6
"""Lines above the text within which its byline stands."""


def find_sections(blocks: Sequence[Block], scores: Float64Array, kept: BoolArray) -> dict[int, Role]:
    """The lines of comments, consent notices and further articles, by index."""
    if not kept.any():
        return {}
    text = np.flatnonzero(kept).tolist()
    found = find_comments(blocks, text) | find_consent(blocks, text)
    found |= find_further_articles(blocks, text)
    return found if scores[text[-1]] >= MAX_LIST_SCORE else found | find_list_below(blocks, text)


def find_list_below(blocks: Sequence[Block], text: Sequence[int]) -> dict[int, Role]:
    """The last line of the text, if it is the first of several lines below a blank one that are no sentences: a menu.

    text   the indices of kept blocks
    """
    last = text[-1]
    below = blocks[last + 1 : last + 1 + MIN_LIST_BELOW]
    is_list = len(below) == MIN_LIST_BELOW and all(block.gap == 0 for block in below)
    is_first = blocks[last].gap > 0 and last - 1 in text
    if not is_list or not is_first or any(ends_like_a_sentence(block.text) for block in (blocks[last], *below)):
        return {}
    return {last: Role.RELATED}


def find_comments(blocks: Sequence[Block], text: Sequence[int]) -> dict[int, Role]:
    """A count of comments, and the text below it, if there is an article above and dated posts are below.

    text   the indices of kept blocks
    """
    start = _find_end_of_article(blocks, text)
    labels = find_digits(list_texts(blocks[start:]), MAX_LABEL_CHARS)
    dates = [start + i for i in labels if _is_date_of_post(blocks[start + i].text)]
    for i in range(start, dates[-MIN_COMMENTS] if len(dates) >= MIN_COMMENTS else start):
        is_count = len(blocks[i].text) <= MAX_LABEL_CHARS and _COMMENT_COUNT.fullmatch(blocks[i].text)
        if is_count and dates[bisect(dates, i)] <= i + MAX_FIRST_COMMENT:
            return dict.fromkeys([i, *(j for j in text if j > i)], Role.COMMENT)
    return {}


def _find_end_of_article(blocks: Sequence[Block], text: Sequence[int]) -> int:
    """The line below the last paragraph of the shortest article, or that behind the page if its text is shorter."""
    prose = [i for i in text if len(blocks[i].text) >= PROSE_CHARS]
    return prose[MIN_PROSE - 1] + 1 if len(prose) >= MIN_PROSE else len(blocks)


def _is_date_of_post(text: str) -> bool:
    return _CLOCK.search(text) is not None and _YEAR.search(text) is not None


def find_consent(blocks: Sequence[Block], text: Sequence[int]) -> dict[int, Role]:
    """The first lines of the text, if they are about cookies and consent, and those below are not.

    text   the indices of kept blocks
    """
    n_first, n_said = _count_first(blocks, text)
    first, rest = text[:n_first], text[n_first:]
    if n_said < MIN_CONSENT or _count_chars(blocks, rest) < MIN_ARTICLE_SHARE * _count_chars(blocks, first):
        return {}
    if any(_is_about_consent(blocks[i].text) for i in rest):
        return {}
    start = first[0]
    while start and _is_about_consent(blocks[start - 1].text):
        start -= 1
    return dict.fromkeys(range(start, first[-1] + 1), Role.CONSENT)


def _count_first(blocks: Sequence[Block], text: Sequence[int]) -> tuple[int, int]:
    """Count the lines from the first to the last of a notice, and those of them that say what it is about."""
    size = n_said = 0
    for at, i in enumerate(text):
        if _is_about_consent(blocks[i].text):
            size, n_said = at + 1, n_said + 1
        elif at - size >= MAX_CONSENT_GAP:
            break
    return size, n_said


def _is_about_consent(text: str) -> bool:
    return _CONSENT.search(text.lower()) is not None


def _count_chars(blocks: Sequence[Block], indices: Sequence[int]) -> int:
    return sum(len(blocks[i].text) for i in indices)


def find_further_articles(blocks: Sequence[Block], text: Sequence[int]) -> dict[int, Role]:
    """The headline of another article, and the text below it: it has a byline as that of the first article.

    text   the indices of kept blocks
    """
    start = max(0, text[0] - OWN_BYLINE_REACH)
    own = next((lead for block in blocks[start : text[0] + 1] if (lead := _get_byline_lead(block.text))), None)
    if own is None:
        return {}
    for i in range(_find_end_of_article(blocks, text) + 1, len(blocks) - 1):
        headline, below = blocks[i - 1].text, blocks[i + 1].text
        is_between = len(headline) < PROSE_CHARS <= len(below) and not ends_like_a_sentence(headline)
        if is_between and _get_byline_lead(blocks[i].text) == own:
            return dict.fromkeys([i - 1, *(j for j in text if j >= i)], Role.RELATED)
    return {}


def _get_byline_lead(text: str) -> str | None:
    """Return the first word of "By Jane Doe", and of no other line."""
    lead, *name = text.split()
    if len(name) + 1 not in BYLINE_WORDS or lead.casefold() not in _BY_WORDS or ends_like_a_sentence(text):
        return None
    n_capital = sum(word[0].isupper() or not word[0].islower() for word in name)
    return lead if n_capital * 2 > len(name) else None
