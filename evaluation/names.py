"""Measures the names of authors: ``python -m evaluation.names [SET…]``.

Precision and recall of names over the pages with labelled authors, and how many of the others get one, with the shipped
artefacts. Two names are the same if their letters are, whatever their case.
"""

import argparse
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

import cleancopy
from cleancopy.lines import fold_words
from labelled import read_set
from tools.tables import align_columns

SETS = ("news-world", "news-en", "segments", "wcxb")
_HEADINGS = ("set", "precision", "recall", "without a label", "get one")


class Tally(NamedTuple):
    """Numbers of names: right, found, labelled; of pages without a label, and of those that get one all the same."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    pages: int = 0
    invented: int = 0


def tally_page(names: Iterable[str], labelled: Iterable[str]) -> Tally:
    """Compare the names of a page with its labels."""
    found, wanted = set(map(fold_words, names)), set(map(fold_words, labelled)) - {""}
    if not wanted:
        return Tally(pages=1, invented=bool(found))
    return Tally(len(found & wanted), len(found), len(wanted))


def _tally_half(name: str, half: int) -> Tally:
    rows = read_set(name)[half::2]
    tallies = [tally_page(cleancopy.extract(row["html"]).authors, row["authors"] or ()) for row in rows]
    return Tally(*map(sum, zip(*tallies, strict=True)))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="evaluation.names", description=__doc__.split("\n", 1)[0])
    parser.add_argument("sets", nargs="*", default=SETS)
    lines = [_HEADINGS]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for name in parser.parse_args(arguments).sets:
            tally = Tally(*map(sum, zip(*pool.map(partial(_tally_half, name), (0, 1)), strict=True)))
            precision, recall = tally.right / max(1, tally.found), tally.right / max(1, tally.labelled)
            lines.append((name, f"{precision:.3f}", f"{recall:.3f}", str(tally.pages), str(tally.invented)))
    print(*align_columns(lines), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
