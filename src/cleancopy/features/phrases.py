"""What a feature says of a block, in words for people: "stands inside `nav`", "12 % of its characters are links".

Each feature of `table.FEATURES` has its phrase, made from its value: `meaning` there is for who computes it.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from cleancopy.block import Layout
from cleancopy.features.table import ABOVE, INNER, LEVELS, TAGS

Phrase = Callable[[float], str]
Where = Literal["text", "own", "inside", "above", "page"]
"""Where a known word stands: in a text, or in the names of its element, of one inside, of one above, or of the page."""

_BASES = {
    "ends": "end", "has": "have", "holds": "hold", "repeats": "repeat", "stands": "stand", "starts": "start"
}  # fmt: skip
_MOST_BLOCKS = 40
"""As far as prose is looked for (`table`: to_prose_above)."""
_MOST_GAP = 4
_HALF = 0.5


def describe(feature: str, value: float) -> str:
    """Say in a phrase what a feature's value says of a block. Raises `KeyError` for a name that no feature has."""
    return PHRASES[feature](value)


def describe_word(word: str, where: Where) -> str:
    r"""Say in a phrase that a known word stands somewhere.

    word   as vocabularies have it: ``^w`` begins a text, ``w$`` ends it, ``<tag`` is the tag of an element
    """
    if where == "text":
        says = "begins with" if word.startswith("^") else "ends with" if word.endswith("$") else "says"
        return f"its text {says} `{word.removeprefix('^').removesuffix('$')}`"
    tag = word.removeprefix("<")
    if tag != word:
        return f"its element is `{tag}`" if where == "own" else f"stands inside `{tag}`"
    names = {
        "own": "its class name says",
        "inside": "an element inside it is called",
        "above": "an element around it is called",
        "page": "the page is called",
    }
    return f"{names[where]} `{word}`"


def describe_unknown(of_names: bool) -> str:
    """Say that the model knows no word of a block's text, or of its names."""
    return "has no class name that the model knows" if of_names else "its text has no word that the model knows"


def _yes(verb: str, rest: str) -> Phrase:
    """A yes or no: 1 or 0."""
    no = f"is not {rest}" if verb == "is" else f"does not {_BASES[verb]} {rest}"
    return lambda value: f"{verb} {rest}" if value > _HALF else no


def _share(rest: str) -> Phrase:
    """A share as per cent; `rest` has ``%`` where it stands."""
    return lambda value: rest.replace("%", _percent(value), 1)


def _percent(value: float) -> str:
    return "<1 %" if 0 < value < 0.005 else f"{100 * value:.0f} %"  # noqa: PLR2004 - the least that is rounded to 1


def _count(rest: str, one: str, many: str = "", inverse: Callable[[float], float] = math.expm1) -> Phrase:
    """A count that the feature has as log(1 + count), or as `inverse` undoes; `rest` has ``#`` where it stands."""
    return lambda value: rest.replace("#", _number(inverse(value), one, many or f"{one}s"), 1)


def _number(value: float, one: str, many: str) -> str:
    number = round(value)
    return f"{number or 'no'} {one if number in (0, 1) else many}".replace(str(number), f"{number:,}", 1)


def _steps(start: str, other: str) -> Phrase:
    """Elements from the one of a block up to one that holds another block, too; log(1 + steps)."""

    def phrase(value: float) -> str:
        steps = round(math.expm1(value))
        place = (
            f"the element {steps} above {start}"
            if steps
            else ("its element" if start == "it" else f"the element of {start}")
        )
        return f"{place} holds {other}, too"

    return phrase


def _distance(name: str, there: str) -> Phrase:
    """A signed log of blocks to a place."""

    def phrase(value: float) -> str:
        side = "after" if value > 0 else "before"
        return _count(f"stands # {side} {name}", "block")(abs(value)) if value else there

    return phrase


