"""Phrases that explain the value of a feature to people: "stands inside `nav`", "12 % of its characters are links".

Each feature of `table.FEATURES` has its phrase, made from the value. `meaning` in the table describes its computation.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from cleancopy.block import Layout
from cleancopy.features.table import ANCESTOR_TAGS, INLINE_TAGS, LEVELS, TAGS

Phrase = Callable[[float], str]
WordSource = Literal["text", "own", "inside", "above", "page"]
"""Where a known word stands: in a text, or in the names of its element, of one inside, of one above, or of the page."""

_BASES = {
    "ends": "end", "has": "have", "holds": "hold", "repeats": "repeat", "stands": "stand", "starts": "start"
}  # fmt: skip
_MAX_BLOCKS = 40
"""Distance up to which prose is looked for (`table`: to_prose_above)."""
_MAX_GAP = 4
_HALF = 0.5


def describe_feature(feature: str, value: float) -> str:
    """Phrase a feature's value. Raises `KeyError` for a name that no feature has."""
    return PHRASES[feature](value)


def describe_word(word: str, source: WordSource) -> str:
    r"""Phrase where a known word stands.

    word   as in vocabularies: ``^w`` begins a text, ``w$`` ends it, ``<tag`` is the tag of an element
    """
    if source == "text":
        says = "begins with" if word.startswith("^") else "ends with" if word.endswith("$") else "says"
        return f"its text {says} `{word.removeprefix('^').removesuffix('$')}`"
    tag = word.removeprefix("<")
    if tag != word:
        return f"its element is `{tag}`" if source == "own" else f"stands inside `{tag}`"
    names = {
        "own": "its class name says",
        "inside": "an element inside it is called",
        "above": "an element around it is called",
        "page": "the page is called",
    }
    return f"{names[source]} `{word}`"


def describe_unknown(of_names: bool) -> str:
    """Phrase that the model knows no word of a block's text, or of its names."""
    return "has no class name that the model knows" if of_names else "its text has no word that the model knows"


def _yes_no_phrase(verb: str, rest: str) -> Phrase:
    """For a feature that is 1 or 0."""
    no = f"is not {rest}" if verb == "is" else f"does not {_BASES[verb]} {rest}"
    return lambda value: f"{verb} {rest}" if value > _HALF else no


def _percent_phrase(rest: str) -> Phrase:
    """For a share, shown as a percentage in place of ``%`` in `rest`."""
    return lambda value: rest.replace("%", _format_percent(value), 1)


def _format_percent(value: float) -> str:
    return "<1 %" if 0 < value < 0.005 else f"{100 * value:.0f} %"  # noqa: PLR2004 - the least that is rounded to 1


def _count_phrase(rest: str, one: str, many: str = "", inverse: Callable[[float], float] = math.expm1) -> Phrase:
    """For a log of a count, shown in place of ``#`` in `rest`; `inverse` gives the count."""
    return lambda value: rest.replace("#", _format_count(inverse(value), one, many or f"{one}s"), 1)


def _format_count(value: float, one: str, many: str) -> str:
    number = round(value)
    return f"{number or 'no'} {one if number in (0, 1) else many}".replace(str(number), f"{number:,}", 1)


def _steps_phrase(start: str, other: str) -> Phrase:
    """For log(1 + steps) from a block's element up to one that contains another block, too."""

    def phrase(value: float) -> str:
        steps = round(math.expm1(value))
        ancestor = (
            f"the element {steps} above {start}"
            if steps
            else ("its element" if start == "it" else f"the element of {start}")
        )
        return f"{ancestor} holds {other}, too"

    return phrase


def _offset_phrase(name: str, at_zero: str) -> Phrase:
    """For a signed log of the blocks up to a position."""

    def phrase(value: float) -> str:
        side = "after" if value > 0 else "before"
        return _count_phrase(f"stands # {side} {name}", "block")(abs(value)) if value else at_zero

    return phrase


def _prose_distance_phrase(side: str) -> Phrase:
    def phrase(value: float) -> str:
        blocks = round(math.expm1(value))
        if blocks >= _MAX_BLOCKS:
            return f"has no prose within {_MAX_BLOCKS} blocks {side}"
        return f"the nearest prose is {_format_count(blocks, 'block', 'blocks')} {side}"

    return phrase


def _gap_phrase(side: str) -> Phrase:
    def phrase(value: float) -> str:
        number = (
            f"{_MAX_GAP} or more blank lines"
            if value >= _MAX_GAP
            else _format_count(value, "blank line", "blank lines")
        )
        return f"has {number} {side}"

    return phrase


