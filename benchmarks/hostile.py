"""Measures what the documents promise for hostile input: `python -m benchmarks.hostile [NAME…]`.

    times     time of each labelled page under the guard, and of each shape of `fuzzing.shapes`
    cost      overhead of the guard on labelled pages, and for each page that kills a worker
    memory    growth of a process over 100,000 pages, without recycling
    silence   text at the end of deep and long pages and of pages with many nodes: found, or a flag says why not
    threads   eight threads that extract for five minutes
    digest    a digest of all answers by 1, 2 and 8 workers and in another order; run it with two Python versions

CLEANCOPY_BENCH names the folder of the labelled pages. All figures depend on the machine.
"""

import argparse
import gc
import hashlib
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import cleancopy
from cleancopy import Article, Guard, Limits
from cleancopy.dom import Tree
from cleancopy.flags import Flag
from cleancopy.segment import segment_html
from cleancopy.workers import WORKER_FAULTS, Pool, WorkerLimits
from fuzzing.shapes import SHAPES
from labelled import read_set

SETS = ("news-world", "news-en", "segments", "wcxb")
MARKER = "zyxwvut"
CROP = 4_000
SHAPE_BYTES = 4_000_000


@cache
def read_pages() -> tuple[bytes, ...]:
    return tuple(row["html"] for name in SETS for row in read_set(name))


