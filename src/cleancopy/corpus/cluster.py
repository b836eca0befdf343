"""The same run on a cluster: Ray hands parts of sources to tasks, each with a guarded worker of its own.

Tasks write their shards themselves, nothing of them passes the driver, and a task that is done twice writes the same
bytes, so a node may die at any time: Ray does its tasks again, and they go on where the ledger says.
"""

import os
from collections.abc import Callable
from typing import Any

from cleancopy.corpus.folder import Folder
from cleancopy.corpus.ledger import Entry, Ledger
from cleancopy.corpus.settings import Settings
from cleancopy.corpus.shards import Lane, Part, Work
from cleancopy.errors import CorpusError

TASK_BYTES = 8_000_000
"""A task has no less of the sources, if there is as much: enough to be worth its half second of beginning."""
MOST_TASK_BYTES = 256_000_000
"""Small sources are put together to no more, so that the last tasks do not keep the cluster waiting."""
TASKS = 4
"""So many tasks for each worker where sources are small: those that are done early take from those that are slow."""
RETRIES = 5
"""So often a task is done again whose node died. A page cannot kill one: it has its worker for that."""
POLL_SECONDS = 1.0


def do_on_ray(
    parts: list[Part], output: str, settings: Settings, workers: int | None, tick: Callable[[Entry], None]
) -> None:
    """Work on parts by tasks of Ray, enough of them for `workers` at a time; None for all processors of the cluster.

    Raises `CorpusError` if Ray is not there, or a task failed for good.
    """
    try:
        import ray  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise CorpusError("the engine ray needs Ray: pip install 'cleancopy[ray]'") from error
    started_here = not ray.is_initialized()
    if started_here:
        ray.init(num_cpus=None if _is_elsewhere() else workers, include_dashboard=False, log_to_driver=False)
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(_work)
    try:
        at_once = workers or int(ray.cluster_resources().get("CPU", 1))
        tasks = [task.remote(some, output, settings) for some in bundles(parts, at_once)]
        _follow(ray, tasks, output, [part.source.path for part in parts], tick)
        Folder(output).clear()  # what was half-written where a node or a worker died
    finally:
        if started_here:
            ray.shutdown()


def bundles(parts: list[Part], workers: int) -> list[list[Part]]:
    """Parts for tasks of so many workers: small sources are put together, larger ones stand alone.

    A source that is more than a worker's share of all is split into lanes. Each lane reads the whole source, at some
    hundredth of the time that its pages take, so there are no more lanes than workers need.
    """
    share = sum(part.source.size for part in parts) // workers
    lane = max(share, TASK_BYTES)
    most = min(max(share // TASKS, TASK_BYTES), MOST_TASK_BYTES)
    done: list[list[Part]] = []
    room = 0
    for part in parts:
        lanes = -(-part.source.size // lane)
        if lanes > 1:
            done += [[part._replace(lane=Lane(number, lanes))] for number in range(lanes)]
            room = 0
            continue
        if part.source.size > room:
            done.append([])
            room = most
        done[-1].append(part)
        room -= part.source.size
    return [bundle for bundle in done if bundle]


def _work(parts: list[Part], output: str, settings: Settings) -> None:
    """A task. What an earlier try of it did is not done again."""
    folder = Folder(output)
    done = Ledger(folder).done([part.source for part in parts])
    Work(folder, settings, 1).do(part._replace(done=done[part.source.path]) for part in parts)


def _follow(ray: Any, tasks: list[Any], output: str, sources: list[str], tick: Callable[[Entry], None]) -> None:
    """Wait for the tasks, telling what the ledger gets."""
    ledger = Ledger(Folder(output))
    told = {name for name, _ in ledger.entries(sources)}
    waiting = tasks
    while waiting:
        finished, waiting = ray.wait(waiting, num_returns=len(waiting), timeout=POLL_SECONDS)
        for name, entry in ledger.entries(sources, told):
            told.add(name)
            tick(entry)
        try:
            ray.get(finished)
        except ray.exceptions.RayError as error:
            for task in waiting:
                ray.cancel(task)
            raise CorpusError(f"a task of Ray failed: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    cause = getattr(error, "cause", None) or error
    return str(cause).strip().splitlines()[-1]


def _is_elsewhere() -> bool:
    return bool(os.environ.get("RAY_ADDRESS"))
