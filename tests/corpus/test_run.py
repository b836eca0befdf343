"""A whole run: what comes out, that it goes on where it stopped, and what stops it."""

import gzip
import hashlib
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import fs

from cleancopy.corpus.inputs.sources import Source
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.corpus.report import get_exit_code
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.settings import Columns, PageFilter, Settings
from cleancopy.errors import CorpusError

SENTENCE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."
SMALL = Settings(records_per_file=20, columns=Columns("html", "id", "url"))
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{SENTENCE} That is what {number} of {i} said.</p>" for i in range(3 + number % 5))
    return f"<title>Ferry {number}</title><nav><a href=/>Home</a></nav><article>{paragraphs}</article>".encode()


def table(path: Path, pages: list[bytes | None]) -> str:
    ids = [f"page-{i}" for i in range(len(pages))]
    urls = [f"https://example.org/{i}" for i in range(len(pages))]
    columns = {
        "html": pa.array(pages, pa.binary()),
        "id": pa.array(ids, pa.string()),
        "url": pa.array(urls, pa.string()),
    }
    pq.write_table(pa.table(columns), path)
    return str(path)


@pytest.fixture
def source(tmp_path):
    pages = [page(i) for i in range(130)]
    pages[7], pages[33], pages[90] = b"", PNG, None
    return table(tmp_path / "pages.parquet", pages)


def clean(source: str, output: Path | str, settings: Settings = SMALL, **options: object):
    return run(prepare([source], str(output), settings), **{"workers": 1, **options})


def digests(output: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(output.iterdir()) if p.is_file()}


def rows_of(output: Path, settings: Settings = SMALL) -> list[dict]:
    files = sorted(p for p in output.iterdir() if p.is_file())
    if settings.format == "parquet":
        return [row for path in files for row in pq.read_table(path).to_pylist()]
    opened = {"jsonl": Path.read_bytes, "jsonl.gz": lambda p: gzip.decompress(p.read_bytes())}[settings.format]
    return [json.loads(line) for path in files for line in opened(path).splitlines()]


def test_every_record_is_accounted_for(source, tmp_path):
    report = clean(source, tmp_path / "out")
    assert {name: report.count_outcome(name) for name in report.outcomes} == {
        "ok": 127, "empty": 1, "refused": 1, "failed": 0, "skipped": 1,
    }  # fmt: skip
    assert report.outcomes["skipped"] == {"no_page": 1}
    assert not report.imbalances
    assert get_exit_code(report) == 0
    rows = rows_of(tmp_path / "out")
    assert [row["id"] for row in rows] == [f"page-{i}" for i in range(130) if i != 90]
    assert rows[0]["title"] == "Ferry 0"
    assert rows[0]["text"].startswith(SENTENCE)
    assert rows[0]["page_digest"] == hashlib.sha256(page(0)).hexdigest()
    assert (rows[7]["status"], rows[7]["flags"]) == ("empty", ["empty_input"])
    assert rows[33]["status"] == "refused"
    assert rows[33]["error"].startswith("not_text: this is a PNG picture")
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 7
    assert json.loads((tmp_path / "out/_run/report.json").read_text())["rows"] == 129
    assert "<html" in (tmp_path / "out/_run/report.html").read_text()


@pytest.mark.parametrize("output", ["parquet", "jsonl", "jsonl.gz", "jsonl.zst"])
def test_the_bytes_do_not_depend_on_the_workers(source, tmp_path, output):
    settings = replace(SMALL, format=output)
    clean(source, tmp_path / "one", settings)
    clean(source, tmp_path / "three", settings, workers=3)
    assert digests(tmp_path / "one") == digests(tmp_path / "three")


@pytest.mark.parametrize("output", ["parquet", "jsonl", "jsonl.gz"])
def test_formats_hold_the_same_rows(source, tmp_path, output):
    settings = replace(SMALL, format=output, roles=True)
    clean(source, tmp_path / "out", settings)
    rows = rows_of(tmp_path / "out", settings)
    clean(source, tmp_path / "parquet", replace(SMALL, roles=True))
    assert rows == rows_of(tmp_path / "parquet")


