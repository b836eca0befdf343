"""What the programs that answer the labelled pages share: options, where they stop, the document of figures."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from cleancopy.errors import ArtifactError
from cleancopy.options import Mode
from evaluation import held_out
from evaluation.pages import INPUTS, SETS, USUAL_INPUTS, has_sets, sets_folder

HELD_OUT = "out of fold: each page is answered by a model that never saw its site"
SHIPPED = "IN-SAMPLE: the shipped model has seen these pages; these figures say nothing about new ones"

Measured = Callable[[argparse.Namespace, Path | None], dict[str, Any]]
"""Measures and prints what the options ask, with the artefacts of a folder or the shipped ones; gives JSON by set."""


def parser_of(program: str, description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"python -m {program}", description=description)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all unless told")
    parser.add_argument(
        "--input", nargs="+", choices=INPUTS, default=USUAL_INPUTS, help="html wet inscriptis unless told"
    )
    parser.add_argument("--mode", choices=get_args(Mode), default="balanced", help="balanced unless told")
    parser.add_argument("--limit", type=int, help="about so many pages of each set")
    parser.add_argument("--shipped", action="store_true", help="the shipped models instead: in-sample")
    parser.add_argument("--workers", type=int, default=2, help="1 to compare speeds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    return parser


def parsed(parser: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    options = parser.parse_args(arguments)
    if unknown := set(options.sets) - set(SETS):
        parser.error(f"unknown set {', '.join(sorted(unknown))}: choose of {', '.join(SETS)}")
    return options


def carry_out(options: argparse.Namespace, measured: Measured) -> int:
    """Measure and write the JSON document. Gives the exit code: 2, and a reason, where something is missing."""
    if not has_sets():
        return _stop(f"no labelled pages in {sets_folder()}: CLEANCOPY_BENCH names the folder that holds sets/")
    try:
        sets = measured(options, None if options.shipped else held_out.TRAINED)
    except (FileNotFoundError, ImportError, ArtifactError) as error:
        return _stop(str(error))
    if options.json:
        models = "in-sample" if options.shipped else "out of fold"
        document = {"models": models, "mode": options.mode, "sets": sets}
        options.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return 0


def _stop(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2
