"""One ordered table of named features: blocks to a float32 matrix, and to bags of words.

Takes a `Segmentation` (and what the page says its title and description are), gives one row a block.
Sees blocks only, never the tree, and knows nothing of a trained model but the names it may ask for.
Adding, removing or changing a feature changes `FEATURE_SET` and so asks for new training.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy import charclass
from cleancopy.block import Block, Layout, Segmentation, prose_chars
from cleancopy.structure import Structure, describe

Column = npt.NDArray[np.float32]

_LAYOUTS = tuple(Layout)
_INNER = ("a", "span", "time", "em", "i", "b", "strong", "img", "label", "small", "code", "sup")
_TAGS = ("p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "button", "option", "section",
         "figcaption", "blockquote", "pre", "dt", "dd", "legend", "summary", "body", "header", "footer")  # fmt: skip
_ABOVE = ("nav", "aside", "header", "footer", "form", "article", "main", "figure", "table", "ul", "ol",
          "blockquote", "section", "button", "dialog", "select", "address", "details")  # fmt: skip
_LEVELS = range(1, 6)

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
    ("has_url", "1 where it holds an address of the web or of mail"),
    ("has_clock", "1 where it holds a time of day"),
    ("has_year", "1 where it holds a year from 1900 to 2099"),
    ("has_price", "1 where it holds an amount of money"),
    ("has_copyright", "1 where it holds a copyright sign"),
    ("has_bar", "1 where it holds a bar, bullet, guillemet or arrow that sets items apart"),
)
_PLACE = (
    ("place", "place among the page's blocks, 0..1"),
    ("place_chars", "share of the page's characters that stand before it"),
    ("from_start", "log(1 + blocks before it)"),
    ("from_end", "log(1 + blocks after it)"),
    ("prose", "1 where it is prose: 80 characters or more, not mostly links"),
    ("prose_before", "share of the page's prose that stands before it"),
    ("prose_after", "share of the page's prose that stands after it"),
    ("to_prose_above", "log(1 + blocks up to the nearest prose above), at most log 41"),
    ("to_prose_below", "log(1 + blocks down to the nearest prose below), at most log 41"),
    ("prose_around", "share of characters that are prose in the 5 blocks on either side"),
    ("length_rank", "characters over those of the page's longest block"),
    ("repeats", "log(number of blocks with the same text)"),
    ("repeats_above", "1 where an earlier block has the same first words"),
    ("repeats_below", "1 where a later block has the same first words"),
    ("within_neighbour", "1 where a neighbour within two blocks holds it whole or is held by it"),
    (
        "topic",
        "mean over its words of four letters or more of log(1 + times the word stands in the page's prose)",
    ),
    ("topic_known", "share of its words of four letters or more that stand in the page's prose elsewhere"),
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
    ("joined", "log(lines it was joined from)"),
)
_MARKUP = (
    ("link_share", "share of its characters that are links"),
    ("links", "log(1 + links)"),
    ("bold_share", "share of its characters that are bold"),
    ("level", "level of heading or list / 6"),
    ("title_in_block", "share of the words of the page's stated title that it holds"),
    ("block_in_title", "share of its words that the stated title holds"),
    ("block_in_description", "share of its words that the page's stated description holds"),
    ("past_headline", "signed log distance in blocks to the first block that is the stated title"),
    ("page_links", "share of the page's characters that are links"),
    ("depth", "log(1 + depth of its element)"),
    ("style_prose", "share of the page's prose in blocks of the same tags and classes up to the grandparent"),
    ("style_blocks", "share of the page's blocks with the same tags and classes up to the grandparent"),
    ("style_links", "share of links among the characters of such blocks"),
    ("to_headline", "log(1 + elements up to the nearest one that the headline stands in too)"),
    ("to_lead", "log(1 + elements up to the nearest one that the first prose from the headline on stands in too)"),
    ("lead_to_it", "log(1 + elements from that prose up to there)"),
    ("lead_style", "1 where its tags and classes up to the grandparent are those of that prose"),
    ("to_body", "log(1 + elements up to the nearest that holds, or stands in, the element with most prose close below)"),
    ("body_to_it", "log(1 + elements from that element up to there)"),
    *((f"tag_{t}", f"1 where its element is {t}") for t in _TAGS),
    *((f"inner_{t}", f"1 where it holds an inline {t}") for t in _INNER),
    *((f"above_{t}", f"1 where it stands inside {t}") for t in _ABOVE),
    *((f"prose_{k}", f"share of the page's prose under its ancestor {k} up (1: its own element)") for k in _LEVELS),
    *((f"density_{k}", f"share of the characters under its ancestor {k} up that are prose") for k in _LEVELS),
    *((f"linked_{k}", f"share of the characters under its ancestor {k} up that are links") for k in _LEVELS),
    *((f"siblings_{k}", f"log of the siblings of like tag and class of its ancestor {k} up") for k in _LEVELS),
    *((f"dominance_{k}", f"share of the prose of such siblings under its ancestor {k} up") for k in _LEVELS),
)


class Feature(NamedTuple):
    """A column: its name, its meaning with range, and whether flattened text has it too."""

    name: str
    meaning: str
    in_text: bool


FEATURES: tuple[Feature, ...] = (
    *(Feature(n, m, True) for n, m in (*_SHAPE, *_PLACE, *_LINES)),
    *(Feature(f"layout_{v}", f"1 where its layout is {v}", True) for v in _LAYOUTS),
    *(Feature(n, m, False) for n, m in _MARKUP),
)
FEATURE_SET = hashlib.sha256(repr(FEATURES).encode()).hexdigest()[:16]

BAGS = ("text", "own", "parent", "far", "page")
"""The bags of words of a block: of its text; of its element and what it holds inline; of the two
elements above; of the five above those; of the page as a whole. Flattened text has the first only."""


class Features(NamedTuple):
    """What the model sees of a page of n blocks.

    dense   float32, n × columns, in the order of the names asked for
    text    for each block its words, lower-cased, CJK by pairs; ``^w`` and ``w$`` are the first and last
    own     for each block the words of the ``own`` bag that are its alone (inline elements inside it)
    names   for each element its naming words and ``<tag``
    above   int, n × 9: for each block its element and the seven above, -1 where there is none, and the last of
            `names`, which holds the words of the page as a whole
    """

    dense: npt.NDArray[np.float32]
    text: list[list[str]]
    own: list[tuple[str, ...]]
    names: list[tuple[str, ...]]
    above: npt.NDArray[np.int64]


def featurise(
    segmentation: Segmentation, title: str | None = None, description: str | None = None, words: Sequence[str] = ()
) -> Features:
    """Describe every block of a page that has at least one.

    title, description   as the page states them
    words                what the page says of its kind, see `dom.Tree.words`
    """
    blocks = segmentation.blocks
    texts = [b.text for b in blocks]
    counts = charclass.count(texts)
    tokens = [tokenise(t, bool(c)) for t, c in zip(texts, counts["cjk"], strict=True)]
    columns = _shape(texts, counts)
    columns |= _place(blocks, tokens, columns)
    columns |= _lines(blocks)
    columns |= {f"layout_{v}": _flags(b.layout is v for b in blocks) for v in _LAYOUTS}
    if segmentation.elements:
        structure = describe(segmentation)
        stated = _stated(tokens, title, description)
        columns |= _markup(blocks, structure) | stated
        columns |= structure.kinship(*_anchors(columns["prose"], stated["past_headline"]))
        above, names = structure.above, [*structure.names, tuple(words)]
        above = np.append(above, np.full((len(blocks), 1), len(structure.names)), axis=1)
    else:
        above, names = np.full((len(blocks), 9), -1), []
    wanted = [f.name for f in FEATURES if f.in_text or segmentation.elements]
    dense = np.stack([columns[n] for n in wanted], axis=1).astype(np.float32, copy=False)
    return Features(dense, tokens, [b.inner for b in blocks], names, above)


_TOKEN = re.compile(r"\w+")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+")
HEAD_CHARS, TAIL_CHARS = 240, 80
"""Words are read from the start and the end of a block: what a block is for shows there."""


def tokenise(text: str, has_cjk: bool) -> list[str]:
    """Lower-cased words of the head and tail of a text, the first and last marked; CJK by overlapping pairs."""
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        text = text[:HEAD_CHARS] + " " + text[-TAIL_CHARS:]
    text = text.lower()
    if has_cjk:
        text = _CJK_RUN.sub(_pairs, text)
    words = _TOKEN.findall(text)
    if words:
        words += ("^" + words[0], words[-1] + "$")
    return words


def _pairs(run: re.Match[str]) -> str:
    s = run.group()
    return " " + " ".join(s[i : i + 2] for i in range(max(1, len(s) - 1))) + " "


def _flags(values: object) -> Column:
    return np.fromiter(values, np.float32)  # type: ignore[call-overload, no-any-return]


def _share(part: npt.NDArray[Any], whole: npt.NDArray[Any] | np.floating[Any]) -> Column:
    return np.asarray(part / np.maximum(whole, 1), np.float32)


_CLOSERS = "\"'”’»)]}›」』）】 \t"
_ENDS = frozenset(".!?…。！？।؟۔։።｡")
_OPENERS = frozenset("\"'“”„«‘‹「『—–-")
_PATTERNS = {
    "has_url": re.compile(r"https?:|www\.|\w@\w|\.(?:com|org|net)\b"),
    "has_clock": re.compile(r"\d[:.h]\d\d\b"),
    "has_year": re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
    "has_price": re.compile(r"[$€£¥₹]\s?\d|\d\s?[€£¥₽]|\d (?:EUR|USD)\b"),
    "has_copyright": re.compile(r"[©®]"),
    "has_bar": re.compile(r"[|•·»›→←▸►✕×]"),
}
_PATTERN_CHARS = 300


def _shape(texts: Sequence[str], counts: dict[str, Column]) -> dict[str, Column]:
    chars = _flags(map(len, texts))
    words = counts["words"] + counts["cjk"] / 2
    out = {
        "chars": np.log1p(chars),
        "words": np.log1p(words),
        "word_length": np.minimum(_share(chars - counts["space"], words), 20) / 10,
        "digits": _share(counts["digit"], chars),
        "upper": _share(counts["upper"], counts["upper"] + counts["lower"]),
        "cjk": _share(counts["cjk"], chars),
        "commas": _share(counts["comma"], words),
        "sentences": np.log1p(counts["sentence"]),
        "symbols": _share(counts["symbol"], chars),
        "quotes": np.log1p(counts["quote"]),
        "capitalised": _flags(map(_capitalised, texts)),
    }
    ends = [(t.rstrip(_CLOSERS) or t)[-1] for t in texts]
    first = [t[0] for t in texts]
    out |= {
        "ends_sentence": _flags(c in _ENDS for c in ends),
        "ends_colon": _flags(c in ":：" for c in ends),
        "ends_ellipsis": _flags(t.endswith(("...", "…", "[…]", "[...]")) for t in texts),
        "ends_bracket": _flags(t[-1] in ")]）】" for t in texts),
        "starts_lower": _flags(c.islower() for c in first),
        "starts_upper": _flags(c.isupper() for c in first),
        "starts_digit": _flags(c.isdigit() for c in first),
        "starts_quote": _flags(c in _OPENERS for c in first),
        "starts_symbol": _flags(not c.isalnum() and c not in _OPENERS for c in first),
    }
    heads = [t if len(t) <= _PATTERN_CHARS else t[:_PATTERN_CHARS] for t in texts]
    return out | {n: _flags(p.search(t) is not None for t in heads) for n, p in _PATTERNS.items()}


def _capitalised(text: str) -> float:
    words = text[:HEAD_CHARS].split()
    return sum(w[0].isupper() for w in words) / max(1, len(words))


AROUND = 5
FAR = 40


def _place(blocks: Sequence[Block], tokens: list[list[str]], shape: dict[str, Column]) -> dict[str, Column]:
    n = len(blocks)
    chars = np.expm1(shape["chars"])
    prose = _flags(prose_chars(b) > 0 for b in blocks)
    of_prose = prose * chars
    index = np.arange(n, dtype=np.float32)
    total, total_prose = chars.sum(), of_prose.sum()
    before = np.cumsum(of_prose) - of_prose
    texts = [" ".join(t) for t in tokens]
    same = Counter(texts)
    full = np.ones(n, np.float32)
    return {
        "place": index / max(1, n - 1),
        "place_chars": _share(np.cumsum(chars) - chars, total),
        "from_start": np.log1p(index),
        "from_end": np.log1p(n - 1 - index),
        "prose": prose,
        "prose_before": _share(before, total_prose),
        "prose_after": _share(total_prose - before - of_prose, total_prose),
        "to_prose_above": _distance(prose),
        "to_prose_below": _distance(prose[::-1])[::-1],
        "prose_around": _share(_window(of_prose, AROUND), _window(chars, AROUND)),
        "length_rank": _share(chars, chars.max()),
        "repeats": np.log(_flags(same[t] for t in texts)),
        **_first_words_repeat(tokens),
        "within_neighbour": _within_neighbour(blocks),
        **_topic(tokens, prose),
        "page_blocks": full * np.log1p(n),
        "page_prose": full * np.log1p(total_prose),
        "page_prose_share": full * total_prose / max(1.0, total),
        "page_sentences": full * shape["ends_sentence"].mean(),
    }


def _distance(prose: Column) -> Column:
    """Log of the blocks since the last prose above, itself not counted."""
    index = np.arange(len(prose))
    last = np.maximum.accumulate(np.where(prose > 0, index, -FAR - 1))
    last = np.concatenate(([-FAR - 1], last[:-1]))
    return np.log1p(np.minimum(index - last, FAR)).astype(np.float32)


def _window(values: Column, reach: int) -> Column:
    """Sums over `reach` neighbours on either side, the block itself included."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    index = np.arange(len(values))
    return np.asarray(sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)], np.float32)


