"""Checks that documents say the same as their articles: ``python -m evaluation.roundtrip [SET…]``.

Every page is extracted and rendered in every output except plain text. Each document is parsed, validated if its format
has a schema, and compared with the article block by block.
"""

import argparse
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from cleancopy.classify import load_model
from cleancopy.options import Options
from cleancopy.pipeline import extract_page
from evaluation.command import HELD_OUT, SHIPPED, make_parser, parse_options, run_measurement
from evaluation.measure import Task, open_pool
from evaluation.parse_back import OUTPUTS, find_fault, load_tei_schema
from labelled import SET_NAMES, TRAINED_FOLDS, get_page, sample_set, select_models
from tools.tables import align_columns

MAX_SHOWN = 5
"""Number of faults that are printed for each output of a set."""
NO_SCHEMA = "TEI's schema is not installed, so documents are only compared; `make test` installs it."


class CheckedPage(NamedTuple):
    """The result of one page: faults by output, and the constructs that its article has."""

    page: str
    faults: dict[str, str]
    constructs: Counter[str]


def main(arguments: list[str] | None = None, folds: Path = TRAINED_FOLDS) -> int:
    return run_measurement(parse_options(make_parser("evaluation.roundtrip", __doc__), arguments), _check_sets, folds)


def _check_sets(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    print(HELD_OUT if folds else SHIPPED)
    if load_tei_schema() is None:
        print(NO_SCHEMA)
    results: dict[str, Any] = {}
    with open_pool(options.workers, folds, ()) as pool:
        for set_name in options.sets or SET_NAMES:
            rows = sample_set(set_name, options.limit)
            results[set_name] = {}
            for form in options.input:
                check = partial(check_page, Task(set_name, form, folds, mode=options.mode))
                pages = list(pool.map(check, rows, chunksize=4) if pool else map(check, rows))
                results[set_name][form] = _print_results(set_name, form, pages)
    return results


def check_page(task: Task, row: dict[str, Any]) -> CheckedPage:
    models = select_models(task.folds, task.set_name, row) if task.folds else load_model
    article = extract_page(get_page(row, task.form), Options(row["url"], mode=task.mode), models)
    faults = {output: fault for output in OUTPUTS if (fault := find_fault(article, output, comments=True))}
    constructs = Counter(role.value for role in {p.role for p in article.body})
    constructs.update({"footnote": any(p.note for p in article.body), "author": any(p.author for p in article.body)})
    constructs["comment"] = bool(article.comments)
    return CheckedPage(str(row["id"]), faults, constructs)


def _print_results(set_name: str, form: str, pages: list[CheckedPage]) -> dict[str, Any]:
    failed = {output: sum(output in page.faults for page in pages) for output in OUTPUTS}
    constructs = sum((page.constructs for page in pages), Counter[str]())
    print(f"\n{set_name} {form}: {len(pages)} pages")
    print(*align_columns([["output", "failed"], *([name, str(n)] for name, n in failed.items())]), sep="\n")
    print("pages with", ", ".join(f"{name} {n}" for name, n in constructs.most_common()), flush=True)
    for output in OUTPUTS:
        for page in [p for p in pages if output in p.faults][:MAX_SHOWN]:
            print(f"{output} of {page.page}: {page.faults[output]}")
    return {"pages": len(pages), "failed": failed, "with": dict(constructs)}


if __name__ == "__main__":
    sys.exit(main())
