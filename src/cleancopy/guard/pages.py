"""`Guard`: extraction that no page stops."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, Self, TypeVar

from cleancopy.article import Article
from cleancopy.classify.artifact import load
from cleancopy.errors import GaveUpError
from cleancopy.extract import explained, run
from cleancopy.guard.pool import Pool
from cleancopy.guard.terms import CRASHED, Terms
from cleancopy.limits import LIMITS, Limits
from cleancopy.markup import DEGRADED
from cleancopy.options import Kind, Mode, Options, check_page
from cleancopy.trace import Trace

T = TypeVar("T")
R = TypeVar("R")

_LOG = logging.getLogger(__name__)

FULL_SHARE = 0.75
"""So much of a page's time it may be read as it is; what is left is for its text without markup."""
SPARE_CHARACTERS, SPARE_TAGS, SPARE_BLOCKS = 100_000, 5_000, 500
"""So much, for each second of its time, is read of a page that failed as a whole: a quarter of what is left."""
JOBS = 5000
"""A worker is replaced after so many pages, for whatever may leak in the libraries below."""


Finish = Callable[[Article], Any]
"""What a worker makes of an article; can be pickled."""


class Job(NamedTuple):
    """A page for a worker.

    stripped   whether to read its text without markup
    flags      what the article is to say besides its own flags
    finish     what is made of the article, None to give it as it is
    """

    page: bytes | str
    options: Options
    stripped: bool = False
    flags: frozenset[str] = frozenset()
    finish: Finish | None = None


class Call(NamedTuple):
    """A function for a worker, with what it is called with; all can be pickled."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]


def answer(job: Job | Call) -> Any:
    """What a worker does with a job."""
    if isinstance(job, Call):
        return job.function(*job.arguments)
    article = run(job.page, job.options, load, stripped=job.stripped)
    return _finished(replace(article, flags=article.flags | job.flags) if job.flags else article, job.finish)


def _finished(article: Article, finish: Finish | None) -> Any:
    return article if finish is None else finish(article)


class Guard:
    """`extract` and `explain` in processes that can be killed: no page takes more time or memory than the limits say.

    limits    `Limits.seconds` is the time of a page, `Limits.memory` what it may take beyond what a worker begins with
    workers   processes; so many threads may call at the same time

    Answers are those of `extract`, but for pages on which it runs out of time or memory, or crashes. Of such a page the
    beginning is read as flattened text, markup stripped; its article has the flag ``degraded`` and one that says what
    happened: ``timed_out``, ``out_of_memory`` or ``crashed``. Where even that fails, the article is empty and has the
    latter flag.

    Use it as a context manager, or `close` it. It keeps broken and hostile pages from harming a run; it is no sandbox
    against code that takes over a worker. Needs Linux or macOS; macOS does not limit memory.

    Raises `GuardError` where no process can be started.
    """

    def __init__(self, limits: Limits = LIMITS, workers: int = 1) -> None:
        if workers < 1:
            raise ValueError(f"workers must be one or more, not {workers}")
        self._limits = limits
        samples = (Job("<p>a</p>", Options()), Job("a\nb", Options()))
        self._pool = Pool(f"{answer.__module__}:{answer.__name__}", samples, Terms(limits.memory, JOBS), workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        self._pool.close()

    @property
    def deaths(self) -> int:
        """Workers that died of a page, or were killed because it took too long."""
        return self._pool.deaths

    def extract(
        self,
        page: bytes | str,
        url: str | None = None,
        kind: Kind = "auto",
        mode: Mode = "balanced",
        *,
        fetched: str | None = None,
        charset: str | None = None,
    ) -> Article:
        """Give the clean copy of a page, as `extract` does."""
        check_page(page)
        article: Article = self.read(page, Options(url, kind, mode, fetched, self._limits, charset))
        return article

    def extract_all(self, pages: Iterable[bytes | str]) -> Iterator[Article]:
        """Give the clean copy of each page, in order, with all workers busy; pages are taken as they are needed."""
        yield from self.map(self.extract, pages)

    def read(self, page: bytes | str, options: Options, finish: Finish | None = None) -> Any:
        """Give what `finish` makes of the article of a page: its work, too, is the worker's."""
        job = Job(page, options, finish=finish)
        seconds = self._limits.seconds
        first = self._pool.call(job, seconds * FULL_SHARE)
        if first.fault is None:
            return first.value
        if first.fault == CRASHED:
            _LOG.warning("a page could not be read as it is, please report it: %s", first.message)
        rest = job._replace(
            options=replace(options, limits=_spare(self._limits)),
            stripped=True,
            flags=frozenset({first.fault, DEGRADED}),
        )
        second = self._pool.call(rest, seconds * (1 - FULL_SHARE))
        if second.fault is None:
            return second.value
        return _finished(Article(url=options.url, flags=frozenset({first.fault, second.fault})), finish)

    def explain(  # noqa: PLR0913 - all but the page have a name
        self,
        page: bytes | str,
        url: str | None = None,
        kind: Kind = "auto",
        mode: Mode = "balanced",
        *,
        fetched: str | None = None,
        charset: str | None = None,
        seconds: float | None = None,
    ) -> Trace:
        """Give the trace of a page, as `explain` does, within so many seconds: those of a page unless told.

        Raises `GaveUpError`: a trace of half a page would explain nothing.
        """
        check_page(page)
        trace: Trace = self.call(
            explained, page, Options(url, kind, mode, fetched, self._limits, charset), seconds=seconds
        )
        return trace

    def call(self, function: Callable[..., R], *arguments: Any, seconds: float | None = None) -> R:
        """Give what a function gives that a worker calls, within so many seconds: those of a page unless told.

        Function and arguments must be such that they can be pickled. Raises `GaveUpError`.
        """
        reply = self._pool.call(Call(function, arguments), self._limits.seconds if seconds is None else seconds)
        if reply.fault is not None:
            raise GaveUpError(reply.fault, reply.message)
        value: R = reply.value
        return value

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Give what a function that calls this guard gives for each item: in order, with all workers busy."""
        return self._pool.map(function, items)


def _spare(limits: Limits) -> Limits:
    """What is read of a page that failed as a whole."""
    return replace(
        limits,
        characters=min(limits.characters, int(SPARE_CHARACTERS * limits.seconds) + 1),
        tags=min(limits.tags, int(SPARE_TAGS * limits.seconds) + 1),
        blocks=min(limits.blocks, int(SPARE_BLOCKS * limits.seconds) + 1),
    )
