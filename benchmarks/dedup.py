"""Measures near-duplicate removal: `python -m benchmarks.dedup [NAME…]`.

    copies      labelled texts and copies of them (with chrome, cut, edited, reformatted, all of it)
    templates   different texts that share parts of a template
    scripts     Chinese texts, which have no spaces
    libraries   signatures a second: rensa, datasketch, gaoya (installed by hand)
    bulk        a million rows (--rows): time and memory

CLEANCOPY_BENCH names the folder of the texts. Everything random is seeded. Times depend on the machine.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cleancopy.corpus.dedup import THRESHOLD, dedup
from cleancopy.corpus.dedup.job import CLUSTERS
from cleancopy.corpus.dedup.page_tables import COLUMNS
from cleancopy.corpus.dedup.sketch import sketch_texts
from labelled import read_set

SETS = ("wcxb", "news-en", "news-world", "daniel")
SEED = 7
LONG_WORDS = 100
"""Words of a long text; in a shorter one a few lines of chrome may be more than half."""
CHROME = """Home News Sport Business Opinion Travel Weather|Skip to main content|Subscribe to our newsletter
Share on Facebook Share on Twitter Email this article|Advertisement|Continue reading below
We use cookies to improve your experience. By continuing you accept our privacy policy.
Read more: the ten most viewed stories of this week|Sign in or create a free account to comment
Copyright all rights reserved. No part of this site may be reproduced without permission.
Related articles|Follow us for breaking news and live updates|Terms of use Privacy Contact Imprint
Photo credit: file picture|Published by the editorial team|Report an error in this article""".replace("|", "\n").split(
    "\n"
)

Texts = list[tuple[int, str, str]]
"""For each text: the index of its page, the kind of change, the text."""


@cache
def load_references() -> tuple[str, ...]:
    return tuple(row["text"] for name in SETS for row in read_set(name) if row["text"])


# ── copies ────────────────────────────────────────────────────────────────────────────────────────


def add_chrome(text: str, rng: random.Random, lines: range = range(2, 6)) -> str:
    parts = text.split("\n")
    for line in rng.sample(CHROME, rng.choice(lines)):
        parts.insert(rng.choice((0, len(parts), rng.randint(0, len(parts)))), line)
    return "\n".join(parts)


def cut_tail(text: str, rng: random.Random, most: float = 0.2) -> str:
    return text[: int(len(text) * (1 - rng.uniform(0.05, most)))]


def edit_words(text: str, rng: random.Random) -> str:
    """Change one word in eighty, but two to twelve, and two numbers; in texts without spaces, letters."""
    if len(text) > 20 * len(text.split()):
        return _replace_letters(text, rng)
    words = re.split(r"(\s+)", text)
    indices = [i for i, word in enumerate(words) if word.strip()]
    for i in rng.sample(indices, min(len(indices), max(2, min(12, len(indices) // 80)))):
        words[i] = rng.choice(("however", "Monday", "officials", "about", "said", "new", "several"))
    numbers = [i for i in indices if words[i].isdigit()]
    for i in rng.sample(numbers, min(2, len(numbers))):
        words[i] = str(rng.randint(1, 2030))
    return "".join(words)


def change_format(text: str, rng: random.Random) -> str:
    text = rng.choice((str.upper, str.lower, str.title, str))(text)
    text = rng.choice(
        (
            lambda t: t.replace('"', "»").replace("'", "’").replace(" - ", " — "),
            lambda t: re.sub(r"[,;:]", "", t),
            lambda t: unicodedata.normalize("NFD", t),
        )
    )(text)
    return rng.choice((" ", "\n", "\u00a0 ")).join(text.split()) + "\n"


def change_all(text: str, rng: random.Random) -> str:
    return change_format(add_chrome(edit_words(cut_tail(text, rng, 0.1), rng), rng, range(1, 4)), rng)


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "chrome": add_chrome,
    "cut": cut_tail,
    "edited": edit_words,
    "format": change_format,
    "mixed": change_all,
}


def measure_copies(threshold: float = THRESHOLD) -> None:
    rng = random.Random(SEED)
    texts: Texts = []
    for origin, text in enumerate(load_references()):
        texts.append((origin, "original", text))
        texts += ((origin, name, change(text, rng)) for name, change in COPIES.items())
    clusters = find_clusters([text for _, _, text in texts], threshold)
    for name, low, high in (("100 words and more", LONG_WORDS, 10**9), ("20 to 99 words", 20, LONG_WORDS)):
        _report(name, texts, clusters, range(low, high))


def _report(name: str, texts: Texts, clusters: Sequence[int], words: range) -> None:
    lengths = sketch_texts(load_references()).words
    chosen = [(text, c) for text, c in zip(texts, clusters, strict=True) if int(lengths[text[0]]) in words]
    families = defaultdict(dict)
    for (origin, kind, _), cluster in chosen:
        families[origin][kind] = cluster
    groups = _group_origins([c for _, c in chosen], [origin for (origin, _, _), _ in chosen])
    right = sum(count_pairs(n) for group in groups for n in Counter(group).values())
    repetitions = [pair for group in groups for pair in _list_pairs(group) if _is_repetition(*pair)]
    wrong = sum(count_pairs(len(group)) for group in groups) - right - len(repetitions)
    n_wanted = sum(count_pairs(len(family)) for family in families.values())
    print(f"{name}: {len(families)} pages, {len(chosen)} texts, {n_wanted} pairs of copies")
    print(f"  recall {right / n_wanted:.4f} ({n_wanted - right} missed)")
    print(f"  precision {right / (right + wrong):.4f} ({wrong} wrong)")
    n_repeated = len(set(repetitions))
    print(f"  pages that repeat each other by themselves: {n_repeated} pairs, {len(repetitions)} of their copies")
    for kind in COPIES:
        together = [family[kind] == family["original"] for family in families.values()]
        print(f"  with the original: {kind:8} {sum(together) / len(together):.4f}")


def count_pairs(n: int) -> int:
    return n * (n - 1) // 2


def _group_origins(clusters: Sequence[int], origins: Sequence[int]) -> list[list[int]]:
    """The origins of the texts of each cluster."""
    groups = defaultdict(list)
    for cluster, origin in zip(clusters, origins, strict=True):
        groups[cluster].append(origin)
    return list(groups.values())


def _list_pairs(origins: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(set(origins)) > 1:
        yield from ((min(a, b), max(a, b)) for a, b in combinations(origins, 2) if a != b)


@cache
def _list_runs(origin: int) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", load_references()[origin].casefold())
    return frozenset(zip(*(words[i:] for i in range(8)), strict=False))


@cache
def _is_repetition(one: int, other: int) -> bool:
    """Whether a labelled page repeats another: half of the runs of eight words of the shorter one are in both."""
    a, b = _list_runs(one), _list_runs(other)
    return 2 * len(a & b) >= max(1, min(len(a), len(b)))


def find_clusters(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """The cluster of each text, found by a whole run of the job."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [_make_row(str(i), text) for i, text in enumerate(texts)]
        pq.write_table(pa.Table.from_pylist(rows, COLUMNS), folder / "pages.parquet")
        dedup(folder / "pages.parquet", folder / "out", threshold=threshold)
        out = pq.read_table(folder / "out" / "pages.parquet", columns=["id", "cluster"]).to_pylist()
        found = {row["id"]: row["cluster"] for row in out}
        record = pq.read_table(folder / "out" / f"{CLUSTERS}.parquet", columns=["id", "cluster"]).to_pylist()
    found |= {row["id"]: row["cluster"] for row in record}
    return [found[str(i)] for i in range(len(texts))]


