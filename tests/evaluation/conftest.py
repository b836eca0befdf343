import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.labelled.artefacts import write_folds

__all__ = ["bench", "row", "write_folds"]


PROSE = "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms."
ROW = {
    "html": f"<html><body><main><p>{PROSE}</p></main></body></html>".encode(),
    "text": PROSE,
    "title": None, "authors": ["Ann Lee"], "date": None, "dek": None, "headings": None, "captions": None,
    "credits": None, "lang": "en", "page_type": "article", "with": ["the spring"], "without": None,
}  # fmt: skip


@pytest.fixture
def row() -> dict[str, object]:
    """A labelled page without id and address."""
    return dict(ROW)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_folds: Callable[..., Path]) -> Iterator[Path]:
    """A folder with a set of four labelled pages, and in `folds/` artefacts that keep every block."""
    (tmp_path / "sets").mkdir()
    rows = [{"id": f"p{i}", "url": f"https://site{i}.org/"} | ROW for i in range(4)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "sets" / "news-en.parquet")
    monkeypatch.setenv("CLEANCOPY_BENCH", str(tmp_path))
    write_folds()
    yield tmp_path
    logging.disable(logging.NOTSET)  # a measurement silences the peers for good
