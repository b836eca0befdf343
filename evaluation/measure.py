"""Answers to labelled pages, ours and the peers', with figures and time: page by page in the same process."""

import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from cleancopy.article import Article
from cleancopy.classify.artifact import load
from cleancopy.decode import decode
from cleancopy.extract import Models, run
from cleancopy.options import Mode, Options
from evaluation import held_out
from evaluation.metrics import field_figures, page_figures
from evaluation.pages import page_of
from evaluation.peers import PEERS, Peer

OURS = "cleancopy"
SAME = ("title", "authors", "dek", "headings", "captions", "credits", "confidence", "flags")
"""What an answer of ours names as the article does."""

Answer = dict[str, Any]


class Task(NamedTuple):
    """How the pages of a set are answered.

    form    html, wet or inscriptis
    folds   folder of the held-out artefacts; None for the shipped ones
    peers   who answers besides
    mode    of our answer
    """

    source: str
    form: str
    folds: Path | None
    peers: tuple[str, ...] = ()
    mode: Mode = "balanced"


class Outcome(NamedTuple):
    """What came of one answer. An exception counts as an empty answer, and `failure` names it.

    confidence, flags   as our answer has them; peers have none, nor has an exception
    """

    figures: dict[str, float]
    seconds: float
    failure: str | None
    confidence: float | None = None
    flags: frozenset[str] = frozenset()


def measure(task: Task, rows: list[dict[str, Any]], pool: Executor | None = None) -> Iterator[dict[str, Outcome]]:
    """The outcomes of each page, by who answered."""
    measured = partial(measure_page, task)
    return pool.map(measured, rows) if pool else map(measured, rows)


def measure_page(task: Task, row: dict[str, Any]) -> dict[str, Outcome]:
    page = page_of(row, task.form)
    models = held_out.models_for(task.folds, task.source, row) if task.folds else load
    options = Options(row["url"], mode=task.mode)
    answers: dict[str, Callable[[], Answer]] = {OURS: partial(_our_answer, page, options, models)}
    answers |= {name: partial(_peer_answer, PEERS[name], page) for name in task.peers}
    return {name: _outcome(answer, row) for name, answer in answers.items()}


@contextmanager
def worker_pool(workers: int, folds: Path | None, peers: tuple[str, ...]) -> Iterator[Executor | None]:
    """Processes to measure in, or none where one is enough; warm, so that no page's time holds the set-up."""
    _warm_up(folds, peers)
    if workers == 1:
        yield None
        return
    # Spawned on every platform and version of Python alike; forking with threads about is deprecated.
    with ProcessPoolExecutor(workers, get_context("spawn"), _warm_up, (folds, peers)) as pool:
        yield pool


def progress(label: str, outcomes: Iterable[dict[str, Outcome]], total: int) -> Iterator[dict[str, Outcome]]:
    """Pass outcomes through and say on standard error how far it is, on one line."""
    for done, outcome in enumerate(outcomes, 1):
        yield outcome
        if sys.stderr.isatty() or done == total:
            print(f"\r{label} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _warm_up(folds: Path | None, peers: tuple[str, ...]) -> None:
    logging.disable(logging.CRITICAL)  # some peers log every page that they dislike
    if folds:
        held_out.load_all(folds)
    else:
        load("html")
        load("text")
    page = "<p>A page to start up with, on which nobody is measured.</p>"
    for name in peers:
        PEERS[name].answer(page)


def _outcome(answer: Callable[[], Answer], row: dict[str, Any]) -> Outcome:
    start = time.perf_counter()
    failure, given = None, Answer()
    try:
        given = answer()
    except Exception as error:  # noqa: BLE001 - a peer may raise anything, and an error of ours is a finding too
        failure = type(error).__name__
    seconds = time.perf_counter() - start
    figures = page_figures(given.get("text") or "", row) | field_figures(given, row)
    return Outcome(figures, seconds, failure, given.get("confidence"), given.get("flags", frozenset()))


def _our_answer(page: bytes | str, options: Options, models: Models) -> Answer:
    """As a user gets it, who need not say what kind of page it is; with subheadings, as in the references."""
    return _fields(run(page, options, models))


def _fields(article: Article) -> Answer:
    same = {name: getattr(article, name) for name in SAME}
    return {"text": article.full_text, "date": article.published, **same}


def _peer_answer(peer: Peer, page: bytes | str) -> Answer:
    return {"text": peer.answer(page if isinstance(page, str) else _decoded(page))}


def _decoded(html: bytes) -> str:
    """Nearly every page is UTF-8: a user of the peers would not pay for our search for other encodings."""
    try:
        return html.decode()
    except UnicodeDecodeError:
        return decode(html, kind="html").text
