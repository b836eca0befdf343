"""Measures what the documents promise for corpora: ``python -m benchmarks.corpus NAME… [--pages N]``.

    throughput   a WARC of labelled pages to Parquet: one worker, two, and datatrove (trafilatura, JSON Lines) with two
    kills        the run or one of its workers killed at random moments, for each writer, until the run is done
    poison       a few pages that kill their worker among many others: which pages are lost
    memory       memory of the whole run on an input of 2 GB: its peak, and over time
    ray          the same run over Ray: whether the bytes are the same, and its time

CLEANCOPY_BENCH names the folder of the labelled pages. All figures depend on the machine.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from labelled import read_set

ROOT = Path(__file__).parents[1]
PROGRAM = "from cleancopy.cli.main import main; main()"
DATATROVE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter
if __name__ == "__main__":
    LocalPipelineExecutor(
        [WarcReader(sys.argv[1], glob_pattern="*.warc.gz"), Trafilatura(), JsonlWriter(sys.argv[2])],
        tasks=int(sys.argv[3]), workers=int(sys.argv[3]), logging_dir=sys.argv[4],
    ).run()
"""


def read_pages(name: str, count: int | None) -> list[bytes]:
    return [row["html"] for row in read_set(name)][:count]


def write_warc(path: Path, bodies: list[bytes], first: int = 0) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, body in enumerate(bodies, first):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://site{number % 50}.example/{number}"
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head))


def make_command(source: Path, output: Path, *options: str) -> list[str]:
    return [sys.executable, "-c", PROGRAM, "corpus", str(source), str(output), *options]