def compute_percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def time_job(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


# ── time ──────────────────────────────────────────────────────────────────────────────────────────


def measure_times() -> None:
    limits = Limits()
    with Guard(limits) as guard:
        guard.extract("<p>first")
        took, flags = _time_pages(guard, read_pages())
        faults = sum(bool(f & WORKER_FAULTS) for f in flags)
        print(f"labelled pages: {len(took)}, p50 {compute_percentile(took, 0.5) * 1e3:.0f} ms, ", end="")
        print(f"p99 {compute_percentile(took, 0.99) * 1e3:.0f} ms, max {max(took):.2f} s; {faults} over a limit")
        names = list(SHAPES)
        took, flags = _time_pages(guard, (SHAPES[name](_count_pieces(name)) for name in names))
        worst = sorted(zip(took, names, flags, strict=True), reverse=True)
        for seconds, name, flag in worst[:10]:
            print(f"  {name:28} {seconds:5.2f} s  {', '.join(sorted(flag))}")
        over = sum(seconds > limits.seconds + 0.25 for seconds in took)
        print(
            f"catalogue: {len(took)} shapes, max {max(took):.2f} s, {over} over the limit of {limits.seconds} + 0.25 s"
        )
        unanswered = sum(bool(f & WORKER_FAULTS) and Flag.DEGRADED not in f for f in flags)
        print(f"  over a limit: {sum(bool(f & WORKER_FAULTS) for f in flags)}, of these without any text: {unanswered}")


def _count_pieces(name: str) -> int:
    """The number of pieces with which a shape has about SHAPE_BYTES."""
    return SHAPE_BYTES * 1000 // len(SHAPES[name](1000))


def _time_pages(
    guard: Guard, inputs: Iterator[bytes | str] | tuple[bytes, ...]
) -> tuple[list[float], list[frozenset[str]]]:
    took, flags = [], []
    for page in inputs:
        began = time.perf_counter()
        flags.append(guard.extract(page).flags)
        took.append(time.perf_counter() - began)
    return took, flags


# ── cost ──────────────────────────────────────────────────────────────────────────────────────────


def measure_cost() -> None:
    sample = random.Random(0).sample(read_pages(), 300)
    ratios = []
    with Guard() as guard:
        guard.extract("<p>first")
        for turn in range(5):
            bare = time_job(lambda: [cleancopy.extract(page) for page in sample])
            guarded = time_job(lambda: [guard.extract(page) for page in sample])
            ratios.append(guarded / bare)
            print(f"  turn {turn}: {len(sample) / bare:.1f} pages/s, guarded {len(sample) / guarded:.1f}")
    print(f"guard: {(compute_percentile(ratios, 0.5) - 1) * 100:+.1f} % time (median of {len(ratios)}), ", end="")
    print(f"{(min(ratios) - 1) * 100:+.1f} to {(max(ratios) - 1) * 100:+.1f}")
    deaths = _time_deaths(200)
    median = compute_percentile(deaths, 0.5)
    print(f"a page that kills its worker: p50 {median * 1e3:.1f} ms, max {max(deaths) * 1e3:.1f} ms")


def _time_deaths(times: int) -> list[float]:
    """Seconds from the death of a worker to the next answer, minus the usual time of an answer."""
    pool = Pool("tests.hostile.faults:answer", (), WorkerLimits(10**9, 10**6), 1)
    pool.call("x", 60)
    usual = compute_percentile([time_job(lambda: pool.call("x", 60)) for _ in range(200)], 0.5)
    took = [time_job(lambda: (pool.call("abort", 60), pool.call("x", 60))) - usual for _ in range(times)]
    pool.close()
    return took


# ── memory ────────────────────────────────────────────────────────────────────────────────────────


def read_resident_size() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def make_crops(count: int) -> Iterator[str]:
    """Crops of labelled pages, half of them as flattened text."""
    source = random.Random(1)
    texts = [page.decode("utf-8", "replace") for page in read_pages()]
    for i in range(count):
        text = source.choice(texts)
        start = source.randrange(max(1, len(text) - CROP))
        piece = text[start : start + source.randrange(200, CROP)]
        yield piece if i % 2 else piece.replace("<", "\n").replace(">", "\n")


def measure_memory(count: int = 100_000) -> None:
    sizes = []
    for i, page in enumerate(make_crops(count)):
        cleancopy.extract(page)
        if i % (count // 100) == 0 and i >= count // 10:
            gc.collect()
            sizes.append(read_resident_size())
    step = count / 100
    middle = (len(sizes) - 1) / 2
    mean = sum(sizes) / len(sizes)
    spread = sum((i - middle) ** 2 for i in range(len(sizes)))
    slope = sum((i - middle) * (size - mean) for i, size in enumerate(sizes)) / spread / step
    ends = f"{sizes[0] / 1e6:.1f} MB after a tenth, {sizes[-1] / 1e6:.1f} at the end"
    print(f"{count:,} pages: {slope:.1f} bytes a page, {ends}")


# ── silence ───────────────────────────────────────────────────────────────────────────────────────


def measure_silence() -> None:
    tags = ("<div>", "<span>", "<b>", "<ul><li>", "<table><tr><td>", "<font size=1><p>")
    ladder = {f"{tag} x {n}": tag * n + MARKER for tag in tags for n in (254, 255, 512, 2047, 20_000, 200_000)}
    ladder |= {
        "text of 10 MB": "<p>" + "word " * 2_000_000 + MARKER,
        "text of 50 MB": "<p>" + "word " * 10_000_000 + MARKER,
        "1,000,000 nodes": "<p>x</p>" * 500_000 + MARKER,
        "1,000,000 rows": "<table>" + "<tr><td>x" * 1_000_000 + MARKER,
    }
    counts = Counter(_find_fate(name, page) for name, page in ladder.items())
    print(f"{len(ladder)} pages: " + ", ".join(f"{fate} {count}" for fate, count in counts.most_common()))


def _find_fate(name: str, page: str) -> str:
    """Whether the marker at the end of a page was found, and if not, whether a flag says so."""
    flags = cleancopy.extract(page, kind="html").flags & {"truncated", "degraded"}
    if not flags and any(MARKER in block.text for block in segment_html(Tree(page)).blocks):
        fate = "found"
    else:
        fate = "reported by a flag" if flags else "lost in silence"
    print(f"  {name:26} {fate} {', '.join(flags)}")
    return fate


# ── threads and processes ─────────────────────────────────────────────────────────────────────────


def measure_threads(count: int = 8, seconds: int = 300) -> None:
    sample = random.Random(2).sample(read_pages(), 40)
    expected = [cleancopy.extract(page) for page in sample]
    done, wrong = [0] * count, [0] * count
    end = time.monotonic() + seconds

    def work(which: int) -> None:
        source = random.Random(which)
        while time.monotonic() < end:
            i = source.randrange(len(sample))
            done[which] += 1
            wrong[which] += cleancopy.extract(sample[i]) != expected[i]

    workers = [threading.Thread(target=work, args=(i,)) for i in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(f"{count} threads, {seconds} s: {sum(done):,} answers, {sum(wrong)} of them not as alone")


def compare_digests() -> None:
    sample = list(enumerate(random.Random(3).sample(read_pages(), 400)))
    shuffled = random.Random(4).sample(sample, len(sample))
    print(f"Python {sys.version.split()[0]}")
    for workers, order in ((1, sample), (2, sample), (8, sample), (2, shuffled)):
        with Guard(Limits(seconds=60), workers) as guard:
            answers = zip(order, guard.extract_all(page for _, page in order), strict=True)
            documents = {i: _render_document(article) for (i, _), article in answers}
        summed = hashlib.sha256("\n".join(documents[i] for i in sorted(documents)).encode()).hexdigest()
        print(f"  {workers} workers{', shuffled' if order is shuffled else ''}: {summed[:32]}")


def _render_document(article: Article) -> str:
    return article.render("json", comments=True) + article.render("markdown")


PARTS: dict[str, Callable[[], None]] = {
    "times": measure_times,
    "cost": measure_cost,
    "memory": measure_memory,
    "silence": measure_silence,
    "threads": measure_threads,
    "digest": compare_digests,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*PARTS, []], metavar="NAME")
    for name in parser.parse_args().names or PARTS:
        print(f"== {name}", flush=True)
        PARTS[name]()


if __name__ == "__main__":
    main()
