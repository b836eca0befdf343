"""The same run on a cluster: Ray gives sources to tasks, each with a guarded worker.

Tasks write their shards themselves, no data passes through the driver, and a task that runs twice writes the same
bytes. So a node may die at any time: Ray runs its tasks again, and they continue where the ledger says.
"""

import os
from typing import Any

from cleancopy.corpus.ledger import Ledger
from cleancopy.corpus.output import OutputFolder
from cleancopy.corpus.run.shard_runner import ShardCallback, ShardRunner, SourceTask, Stride
from cleancopy.corpus.settings import Settings
from cleancopy.errors import CorpusError

MIN_TASK_BYTES = 8_000_000
"""Bytes of sources that a task has at least, if there are as many: enough to be worth starting it."""
MAX_TASK_BYTES = 256_000_000
"""Bytes up to which small sources share a task; with larger tasks the cluster would wait for the last ones."""
TASKS_PER_WORKER = 4
"""Number of tasks for each worker where sources are small: fast workers take over tasks from slow ones."""
RETRIES = 5
"""How often a task is run again whose node died. A page cannot kill a task: it has a guarded worker."""
POLL_SECONDS = 1.0


def run_on_ray(
    tasks: list[SourceTask], output: str, settings: Settings, workers: int | None, on_shard_done: ShardCallback
) -> None:
    """Run tasks on Ray, `workers` of them at a time; None for all processors of the cluster.

    Raises `CorpusError` if Ray is not installed, or a task failed for good.
    """
    try:
        import ray  # noqa: PLC0415 - needs the extra ray
    except ImportError as error:
        raise CorpusError("the engine ray needs Ray: pip install 'cleancopy[ray]'") from error
    started_here = not ray.is_initialized()
    if started_here:
        # "local": without it Ray joins any cluster that runs on this machine, whoever started it.
        cluster = {} if _has_address() else {"address": "local", "num_cpus": workers}
        ray.init(**cluster, include_dashboard=False, log_to_driver=False)
    remote = ray.remote(num_cpus=1, max_retries=RETRIES)(_run_bundle)
    try:
        at_once = workers or int(ray.cluster_resources().get("CPU", 1))
        running = [remote.remote(bundle, output, settings) for bundle in bundle_tasks(tasks, at_once)]
        _wait_for(ray, running, output, [task.source.path for task in tasks], on_shard_done)
        OutputFolder(output).remove_temporary_files()  # of nodes or workers that died
    finally:
        if started_here:
            ray.shutdown()


def bundle_tasks(tasks: list[SourceTask], workers: int) -> list[list[SourceTask]]:
    """Bundle tasks for a number of workers: small sources share a bundle, larger ones have their own.

    A source that is more than a worker's share of all is split into strides. Each stride reads the whole source, which
    costs little beside the work on its pages, so there are no more strides than workers need.
    """
    share = sum(task.source.size for task in tasks) // workers
    stride_bytes = max(share, MIN_TASK_BYTES)
    bundle_bytes = min(max(share // TASKS_PER_WORKER, MIN_TASK_BYTES), MAX_TASK_BYTES)
    bundles: list[list[SourceTask]] = []
    room = 0
    for task in tasks:
        n_strides = -(-task.source.size // stride_bytes)  # rounded up
        if n_strides > 1:
            bundles += [[task._replace(stride=Stride(start, n_strides))] for start in range(n_strides)]
            room = 0
            continue
        if task.source.size > room:
            bundles.append([])
            room = bundle_bytes
        bundles[-1].append(task)
        room -= task.source.size
    return [bundle for bundle in bundles if bundle]


def _run_bundle(tasks: list[SourceTask], output: str, settings: Settings) -> None:
    """Run a bundle within a task of Ray. What an earlier try of it did is not done again."""
    folder = OutputFolder(output)
    progress = Ledger(folder).load_progress([task.source for task in tasks])
    ShardRunner(folder, settings, 1).run(task._replace(progress=progress[task.source.path]) for task in tasks)


def _wait_for(ray: Any, running: list[Any], output: str, sources: list[str], on_shard_done: ShardCallback) -> None:
    """Wait for the tasks, and report new entries of the ledger meanwhile."""
    ledger = Ledger(OutputFolder(output))
    reported = {name for name, _ in ledger.read_entries(sources)}
    while running:
        finished, running = ray.wait(running, num_returns=len(running), timeout=POLL_SECONDS)
        for name, entry in ledger.read_entries(sources, reported):
            reported.add(name)
            on_shard_done(entry)
        try:
            ray.get(finished)
        except ray.exceptions.RayError as error:
            for task in running:
                ray.cancel(task)
            raise CorpusError(f"a task of Ray failed: {_get_reason(error)}") from error


def _get_reason(error: Exception) -> str:
    cause = getattr(error, "cause", None) or error
    return str(cause).strip().splitlines()[-1]


def _has_address() -> bool:
    return bool(os.environ.get("RAY_ADDRESS"))
