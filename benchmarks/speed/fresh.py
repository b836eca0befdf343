"""Measures in a fresh process each: how it starts, and the memory that it takes at most."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benchmarks.speed.pages import Sample, kind_of, labelled, made
from benchmarks.speed.settings import ROOT, Settings, pinned
from benchmarks.speed.tools import OURS, why_missing

RUNS = 7
PATIENCE = 120
"""Seconds after which a process is ended: nobody waits so long for a page."""
PEERS = ("trafilatura", "rs_trafilatura", "resiliparse")
SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 20_000_000)
BOUND = 60_000_000, 12
"""The peak that is promised: so many bytes, and so many for each of the page."""
NEAR = 1.5
"""A labelled page stands for a size if it has at most so many times its bytes, or so many times fewer."""

LOADS = {
    OURS: "import cleancopy",
    "peer": "from importlib import import_module; [import_module(m) for m in PEERS[name].modules]",
}
ASKS = {OURS: "cleancopy.extract(page, kind=kind).full_text", "peer": "PEERS[name].answer(page)"}
# What asks a peer is loaded before the clock runs. The peak is Linux's own figure and not that of `resource.getrusage`,
# which begins with the peak of the process that this one comes from.
PROGRAM = """
import json, sys, time
from pathlib import Path
name, kind, path = sys.argv[1:]
page = Path(path).read_bytes()
if name != "cleancopy":
    from evaluation.peers import PEERS
    page = page.decode("utf-8", "replace")
began = time.perf_counter()
{load}
loaded = time.perf_counter()
{ask}
asked = time.perf_counter()
status = Path("/proc/self/status").read_text().splitlines()
peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
print(json.dumps([loaded - began, asked - loaded, peak]))
"""


class Told(NamedTuple):
    """What a process tells: seconds to load the tool and for its first page, its peak in bytes; seconds of it all."""

    load: float
    first: float
    peak: int
    process: float


def ask(name: str, kind: str, path: Path) -> Told:
    """Have a fresh process load a tool and give it one page."""
    which = OURS if name == OURS else "peer"
    program = PROGRAM.format(load=LOADS[which], ask=ASKS[which])
    began = time.perf_counter()
    words = [sys.executable, "-c", program, name, kind, str(path)]
    done = subprocess.run(
        words, env=pinned(), cwd=ROOT, check=True, timeout=PATIENCE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    load, first, peak = json.loads(done.stdout)
    return Told(load, first, peak, time.perf_counter() - began)


# ── start ─────────────────────────────────────────────────────────────────────────────────────────


def start(settings: Settings) -> dict[str, Any]:
    """Medians of several processes, everybody in turn; the pages are those of the demo."""
    demo = files("cleancopy.demo")
    pages = {"html": Path(str(demo / "harbour.html")), "text": Path(str(demo / "council.txt"))}
    asked = [(OURS, "html"), (OURS, "text"), *((name, "html") for name in _peers())]
    told: dict[str, list[Told]] = {}
    bare: dict[str, list[float]] = {}
    for turn in range(RUNS):
        settings.say(f"start: {turn + 1} of {RUNS}")
        for name, kind in asked:
            told.setdefault(f"{name} {kind}", []).append(ask(name, kind, pages[kind]))
        for name, code in (("python alone", "pass"), ("import numpy", "import numpy")):
            bare.setdefault(name, []).append(_wall(code))
    medians = {who: Told(*map(statistics.median, zip(*runs, strict=True)))._asdict() for who, runs in told.items()}
    return {"runs": RUNS, "tools": medians, "processes": {name: statistics.median(w) for name, w in bare.items()}}


def _peers() -> list[str]:
    return [name for name in PEERS if why_missing(name) is None]


def _wall(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=pinned(), check=True)
    return time.perf_counter() - began


# ── memory ────────────────────────────────────────────────────────────────────────────────────────


class Case(NamedTuple):
    """A page whose extraction is watched; a labelled one, or of which shape it was made."""

    source: str
    kind: Literal["html", "text"]
    page: bytes


def memory(settings: Settings) -> list[dict[str, Any]]:
    """A row for each page: its bytes, the peak that is promised, and the peak of each tool."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        for case in cases(settings):
            path.write_bytes(case.page)
            size = len(case.page)
            settings.say(f"memory: {case.source}, {size:,} bytes")
            names = [OURS, *(_peers() if case.kind == "html" else [])]
            peaks = {name: _peak(name, case.kind, path) for name in names}
            bound = BOUND[0] + BOUND[1] * size
            rows.append({"source": case.source, "kind": case.kind, "bytes": size, "bound": bound, "peaks": peaks})
    return rows


def _peak(name: str, kind: str, path: Path) -> int | None:
    """None where the process ended before it answered, or was ended."""
    try:
        return ask(name, kind, path).peak
    except subprocess.SubprocessError:
        return None


def cases(settings: Settings) -> Iterator[Case]:
    """For each size a labelled page, where there is one about as large, and made ones of three shapes."""
    known = {source: labelled(source, "html", 10**6) for source in settings.sets}
    for size in SIZES:
        if size > settings.largest:
            return
        yield from _nearest(known, size)
        yield from (Case(shape, kind_of(shape), made(shape, size)) for shape in ("prose", "links", "paragraphs"))


def _nearest(known: Mapping[str, Sequence[Sample]], size: int) -> Iterator[Case]:
    found = [(max(s.size / size, size / s.size), source, s.page) for source, some in known.items() for s in some]
    how_far, source, page = min(found, key=lambda one: one[0])
    if how_far <= NEAR and isinstance(page, bytes):
        yield Case(source, "html", page)