def _to_prose(side: str) -> Phrase:
    def phrase(value: float) -> str:
        blocks = round(math.expm1(value))
        if blocks >= _MOST_BLOCKS:
            return f"has no prose within {_MOST_BLOCKS} blocks {side}"
        return f"the nearest prose is {_number(blocks, 'block', 'blocks')} {side}"

    return phrase


def _gap(side: str) -> Phrase:
    def phrase(value: float) -> str:
        number = (
            f"{_MOST_GAP} or more blank lines" if value >= _MOST_GAP else _number(value, "blank line", "blank lines")
        )
        return f"has {number} {side}"

    return phrase


def _twins(value: float) -> str:
    others = round(math.exp(value)) - 1
    return f"{_number(others, 'other short block is', 'other short blocks are')} the same but for names and digits"


def _siblings(who: str) -> Phrase:
    return lambda value: f"{who} has {_number(math.exp(value) - 1, 'sibling', 'siblings')} of its kind"


def _bracket(value: float) -> str:
    if not value:
        return "leaves no bracket open"
    return "opens a bracket that it does not close" if value > 0 else "closes a bracket that it did not open"


_SHAPE: Mapping[str, Phrase] = {
    "chars": _count("has #", "character"),
    "words": _count("has #", "word"),
    "word_length": lambda v: f"its words have {10 * v:.1f} characters on average",
    "digits": _share("% of its characters are digits"),
    "upper": _share("% of its letters are capitals"),
    "cjk": _share("% of its characters are Chinese, Japanese, Korean or Thai"),
    "commas": lambda v: f"has {_number(100 * v, 'comma', 'commas')} (or the like) in 100 words",
    "sentences": _count("has # of a sentence", "end"),
    "symbols": _share("% of its characters are symbols"),
    "quotes": _count("has #", "quotation mark"),
    "capitalised": _share("% of its words start with a capital"),
    "ends_sentence": _yes("ends", "like a sentence"),
    "ends_colon": _yes("ends", "with a colon"),
    "ends_ellipsis": _yes("ends", "with an ellipsis"),
    "ends_bracket": _yes("ends", "with a closing bracket"),
    "starts_lower": _yes("starts", "with a small letter"),
    "starts_upper": _yes("starts", "with a capital"),
    "starts_digit": _yes("starts", "with a digit"),
    "starts_quote": _yes("starts", "with a quotation mark or a dash"),
    "starts_symbol": _yes("starts", "with a symbol"),
    "has_url": _yes("holds", "an address of the web or of mail"),
    "has_clock": _yes("holds", "a time of day"),
    "has_year": _yes("holds", "a year"),
    "has_price": _yes("holds", "an amount of money"),
    "has_copyright": _yes("holds", "a copyright sign"),
    "has_bar": _yes("holds", "a bar, bullet or arrow between items"),
}
_PLACE: Mapping[str, Phrase] = {
    "place": _share("stands % of the way down the page"),
    "place_chars": _share("% of the page's characters stand before it"),
    "from_start": _count("has # before it", "block"),
    "from_end": _count("has # after it", "block"),
    "prose": lambda v: "is prose" if v > _HALF else "is no prose: it is short, or mostly links",
    "prose_before": _share("% of the page's prose stands before it"),
    "prose_after": _share("% of the page's prose stands after it"),
    "to_prose_above": _to_prose("above"),
    "to_prose_below": _to_prose("below"),
    "prose_around": _share("% of the characters around it are prose"),
    "length_rank": _share("is % as long as the page's longest block"),
    "repeats": _count("its text stands on the page #", "time", inverse=math.exp),
    "repeats_above": _yes("starts", "with the words of an earlier block"),
    "repeats_below": _yes("starts", "with the words of a later block"),
    "within_neighbour": _yes("repeats", "the text of a neighbour"),
    "topic": lambda v: f"its longer words stand {math.expm1(v):.1f} times in the page's other prose",
    "topic_known": _share("% of its longer words stand in the page's other prose"),
    "page_blocks": _count("the page has #", "block"),
    "page_prose": _count("the page has # of prose", "character"),
    "page_prose_share": _share("% of the page's characters are prose"),
    "page_sentences": _share("% of the page's blocks end like a sentence"),
}
_LINES: Mapping[str, Phrase] = {
    "gap": _gap("above"),
    "gap_below": _gap("below"),
    "gap_usual": lambda v: f"the page has {v:.1f} blank lines between blocks on average",
    "indent": _count("is indented by #", "column"),
    "joined": _count("was joined from #", "line", inverse=math.exp),
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
    "credit": _yes("ends", "with a picture's credit"),
    "credit_below": _yes("has", "a picture's credit close below"),
    "open_bracket": _bracket,
    "twin": _yes("repeats", "the block above or below"),
    "masked_repeats": _twins,
    "masked_share": _share("% of the blocks around it look like others"),
    "in_main_run": _yes("stands", "in the page's longest run of prose"),
    "past_main_run": _distance("the longest run of prose", "stands in the longest run of prose"),
    "run_share": _share("its run of prose has % of the page's prose"),
    "topic_main": _share("% of its longer words stand in the longest run of prose"),
    "chars_rank": _share("is longer than % of the page's blocks"),
    "prose_rank": lambda v: f"is {_percent(math.exp(v))} as long as the page's usual prose",
}
_MARKUP: Mapping[str, Phrase] = {
    "link_share": _share("% of its characters are links"),
    "links": _count("has #", "link"),
    "bold_share": _share("% of its characters are bold"),
    "level": lambda v: (
        f"has level {6 * v:.0f} as a heading or in a list" if v else "has no level as a heading or in a list"
    ),
    "title_in_block": _share("holds % of the words of the page's title"),
    "block_in_title": _share("% of its words stand in the page's title"),
    "block_in_description": _share("% of its words stand in the page's description"),
    "past_headline": _distance("the headline", "stands at the headline, or the page shows none"),
    "page_links": _share("% of the page's characters are links"),
    "depth": _count("its element lies # deep", "level"),
    "style_prose": _share("blocks of its style have % of the page's prose"),
    "style_blocks": _share("% of the page's blocks have its style"),
    "style_links": _share("% of the characters in blocks of its style are links"),
    "to_headline": _steps("it", "the headline"),
    "to_lead": _steps("it", "the first prose"),
    "lead_to_it": _steps("the first prose", "it"),
    "lead_style": _yes("has", "the style of the first prose"),
    "to_body": _steps("it", "the main body"),
    "body_to_it": _steps("the main body", "it"),
}