def test_spans_of_roles_cut_the_full_text(source, tmp_path):
    clean(source, tmp_path / "out", replace(SMALL, roles=True))
    row = rows_of(tmp_path / "out")[4]
    texts = [row["full_text"][span["start"] : span["end"]] for span in row["roles"]]
    assert "\n".join(texts) == row["full_text"]
    assert {span["role"] for span in row["roles"]} == {"paragraph"}


def test_only_wanted_fields_have_columns(source, tmp_path):
    for output in ("parquet", "jsonl"):
        settings = replace(SMALL, format=output, fields=("language", "title"))
        clean(source, tmp_path / output, settings)
        columns = set(rows_of(tmp_path / output, settings)[4])
        assert {"id", "url", "text", "confidence", "language", "title"} < columns
        assert columns.isdisjoint({"dek", "authors", "published", "captions", "site"})
    clean(source, tmp_path / "all")
    pairs = zip(rows_of(tmp_path / "parquet"), rows_of(tmp_path / "all"), strict=True)
    assert all(row == {name: full[name] for name in row} for row, full in pairs)


def test_pages_cannot_be_chosen_by_a_field_that_is_not_wanted(source, tmp_path):
    settings = replace(SMALL, fields=("title",))
    with pytest.raises(CorpusError, match="--language needs the field language"):
        clean(source, tmp_path / "out", replace(settings, page_filter=PageFilter(languages=("en",))))
    with pytest.raises(CorpusError, match="there is no column 'site'"):
        clean(source, tmp_path / "out", replace(settings, page_filter=PageFilter(expression="site == 'x'")))
    assert not (tmp_path / "out").exists()


def test_a_second_run_does_nothing_again(source, tmp_path):
    clean(source, tmp_path / "out")
    before = digests(tmp_path / "out")
    entries = []
    report = clean(source, tmp_path / "out", on_shard_done=entries.append)
    assert not entries
    assert report.count_outcome("ok") == 127
    assert digests(tmp_path / "out") == before


def test_what_the_ledger_does_not_have_is_done_again(source, tmp_path):
    clean(source, tmp_path / "out")
    before = digests(tmp_path / "out")
    lost = sorted((tmp_path / "out/_run/ledger").iterdir())
    (tmp_path / "out/.left-by-a-kill.tmp").write_text("half")
    for entry in (lost[0], lost[3], lost[6]):
        (tmp_path / "out" / entry.name.replace(".json", ".parquet")).unlink()
        entry.unlink()
    entries = []
    clean(source, tmp_path / "out", on_shard_done=entries.append)
    assert [entry.shard for entry in entries] == [0, 3, 6]
    assert digests(tmp_path / "out") == before


def test_more_inputs_may_be_added(source, tmp_path):
    clean(source, tmp_path / "out")
    more = table(tmp_path / "more.parquet", [page(i) for i in range(5)])
    report = run(prepare([source, more], str(tmp_path / "out"), SMALL), workers=1)
    assert report.count_outcome("ok") == 132
    assert len({row["source"] for row in rows_of(tmp_path / "out")}) == 2


def test_other_settings_are_refused(source, tmp_path):
    clean(source, tmp_path / "out")
    with pytest.raises(CorpusError, match="mode"):
        clean(source, tmp_path / "out", replace(SMALL, mode="recall"))


def test_a_source_that_has_changed_is_refused(source, tmp_path):
    clean(source, tmp_path / "out")
    table(Path(source), [page(1)])
    with pytest.raises(CorpusError, match="when this run began"):
        clean(source, tmp_path / "out")


def test_two_runs_do_not_write_to_one_folder(source, tmp_path):
    plan = prepare([source], str(tmp_path / "out"), SMALL)

    def second(_: object) -> None:
        with pytest.raises(CorpusError, match="another run"):
            prepare([source], str(tmp_path / "out"), SMALL)

    run(plan, workers=1, on_shard_done=second)


