"""The quality on a fixed sample against its floors: ``python -m evaluation.gate``.

The sample is pages of fold 0, answered by fold 0's artefacts, which lie in ``gate/``. So a change of the code
that makes answers worse is found without training. ``--update`` takes newly trained artefacts and new floors.
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleancopy.errors import ArtifactError
from evaluation import held_out
from evaluation.measure import OURS, Task, measure
from evaluation.metrics import FIELDS, summarise
from evaluation.pages import SETS, has_sets, rows_of, sets_folder
from evaluation.table import aligned

HERE = Path(__file__).parent
FLOORS = HERE / "gate.json"
ARTIFACTS = HERE / "gate"
FOLD = 0
PAGES = 40
"""Of each set: enough to see a fall of a point, few enough for every change to wait for it."""
MARGIN = 0.003
"""A floor lies so far below what was measured: other versions of numpy and of the flatteners move a word."""

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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m evaluation.gate", description=__doc__)
    parser.add_argument("--update", action="store_true", help="take the newly trained artefacts, write the floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: lower floors, too")
    options = parser.parse_args(arguments)
    if not has_sets():
        print(f"skipped: no labelled pages in {sets_folder()} (CLEANCOPY_BENCH names the folder that holds sets/)")
        return 0
    try:
        return _update(options.allow_regression) if options.update else _check()
    except (FileNotFoundError, ArtifactError) as error:
        print(
            f"the gate cannot be measured: {error}; then `python -m evaluation.gate --update`",
            file=sys.stderr,
        )
        return 1


def _check() -> int:
    held_out.load_all(ARTIFACTS, [FOLD])
    known = json.loads(FLOORS.read_text("utf-8"))
    sample = sample_of(SETS)
    measured = measured_figures(sample, ARTIFACTS)
    print(*aligned(list(_lines(known["limits"], measured))), sep="\n")
    faults = list(_other_inputs(known["digests"], digests_of(sample)))
    faults += list(_broken(known["limits"], measured))
    print(*(f"FAILED {fault}" for fault in faults), sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


def _update(allow_regression: bool) -> int:
    held_out.load_all(held_out.TRAINED, [FOLD])
    sample = sample_of(SETS)
    measured = measured_figures(sample, held_out.TRAINED)
    known = json.loads(FLOORS.read_text("utf-8"))["limits"] if FLOORS.exists() else {}
    worse = [] if allow_regression else list(_broken(known, measured))
    if worse:
        print(
            *(f"REFUSED {fault}" for fault in worse),
            "--allow-regression lowers floors",
            sep="\n",
            file=sys.stderr,
        )
        return 1
    limits = new_limits({} if allow_regression else known, measured)
    for kind in ("html", "text"):
        _take(f"{kind}-{FOLD}")
    FLOORS.write_text(json.dumps({"digests": digests_of(sample), "limits": limits}, indent=1) + "\n", "utf-8")
    print(*aligned(list(_lines(limits, measured))), sep="\n")
    return 0


def sample_of(sets: tuple[str, ...]) -> Sample:
    """The pages of fold 0 whose ids have the lowest digests: new pages in a set hardly change it."""
    return {name: sorted(_held_out(name), key=lambda r: _sha256(r["id"].encode()))[:PAGES] for name in sets}


def digests_of(sample: Sample) -> dict[str, str]:
    """What the floors were measured on: ids, pages as they came, and references, of each set."""
    return {name: _sha256(*map(_row_bytes, rows)) for name, rows in sample.items()}


def measured_figures(sample: Sample, artifacts: Path) -> Figures:
    return {
        source: {form: _means(Task(source, form, artifacts), rows) for form in FORMS.get(source, ("html", "wet"))}
        for source, rows in sample.items()
    }


def new_limits(known: Figures, measured: Figures) -> Figures:
    """Floors and ceilings a margin from what was measured, or where they were, if that is stricter."""
    limits: Figures = {}
    for source, form, name, value in _each(measured):
        is_ceiling = name in CEILINGS
        new = round(value + MARGIN if is_ceiling else value - MARGIN, 4)
        old = known.get(source, {}).get(form, {}).get(name, new)
        limits.setdefault(source, {}).setdefault(form, {})[name] = min(new, old) if is_ceiling else max(new, old)
    return limits


def _held_out(name: str) -> list[dict[str, Any]]:
    return [row for row in rows_of(name) if held_out.page_fold(name, row) == FOLD]


def _means(task: Task, rows: list[dict[str, Any]]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for row, outcome in zip(rows, measure(task, rows), strict=True):
        if outcome[OURS].failure:
            raise RuntimeError(f"{task.source} {task.form} {row['id']}: {outcome[OURS].failure}")
        for name, value in outcome[OURS].figures.items():
            values.setdefault(name, []).append(value)
    guarded = GUARDED.get(task.source, FLOORED)
    return {name: summarise(values[name]).mean for name in guarded if name in values}  # what no page has a label of


def _each(figures: Figures) -> Iterator[tuple[str, str, str, float]]:
    for source, by_form in figures.items():
        for form, by_name in by_form.items():
            for name, value in by_name.items():
                yield source, form, name, value


def _holds(name: str, value: float, limit: float) -> bool:
    return value <= limit if name in CEILINGS else value >= limit


def _broken(limits: Figures, measured: Figures) -> Iterator[str]:
    for source, form, name, limit in _each(limits):
        value = measured[source][form][name]
        if not _holds(name, value, limit):
            side = "above its ceiling" if name in CEILINGS else "below its floor"
            yield f"{source} {form}: {name} {value:.4f} is {side} {limit:.4f}"


def _other_inputs(known: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    for name in sorted(known.keys() | found.keys()):
        if known.get(name) != found.get(name):
            yield f"{name}: the sample is not the one that the floors were measured on (its digest differs)"


def _lines(limits: Figures, measured: Figures) -> Iterator[list[str]]:
    yield ["set", "input", "figure", "floor", "ceiling", "measured", ""]
    for source, form, name, limit in _each(limits):
        value = measured[source][form][name]
        cells = ["", f"{limit:.4f}"] if name in CEILINGS else [f"{limit:.4f}", ""]
        yield [source, form, name, *cells, f"{value:.4f}", "ok" if _holds(name, value, limit) else "FAILED"]


def _take(name: str) -> None:
    (ARTIFACTS / name).mkdir(parents=True, exist_ok=True)
    for file in ("weights.npz", "manifest.json", "fields.json"):
        shutil.copyfile(held_out.TRAINED / name / file, ARTIFACTS / name / file)


def _row_bytes(row: dict[str, Any]) -> bytes:
    labels = {name: value for name, value in row.items() if name != "html"}
    return json.dumps(labels, sort_keys=True).encode() + _sha256(row["html"]).encode()


def _sha256(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