FIRST_WORDS = 5


def _first_words_repeat(tokens: list[list[str]]) -> dict[str, Column]:
    keys = [tuple(t[:FIRST_WORDS]) for t in tokens]
    left = Counter(keys)
    seen: set[tuple[str, ...]] = set()
    above, below = [], []
    for key in keys:
        left[key] -= 1
        above.append(key in seen and len(key) > 1)
        below.append(left[key] > 0 and len(key) > 1)
        seen.add(key)
    return {"repeats_above": _flags(above), "repeats_below": _flags(below)}


CONTAINED_CHARS = 12


def _within_neighbour(blocks: Sequence[Block]) -> Column:
    found = np.zeros(len(blocks), np.float32)
    texts = [b.text for b in blocks]
    for reach in (1, 2):
        for i in range(len(texts) - reach):
            a, b = texts[i], texts[i + reach]
            if min(len(a), len(b)) >= CONTAINED_CHARS and (a.startswith(b[:-1]) or b.startswith(a[:-1])):
                found[i] = found[i + reach] = 1
    return found


TOPIC_LETTERS = 4


def _topic(tokens: list[list[str]], prose: Column) -> dict[str, Column]:
    """How much of a block's vocabulary the page's prose shares: its own use aside."""
    long_words = [[w for w in t if len(w) >= TOPIC_LETTERS or not w.isascii()] for t in tokens]
    used: Counter[str] = Counter()
    for words, is_prose in zip(long_words, prose, strict=True):
        if is_prose:
            used.update(words)
    mean, known = [], []
    for words, is_prose in zip(long_words, prose, strict=True):
        own = 1 if is_prose else 0
        times = [max(0, used[w] - own) for w in words]
        size = max(1, len(words))
        mean.append(sum(map(_LOG1P.__getitem__, (min(t, len(_LOG1P) - 1) for t in times))) / size)
        known.append(sum(t > 0 for t in times) / size)
    return {"topic": _flags(mean), "topic_known": _flags(known)}


