"""Run other extraction tools on a page, in a separate guarded worker.

The tools parse hostile bytes with libraries that take seconds or gigabytes on some small pages, or crash. So they have
their own worker. It is killed when it exceeds its limits, and it is started by the first comparison.
"""

# ruff: noqa: PLC0415 - the tools are optional: each is imported in the worker, when it is used

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple

from cleancopy.errors import RequestError, WorkerFailedError
from cleancopy.input import decode
from cleancopy.limits import Limits
from cleancopy.options import Options
from cleancopy.workers import Pool, WorkerLimits

PAGES_PER_WORKER = 500
"""Pages after which the worker is replaced, since the tools may leak memory."""


class ToolTask(NamedTuple):
    """A page and the tool to run on it."""

    tool: str
    page: bytes | str
    options: Options


class ToolResult(NamedTuple):
    """The text that a tool extracted, empty if it found none, and the seconds that it took."""

    text: str
    seconds: float


class ImportFailure(NamedTuple):
    """Why an installed tool cannot be imported: a dependency is missing or has the wrong version."""

    reason: str


def _run_trafilatura(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False)


def _run_resiliparse(page: str) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


TOOLS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "trafilatura": _run_trafilatura,
    "resiliparse": _run_resiliparse,
}
"""The tools: each takes the markup of a page and returns its main text, without comments, with default settings."""


def run_tool(task: ToolTask) -> ToolResult | ImportFailure:
    """Run a tool; called in the worker. We decode the page ourselves: the comparison is not about encodings."""
    page = decode(task.page, task.options.kind, task.options.charset, task.options.limits)
    start_time = time.perf_counter()
    try:
        text = TOOLS[task.tool](page.text)
    except ImportError as error:
        return ImportFailure(str(error))
    return ToolResult(text or "", time.perf_counter() - start_time)


class ToolRunner:
    """Runs the installed tools in a worker.

    seconds   time limit of a page
    """

    def __init__(self, limits: Limits, seconds: float) -> None:
        self.names = tuple(name for name in TOOLS if find_spec(name))
        samples = [ToolTask(name, "<p>a</p>", Options()) for name in self.names]  # each loads its tool
        self._pool = Pool(
            f"{run_tool.__module__}:{run_tool.__name__}",
            samples,
            WorkerLimits(limits.memory, PAGES_PER_WORKER),
            workers=1,
        )
        self._seconds = seconds
        self._free_worker = asyncio.Semaphore(1)

    async def run(self, task: ToolTask) -> ToolResult:
        """Run a tool on a page. Raises `WorkerFailedError`, and `RequestError` for a tool that cannot be imported."""
        async with self._free_worker:
            reply = await asyncio.to_thread(self._pool.call, task, self._seconds)
        if reply.fault is not None:
            raise WorkerFailedError(reply.fault, reply.message)
        result: ToolResult | ImportFailure = reply.value
        if isinstance(result, ImportFailure):
            advice = f"pip install --upgrade {task.tool}, and start the service again"
            raise RequestError(404, "not_installed", f"{task.tool} cannot be loaded ({result.reason}): {advice}")
        return result

    def close(self) -> None:
        """Stop the worker."""
        self._pool.close()
