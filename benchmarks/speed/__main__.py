"""Measures the speed of cleancopy and its peers: ``python -m benchmarks.speed [--only PART…]``.

    whole     pages per second of whole extractions, ours and the peers', HTML and flattened text
    stages    time of each of our stages
    growth    growth of the time with the page, from a kilobyte to --largest
    start     a fresh process: import, first page
    memory    peak of a fresh process with one page, compared with 60 MB + 12 × its bytes
    scaling   gain by a second process

It prints tables, and writes them with all figures and a picture to --out: speed.md, speed.json, speed.svg.
CLEANCOPY_BENCH names the folder of the labelled pages. Peers that are not installed are left out and listed
(`make .venv/.peers` installs them). On one page of news-world rs_trafilatura takes 9 GB and most of a minute. The whole
run takes about 25 minutes by default.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.speed import fresh, growth, scaling, stages, whole
from benchmarks.speed.pages import LARGEST
from benchmarks.speed.picture import draw_picture
from benchmarks.speed.settings import ROOT, Settings, describe_machine, is_pinned, make_environment
from benchmarks.speed.tables import make_tables, write_document
from benchmarks.speed.tools import PEERS_OF, explain_missing, list_versions
from labelled import CORE_SETS

PARTS: Mapping[str, Callable[[Settings], Any]] = {
    "whole": whole.measure, "stages": stages.measure, "growth": growth.measure,
    "start": fresh.measure_start, "memory": fresh.measure_memory, "scaling": scaling.measure,
}  # fmt: skip


def main() -> None:
    options = _parse_options()
    if not is_pinned():
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.speed", *sys.argv[1:]], make_environment())
    results = run_parts(
        Settings(tuple(options.sets), options.pages, options.rounds, options.largest), options.only or list(PARTS)
    )
    publish(results, options.out)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART")
    parser.add_argument("--sets", nargs="+", choices=CORE_SETS, default=["news-world", "wcxb"], metavar="SET")
    parser.add_argument("--pages", type=int, default=120, help="about this many pages of each set (default: 120)")
    parser.add_argument("--rounds", type=int, default=5, help="number of rounds (default: 5)")
    parser.add_argument(
        "--largest", type=int, default=LARGEST, help=f"bytes of the largest generated page (default: {LARGEST})"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results", metavar="FOLDER")
    return parser.parse_args()


def run_parts(settings: Settings, parts: Sequence[str]) -> dict[str, Any]:
    """Measure parts. Gives all figures, ready for JSON."""
    missing = {name: why for names in PEERS_OF.values() for name in names if (why := explain_missing(name))}
    command = settings.make_command([] if len(parts) == len(PARTS) else parts)
    head = {"command": command, "machine": describe_machine(list_versions()), "missing": missing}
    return head | {part: PARTS[part](settings) for part in PARTS if part in parts}


def publish(results: Mapping[str, Any], out: Path) -> None:
    """Print the tables, and write the three files."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "speed.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (out / "speed.md").write_text(write_document(results), "utf-8")
    (out / "speed.svg").write_text(draw_picture(results), "utf-8")
    console = Console(width=None if sys.stdout.isatty() else 160)
    for figures in make_tables(results):
        table = Table(title=figures.title, caption=figures.note, title_justify="left", caption_justify="left")
        for i, heading in enumerate(figures.headings):
            table.add_column(heading, justify="right" if i else "left")
        for row in figures.rows:
            table.add_row(*row)
        console.print(table)


if __name__ == "__main__":
    main()