_LOG1P = [float(x) for x in np.log1p(np.arange(200))]


def _lines(blocks: Sequence[Block]) -> dict[str, Column]:
    gap = np.minimum(_flags(b.gap for b in blocks), 4)
    return {
        "gap": gap,
        "gap_below": np.append(gap[1:], np.float32(0)),
        "gap_usual": np.full(len(blocks), gap.mean(), np.float32),
        "indent": np.log1p(_flags(b.indent for b in blocks)),
        "joined": np.log(_flags(b.lines for b in blocks)),
    }


def _markup(blocks: Sequence[Block], structure: Structure) -> dict[str, Column]:
    chars = _flags(len(b.text) for b in blocks)
    links = _flags(b.link_chars for b in blocks)
    tags = [structure.tags[b.element] if b.element >= 0 else "" for b in blocks]
    inner = [frozenset(b.inner) for b in blocks]
    return {
        "link_share": _share(links, chars),
        "links": np.log1p(_flags(b.links for b in blocks)),
        "bold_share": _share(_flags(b.bold_chars for b in blocks), chars),
        "level": _flags(b.level for b in blocks) / 6,
        "page_links": np.full(len(blocks), links.sum() / max(1.0, chars.sum()), np.float32),
        **{f"tag_{t}": _flags(x == t for x in tags) for t in _TAGS},
        **{f"inner_{t}": _flags(t in x for x in inner) for t in _INNER},
        **structure.columns(_ABOVE, _LEVELS),
    }


