"""Freezes the answers to the labelled pages, and shows what a change of the code changes in them.

``python -m evaluation.oracle --write FOLDER`` writes the article of each page in full, as JSON, and a digest of each
other output. ``python -m evaluation.oracle --against FOLDER`` answers the pages again, and prints the first difference
of each page that has one. A change that is to change nothing must give none. The models are those of the folds.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

from cleancopy.classify import load_model
from cleancopy.options import Options
from cleancopy.pipeline import extract_page
from cleancopy.render import RENDERERS
from evaluation.command import make_parser, parse_options, run_measurement
from evaluation.measure import Task, open_pool
from labelled import SET_NAMES, TRAINED_FOLDS, get_page, sample_set, select_models

MAX_SHOWN = 5
"""Number of differences that are printed for each set."""
MAX_VALUE_CHARS = 200
_MISSING = "(missing)"


def main(arguments: list[str] | None = None, folds: Path = TRAINED_FOLDS) -> int:
    parser = make_parser("evaluation.oracle", __doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", type=Path, metavar="FOLDER", help="write the answers to this folder")
    action.add_argument("--against", type=Path, metavar="FOLDER", help="compare the answers with those of this folder")
    options = parse_options(parser, arguments)
    differing: list[str] = []
    measure = _write_sets if options.write else partial(_compare_sets, differing)
    return run_measurement(options, measure, folds) or int(bool(differing))


def _write_sets(options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    options.write.mkdir(parents=True, exist_ok=True)
    for name, form, answers in _answer_sets(options, folds):
        with gzip.open(_find_file(options.write, name, form), "wt", encoding="utf-8", compresslevel=1) as file:
            file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
        print(f"{name} {form}: written", flush=True)
    return {}


def _compare_sets(differing: list[str], options: argparse.Namespace, folds: Path | None) -> dict[str, Any]:
    for name, form, answers in _answer_sets(options, folds):
        with gzip.open(_find_file(options.against, name, form), "rt", encoding="utf-8") as file:
            pairs = zip_longest(map(json.loads, file), answers, fillvalue={})
            found = [(new.get("id", old.get("id")), find_difference(old, new)) for old, new in pairs]
        changed = [(page, difference) for page, difference in found if difference is not None]
        differing += [f"{name} {form}" for _ in changed]
        print(f"{name} {form}: {len(changed)} of {len(found)} pages differ", flush=True)
        for page, difference in changed[:MAX_SHOWN]:
            print(f"  {page}: {difference}")
    return {}


def _answer_sets(
    options: argparse.Namespace, folds: Path | None
) -> Iterator[tuple[str, str, Iterator[dict[str, Any]]]]:
    """Yield each set in each form with the answers to its pages, in order."""
    with open_pool(options.workers, folds, ()) as pool:
        for name in options.sets or SET_NAMES:
            rows = sample_set(name, options.limit)
            for form in options.input:
                answer = partial(answer_page, Task(name, form, folds, mode=options.mode))
                yield name, form, iter(pool.map(answer, rows, chunksize=4) if pool else map(answer, rows))


def _find_file(folder: Path, name: str, form: str) -> Path:
    return folder / f"{name}-{form}.jsonl.gz"


def answer_page(task: Task, row: dict[str, Any]) -> dict[str, Any]:
    """The article of a page as JSON, with digests of the other outputs."""
    models = select_models(task.folds, task.set_name, row) if task.folds else load_model
    article = extract_page(get_page(row, task.form), Options(row["url"], mode=task.mode), models)
    digests = {output: _digest(article.render(output, comments=True)) for output in RENDERERS if output != "json"}
    return {"id": str(row["id"]), "article": json.loads(article.render("json", comments=True)), "digests": digests}


def _digest(document: str) -> str:
    return hashlib.blake2b(document.encode("utf-8", "replace"), digest_size=8).hexdigest()


def find_difference(old: Any, new: Any, place: str = "") -> str | None:
    """Describe the first place where two JSON values differ; None if they are equal."""
    if type(old) is type(new) and isinstance(old, dict | list):
        keys = dict.fromkeys([*old, *new]) if isinstance(old, dict) else range(max(len(old), len(new)))
        for key in keys:
            inner = find_difference(_get(old, key), _get(new, key), f"{place}.{key}" if place else str(key))
            if inner is not None:
                return inner
        return None
    return None if old == new else f"{place}: {_shorten(old)} is now {_shorten(new)}"


def _get(value: Any, key: Any) -> Any:
    try:
        return value[key]
    except (KeyError, IndexError):
        return _MISSING


def _shorten(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}…"


if __name__ == "__main__":
    sys.exit(main())
