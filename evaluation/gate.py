"""The quality on a fixed sample against its floors: ``python -m evaluation.gate``.

The sample is pages of fold 0, answered by the artefacts of fold 0, which are committed in ``gate/``. So a change of the
code that makes answers worse is found without training. ``--update`` takes newly trained artefacts and new floors.
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleancopy.errors import ArtifactError
from evaluation.measure import OURS, Task, measure_pages
from evaluation.metrics import FIELDS, summarize
from labelled import (
    CORE_SETS,
    TRAINED_FOLDS,
    find_page_fold,
    find_sets_folder,
    has_sets,
    load_fold_models,
    sample_set,
)
from tools.tables import align_columns

FOLD = 0
MAX_PAGES = 40
"""Pages of each set: enough to see a fall of a point, few enough to run for every change."""
MARGIN = 0.003
"""Distance of a floor from the measured figure: other versions of numpy and of the flatteners move a word."""

FLOORED = ("F1", "lead", "tail")
CEILINGS = ("leak", "out")
GUARDED = {
    "segments": ("with", "out", "title", "authors", "date"),
    "news-world": (*FLOORED, "leak", *FIELDS),
    "news-en": (*FLOORED, "title", "authors", "date"),
    "wcxb": (*FLOORED, "title", "authors", "date"),
}
FORMS = {"news-world": ("html", "wet", "inscriptis")}

Figures = dict[str, dict[str, dict[str, float]]]
"""By set, input and name."""
Sample = dict[str, list[dict[str, Any]]]


class GatePaths(NamedTuple):
    """Files of the gate.

    limits      JSON file of the floors and ceilings
    artifacts   folder of the committed artefacts
    trained     folder of the newly trained artefacts
    """

    limits: Path = Path(__file__).with_name("gate.json")
    artifacts: Path = Path(__file__).with_name("gate")
    trained: Path = TRAINED_FOLDS


def main(arguments: list[str] | None = None, paths: GatePaths | None = None) -> int:
    parser = argparse.ArgumentParser("python -m evaluation.gate", description=__doc__)
    parser.add_argument("--update", action="store_true", help="take the newly trained artefacts, write the floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors, too")
    options = parser.parse_args(arguments)
    paths = paths or GatePaths()
    if not has_sets():
        print(f"skipped: no labelled pages in {find_sets_folder()} (set CLEANCOPY_BENCH to the folder that has sets/)")
        return 0
    try:
        return _update(paths, options.allow_regression) if options.update else _check(paths)
    except (FileNotFoundError, ArtifactError) as error:
        print(
            f"the gate cannot be measured: {error}; then `python -m evaluation.gate --update`",
            file=sys.stderr,
        )
        return 1


def _check(paths: GatePaths) -> int:
    load_fold_models(paths.artifacts, [FOLD])
    known = json.loads(paths.limits.read_text("utf-8"))
    sample = draw_sample(CORE_SETS)
    measured = measure_figures(sample, paths.artifacts)
    print(*align_columns(list(_make_lines(known["limits"], measured))), sep="\n")
    faults = list(_find_changed_inputs(known["digests"], compute_digests(sample)))
    faults += list(_find_violations(known["limits"], measured))
    print(*(f"FAILED {fault}" for fault in faults), sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


def _update(paths: GatePaths, allow_regression: bool) -> int:
    load_fold_models(paths.trained, [FOLD])
    sample = draw_sample(CORE_SETS)
    measured = measure_figures(sample, paths.trained)
    known = json.loads(paths.limits.read_text("utf-8"))["limits"] if paths.limits.exists() else {}
    worse = [] if allow_regression else list(_find_violations(known, measured))
    if worse:
        print(
            *(f"REFUSED {fault}" for fault in worse),
            "--allow-regression lowers floors",
            sep="\n",
            file=sys.stderr,
        )
        return 1
    limits = compute_limits({} if allow_regression else known, measured)
    for kind in ("html", "text"):
        _copy_artifact(f"{kind}-{FOLD}", paths)
    document = {"digests": compute_digests(sample), "limits": limits}
    paths.limits.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    print(*align_columns(list(_make_lines(limits, measured))), sep="\n")
    return 0


def draw_sample(sets: tuple[str, ...]) -> Sample:
    """The pages of fold 0 whose ids have the lowest digests, so that new pages in a set hardly change the sample."""
    return {name: sorted(_read_fold(name), key=lambda r: _hash_bytes(r["id"].encode()))[:MAX_PAGES] for name in sets}


def compute_digests(sample: Sample) -> dict[str, str]:
    """By set, a digest of what the floors were measured on: ids, pages and references."""
    return {name: _hash_bytes(*map(_encode_row, rows)) for name, rows in sample.items()}


def measure_figures(sample: Sample, artifacts: Path) -> Figures:
    return {
        name: {form: _compute_means(Task(name, form, artifacts), rows) for form in FORMS.get(name, ("html", "wet"))}
        for name, rows in sample.items()
    }


def compute_limits(known: Figures, measured: Figures) -> Figures:
    """Floors and ceilings a margin from the measured figures; the known one if that is stricter."""
    limits: Figures = {}
    for set_name, form, name, value in _iterate_figures(measured):
        is_ceiling = name in CEILINGS
        new = round(value + MARGIN if is_ceiling else value - MARGIN, 4)
        old = known.get(set_name, {}).get(form, {}).get(name, new)
        limits.setdefault(set_name, {}).setdefault(form, {})[name] = min(new, old) if is_ceiling else max(new, old)
    return limits


def _read_fold(name: str) -> list[dict[str, Any]]:
    return [row for row in sample_set(name) if find_page_fold(name, row) == FOLD]


def _compute_means(task: Task, rows: list[dict[str, Any]]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for row, outcome in zip(rows, measure_pages(task, rows), strict=True):
        if outcome[OURS].failure:
            raise RuntimeError(f"{task.set_name} {task.form} {row['id']}: {outcome[OURS].failure}")
        for name, value in outcome[OURS].figures.items():
            values.setdefault(name, []).append(value)
    guarded = GUARDED.get(task.set_name, FLOORED)
    return {name: summarize(values[name]).mean for name in guarded if name in values}  # some have no label on any page


def _iterate_figures(figures: Figures) -> Iterator[tuple[str, str, str, float]]:
    for set_name, by_form in figures.items():
        for form, by_name in by_form.items():
            for name, value in by_name.items():
                yield set_name, form, name, value


def _is_within(name: str, value: float, limit: float) -> bool:
    return value <= limit if name in CEILINGS else value >= limit


def _find_violations(limits: Figures, measured: Figures) -> Iterator[str]:
    for set_name, form, name, limit in _iterate_figures(limits):
        value = measured[set_name][form][name]
        if not _is_within(name, value, limit):
            side = "above its ceiling" if name in CEILINGS else "below its floor"
            yield f"{set_name} {form}: {name} {value:.4f} is {side} {limit:.4f}"


def _find_changed_inputs(known: dict[str, str], current: dict[str, str]) -> Iterator[str]:
    for name in sorted(known.keys() | current.keys()):
        if known.get(name) != current.get(name):
            yield f"{name}: the sample is not the one that the floors were measured on (its digest differs)"


def _make_lines(limits: Figures, measured: Figures) -> Iterator[list[str]]:
    yield ["set", "input", "figure", "floor", "ceiling", "measured", ""]
    for set_name, form, name, limit in _iterate_figures(limits):
        value = measured[set_name][form][name]
        cells = ["", f"{limit:.4f}"] if name in CEILINGS else [f"{limit:.4f}", ""]
        verdict = "ok" if _is_within(name, value, limit) else "FAILED"
        yield [set_name, form, name, *cells, f"{value:.4f}", verdict]


def _copy_artifact(name: str, paths: GatePaths) -> None:
    (paths.artifacts / name).mkdir(parents=True, exist_ok=True)
    for file in ("weights.npz", "manifest.json", "fields.json"):
        shutil.copyfile(paths.trained / name / file, paths.artifacts / name / file)


def _encode_row(row: dict[str, Any]) -> bytes:
    labels = {name: value for name, value in row.items() if name != "html"}
    return json.dumps(labels, sort_keys=True).encode() + _hash_bytes(row["html"]).encode()


def _hash_bytes(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