# ── what is kept ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "keep, reason, count",
    [
        (PageFilter(min_words=100), "keep:words", 25),
        (PageFilter(min_confidence=1.0), "keep:confidence", 127),
        (PageFilter(languages=("fr",)), "keep:language", 127),
        (PageFilter(expression="title == 'Ferry 4' or words > 170"), "keep:expression", 101),
    ],
)
def test_what_is_left_out_is_counted_and_written_if_asked(source, tmp_path, keep, reason, count):
    report = clean(source, tmp_path / "out", replace(SMALL, page_filter=keep, write_dropped=True))
    assert report.outcomes["skipped"][reason] == count
    dropped = rows_of(tmp_path / "out/_dropped")
    assert [row["error"] for row in dropped] == [reason] * count
    assert report.rows == 129 - count


# ── losses ────────────────────────────────────────────────────────────────────────────────────────


def test_a_source_that_cannot_be_read_costs_itself(source, tmp_path):
    broken = tmp_path / "a-broken.parquet"
    broken.write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    report = run(prepare([str(broken), source], str(tmp_path / "out"), SMALL), workers=1)
    assert report.count_outcome("ok") == 127
    assert [s.path for s in report.sources if s.error] == [str(broken)]
    assert get_exit_code(report) == 1


def test_damage_is_reported_with_its_bytes(tmp_path, monkeypatch):
    items = [
        Record("a", page(1)),
        Damage(100, 220, "damaged"),
        SkippedRecord("b", "failed", "content_coding", detail="odd"),
    ]
    monkeypatch.setattr("cleancopy.corpus.run.shard_runner.read_source", lambda *_: iter(items))
    monkeypatch.setattr("cleancopy.corpus.run.runner.find_sources", lambda _: [Source("x.warc", "archive", 300)])
    report = clean("x.warc", tmp_path / "out")
    assert [(loss.start, loss.end) for loss in report.sources[0].damage] == [(100, 220)]
    assert report.outcomes["failed"] == {"content_coding": 1}
    assert rows_of(tmp_path / "out")[1]["error"] == "content_coding: odd"


def test_an_empty_source_is_done(tmp_path):
    report = clean(table(tmp_path / "none.parquet", []), tmp_path / "out")
    assert (report.rows, get_exit_code(report)) == (0, 0)
    assert not list((tmp_path / "out").glob("*.parquet"))


PROGRAM = """
import os, signal, sys, threading
from cleancopy.corpus.run import prepare, run
from tests.corpus.test_run import SMALL
from dataclasses import replace
left = most = int(sys.argv[4])
def count(frame, event, argument):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
threading.setprofile(count)
sys.setprofile(count)
run(prepare([sys.argv[1]], sys.argv[2], replace(SMALL, records_per_file=5, format=sys.argv[3])), workers=2)
print(most - left)
"""
"""A run that is killed at its n-th call of a function: at no time of the clock, and anywhere in the code."""

ROOT = Path(__file__).parents[2]
NEVER = 10**12


