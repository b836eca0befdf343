import json

import pytest
from click.testing import CliRunner

pytest.importorskip("pyarrow")

import pyarrow as pa
import pyarrow.parquet as pq

import cleancopy.cli.extras
from cleancopy.cli.main import main
from cleancopy.corpus.output import output_folder as written
from cleancopy.errors import CorpusError

SENTENCE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."


@pytest.fixture
def folder(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(5):
        (pages / f"{number}.html").write_text(f"<title>Ferry {number}</title><p>{SENTENCE * (4 + number)}")
    (pages / "note.txt").write_text(f"Home\n\n{SENTENCE * 4}\n")
    return pages


def call(*words: object):
    return CliRunner().invoke(main, ["corpus", *map(str, words)])


def test_a_folder_of_pages_becomes_a_folder_of_rows(folder, tmp_path):
    result = call(folder, tmp_path / "out", "--format", "jsonl", "--workers", "1")
    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "out").glob("*.jsonl")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["id"] for row in rows] == ["0.html", "1.html", "2.html", "3.html", "4.html", "note.txt"]
    assert SENTENCE in rows[5]["text"]
    assert "6" in result.output
    assert (tmp_path / "out/_run/report.html").exists()


def test_what_is_no_page_is_named(folder, tmp_path):
    for number in range(23):
        (folder / f"photo-{number:02}.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    result = call(folder, tmp_path / "out", "--workers", "1")
    assert "23 files were skipped: _run/skipped.jsonl has each name and the reason" in result.output
    drawn = (tmp_path / "out/_run/report.html").read_text()
    assert [f"photo-{number:02}.png" in drawn for number in range(23)] == [True] * 20 + [False] * 3
    assert "… and 3 more, all in _run/skipped.jsonl" in drawn
    named = [json.loads(line) for line in (tmp_path / "out/_run/skipped.jsonl").read_text().splitlines()]
    assert [(line["path"], line["reason"]) for line in named[22:]] == [("photo-22.png", "binary")]


def test_conditions_are_passed_on(folder, tmp_path):
    words = ("--min-words", "100", "--language", "en", "--keep", "title != 'Ferry 4'", "--write-dropped", "--roles")
    result = call(folder, tmp_path / "out", "--format", "jsonl", "--workers", "1", *words)
    report = json.loads((tmp_path / "out/_run/report.json").read_text())
    assert result.exit_code == 0
    assert report["outcomes"]["skipped"] == {"keep:words": 3, "keep:expression": 1}
    assert len(list((tmp_path / "out/_dropped").iterdir())) == 1


@pytest.mark.parametrize(
    "words, message",
    [
        (("nowhere",), "nowhere"),
        ((".", "--keep", "nothing > 1"), "no column 'nothing'"),
        ((".", "--format", "csv"), "csv"),
        ((".", "--fields", "title,headline"), "unknown field 'headline'"),
        ((".", "--fields", "title", "--language", "en"), "needs the field language"),
    ],
)
def test_wrong_use_writes_nothing(folder, tmp_path, words, message, monkeypatch):
    monkeypatch.chdir(folder)
    result = call(words[0], tmp_path / "out", *words[1:])
    assert result.exit_code == 2
    assert message in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("engine", ["local", "ray"])
@pytest.mark.parametrize("option", ["--column", "--id-column", "--url-column"])
def test_a_wrong_column_is_wrong_use_and_leaves_the_folder_to_the_right_one(tmp_path, monkeypatch, option, engine):
    if engine == "ray":
        pytest.importorskip("ray")
    monkeypatch.setenv("COLUMNS", "40")
    names = ["page_as_it_was_fetched", *(f"a_column_with_a_long_name_{number}" for number in range(9))]
    rows = [dict.fromkeys(names, f"<title>Ferry</title><p>{SENTENCE * 4}") for _ in range(3)]
    table, right = tmp_path / "pages.parquet", ("--column", names[0])
    pq.write_table(pa.Table.from_pylist(rows), table)
    wrong = call(table, tmp_path / "out", "--engine", engine, *right, option, "page_as_it_was_fetchd")
    assert wrong.exit_code == 2
    assert not wrong.stdout
    (line,) = wrong.stderr.splitlines()
    assert all(f"{name} (string)" in line for name in names)
    assert f"{table}: there is no column 'page_as_it_was_fetchd'" in line
    assert f"with {option}, or leave the table out; did you mean '{names[0]}'?" in line
    assert not (tmp_path / "out").exists()
    assert call(table, tmp_path / "out", "--workers", "1", *right).exit_code == 0


def test_what_is_missing_is_named(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(cleancopy.cli.extras, "find_spec", lambda name: None if name == "pyarrow" else object())
    result = call(folder, tmp_path / "out")
    assert result.exit_code == 2
    assert "pip install 'cleancopy[corpus]'" in result.output


def test_a_run_that_cannot_go_on_says_so(folder, tmp_path, monkeypatch):
    whole = written.OutputFolder.write_atomically

    def full(self, name, fill, check):
        if name.endswith(".parquet"):
            raise CorpusError(f"{self.address} cannot be written to ({name}): No space left on device")
        whole(self, name, fill, check)

    monkeypatch.setattr(written.OutputFolder, "write_atomically", full)
    result = call(folder, tmp_path / "out", "--workers", "1")
    assert result.exit_code == 3
    assert "No space left" in result.output
    assert json.loads((tmp_path / "out/_run/report.json").read_text())["state"] == "stopped"


def test_copies_are_taken_out(folder, tmp_path):
    (folder / "again.html").write_text((folder / "3.html").read_text())
    call(folder, tmp_path / "out", "--workers", "1")
    result = call("dedup", tmp_path / "out", tmp_path / "less")
    assert result.exit_code == 0, result.output
    assert "dropped as exact copies" in result.output
