import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labelled import find_sets_folder, has_set, has_sets, read_set, sample_set

ROOT = Path(__file__).parents[2]
LAZY = ("inscriptis", "pyarrow", "resiliparse", "tld")


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path))
    (tmp_path / "sets").mkdir()
    pq.write_table(pa.Table.from_pylist([{"id": str(i)} for i in range(10)]), tmp_path / "sets" / "news-en.parquet")
    return tmp_path / "sets"


def test_a_set_is_read_from_the_folder_of_the_environment(sets: Path) -> None:
    assert find_sets_folder() == sets
    assert (has_sets(), has_set("news-en"), has_set("wcxb")) == (True, True, False)
    assert [row["id"] for row in read_set("news-en")] == [str(i) for i in range(10)]


def test_a_sample_is_spread_over_the_set(sets: Path) -> None:
    assert [row["id"] for row in sample_set("news-en", 5)] == ["0", "2", "4", "6", "8"]
    assert len(sample_set("news-en")) == 10


def test_without_labelled_pages_there_are_no_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path / "none"))
    assert (has_sets(), has_set("news-en")) == (False, False)


def test_what_the_tests_of_the_core_import_needs_no_library_for_labelled_pages() -> None:
    modules = (
        "labelled, fuzzing.check, fuzzing.findings, fuzzing.growth, fuzzing.shapes, fuzzing.sources, fuzzing.visible"
    )
    code = f"import sys, {modules}; print(*[name for name in {LAZY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