def _above(level: int) -> str:
    """What the ancestor of a block is called; the first is its own element."""
    return ("its element", "its parent element")[level - 1] if level <= 2 else f"the element {level - 1} above its own"  # noqa: PLR2004 - two have names


def _of_level(level: int) -> dict[str, Phrase]:
    who = _above(level)
    return {
        f"prose_{level}": _share(f"{who} has % of the page's prose"),
        f"density_{level}": _share(f"% of the characters in {who} are prose"),
        f"linked_{level}": _share(f"% of the characters in {who} are links"),
        f"siblings_{level}": _siblings(who),
        f"dominance_{level}": _share(f"{who} has % of the prose in elements of its kind beside it"),
    }


PHRASES: Mapping[str, Phrase] = {
    **_SHAPE,
    **_PLACE,
    **_LINES,
    **_FLAT,
    **_MARKUP,
    **{f"layout_{layout}": _yes("is", f"laid out as {name}") for layout, name in _LAYOUTS.items()},
    **{f"tag_{tag}": _yes("is", f"in an element `{tag}`") for tag in TAGS},
    **{f"inner_{tag}": _yes("holds", f"an element `{tag}`") for tag in INNER},
    **{f"above_{tag}": _yes("stands", f"inside `{tag}`") for tag in ABOVE},
    **{name: phrase for level in LEVELS for name, phrase in _of_level(level).items()},
}
"""For each feature how its value is put in words."""