def time_command(words: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def hash_files(output: Path) -> dict[str, str]:
    files = sorted(p for p in output.iterdir() if p.is_file())
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


# ── throughput ────────────────────────────────────────────────────────────────────────────────────


def measure_throughput(here: Path, count: int | None) -> None:
    bodies = read_pages("wcxb", count)
    folder = here / "in"
    folder.mkdir()
    # Two files, because datatrove gives each task a file, and has two workers.
    write_warc(folder / "a.warc.gz", bodies[0::2])
    write_warc(folder / "b.warc.gz", bodies[1::2])
    program = here / "peer.py"
    program.write_text(DATATROVE)
    one = time_command(make_command(folder, here / "one", "--workers", "1"))
    print(f"  1 worker: {len(bodies) / one:.1f} pages/s", flush=True)
    two = time_command(make_command(folder, here / "two", "--workers", "2"))
    print(f"  2 workers: {len(bodies) / two:.1f} pages/s, {one / two:.2f} times one", flush=True)
    words = [sys.executable, str(program), str(folder), str(here / "peer"), "2", str(here / "logs")]
    peer = time_command(words)
    print(f"  datatrove, 2 workers: {len(bodies) / peer:.1f} pages/s; ours has {peer / two:.2f} times that")
    print(f"  same bytes by 1 and 2 workers: {hash_files(here / 'one') == hash_files(here / 'two')}")


# ── kills ─────────────────────────────────────────────────────────────────────────────────────────


def measure_kills(here: Path, count: int | None, engine: str = "local") -> None:
    source = here / "small.warc.gz"
    write_warc(source, [page[:20_000] for page in read_pages("news-world", None)] * (10 if count is None else count))
    for output in ("parquet", "jsonl"):
        calm = here / f"calm-{output}"
        words = ["--format", output, "--engine", engine, "--workers", "2", "--records-per-file", "25"]
        seconds = time_command(make_command(source, calm, *words))
        deaths = {"run": 0, "worker": 0}
        rounds = 0
        while sum(deaths.values()) < N_KILLS:
            rounds += 1
            broken = here / f"broken-{output}-{rounds}"
            _harass(make_command(source, broken, *words), seconds, random.Random(f"{output} {rounds}"), deaths)
            if hash_files(broken) != hash_files(calm):
                raise SystemExit(f"{output}: other bytes after kills, see {broken}")
            _check_rows(broken, calm)
            shutil.rmtree(broken)
        print(f"  {engine}, {output}: {deaths} killed in {rounds} runs; bytes equal, no row lost or twice", flush=True)


N_KILLS = 100
"""Kills of runs and workers together for each output format."""


def _harass(words: list[str], seconds: float, rng: random.Random, deaths: dict[str, int]) -> None:
    """Run the command until it succeeds, and kill runs and workers meanwhile."""
    while True:
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                time.sleep(rng.uniform(0.05, seconds * 2 / 3))
                if process.poll() is not None or sum(deaths.values()) >= N_KILLS:
                    break
                workers = _find_descendants(process.pid)
                if rng.random() < 0.5 or not workers:
                    process.kill()
                    deaths["run"] += 1
                    break
                try:
                    os.kill(rng.choice(workers), signal.SIGKILL)
                    deaths["worker"] += 1
                except ProcessLookupError:
                    pass
        if process.returncode == 0:
            return


def _find_descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _check_rows(output: Path, calm: Path) -> None:
    reports = [json.loads((folder / "_run/report.json").read_text()) for folder in (output, calm)]
    if reports[0]["rows"] != reports[1]["rows"] or reports[0]["imbalances"]:
        raise SystemExit(f"{output}: the accounts do not balance")


# ── poison, memory, Ray ───────────────────────────────────────────────────────────────────────────


def measure_poison(_: Path, count: int | None) -> None:
    from cleancopy.workers import Pool, WorkerLimits  # noqa: PLC0415 - this part alone needs it

    many, bad = 10_000 if count is None else count, 100
    rng = random.Random(0)
    where = set(rng.sample(range(many), bad))
    pool = Pool("tests.hostile.faults:answer", (), WorkerLimits(10**9, 10**6), 1)
    pool.call("x", 60)
    replies = [pool.call("abort" if i in where else str(i), 60) for i in range(many)]
    pool.close()
    lost = {i for i, reply in enumerate(replies) if reply.fault}
    print(f"  {bad} poison pages among {many:,}: {len(lost)} lost, the poison ones: {lost == where}")


def measure_memory(here: Path, count: int | None) -> None:
    bodies = read_pages("wcxb", count)
    size, first, folder = 0, 0, here / "in"
    folder.mkdir()
    while size < 2_000_000_000 and (count is None or first < 3 * count):
        write_warc(folder / f"{first:06d}.warc.gz", bodies, first)
        size += sum(map(len, bodies))
        first += len(bodies)
    with subprocess.Popen(
        make_command(folder, here / "out", "--workers", "2"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        course = list(_watch_memory(process))
    tenth = len(course) // 10
    middle = [max(course[i * tenth : (i + 1) * tenth]) / 1e6 for i in range(10)] if tenth else [max(course) / 1e6]
    print(f"  {size / 1e9:.2f} GB, {first:,} pages: peak of all processes {max(course) / 1e6:.0f} MB")
    print("  by tenths of the run: " + ", ".join(f"{mb:.0f}" for mb in middle))


def _watch_memory(process: subprocess.Popen[bytes]) -> Iterator[int]:
    """Memory of a process and its descendants, twice a second; shared pages count once (proportional set size)."""
    while process.poll() is None:
        yield sum(map(_read_proportional_size, [process.pid, *_find_descendants(process.pid)]))
        time.sleep(0.5)


def _read_proportional_size(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


RAY_SOURCES = 16
"""Number of archives; Ray takes seconds to start, so the run must be long enough to show the cost of the work."""


def measure_ray(here: Path, count: int | None) -> None:
    bodies = read_pages("wcxb", count)
    folder = here / "in"
    folder.mkdir()
    for number in range(RAY_SOURCES):
        write_warc(folder / f"{number:02d}.warc.gz", bodies[number % 4 :: 4], number * len(bodies))
    count = len(bodies) * RAY_SOURCES // 4
    local = time_command(make_command(folder, here / "local", "--workers", "2"))
    cluster = time_command(make_command(folder, here / "ray", "--workers", "2", "--engine", "ray"))
    print(
        f"  {count:,} pages: local {count / local:.1f} pages/s, Ray {count / cluster:.1f}: "
        f"{cluster / local - 1:+.0%} time, {cluster - local:.1f} s"
    )
    print(f"  same bytes: {hash_files(here / 'local') == hash_files(here / 'ray')}")


PARTS: dict[str, Callable[[Path, int | None], None]] = {
    "throughput": measure_throughput,
    "kills": measure_kills,
    "poison": measure_poison,
    "memory": measure_memory,
    "ray": measure_ray,
    "ray-kills": lambda here, count: measure_kills(here, count, "ray"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=PARTS, metavar="NAME")
    parser.add_argument("--pages", type=int, help="use fewer pages, for a trial")
    options = parser.parse_args()
    for name in options.names:
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory() as here:
            PARTS[name](Path(here), options.pages)


if __name__ == "__main__":
    main()
