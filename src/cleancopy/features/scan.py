"""What goes through the characters of many texts one by one, in numpy.

Texts are laid end to end as code points with a gap behind each. `scan.pyx` says the same in Cython. Where it was
compiled, Python takes that for this module: a quarter of the time.
"""

from collections.abc import Iterator
from itertools import chain, count, pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from cleancopy.features.columns import Places, numbered, pieces, places
from cleancopy.features.kinds import BIT, PIECE, Kinds

Number = TypeVar("Number", bound=np.generic)
Codes = npt.NDArray[np.uint32]
Survey = tuple[npt.NDArray[np.uint8], npt.NDArray[np.float64], Places, Codes, Codes, Places]


def survey(at: Codes, ends: Places, kinds: Kinds, head: int, look: int) -> Survey:
    """What characters texts have.

    at     for each character and each gap where it stands in the table of kinds
    ends   for each text the place of its gap
    head   in so many characters at the start of a text words are counted by themselves
    look   in so many it is told what stands there, and where digits do

    Gives

    - for each character the number of its kind
    - how many of each kind that counts every text has, texts × kinds
    - words that start in each text, in its head, and in upper case in its head, 3 × texts
    - the set of all classes that characters of a text have, the same of the first `look` characters
    - where decimals stand in these
    """
    kind = _look_up(kinds.of_code, at)
    kind[ends] = kinds.of_code[-1]
    n, width = len(ends), len(kinds.classes)
    tally, words = np.zeros((n, width)), np.zeros((3, n), np.int64)
    held, seen = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    decimals = [np.zeros(0, np.int64)]
    for some, first, own_ends in _parts(ends):
        own = kind[first : first + own_ends[-1] + 1]
        sets = _look_up(kinds.sets, own)
        starts = np.append(0, own_ends[:-1] + 1)
        owner = np.repeat(np.arange(len(starts), dtype=np.int32), own_ends + 1 - starts)
        sets[own_ends] = BIT["gap"]
        words[:, some] = _words_begun(sets, owner, starts, head)
        tally[some] = _tally(kinds.counted, own, owner, (len(starts), width))
        sets[own_ends] = 0
        held[some] = np.bitwise_or.reduceat(sets, starts)
        for i in np.flatnonzero(own_ends - starts > look).tolist():
            sets[starts[i] + look : own_ends[i]] = 0
        seen[some] = np.bitwise_or.reduceat(sets, starts)
        decimals.append(np.flatnonzero(sets & BIT["decimal"]) + first)
    return kind, tally, words, held, seen, np.concatenate(decimals)


def _words_begun(sets: Codes, owner: npt.NDArray[np.int32], starts: Places, head: int) -> Places:
    """A word starts at each character that is no space after one that is."""
    apart = sets & (BIT["space"] | BIT["gap"]) > 0
    begins = ~apart
    begins[1:] &= apart[:-1]
    at = np.flatnonzero(begins)
    of_word = owner[at]
    in_head = at - starts[of_word] < head
    capital = sets[at] & BIT["capital"] > 0
    kept = (of_word, of_word[in_head], of_word[in_head & capital])
    return np.stack([np.bincount(of, minlength=len(starts)) for of in kept])


def _tally(
    counted: npt.NDArray[np.uint8], kind: npt.NDArray[np.uint8], owner: npt.NDArray[np.int32], shape: tuple[int, int]
) -> npt.NDArray[np.float64]:
    """How many characters of each kind that counts every text has; gaps count as characters of their kind."""
    table = np.zeros(shape)
    width = shape[1]
    for piece in pieces(len(kind), PIECE):
        of = owner[piece]
        first, last = of[0], of[-1] + 1
        cells = (of - first) * width + counted.take(kind[piece])
        table[first:last] += np.bincount(cells, minlength=(last - first) * width).reshape(-1, width)
    return table


def words(codes: Codes, ends: Places, cuts: Places, lower: Codes) -> tuple[list[str], Places, Places]:
    """The words of texts as `columns.Bags` has them, the first (``^w``) and the last (``w$``) of each text behind them.

    codes   the characters of texts and their gaps
    ends    for each text the place of its gap
    cuts    for each text two places between which it is not read, 2 × n
    lower   see `Kinds.lower`; past the basic plane what is no part of a word is a space
    """
    seen: dict[str, int] = {}
    number = count()
    numbers, counted = [], []
    heads, tails = [], []
    for some, first, own_ends in _parts(ends):
        own = codes[first : first + own_ends[-1] + 1]
        found, sizes = _found(own, own_ends, cuts[:, some] - first, lower)
        upto = np.cumsum(sizes)
        heads += ["^" + found[i] for i in (upto - sizes)[sizes > 0].tolist()]
        tails += [found[i] + "$" for i in (upto[sizes > 0] - 1).tolist()]
        numbers.append(places(map(seen.setdefault, found, number)))
        counted.append(sizes)
    numbers.append(places(map(seen.setdefault, chain(heads, tails), number)))
    return list(seen), *_marked(numbered(np.concatenate(numbers)), np.concatenate(counted))


def _found(codes: Codes, ends: Places, cuts: Places, lower: Codes) -> tuple[list[str], Places]:
    """The words of texts, and how many each text has. They are cut from all texts at once."""
    astral = np.flatnonzero(codes >= len(lower))
    lowered = _look_up(lower, np.minimum(codes, len(lower) - 1) if len(astral) else codes)
    lowered[astral] = [code if chr(code).isalnum() else ord(" ") for code in codes[astral].tolist()]
    lowered[ends] = ord(" ")
    for i in np.flatnonzero(cuts[1] > cuts[0]).tolist():
        lowered[cuts[0, i] : cuts[1, i]] = ord(" ")
    begins = lowered != ord(" ")
    begins[1:] &= ~begins[:-1]
    sizes = np.diff(np.searchsorted(np.flatnonzero(begins), ends), prepend=0)
    return lowered.tobytes().decode("utf-32-le").split(), sizes


def _marked(ids: Places, sizes: Places) -> tuple[Places, Places]:
    """Bags of words with their marked first and last ones behind them, and their sizes.

    ids   those of all words, then those of the first words of bags that have any, then those of the last
    """
    some = sizes > 0
    words, first, last = np.split(ids, np.cumsum([sizes.sum(), some.sum()]))
    sizes = sizes + 2 * some
    after = np.cumsum(sizes)[some]
    is_text = np.ones(len(ids), bool)
    is_text[after - 2] = is_text[after - 1] = False
    out = np.empty_like(ids)
    out[is_text], out[after - 2], out[after - 1] = words, first, last
    return out, sizes


def _parts(ends: Places) -> Iterator[tuple[slice, int, Places]]:
    """Texts by so many as fit into the processor's cache: what goes part by part takes little memory.

    Gives the texts of each part, where the first starts, and where each ends from there.
    """
    inner = np.unique(np.searchsorted(ends, np.arange(PIECE, ends[-1] + 1, PIECE)))
    for first, last in pairwise((0, *inner[inner > 0].tolist(), len(ends))):
        start = int(ends[first - 1]) + 1 if first else 0
        yield slice(first, last), start, ends[first:last] - start


def _look_up(table: npt.NDArray[Number], at: npt.NDArray[np.unsignedinteger[Any]]) -> npt.NDArray[Number]:
    """What a table has at places, of each of which numpy makes eight bytes."""
    out = np.empty(len(at), table.dtype)
    for piece in pieces(len(at), PIECE):
        out[piece] = table.take(at[piece])
    return out
