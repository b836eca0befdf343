"""`Guard`: extraction in processes that can be killed, each page under a deadline and a memory limit."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, Self, TypeVar

from cleancopy.article import Article
from cleancopy.errors import WorkerFailedError
from cleancopy.explanation import explain_page
from cleancopy.flags import Flag
from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode, Options, check_fields, check_page
from cleancopy.pipeline import extract_page
from cleancopy.trace import Trace
from cleancopy.workers import Pool, WorkerLimits

T = TypeVar("T")
R = TypeVar("R")

_LOG = logging.getLogger(__name__)

FULL_SHARE = 0.75
"""Share of a page's time for the page as it is. The rest is for its text without markup."""
SPARE_CHARACTERS, SPARE_TAGS, SPARE_BLOCKS = 100_000, 5_000, 500
"""Limits for a page that failed as a whole, for each second of its time. They are fit for a quarter of the rest."""
JOBS = 5000
"""Number of pages after which a worker is replaced, because the libraries below may leak memory."""


Finish = Callable[[Article], Any]
"""What a worker does with an article before it returns it. Must be picklable."""


class ExtractJob(NamedTuple):
    """A page for a worker.

    stripped   whether to strip the markup and read the text only
    flags      added to the flags of the article
    finish     is called with the article; None returns the article itself
    """

    page: bytes | str
    options: Options
    stripped: bool = False
    flags: frozenset[str] = frozenset()
    finish: Finish | None = None


class CallJob(NamedTuple):
    """A function for a worker, with its arguments. All must be picklable."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def run_job(job: ExtractJob | CallJob) -> Any:
    """Do a job in a worker."""
    if isinstance(job, CallJob):
        return job.function(*job.arguments)
    article = extract_page(job.page, job.options, strip_markup=job.stripped)
    return _finish(replace(article, flags=article.flags | job.flags) if job.flags else article, job.finish)


def _finish(article: Article, finish: Finish | None) -> Any:
    return article if finish is None else finish(article)


class Guard:
    """`extract` and `explain` in processes that can be killed: no page takes more time or memory than the limits say.

    limits    `Limits.seconds` is the time for a page, `Limits.memory` the memory beyond what a worker starts with
    workers   number of processes; as many threads may call at the same time

    Articles equal those of `extract`, except for pages on which it runs out of time or memory, or crashes. Of such a
    page the beginning is read as flattened text, without markup. Its article has the flag ``degraded`` and one that
    says what happened: ``timed_out``, ``out_of_memory`` or ``crashed``. If even that fails, the article is empty and
    has the latter flag.

    Use it as a context manager, or `close` it. It keeps broken and hostile pages from harming a run. It is no sandbox
    against code that takes over a worker. It needs Linux or macOS; macOS does not limit memory.

    Raises `GuardError` if no process can be started.
    """

    def __init__(self, limits: Limits = LIMITS, workers: int = 1) -> None:
        if workers < 1:
            raise ValueError(f"workers must be one or more, not {workers}")
        self._limits = limits
        samples = (ExtractJob("<p>a</p>", Options()), ExtractJob("a\nb", Options()))
        task = f"{run_job.__module__}:{run_job.__name__}"
        self._pool = Pool(task, samples, WorkerLimits(limits.memory, JOBS), workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        self._pool.close()

    @property
    def deaths(self) -> int:
        """Number of workers that died on a page, or were killed because it took too long."""
        return self._pool.deaths

    def extract(  # noqa: PLR0913 - all but the page have a name
        self,
        page: bytes | str,
        url: str | None = None,
        kind: Kind = "auto",
        mode: Mode = "balanced",
        *,
        fetch_date: str | None = None,
        charset: str | None = None,
        fields: Collection[str] | None = None,
    ) -> Article:
        """Extract the main content of a page, as `extract` does. Takes its arguments except `limits`."""
        check_page(page)
        options = Options(url, kind, mode, fetch_date, self._limits, charset, fields=check_fields(fields))
        article: Article = self.read(page, options)
        return article

    def extract_all(self, pages: Iterable[bytes | str]) -> Iterator[Article]:
        """Extract pages in order, with all workers busy. Pages are taken from the iterable as they are needed."""
        yield from self.map(self.extract, pages)

    def read(self, page: bytes | str, options: Options, finish: Finish | None = None) -> Any:
        """Extract a page and return what `finish` makes of the article. The worker calls `finish`, too."""
        job = ExtractJob(page, options, finish=finish)
        seconds = self._limits.seconds
        first = self._pool.call(job, seconds * FULL_SHARE)
        if first.fault is None:
            return first.value
        if first.fault == Flag.CRASHED:
            _LOG.warning("a page could not be read as it is, please report it: %s", first.message)
        rest = job._replace(
            options=replace(options, limits=_reduce_limits(self._limits)),
            stripped=True,
            flags=frozenset({first.fault, Flag.DEGRADED}),
        )
        second = self._pool.call(rest, seconds * (1 - FULL_SHARE))
        if second.fault is None:
            return second.value
        return _finish(Article(url=options.url, flags=frozenset({first.fault, second.fault})), finish)

    def explain(  # noqa: PLR0913 - all but the page have a name
        self,
        page: bytes | str,
        url: str | None = None,
        kind: Kind = "auto",
        mode: Mode = "balanced",
        *,
        fetch_date: str | None = None,
        charset: str | None = None,
        seconds: float | None = None,
    ) -> Trace:
        """Explain a page as `explain` does. Takes its arguments except `limits`.

        seconds   time for it; by default `Limits.seconds`

        Raises `WorkerFailedError`: a trace of half a page would explain nothing.
        """
        check_page(page)
        trace: Trace = self.call(
            explain_page, page, Options(url, kind, mode, fetch_date, self._limits, charset), seconds=seconds
        )
        return trace

    def call(self, function: Callable[..., R], *arguments: Any, seconds: float | None = None) -> R:
        """Call a function in a worker and return its value. Function and arguments must be picklable.

        seconds   time for it; by default `Limits.seconds`

        Raises `WorkerFailedError`.
        """
        reply = self._pool.call(CallJob(function, arguments), self._limits.seconds if seconds is None else seconds)
        if reply.fault is not None:
            raise WorkerFailedError(reply.fault, reply.message)
        value: R = reply.value
        return value

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Yield the results of a function that calls this guard, for each item in order, with all workers busy."""
        return self._pool.map(function, items)


def _reduce_limits(limits: Limits) -> Limits:
    """The limits for a page that failed as a whole."""
    return replace(
        limits,
        characters=min(limits.characters, int(SPARE_CHARACTERS * limits.seconds) + 1),
        tags=min(limits.tags, int(SPARE_TAGS * limits.seconds) + 1),
        blocks=min(limits.blocks, int(SPARE_BLOCKS * limits.seconds) + 1),
    )
