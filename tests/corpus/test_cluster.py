"""The run on Ray: the same bytes, tasks that may be done twice, and parts of sources that fit together."""

import pytest

from cleancopy.corpus.cluster import PART_BYTES, bundles
from cleancopy.corpus.folder import Folder
from cleancopy.corpus.ledger import Ledger
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.shards import Lane, Part, Work
from cleancopy.corpus.sources import Source, find_sources
from tests.corpus.test_run import SMALL, clean, digests, page, table


def test_small_sources_share_a_task_and_large_ones_are_split():
    sources = [Source(f"{i}", "archive", size) for i, size in enumerate((10, 20, 3 * PART_BYTES - 1, 30))]
    parts = bundles([Part(source) for source in sources])
    assert [[(p.source.path, p.lane) for p in bundle] for bundle in parts] == [
        [("0", Lane()), ("1", Lane())],
        [("2", Lane(0, 3))],
        [("2", Lane(1, 3))],
        [("2", Lane(2, 3)), ("3", Lane())],
    ]


def test_lanes_of_a_source_are_all_of_it(tmp_path):
    source = table(tmp_path / "pages.parquet", [page(i) for i in range(130)])
    clean(source, tmp_path / "whole")
    (found,) = find_sources([source])
    folder = Folder(str(tmp_path / "lanes"))
    Ledger(folder).begin(SMALL)
    for number in (2, 0, 1):
        Work(folder, SMALL, 1).do([Part(found, lane=Lane(number, 3))])
    assert digests(tmp_path / "lanes") == digests(tmp_path / "whole")
    assert Ledger(folder).done([found])[source].whole


def test_ray_writes_the_same_bytes(tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed")
    sources = [table(tmp_path / f"{name}.parquet", [page(i) for i in range(45)]) for name in "ab"]
    run(prepare(sources, str(tmp_path / "local"), SMALL), workers=1)
    ticks = []
    report = run(prepare(sources, str(tmp_path / "ray"), SMALL), "ray", workers=2, tick=ticks.append)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
    assert len(ticks) == 6
    assert report.outcome("ok") == 90
