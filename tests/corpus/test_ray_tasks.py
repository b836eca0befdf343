"""The run on Ray: the same bytes, tasks that may be done twice, and parts of sources that fit together."""

import pytest

from cleancopy.corpus.inputs.sources import Source, find_sources
from cleancopy.corpus.ledger import Ledger
from cleancopy.corpus.output import OutputFolder
from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.run.ray_tasks import MIN_TASK_BYTES, TASKS_PER_WORKER, bundle_tasks
from cleancopy.corpus.run.shard_runner import ShardRunner, SourceTask, Stride
from tests.corpus.test_run import SMALL, clean, digests, page, table


def laid_out(sizes, workers):
    bundles = bundle_tasks([SourceTask(Source(f"{i}", "archive", size)) for i, size in enumerate(sizes)], workers)
    return [[(int(p.source.path), p.stride) for p in bundle] for bundle in bundles]


def test_small_sources_share_a_task():
    assert laid_out([10, 20, MIN_TASK_BYTES - 30, 40], 2) == [
        [(0, Stride()), (1, Stride()), (2, Stride())],
        [(3, Stride())],
    ]


def test_a_source_that_is_more_than_the_share_of_a_worker_is_split():
    assert laid_out([3 * MIN_TASK_BYTES, 10], 2) == [[(0, Stride(0, 2))], [(0, Stride(1, 2))], [(1, Stride())]]
    assert laid_out([3 * MIN_TASK_BYTES, 10], 100) == [[(0, Stride(i, 3))] for i in range(3)] + [[(1, Stride())]]


def test_sources_that_keep_all_workers_busy_are_not_split():
    assert laid_out([10 * MIN_TASK_BYTES] * 4, 2) == [[(i, Stride())] for i in range(4)]
    assert laid_out([10 * MIN_TASK_BYTES], 1) == [[(0, Stride())]]


def test_each_worker_gets_several_tasks_of_small_sources():
    tasks = laid_out([MIN_TASK_BYTES // 4] * 160, 2)
    assert len(tasks) == 2 * TASKS_PER_WORKER
    assert sum(map(len, tasks)) == 160


def test_strides_of_a_source_are_all_of_it(tmp_path):
    source = table(tmp_path / "pages.parquet", [page(i) for i in range(130)])
    clean(source, tmp_path / "whole")
    (found,) = find_sources([source])
    folder = OutputFolder(str(tmp_path / "strides"))
    Ledger(folder).begin(SMALL)
    for number in (2, 0, 1):
        ShardRunner(folder, SMALL, 1).run([SourceTask(found, stride=Stride(number, 3))])
    assert digests(tmp_path / "strides") == digests(tmp_path / "whole")
    assert Ledger(folder).load_progress([found])[source].is_complete


def test_ray_writes_the_same_bytes(tmp_path):
    pytest.importorskip("ray", reason="Ray is not installed")
    sources = [table(tmp_path / f"{name}.parquet", [page(i) for i in range(45)]) for name in "ab"]
    run(prepare(sources, str(tmp_path / "local"), SMALL), workers=1)
    ticks = []
    report = run(prepare(sources, str(tmp_path / "ray"), SMALL), "ray", workers=2, on_shard_done=ticks.append)
    assert digests(tmp_path / "ray") == digests(tmp_path / "local")
    assert len(ticks) == 6
    assert report.count_outcome("ok") == 90


def test_tasks_of_a_node_that_is_killed_are_done_again(tmp_path, monkeypatch):
    pytest.importorskip("ray", reason="Ray is not installed")
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    sources = [table(tmp_path / f"{number}.parquet", [page(i) for i in range(200)]) for number in range(3)]
    run(prepare(sources, str(tmp_path / "calm"), SMALL), workers=2)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    doomed = cluster.add_node(num_cpus=1)  # the only one that can work, so the task is on it
    cluster.wait_for_nodes()
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    ledger = tmp_path / "killed/_run/ledger"
    ticks = []

    def replace_the_node(entry):
        if not ticks:
            assert len(list(ledger.glob("*.json"))) < 30, "the node was done before it could be killed"
            cluster.remove_node(doomed, allow_graceful=False)
            cluster.add_node(num_cpus=1)
        ticks.append(entry)

    try:
        run(prepare(sources, str(tmp_path / "killed"), SMALL), "ray", on_shard_done=replace_the_node)
    finally:
        cluster.shutdown()
    assert len(ticks) == 30
    assert digests(tmp_path / "killed") == digests(tmp_path / "calm")
