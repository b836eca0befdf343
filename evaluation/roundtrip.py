"""Whether documents say what their articles do: ``python -m evaluation.roundtrip [SET…]``.

Every page is extracted and rendered in every output but plain text; each document is parsed, validated where its format
has a schema, and compared with the article block by block.
"""

import argparse
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from cleancopy.classify.artifact import load
from cleancopy.extract import run
from cleancopy.options import Options
from evaluation import held_out
from evaluation.command import HELD_OUT, SHIPPED, carry_out, parsed, parser_of
from evaluation.measure import Task, worker_pool
from evaluation.pages import SETS, page_of, rows_of
from evaluation.parse_back import OUTPUTS, fault, tei_schema
from evaluation.table import aligned

SHOWN = 5
"""Faults told for each output of a set."""
UNSEEN = "TEI's schema is not there: documents are only compared. make test brings it."


class Checked(NamedTuple):
    """What came of one page: faults by output, and how many constructs of each kind its article has."""

    page: str
    faults: dict[str, str]
    constructs: Counter[str]


def main(arguments: list[str] | None = None) -> int:
    return carry_out(parsed(parser_of("evaluation.roundtrip", __doc__), arguments), _run)


def _run(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    print(HELD_OUT if folds else SHIPPED)
    if tei_schema() is None:
        print(UNSEEN)
    results: dict[str, Any] = {}
    with worker_pool(options.workers, folds, ()) as pool:
        for source in options.sets or SETS:
            rows = rows_of(source, options.limit)
            results[source] = {}
            for form in options.input:
                checked = partial(check_page, Task(source, form, folds, mode=options.mode))
                pages = list(pool.map(checked, rows, chunksize=4) if pool else map(checked, rows))
                results[source][form] = _tell(source, form, pages)
    return results


def check_page(task: Task, row: dict[str, Any]) -> Checked:
    models = held_out.models_for(task.folds, task.source, row) if task.folds else load
    article = run(page_of(row, task.form), Options(row["url"], mode=task.mode), models)
    faults = {output: told for output in OUTPUTS if (told := fault(article, output, comments=True))}
    constructs = Counter(role.value for role in {p.role for p in article.body})
    constructs.update({"footnote": any(p.note for p in article.body), "author": any(p.author for p in article.body)})
    constructs["comment"] = bool(article.comments)
    return Checked(str(row["id"]), faults, constructs)


def _tell(source: str, form: str, pages: list[Checked]) -> dict[str, Any]:
    failed = {output: sum(output in page.faults for page in pages) for output in OUTPUTS}
    constructs = sum((page.constructs for page in pages), Counter[str]())
    print(f"\n{source} {form}: {len(pages)} pages")
    print(*aligned([["output", "failed"], *([name, str(n)] for name, n in failed.items())]), sep="\n")
    print("pages with", ", ".join(f"{name} {n}" for name, n in constructs.most_common()), flush=True)
    for output in OUTPUTS:
        for page in [p for p in pages if output in p.faults][:SHOWN]:
            print(f"{output} of {page.page}: {page.faults[output]}")
    return {"pages": len(pages), "failed": failed, "with": dict(constructs)}


if __name__ == "__main__":
    sys.exit(main())