def _make_row(name: str, text: str) -> dict[str, object]:
    return {"id": name, "source": "benchmark", "status": "ok", "text": text, "confidence": 0.9, "flags": []}


# ── different pages ───────────────────────────────────────────────────────────────────────────────


def measure_templates() -> None:
    """Fifty different texts in each of twenty templates, for several shares of the template in each text."""
    rng = random.Random(SEED)
    words = [w for w in (text.split() for text in load_references()) if len(w) >= 300]
    words = [w for i, w in enumerate(words) if " ".join(w[:50]) not in {" ".join(v[:50]) for v in words[:i]}]
    for share in (0.2, 0.4, 0.5, 0.6, 0.7):
        chosen = rng.sample(words, 20 * 51)
        texts = []
        for site in range(20):
            frame = chosen[site][: int(300 * share)]
            for own in chosen[20 + site * 50 : 20 + site * 50 + 50]:
                body = own[: 300 - len(frame)]
                texts.append(" ".join([*frame[: len(frame) // 2], *body, *frame[len(frame) // 2 :]]))
        together = sum(count_pairs(n) for n in Counter(find_clusters(texts)).values())
        pairs = 20 * count_pairs(50)
        print(f"template {share:.0%} of 300 words: {len(texts)} pages, {pairs} pairs of one site, {together} together")


def measure_scripts() -> None:
    rng = random.Random(SEED)
    texts = [t for t in load_references() if sum("\u4e00" <= c <= "\u9fff" for c in t) > len(t) / 2 and len(t) > 200]
    rows: Texts = []
    for origin, text in enumerate(texts):
        rows.append((origin, "original", text))
        rows.append((origin, "cut", cut_tail(text, rng)))
        rows.append((origin, "edited", _replace_letters(text, rng)))
        rows.append((origin, "format", text.replace("。", ".\n").replace("，", " ")))
    found = find_clusters([text for _, _, text in rows])
    right = sum(count_pairs(n) for n in Counter(zip(found, (o for o, _, _ in rows), strict=True)).values())
    n_wanted = len(texts) * count_pairs(4)
    together = {pair for group in _group_origins(found, [o for o, _, _ in rows]) for pair in _list_pairs(group)}
    print(f"Chinese: {len(texts)} pages, {n_wanted} pairs of copies, recall {right / n_wanted:.4f}; ", end="")
    names = ", ".join(f"{texts[a][:20]} | {texts[b][:20]}" for a, b in together)
    print(f"{len(together)} pairs of different pages together: {names}")


def _replace_letters(text: str, rng: random.Random) -> str:
    letters = list(text)
    for i in rng.sample(range(len(letters)), max(2, len(letters) // 100)):
        letters[i] = rng.choice("新的大人中国")
    return "".join(letters)


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────


def measure_libraries() -> None:
    import gaoya  # noqa: PLC0415 - only this part needs it
    from datasketch import MinHash  # noqa: PLC0415
    from rensa import RMinHash  # noqa: PLC0415

    texts = load_references()
    words = [re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()) for text in texts]
    shingles = [[" ".join(w[i : i + 3]) for i in range(len(w) - 2)] for w in words]

    def by_datasketch() -> None:
        for row in shingles[:300]:
            MinHash(256).update_batch([s.encode() for s in row])

    def by_gaoya() -> None:
        index = gaoya.minhash.MinHashStringIndex(
            32, THRESHOLD, 51, 5, 255, analyzer="word", lowercase=True, ngram_range=(3, 3)
        )
        index.par_bulk_insert_docs(list(range(len(texts))), list(texts))

    jobs: tuple[tuple[str, int, Callable[[], object]], ...] = (
        (
            "shingles in Python, joined",
            len(texts),
            lambda: [[" ".join(w[i : i + 3]) for i in range(len(w))] for w in words],
        ),
        ("rensa, of shingles joined", len(texts), lambda: RMinHash.digest_matrix_from_token_sets(shingles, 256, 1)),
        ("datasketch, of shingles joined", 300, by_datasketch),
        ("gaoya, index with its own words", len(texts), by_gaoya),
        ("ours with rensa: from texts to signatures", len(texts), lambda: sketch_texts(texts)),
    )
    for name, count, job in jobs:
        began = time.perf_counter()
        job()
        print(f"{name:44} {count / (time.perf_counter() - began):9,.0f} rows/s")


def measure_bulk(rows: int = 1_000_000) -> None:
    """Texts of 5 to 40 sentences; a fifth copy an earlier text, and a tenth are copies of one page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        characters = _write_rows(folder / "in", rows)
        print(
            f"{rows:,} rows of {characters / rows:,.0f} characters, made in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        code = "import sys; from benchmarks.dedup import measure_dedup; measure_dedup(*sys.argv[1:])"
        subprocess.run([sys.executable, "-c", code, str(folder / "in"), str(folder / "out")], check=True)
        _check(folder / "out")


def _write_rows(folder: Path, rows: int, files: int = 20) -> int:
    folder.mkdir()
    rng = random.Random(SEED)
    parts = (part for text in load_references() for part in re.split(r"(?<=[.!?])\s+|(?<=。)", text))
    sentences = sorted({part for part in parts if 20 < len(part) < 400})
    notice = " ".join(rng.sample(sentences, 8))
    recent: list[tuple[int, str]] = []
    total = 0
    for file in range(files):
        made = []
        for number in range(file * rows // files, (file + 1) * rows // files):
            origin, text = _make_text(number, rng, sentences, notice, recent)
            total += len(text)
            made.append(_make_row(f"{origin}:{number}", text))
        pq.write_table(pa.Table.from_pylist(made, COLUMNS), folder / f"{file:02}.parquet", row_group_size=5_000)
    return total


def _make_text(
    number: int, rng: random.Random, sentences: list[str], notice: str, recent: list[tuple[int, str]]
) -> tuple[int, str]:
    dice = rng.random()
    if dice < 0.1:
        return -1, f"{notice} {rng.choice(sentences)} {number}"
    if dice < 0.3 and recent:
        origin, text = rng.choice(recent)
        return origin, text if dice < 0.15 else rng.choice((cut_tail, edit_words))(text, rng)
    text = " ".join(rng.sample(sentences, rng.randint(5, 40)))
    recent.append((number, text))
    del recent[:-5_000]
    return number, text


def measure_dedup(source: str, target: str) -> None:
    began = time.perf_counter()
    report = dedup(source, target)
    took = time.perf_counter() - began
    # Not ru_maxrss: a forked process inherits the peak of its parent.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(f"{report}\n{took:.0f} s, {report.rows / took:,.0f} rows/s", end="")
    print(f", peak RSS {int(peak[1]) // 1024:,} MB" if peak else "", flush=True)


def _check(folder: Path) -> None:
    """Print how many dropped rows were copies of the same page as the kept row."""
    record = pq.read_table(folder / f"{CLUSTERS}.parquet", columns=["id", "kept_id", "fate"]).to_pylist()
    dropped = [row for row in record if row["fate"] != "kept"]
    right = sum(row["id"].split(":")[0] == row["kept_id"].split(":")[0] for row in dropped)
    files = [path for path in folder.iterdir() if path.name[0] != "_"]
    kept = Counter(i.split(":")[0] for path in files for i in pq.read_table(path, columns=["id"])["id"].to_pylist())
    missed = sum(kept.values()) - len(kept)
    print(f"dropped {len(dropped):,}: {right / len(dropped):.5f} for a copy of the same page; {missed:,} copies left")


JOBS: dict[str, Callable[[], None]] = {
    "copies": measure_copies,
    "templates": measure_templates,
    "scripts": measure_scripts,
    "libraries": measure_libraries,
    "bulk": measure_bulk,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *JOBS])
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of bulk (default: 1,000,000)")
    given = parser.parse_args()
    for name in given.names or JOBS:
        print(f"== {name}")
        JOBS[name]() if name != "bulk" else measure_bulk(given.rows)


if __name__ == "__main__":
    main()