def _describe_repeats(value: float) -> str:
    others = round(math.exp(value)) - 1
    return (
        f"{_format_count(others, 'other short block is', 'other short blocks are')} the same but for names and digits"
    )


def _siblings_phrase(who: str) -> Phrase:
    return lambda value: f"{who} has {_format_count(math.exp(value) - 1, 'sibling', 'siblings')} of its kind"


def _describe_bracket(value: float) -> str:
    if not value:
        return "leaves no bracket open"
    return "opens a bracket that it does not close" if value > 0 else "closes a bracket that it did not open"


_SHAPE: Mapping[str, Phrase] = {
    "chars": _count_phrase("has #", "character"),
    "words": _count_phrase("has #", "word"),
    "word_length": lambda v: f"its words have {10 * v:.1f} characters on average",
    "digits": _percent_phrase("% of its characters are digits"),
    "upper": _percent_phrase("% of its letters are capitals"),
    "cjk": _percent_phrase("% of its characters are Chinese, Japanese, Korean or Thai"),
    "commas": lambda v: f"has {_format_count(100 * v, 'comma', 'commas')} (or the like) in 100 words",
    "sentences": _count_phrase("has # of a sentence", "end"),
    "symbols": _percent_phrase("% of its characters are symbols"),
    "quotes": _count_phrase("has #", "quotation mark"),
    "capitalised": _percent_phrase("% of its words start with a capital"),
    "ends_sentence": _yes_no_phrase("ends", "like a sentence"),
    "ends_colon": _yes_no_phrase("ends", "with a colon"),
    "ends_ellipsis": _yes_no_phrase("ends", "with an ellipsis"),
    "ends_bracket": _yes_no_phrase("ends", "with a closing bracket"),
    "starts_lower": _yes_no_phrase("starts", "with a small letter"),
    "starts_upper": _yes_no_phrase("starts", "with a capital"),
    "starts_digit": _yes_no_phrase("starts", "with a digit"),
    "starts_quote": _yes_no_phrase("starts", "with a quotation mark or a dash"),
    "starts_symbol": _yes_no_phrase("starts", "with a symbol"),
    "has_url": _yes_no_phrase("holds", "an address of the web or of mail"),
    "has_clock": _yes_no_phrase("holds", "a time of day"),
    "has_year": _yes_no_phrase("holds", "a year"),
    "has_price": _yes_no_phrase("holds", "an amount of money"),
    "has_copyright": _yes_no_phrase("holds", "a copyright sign"),
    "has_bar": _yes_no_phrase("holds", "a bar, bullet or arrow between items"),
}
_POSITION: Mapping[str, Phrase] = {
    "position": _percent_phrase("stands % of the way down the page"),
    "chars_before": _percent_phrase("% of the page's characters stand before it"),
    "from_start": _count_phrase("has # before it", "block"),
    "from_end": _count_phrase("has # after it", "block"),
    "prose": lambda v: "is prose" if v > _HALF else "is no prose: it is short, or mostly links",
    "prose_before": _percent_phrase("% of the page's prose stands before it"),
    "prose_after": _percent_phrase("% of the page's prose stands after it"),
    "to_prose_above": _prose_distance_phrase("above"),
    "to_prose_below": _prose_distance_phrase("below"),
    "prose_around": _percent_phrase("% of the characters around it are prose"),
    "length_rank": _percent_phrase("is % as long as the page's longest block"),
    "repeats": _count_phrase("its text stands on the page #", "time", inverse=math.exp),
    "repeats_above": _yes_no_phrase("starts", "with the words of an earlier block"),
    "repeats_below": _yes_no_phrase("starts", "with the words of a later block"),
    "within_neighbour": _yes_no_phrase("repeats", "the text of a neighbour"),
    "topic": lambda v: f"its longer words stand {math.expm1(v):.1f} times in the page's other prose",
    "topic_known": _percent_phrase("% of its longer words stand in the page's other prose"),
    "page_blocks": _count_phrase("the page has #", "block"),
    "page_prose": _count_phrase("the page has # of prose", "character"),
    "page_prose_share": _percent_phrase("% of the page's characters are prose"),
    "page_sentences": _percent_phrase("% of the page's blocks end like a sentence"),
}
_LINES: Mapping[str, Phrase] = {
    "gap": _gap_phrase("above"),
    "gap_below": _gap_phrase("below"),
    "gap_usual": lambda v: f"the page has {v:.1f} blank lines between blocks on average",
    "indent": _count_phrase("is indented by #", "column"),
    "line_count": _count_phrase("was joined from #", "line", inverse=math.exp),
}
_LAYOUTS: Mapping[Layout, str] = {
    Layout.TEXT: "plain text",
    Layout.HEADING: "a heading",
    Layout.LIST_ITEM: "an item of a list",
    Layout.QUOTE: "a quote",
    Layout.TABLE_ROW: "a row of a table",
    Layout.CODE: "code",
    Layout.CAPTION: "a caption",
    Layout.ALT: "the alternative text of a picture",
}
_FLAT: Mapping[str, Phrase] = {
    "credit": _yes_no_phrase("ends", "with a picture's credit"),
    "credit_below": _yes_no_phrase("has", "a picture's credit close below"),
    "open_bracket": _describe_bracket,
    "adjacent_copy": _yes_no_phrase("repeats", "the block above or below"),
    "masked_repeats": _describe_repeats,
    "masked_share": _percent_phrase("% of the blocks around it look like others"),
    "in_main_run": _yes_no_phrase("stands", "in the page's longest run of prose"),
    "main_run_offset": _offset_phrase("the longest run of prose", "stands in the longest run of prose"),
    "run_share": _percent_phrase("its run of prose has % of the page's prose"),
    "topic_main": _percent_phrase("% of its longer words stand in the longest run of prose"),
    "chars_rank": _percent_phrase("is longer than % of the page's blocks"),
    "prose_rank": lambda v: f"is {_format_percent(math.exp(v))} as long as the page's usual prose",
}
_MARKUP: Mapping[str, Phrase] = {
    "link_share": _percent_phrase("% of its characters are links"),
    "links": _count_phrase("has #", "link"),
    "bold_share": _percent_phrase("% of its characters are bold"),
    "level": lambda v: (
        f"has level {6 * v:.0f} as a heading or in a list" if v else "has no level as a heading or in a list"
    ),
    "title_in_block": _percent_phrase("holds % of the words of the page's title"),
    "block_in_title": _percent_phrase("% of its words stand in the page's title"),
    "block_in_description": _percent_phrase("% of its words stand in the page's description"),
    "headline_offset": _offset_phrase("the headline", "stands at the headline, or the page shows none"),
    "page_links": _percent_phrase("% of the page's characters are links"),
    "depth": _count_phrase("its element lies # deep", "level"),
    "style_prose": _percent_phrase("blocks of its style have % of the page's prose"),
    "style_blocks": _percent_phrase("% of the page's blocks have its style"),
    "style_links": _percent_phrase("% of the characters in blocks of its style are links"),
    "to_headline": _steps_phrase("it", "the headline"),
    "to_lead": _steps_phrase("it", "the first prose"),
    "from_lead": _steps_phrase("the first prose", "it"),
    "lead_style": _yes_no_phrase("has", "the style of the first prose"),
    "to_body": _steps_phrase("it", "the main body"),
    "from_body": _steps_phrase("the main body", "it"),
}


