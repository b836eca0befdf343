"""What other tools make of a page, in a guarded worker of their own.

They parse hostile bytes with libraries that on some small pages take seconds or gigabytes, or crash. So they have a
worker apart, which is killed when it takes too much, and is not started before somebody asks.
"""

# ruff: noqa: PLC0415 - a tool is imported by the worker that asks it: nobody has to install it

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple

from cleancopy.decode import decode
from cleancopy.errors import GaveUpError, RequestError
from cleancopy.guard.pool import Pool
from cleancopy.guard.terms import Terms
from cleancopy.limits import Limits
from cleancopy.options import Options

JOBS = 500
"""The worker is replaced after so many pages, for whatever may leak in the libraries of others."""


class Job(NamedTuple):
    """A page for a tool."""

    peer: str
    page: bytes | str
    options: Options


class Comparison(NamedTuple):
    """What a tool gives for a page, empty where it gives nothing, and the seconds that it took."""

    text: str
    seconds: float


class Unloaded(NamedTuple):
    """Why a tool that is installed cannot be imported: something that it needs is missing, or of another version."""

    reason: str


def _trafilatura(page: str) -> str | None:
    from trafilatura import extract

    return extract(page, include_comments=False)


def _resiliparse(page: str) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page, main_content=True, alt_texts=False))


PEERS: Final[Mapping[str, Callable[[str], str | None]]] = {"trafilatura": _trafilatura, "resiliparse": _resiliparse}
"""The tools: main text of a page, without comments, their settings otherwise as they come."""


def answer(job: Job) -> Comparison | Unloaded:
    """What the worker does with a job. The page is decoded as we decode it: encodings are not what is compared."""
    page = decode(job.page, job.options.kind, job.options.charset, job.options.limits)
    begin = time.perf_counter()
    try:
        text = PEERS[job.peer](page.text)
    except ImportError as error:
        return Unloaded(str(error))
    return Comparison(text or "", time.perf_counter() - begin)


class Peers:
    """The tools that are installed.

    seconds   that a page may take
    """

    def __init__(self, limits: Limits, seconds: float) -> None:
        self.names = tuple(name for name in PEERS if find_spec(name))
        samples = [Job(name, "<p>a</p>", Options()) for name in self.names]  # loads what each of them needs
        self._pool = Pool(f"{answer.__module__}:{answer.__name__}", samples, Terms(limits.memory, JOBS), workers=1)
        self._seconds = seconds
        self._free = asyncio.Semaphore(1)

    async def ask(self, job: Job) -> Comparison:
        """What a tool makes of a page. Raises `GaveUpError`, and `RequestError` for a tool that cannot be loaded."""
        async with self._free:
            reply = await asyncio.to_thread(self._pool.call, job, self._seconds)
        if reply.fault is not None:
            raise GaveUpError(reply.fault, reply.message)
        told: Comparison | Unloaded = reply.value
        if isinstance(told, Unloaded):
            advice = f"pip install --upgrade {job.peer}, and start the service again"
            raise RequestError(404, "not_installed", f"{job.peer} cannot be loaded ({told.reason}): {advice}")
        return told

    def close(self) -> None:
        """End the worker."""
        self._pool.close()