def run_apart(source: str, output: Path, output_format: str, calls: int) -> str:
    """Run in a process of its own, killed after so many calls; give what it prints in the end: how many it made."""
    command = [sys.executable, "-c", PROGRAM, source, str(output), output_format, str(calls)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout  # noqa: PLW1510


@pytest.mark.parametrize("output", ["parquet", "jsonl"])
def test_a_run_that_is_killed_again_and_again_ends_the_same(source, tmp_path, output):
    calls = int(run_apart(source, tmp_path / "calm", output, NEVER))
    chance = random.Random(1)
    for _ in range(4):
        assert not run_apart(source, tmp_path / "out", output, chance.randrange(calls // 20, calls // 3))
    clean(source, tmp_path / "out", replace(SMALL, records_per_file=5, format=output))
    assert digests(tmp_path / "out") == digests(tmp_path / "calm")


def test_a_full_disk_stops_the_run_and_leaves_whole_files(source, tmp_path):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
    code = limit + PROGRAM
    ended = subprocess.run(
        [sys.executable, "-c", code, source, str(tmp_path / "out"), "jsonl", str(NEVER)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert b"CorpusError" in ended.stderr
    assert b"cannot be written to" in ended.stderr
    assert not list((tmp_path / "out").rglob("*.tmp"))
    settings = replace(SMALL, records_per_file=5, format="jsonl")
    for row in rows_of(tmp_path / "out", settings):
        assert row["id"]
    clean(source, tmp_path / "calm", settings)
    clean(source, tmp_path / "out", settings)
    assert digests(tmp_path / "out") == digests(tmp_path / "calm")


def test_an_output_that_cannot_be_written_to_is_reported_first(source, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusError, match="file"):
        clean(source, tmp_path / "file")


MEASURED = """
import resource, sys
from dataclasses import replace
from tests.corpus.test_run import SMALL, clean
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean(sys.argv[1], sys.argv[2], replace(SMALL, records_per_file=2))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_is_not_held_from_shard_to_shard(tmp_path):
    source = table(tmp_path / "big.parquet", [b"<p>" + b"word " * 200_000] * 40)
    command = [sys.executable, "-c", MEASURED, source, str(tmp_path / "out")]  # the peak is that of a whole process
    grown = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert int(grown) * 1024 < 150_000_000


# ── elsewhere ─────────────────────────────────────────────────────────────────────────────────────


def test_object_stores_are_read_and_written(source, tmp_path, s3, put):
    put("in/pages.parquet", Path(source).read_bytes())
    report = run(prepare([f"{s3}/in/pages.parquet"], f"{s3}/out", SMALL), workers=1)
    assert report.count_outcome("ok") == 127
    clean(source, tmp_path / "here")
    rows = rows_of(_download(f"{s3}/out", tmp_path / "there"))
    assert [{**row, "source": source} for row in rows] == rows_of(tmp_path / "here")
    again = run(prepare([f"{s3}/in/pages.parquet"], f"{s3}/out", SMALL), workers=1)
    assert again.rows == report.rows


def _download(address: str, target: Path) -> Path:
    files, root = fs.FileSystem.from_uri(address)
    target.mkdir()
    for info in files.get_file_info(fs.FileSelector(root)):
        if info.type == fs.FileType.File:
            with files.open_input_stream(info.path) as stream:
                (target / info.base_name).write_bytes(stream.read())
    return target


@pytest.mark.usefixtures("s3")
def test_an_object_store_that_refuses_is_reported(source):
    with pytest.raises(CorpusError, match="no-such-bucket"):
        clean(source, "s3://no-such-bucket/out")


def test_the_report_of_a_run_reports_its_least_certain_pages(source, tmp_path) -> None:
    output = tmp_path / "out"
    result = clean(source, output)
    rows = pq.read_table(output).to_pylist()
    least = sorted(round(row["confidence"], 3) for row in rows if row["status"] == "ok")[: len(result.uncertain_pages)]
    assert [page.confidence for page in result.uncertain_pages] == least
    assert all(page.text_start and page.url for page in result.uncertain_pages)
    assert result.typical_page.median_words
    assert result.typical_page.median_seconds is not None
    assert clean(source, tmp_path / "again", workers=2).uncertain_pages == result.uncertain_pages


def test_a_folder_s_report_names_what_was_skipped(tmp_path) -> None:
    folder, output = tmp_path / "pages", tmp_path / "out"
    folder.mkdir()
    (folder / "a.html").write_text(f"<p>{'A word of the page. ' * 20}")
    for number in range(30):
        (folder / f"{number:02}.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    result = clean(str(folder), output)
    assert result.skipped_file_count == 30
    assert result.skipped_files[0][0].endswith("00.png")
    named = (output / "_run" / "report.html").read_text()
    assert "19.png" in named
    assert "20.png" not in named
    assert "… and 10 more, all in _run/skipped.jsonl" in named