def _name_ancestor(level: int) -> str:
    """The ancestor of a block in words; the first is its own element."""
    return ("its element", "its parent element")[level - 1] if level <= 2 else f"the element {level - 1} above its own"  # noqa: PLR2004 - two have names


def _level_phrases(level: int) -> dict[str, Phrase]:
    who = _name_ancestor(level)
    return {
        f"prose_{level}": _percent_phrase(f"{who} has % of the page's prose"),
        f"density_{level}": _percent_phrase(f"% of the characters in {who} are prose"),
        f"linked_{level}": _percent_phrase(f"% of the characters in {who} are links"),
        f"siblings_{level}": _siblings_phrase(who),
        f"dominance_{level}": _percent_phrase(f"{who} has % of the prose in elements of its kind beside it"),
    }


PHRASES: Mapping[str, Phrase] = {
    **_SHAPE,
    **_POSITION,
    **_LINES,
    **_FLAT,
    **_MARKUP,
    **{f"layout_{layout}": _yes_no_phrase("is", f"laid out as {name}") for layout, name in _LAYOUTS.items()},
    **{f"tag_{tag}": _yes_no_phrase("is", f"in an element `{tag}`") for tag in TAGS},
    **{f"inner_{tag}": _yes_no_phrase("holds", f"an element `{tag}`") for tag in INLINE_TAGS},
    **{f"above_{tag}": _yes_no_phrase("stands", f"inside `{tag}`") for tag in ANCESTOR_TAGS},
    **{name: phrase for level in LEVELS for name, phrase in _level_phrases(level).items()},
}
"""For each feature the function that phrases its value."""