def _anchors(prose: Column, past_headline: Column) -> tuple[int, int]:
    """The headline's block and the first prose from it on; the page's first block and prose where there is none."""
    found = np.flatnonzero(past_headline == 0)
    headline = int(found[0]) if len(found) < len(prose) else 0
    after = np.flatnonzero(prose[headline:])
    first = np.flatnonzero(prose)
    lead = headline + int(after[0]) if len(after) else int(first[0]) if len(first) else headline
    return headline, lead


TITLE_SHARE = 0.75
"""A block that holds so much of the stated title, and little else, is the headline's place."""


def _stated(tokens: list[list[str]], title: str | None, description: str | None) -> dict[str, Column]:
    of_title = set(tokenise(title or "", True)) - {""}
    of_description = set(tokenise(description or "", True))
    sets = [set(t) for t in tokens]
    in_block = _flags(len(of_title & s) / max(1, len(of_title)) for s in sets)
    in_title = _flags(len(of_title & s) / max(1, len(s)) for s in sets)
    index = np.arange(len(tokens))
    hits = np.flatnonzero((in_title >= TITLE_SHARE) & (in_block >= TITLE_SHARE / 2))
    away = index - hits[0] if len(hits) else np.zeros(len(tokens))
    return {
        "title_in_block": in_block,
        "block_in_title": in_title,
        "block_in_description": _flags(len(of_description & s) / max(1, len(s)) for s in sets),
        "past_headline": (np.sign(away) * np.log1p(np.abs(away))).astype(np.float32),
    }
