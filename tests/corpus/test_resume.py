"""A run that continues: what it finds damaged, missing or changed is reported, and made again or refused."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cleancopy.corpus.inputs import find_sources, read_source
from cleancopy.corpus.report import get_exit_code
from cleancopy.corpus.run import prepare, run, shard_runner
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError
from tests.corpus.test_run import SMALL, clean, digests, page, table

NAMELESS = replace(SMALL, columns=Columns())


@pytest.fixture
def source(tmp_path):
    return table(tmp_path / "pages.parquet", [page(i) for i in range(50)])


@pytest.fixture
def output(source, tmp_path):
    clean(source, tmp_path / "out")
    return tmp_path / "out"


def _entries(output: Path) -> list[Path]:
    return sorted((output / "_run/ledger").glob("*.json"))


def _made_again(source: str, output: Path) -> tuple[list[int], tuple[str, ...]]:
    plan = prepare([source], str(output), SMALL)
    made = []
    report = run(plan, workers=1, on_shard_done=lambda entry: made.append(entry.shard))
    assert (report.rows, get_exit_code(report)) == (50, 0)
    return made, plan.notices


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: b"null",
        lambda data: b"[1]",
        lambda data: b"{}",
        lambda data: b"\xff\xfe",
        lambda data: b"[" * 100_000,
        lambda data: data.replace(b'"rows": 20', b'"rows": 21'),
    ],
)
def test_a_damaged_entry_is_reported_and_its_shard_made_again(source, output, damage):
    before = digests(output)
    entry = _entries(output)[1]
    entry.write_bytes(damage(entry.read_bytes()))
    made, notices = _made_again(source, output)
    assert made == [1]
    assert entry.stem in notices[0]
    assert digests(output) == before


def test_an_entry_under_the_name_of_another_does_not_count(source, output):
    first, second, _ = _entries(output)
    shutil.copy(first, second)
    assert _made_again(source, output)[0] == [1]


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
    ],
)
def test_a_damaged_file_is_reported_and_made_again(source, output, damage):
    before = digests(output)
    damage(sorted(output.glob("*.parquet"))[2])
    made, notices = _made_again(source, output)
    assert (made, len(notices)) == ([2], 1)
    assert digests(output) == before


@pytest.mark.parametrize("data", [b"", b"[]", b'{"mode": '])
def test_damaged_settings_are_refused(source, output, data):
    (output / "_run/run.json").write_bytes(data)
    with pytest.raises(CorpusError, match=r"run\.json is damaged"):
        prepare([source], str(output), SMALL)


def test_a_ledger_without_settings_is_refused(source, output):
    (output / "_run/run.json").unlink()
    with pytest.raises(CorpusError, match=r"no run\.json"):
        prepare([source], str(output), SMALL)


def test_a_damaged_report_does_not_matter(source, output):
    (output / "_run/report.json").write_text("null")
    assert _made_again(source, output) == ([], ())


# ── sources ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["jsonl", "folder"])
def test_a_source_that_changed_at_the_same_size_is_refused_and_one_with_a_new_time_is_not(tmp_path, kind):
    folder = tmp_path / "in"
    folder.mkdir()
    given = folder if kind == "folder" else folder / "a.jsonl"
    file = folder / ("a.html" if kind == "folder" else "a.jsonl")
    text = page(1).decode() if kind == "folder" else json.dumps({"html": page(1).decode()})
    file.write_text(text)
    clean(str(given), tmp_path / "out", NAMELESS)
    os.utime(file, ns=(1, 1))
    assert prepare([str(given)], str(tmp_path / "out"), NAMELESS).tasks == ()
    file.write_text(text.replace("Ferry", "Barge"))
    with pytest.raises(CorpusError, match="was written to since"):
        prepare([str(given)], str(tmp_path / "out"), NAMELESS)


def test_a_source_that_becomes_a_pipe_is_an_error(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"html": "<p>x"}\n')
    plan = prepare([str(path)], str(tmp_path / "out"), NAMELESS)
    path.unlink()
    os.mkfifo(path)
    report = run(plan, workers=1)
    assert get_exit_code(report) == 1
    assert "no file" in report.sources[0].error


def test_a_source_that_grows_while_it_is_read_is_an_error(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_text('{"html": "<p>x"}\n' * 3)

    def grow(source, *given):
        for item in read_source(source, *given):
            with path.open("a") as more:
                more.write(" ")
            yield item

    monkeypatch.setattr(shard_runner, "read_source", grow)
    report = clean(str(path), tmp_path / "out", NAMELESS)
    assert get_exit_code(report) == 1
    assert "was written to while it was read" in report.sources[0].error


def test_the_bytes_of_shards_add_up_to_the_source(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"html": page(i).decode() * 100}) + "\n" for i in range(45)))
    read = []
    clean(str(path), tmp_path / "out", NAMELESS, on_shard_done=lambda entry: read.append(entry.bytes_read))
    assert sum(read) == find_sources([str(path)])[0].size
    assert len([number for number in read if number]) > 1


def test_files_that_are_no_pages_are_named(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.html").write_bytes(page(1))
    (folder / "logo.png").write_bytes(b"\x89PNG\0")
    (folder / "NOTES").write_text("words")
    report = clean(str(folder), tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out/_run/skipped.jsonl").read_text().splitlines()]
    assert [(line["source"], line["path"]) for line in lines] == [(str(folder), "NOTES"), (str(folder), "logo.png")]
    assert [path for path, _ in report.skipped_files] == ["NOTES", "logo.png"]


def test_what_nothing_came_of_leaves_the_folder_free(source, tmp_path):
    prepare([source], str(tmp_path / "out"))
    assert clean(source, tmp_path / "out").rows == 50


def test_an_output_that_cannot_be_locked_is_one_line(source, tmp_path):
    (tmp_path / "out/_run/lock").mkdir(parents=True)
    with pytest.raises(CorpusError, match="cannot be written to"):
        prepare([source], str(tmp_path / "out"), SMALL)
