"""The run on Ray: the same bytes, tasks that may be done twice, and parts of sources that fit together."""

import pytest

from cleancopy.corpus.cluster import TASK_BYTES, TASKS, bundles
from cleancopy.corpus.folder import Folder
from cleancopy.corpus.ledger import Ledger
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.shards import Lane, Part, Work
from cleancopy.corpus.sources import Source, find_sources
from tests.corpus.test_run import SMALL, clean, digests, page, table


def laid_out(sizes, workers):
    parts = bundles([Part(Source(f"{i}", "archive", size)) for i, size in enumerate(sizes)], workers)
    return [[(int(p.source.path), p.lane) for p in bundle] for bundle in parts]


def test_small_sources_share_a_task():
    assert laid_out([10, 20, TASK_BYTES - 30, 40], 2) == [[(0, Lane()), (1, Lane()), (2, Lane())], [(3, Lane())]]


def test_a_source_that_is_more_than_the_share_of_a_worker_is_split():
    assert laid_out([3 * TASK_BYTES, 10], 2) == [[(0, Lane(0, 2))], [(0, Lane(1, 2))], [(1, Lane())]]
    assert laid_out([3 * TASK_BYTES, 10], 100) == [[(0, Lane(i, 3))] for i in range(3)] + [[(1, Lane())]]


def test_sources_that_keep_all_workers_busy_are_not_split():
    assert laid_out([10 * TASK_BYTES] * 4, 2) == [[(i, Lane())] for i in range(4)]
    assert laid_out([10 * TASK_BYTES], 1) == [[(0, Lane())]]


def test_each_worker_gets_several_tasks_of_small_sources():
    tasks = laid_out([TASK_BYTES // 4] * 160, 2)
    assert len(tasks) == 2 * TASKS
    assert sum(map(len, tasks)) == 160


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


def test_tasks_of_a_node_that_is_killed_are_done_again(tmp_path, monkeypatch):
    pytest.importorskip("ray", reason="Ray is not installed")
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    sources = [table(tmp_path / f"{number}.parquet", [page(i) for i in range(400)]) for number in range(6)]
    run(prepare(sources, str(tmp_path / "calm"), SMALL), workers=2)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    doomed = cluster.add_node(num_cpus=1)  # the only one that can work, so the task is on it
    cluster.wait_for_nodes()
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    ledger = tmp_path / "killed/_run/ledger"
    ticks = []

    def replace_the_node(entry):
        if not ticks:
            assert len(list(ledger.glob("*.json"))) < 120, "the node was done before it could be killed"
            cluster.remove_node(doomed, allow_graceful=False)
            cluster.add_node(num_cpus=1)
        ticks.append(entry)

    try:
        run(prepare(sources, str(tmp_path / "killed"), SMALL), "ray", tick=replace_the_node)
    finally:
        cluster.shutdown()
    assert len(ticks) == 120
    assert digests(tmp_path / "killed") == digests(tmp_path / "calm")
