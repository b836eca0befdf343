"""Measures fresh processes: their start, and their peak memory."""

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

from benchmarks.speed.pages import Sample, get_kind, make_page, read_samples
from benchmarks.speed.settings import ROOT, Settings, make_environment
from benchmarks.speed.tools import OURS, explain_missing

N_RUNS = 7
TIMEOUT = 120
"""Seconds after which a process is killed."""
PEERS = ("trafilatura", "rs_trafilatura", "resiliparse")
SIZES = (10_000, 100_000, 1_000_000, 5_000_000, 20_000_000)
BOUND = 60_000_000, 12
"""The promised peak: bytes, and bytes per byte of the page."""
MAX_RATIO = 1.5
"""Maximum ratio of a size and the labelled page that represents it, in either direction."""

IMPORTS = {
    OURS: "import cleancopy",
    "peer": "from importlib import import_module; [import_module(m) for m in PEERS[name].modules]",
}
CALLS = {OURS: "cleancopy.extract(page, kind=kind).full_text", "peer": "PEERS[name].answer(page)"}
# The adapters of the peers are loaded before the time is measured. The peak is Linux's VmHWM, because that of
# `resource.getrusage` starts with the peak of the parent process.
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
{call}
answered = time.perf_counter()
status = Path("/proc/self/status").read_text().splitlines()
peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
print(json.dumps([loaded - began, answered - loaded, peak]))
"""


class ProcessFigures(NamedTuple):
    """The figures of a process.

    load      seconds to load the tool
    first     seconds for the first page
    peak      peak memory in bytes
    process   seconds of the whole process
    """

    load: float
    first: float
    peak: int
    process: float


def run_process(name: str, kind: str, path: Path) -> ProcessFigures:
    """Start a fresh process that loads a tool and answers one page."""
    which = OURS if name == OURS else "peer"
    program = PROGRAM.format(load=IMPORTS[which], call=CALLS[which])
    began = time.perf_counter()
    words = [sys.executable, "-c", program, name, kind, str(path)]
    done = subprocess.run(
        words,
        env=make_environment(),
        cwd=ROOT,
        check=True,
        timeout=TIMEOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    load, first, peak = json.loads(done.stdout)
    return ProcessFigures(load, first, peak, time.perf_counter() - began)


# ── start ─────────────────────────────────────────────────────────────────────────────────────────


def measure_start(settings: Settings) -> dict[str, Any]:
    """Medians of several processes of each tool, in turn; the pages are those of the demo."""
    demo = files("cleancopy.demo")
    pages = {"html": Path(str(demo / "harbour.html")), "text": Path(str(demo / "council.txt"))}
    calls = [(OURS, "html"), (OURS, "text"), *((name, "html") for name in _list_peers())]
    figures: dict[str, list[ProcessFigures]] = {}
    bare: dict[str, list[float]] = {}
    for turn in range(N_RUNS):
        settings.log(f"start: {turn + 1} of {N_RUNS}")
        for name, kind in calls:
            figures.setdefault(f"{name} {kind}", []).append(run_process(name, kind, pages[kind]))
        for name, code in (("python alone", "pass"), ("import numpy", "import numpy")):
            bare.setdefault(name, []).append(_time_code(code))
    medians = {
        who: ProcessFigures(*map(statistics.median, zip(*runs, strict=True)))._asdict() for who, runs in figures.items()
    }
    return {"runs": N_RUNS, "tools": medians, "processes": {name: statistics.median(w) for name, w in bare.items()}}


def _list_peers() -> list[str]:
    return [name for name in PEERS if explain_missing(name) is None]


def _time_code(code: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=make_environment(), check=True)
    return time.perf_counter() - began


# ── memory ────────────────────────────────────────────────────────────────────────────────────────


class Case(NamedTuple):
    """A page whose extraction is measured. `source` is the set of a labelled page or the shape of a generated one."""

    source: str
    kind: Literal["html", "text"]
    page: bytes


def measure_memory(settings: Settings) -> list[dict[str, Any]]:
    """A row for each page: its bytes, the promised peak, and the peak of each tool."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        for case in make_cases(settings):
            path.write_bytes(case.page)
            size = len(case.page)
            settings.log(f"memory: {case.source}, {size:,} bytes")
            names = [OURS, *(_list_peers() if case.kind == "html" else [])]
            peaks = {name: _measure_peak(name, case.kind, path) for name in names}
            bound = BOUND[0] + BOUND[1] * size
            rows.append({"source": case.source, "kind": case.kind, "bytes": size, "bound": bound, "peaks": peaks})
    return rows


def _measure_peak(name: str, kind: str, path: Path) -> int | None:
    """The peak of a process; None if it failed or was killed before it answered."""
    try:
        return run_process(name, kind, path).peak
    except subprocess.SubprocessError:
        return None


def make_cases(settings: Settings) -> Iterator[Case]:
    """For each size a labelled page, if there is one of about that size, and generated pages of three shapes."""
    samples = {source: read_samples(source, "html", 10**6) for source in settings.sets}
    for size in SIZES:
        if size > settings.largest:
            return
        yield from _find_nearest(samples, size)
        yield from (Case(shape, get_kind(shape), make_page(shape, size)) for shape in ("prose", "links", "paragraphs"))


def _find_nearest(samples: Mapping[str, Sequence[Sample]], size: int) -> Iterator[Case]:
    found = [(max(s.size / size, size / s.size), source, s.page) for source, some in samples.items() for s in some]
    ratio, source, page = min(found, key=lambda one: one[0])
    if ratio <= MAX_RATIO and isinstance(page, bytes):
        yield Case(source, "html", page)
