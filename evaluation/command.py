"""Shared by the programs that answer the labelled pages: options, early exits, the document of figures."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from cleancopy.errors import ArtifactError
from cleancopy.options import Mode
from labelled import INPUT_FORMS, SET_NAMES, TRAINED_FOLDS, USUAL_FORMS, find_sets_folder, has_sets

HELD_OUT = "out of fold: each page is answered by a model that never saw its site"
SHIPPED = "IN-SAMPLE: the shipped model has seen these pages; these figures say nothing about new ones"

Measurement = Callable[[argparse.Namespace, Path | None], dict[str, Any]]
"""Measures and prints what the options ask for, with the artefacts of a folder or the shipped ones (None); gives JSON
by set."""


def make_parser(program: str, description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"python -m {program}", description=description)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"any of {', '.join(SET_NAMES)} (default: all)")
    parser.add_argument(
        "--input",
        nargs="+",
        choices=INPUT_FORMS,
        default=USUAL_FORMS,
        help=f"forms of the pages (default: {' '.join(USUAL_FORMS)})",
    )
    parser.add_argument(
        "--mode", choices=get_args(Mode), default="balanced", help="mode of our answers (default: balanced)"
    )
    parser.add_argument("--limit", type=int, help="about this many pages of each set")
    parser.add_argument("--shipped", action="store_true", help="use the shipped models instead: in-sample")
    parser.add_argument("--workers", type=int, default=2, help="number of processes (default: 2); 1 to compare speeds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    return parser


def parse_options(parser: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if unknown := set(options.sets) - set(SET_NAMES):
        parser.error(f"unknown set {', '.join(sorted(unknown))}: choose from {', '.join(SET_NAMES)}")
    return options


def run_measurement(options: argparse.Namespace, measurement: Measurement, folds: Path = TRAINED_FOLDS) -> int:
    """Measure and write the JSON document. Gives the exit code: 2, with a reason, if something is missing.

    folds   folder of the fold artefacts
    """
    if not has_sets():
        return _fail(f"no labelled pages in {find_sets_folder()}: set CLEANCOPY_BENCH to the folder that has sets/")
    try:
        sets = measurement(options, None if options.shipped else folds)
    except (FileNotFoundError, ImportError, ArtifactError) as error:
        return _fail(str(error))
    if options.json:
        models = "in-sample" if options.shipped else "out of fold"
        document = {"models": models, "mode": options.mode, "sets": sets}
        options.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2
