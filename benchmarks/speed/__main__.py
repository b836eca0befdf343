"""How fast cleancopy is, beside its peers: ``python -m benchmarks.speed [--only PART…]``.

    whole     pages a second of whole extractions, ours and the peers', HTML and flattened text
    stages    how the time of ours divides among its stages
    growth    how it grows with the page, from a kilobyte to --largest
    start     a fresh process: import, first page
    memory    the peak of a fresh process with one page, against 60 MB + 12 × its bytes
    scaling   what a second process brings

Prints tables, and writes them with all figures and a picture to --out: speed.md, speed.json, speed.svg. Labelled pages
are those of CLEANCOPY_BENCH. Peers that are not installed are left out and named (`make .venv/.peers`). On one
page of news-world rs_trafilatura takes 9 GB and most of a minute; all of it by default takes some 25 minutes.
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
from benchmarks.speed.picture import picture
from benchmarks.speed.settings import ROOT, Settings, is_pinned, machine, pinned
from benchmarks.speed.tables import document, tables_of
from benchmarks.speed.tools import PEERS_OF, versions, why_missing
from evaluation.pages import SETS

PARTS: Mapping[str, Callable[[Settings], Any]] = {
    "whole": whole.measure, "stages": stages.measure, "growth": growth.measure,
    "start": fresh.start, "memory": fresh.memory, "scaling": scaling.measure,
}  # fmt: skip


def main() -> None:
    options = _options()
    if not is_pinned():
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.speed", *sys.argv[1:]], pinned())
    results = run(
        Settings(tuple(options.sets), options.pages, options.rounds, options.largest), options.only or list(PARTS)
    )
    publish(results, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=["news-world", "wcxb"], metavar="SET")
    parser.add_argument("--pages", type=int, default=120, help="about so many of each set (120)")
    parser.add_argument("--rounds", type=int, default=5, help="so many times each (5)")
    parser.add_argument("--largest", type=int, default=LARGEST, help=f"bytes of the largest made page ({LARGEST})")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results", metavar="FOLDER")
    return parser.parse_args()


def run(settings: Settings, parts: Sequence[str]) -> dict[str, Any]:
    """All figures, ready for JSON."""
    missing = {name: why for names in PEERS_OF.values() for name in names if (why := why_missing(name))}
    command = settings.command([] if len(parts) == len(PARTS) else parts)
    head = {"command": command, "machine": machine(versions()), "missing": missing}
    return head | {part: PARTS[part](settings) for part in PARTS if part in parts}


def publish(results: Mapping[str, Any], out: Path) -> None:
    """Print the tables, and write the three files."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "speed.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (out / "speed.md").write_text(document(results), "utf-8")
    (out / "speed.svg").write_text(picture(results), "utf-8")
    console = Console(width=None if sys.stdout.isatty() else 160)
    for told in tables_of(results):
        shown = Table(title=told.title, caption=told.note, title_justify="left", caption_justify="left")
        for at, heading in enumerate(told.headings):
            shown.add_column(heading, justify="right" if at else "left")
        for row in told.rows:
            shown.add_row(*row)
        console.print(shown)


if __name__ == "__main__":
    main()
