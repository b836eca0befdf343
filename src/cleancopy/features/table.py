"""The table of features: the name and meaning of each column. Its digest is the feature set.

Adding, removing or changing a feature changes `FEATURE_SET`, so the model must be trained again.
"""

import hashlib
from typing import NamedTuple

from cleancopy.block import Layout

LAYOUTS = tuple(Layout)
INLINE_TAGS = ("a", "span", "time", "em", "i", "b", "strong", "img", "label", "small", "code", "sup")
TAGS = ("p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "button", "option", "section",
         "figcaption", "blockquote", "pre", "dt", "dd", "legend", "summary", "body", "header", "footer")  # fmt: skip
ANCESTOR_TAGS = ("nav", "aside", "header", "footer", "form", "article", "main", "figure", "table", "ul", "ol",
          "blockquote", "section", "button", "dialog", "select", "address", "details")  # fmt: skip
LEVELS = range(1, 6)
RECORD_PLACES = 5
"""The grouping of HTML blocks by their places in records, see `features.records`; after it comes that by records."""
MIN_RECORDS = 3
"""The least number of elements of one kind in one parent that are records."""

_SHAPE = (
    ("chars", "log(1 + characters)"),
    ("words", "log(1 + words), two CJK characters counted as a word"),
    ("word_length", "mean characters of a word, at most 20, / 10"),
    ("digits", "share of characters that are digits"),
    ("upper", "share of letters with case that are upper case"),
    ("cjk", "share of characters that are CJK or Thai"),
    ("commas", "commas, colons and semicolons a word"),
    ("sentences", "log(1 + marks that end a sentence)"),
    ("symbols", "share of characters that are symbols"),
    ("quotes", "log(1 + quotation marks)"),
    ("capitalised", "share of the words that start in upper case"),
    ("ends_sentence", "1 where the last mark, closing quotes and brackets aside, ends a sentence"),
    ("ends_colon", "1 where it ends in a colon"),
    ("ends_ellipsis", "1 where it ends in an ellipsis"),
    ("ends_bracket", "1 where it ends in a closing bracket"),
    ("starts_lower", "1 where it starts in lower case"),
    ("starts_upper", "1 where it starts in upper case"),
    ("starts_digit", "1 where it starts with a digit"),
    ("starts_quote", "1 where it starts with a quotation mark or a dash"),
    ("starts_symbol", "1 where it starts with anything else"),
    ("has_url", "1 where it contains a web or mail address"),
    ("has_clock", "1 where it contains a time of day"),
    ("has_year", "1 where it contains a year from 1900 to 2099"),
    ("has_price", "1 where it contains an amount of money"),
    ("has_copyright", "1 where it contains a copyright sign"),
    ("has_bar", "1 where it contains a bar, bullet, guillemet or arrow that separates items"),
)
_POSITION = (
    ("position", "position among the page's blocks, 0..1"),
    ("chars_before", "share of the page's characters before it"),
    ("from_start", "log(1 + blocks before it)"),
    ("from_end", "log(1 + blocks after it)"),
    ("prose", "1 where it is prose: 80 characters or more, not mostly links"),
    ("prose_before", "share of the page's prose before it"),
    ("prose_after", "share of the page's prose after it"),
    ("to_prose_above", "log(1 + blocks up to the nearest prose above), at most log 41"),
    ("to_prose_below", "log(1 + blocks down to the nearest prose below), at most log 41"),
    ("prose_around", "share of characters that are prose in the 5 blocks on either side"),
    ("length_rank", "characters over those of the page's longest block"),
    ("repeats", "log(number of blocks with the same text)"),
    ("repeats_above", "1 where an earlier block has the same first words"),
    ("repeats_below", "1 where a later block has the same first words"),
    ("within_neighbour", "1 where a neighbour within two blocks contains all of it, or the other way round"),
    (
        "topic",
        "mean over its words of four letters or more of log(1 + times the word stands in the page's prose)",
    ),
    ("topic_known", "share of its words of four letters or more that other prose of the page has, too"),
    ("page_blocks", "log(1 + blocks of the page)"),
    ("page_prose", "log(1 + characters of prose of the page)"),
    ("page_prose_share", "share of the page's characters that are prose"),
    ("page_sentences", "share of the page's blocks that end like a sentence"),
)
_LINES = (
    ("gap", "blank lines above it, at most 4"),
    ("gap_below", "blank lines below it, at most 4"),
    ("gap_usual", "mean of the page's gaps"),
    ("indent", "log(1 + columns of indentation)"),
    ("line_count", "log(lines it was joined from)"),
)
_FLAT = (
    ("credit", "1 where it is a picture's credit or ends in one"),
    ("credit_below", "1 where one of the two blocks below is a credit or ends in one"),
    ("open_bracket", "1 where it opens a bracket that it does not close, -1 where it closes one it did not open"),
    ("adjacent_copy", "1 where the block above or below has the same text"),
    ("masked_repeats", "log(number of blocks with the same text but for names and digits), short blocks only"),
    ("masked_share", "share of itself and the 3 blocks on either side for which there are more than two such blocks"),
    ("in_main_run", "1 where it stands in the page's longest run of prose, gaps of 3 blocks allowed"),
    ("main_run_offset", "signed log distance in blocks to that run"),
    ("run_share", "share of the page's prose in its run of prose, 0 outside of runs"),
    ("topic_main", "share of its words of four letters or more that other prose of that run has, too"),
    ("chars_rank", "its rank among the page's blocks by length, 0..1"),
    ("prose_rank", "log of characters over those of the page's median prose block, at most 3 either way"),
)
_MARKUP = (
    ("link_share", "share of its characters that are links"),
    ("links", "log(1 + links)"),
    ("bold_share", "share of its characters that are bold"),
    ("level", "level of heading or list / 6"),
    ("title_in_block", "share of the words of the page's stated title that it contains"),
    ("block_in_title", "share of its words that the stated title contains"),
    ("block_in_description", "share of its words that the page's stated description contains"),
    ("headline_offset", "signed log distance in blocks to the first block that is the stated title"),
    ("page_links", "share of the page's characters that are links"),
    ("depth", "log(1 + depth of its element)"),
    ("style_prose", "share of the page's prose in blocks of the same tags and classes up to the grandparent"),
    ("style_blocks", "share of the page's blocks with the same tags and classes up to the grandparent"),
    ("style_links", "share of links among the characters of such blocks"),
    ("to_headline", "log(1 + elements up to the nearest common ancestor with the headline)"),
    ("to_lead", "log(1 + elements up to the nearest common ancestor with the first prose from the headline on)"),
    ("from_lead", "log(1 + elements from that prose up to their nearest common ancestor)"),
    ("lead_style", "1 where its tags and classes up to the grandparent are those of that prose"),
    (
        "to_body",
        "log(1 + elements up to the nearest common ancestor with the element with most prose close below)",
    ),
    ("from_body", "log(1 + elements from that element up to their nearest common ancestor)"),
    *((f"tag_{t}", f"1 where its element is {t}") for t in TAGS),
    *((f"inner_{t}", f"1 where it contains an inline {t}") for t in INLINE_TAGS),
    *((f"above_{t}", f"1 where it stands inside {t}") for t in ANCESTOR_TAGS),
    *((f"prose_{k}", f"share of the page's prose under its ancestor {k} up (1: its own element)") for k in LEVELS),
    *((f"density_{k}", f"share of the characters under its ancestor {k} up that are prose") for k in LEVELS),
    *((f"linked_{k}", f"share of the characters under its ancestor {k} up that are links") for k in LEVELS),
    *((f"siblings_{k}", f"log of the siblings of like tag and class of its ancestor {k} up") for k in LEVELS),
    *((f"dominance_{k}", f"share of the prose of such siblings under its ancestor {k} up") for k in LEVELS),
)


class Feature(NamedTuple):
    """A column: its name, its meaning with range, and the kinds of page that have it."""

    name: str
    meaning: str
    in_html: bool
    in_text: bool


FEATURES: tuple[Feature, ...] = (
    *(Feature(n, m, True, True) for n, m in (*_SHAPE, *_POSITION, *_LINES)),
    *(Feature(f"layout_{v}", f"1 where its layout is {v}", True, True) for v in LAYOUTS),
    *(Feature(n, m, False, True) for n, m in _FLAT),
    *(Feature(n, m, True, False) for n, m in _MARKUP),
)
COLUMNS = {
    "html": tuple(f.name for f in FEATURES if f.in_html),
    "text": tuple(f.name for f in FEATURES if f.in_text),
}
"""For each kind of page the names of its columns, in order."""
ROWS = {kind: {name: i for i, name in enumerate(columns)} for kind, columns in COLUMNS.items()}
"""For each kind of page the index of each column."""
FEATURE_SET = hashlib.sha256(repr(FEATURES).encode()).hexdigest()[:16]
