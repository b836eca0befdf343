"""Answers labelled pages with our package and its peers in the same process; measures quality and time."""

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
from cleancopy.classify import load_model
from cleancopy.input import decode
from cleancopy.options import Mode, Options
from cleancopy.pipeline import Models, extract_page
from evaluation.metrics import measure_fields, measure_text
from evaluation.peers import PEERS, Peer
from labelled import get_page, load_fold_models, select_models

OURS = "cleancopy"
SHARED_FIELDS = ("title", "authors", "dek", "headings", "captions", "credits", "confidence", "flags")
"""Fields of an answer of ours that have the same name in the article."""

Answer = dict[str, Any]


class Task(NamedTuple):
    """How the pages of a set are answered.

    form    html or the name of a flattening
    folds   folder of the artefacts of the folds; None for the shipped ones
    peers   names of the peers that answer, too
    mode    mode of our answer
    """

    set_name: str
    form: str
    folds: Path | None
    peers: tuple[str, ...] = ()
    mode: Mode = "balanced"


class Outcome(NamedTuple):
    """The figures of one answer. An exception counts as an empty answer, and `failure` is its name.

    confidence, flags   those of our answer; None and empty for peers and exceptions
    """

    figures: dict[str, float]
    seconds: float
    failure: str | None
    confidence: float | None = None
    flags: frozenset[str] = frozenset()


def measure_pages(task: Task, rows: list[dict[str, Any]], pool: Executor | None = None) -> Iterator[dict[str, Outcome]]:
    """For each page the outcomes, by the name of the extractor."""
    measured = partial(measure_page, task)
    return pool.map(measured, rows) if pool else map(measured, rows)


def measure_page(task: Task, row: dict[str, Any]) -> dict[str, Outcome]:
    page = get_page(row, task.form)
    models = select_models(task.folds, task.set_name, row) if task.folds else load_model
    options = Options(row["url"], mode=task.mode)
    answers: dict[str, Callable[[], Answer]] = {OURS: partial(_run_ours, page, options, models)}
    answers |= {name: partial(_run_peer, PEERS[name], page) for name in task.peers}
    return {name: _measure_answer(answer, row) for name, answer in answers.items()}


@contextmanager
def open_pool(workers: int, folds: Path | None, peers: tuple[str, ...]) -> Iterator[Executor | None]:
    """Processes to measure in, or None for one worker; warmed up, so that no page's time includes the set-up."""
    _warm_up(folds, peers)
    if workers == 1:
        yield None
        return
    # Spawned on every platform and version of Python alike; forking with threads about is deprecated.
    with ProcessPoolExecutor(workers, get_context("spawn"), _warm_up, (folds, peers)) as pool:
        yield pool


def report_progress(label: str, outcomes: Iterable[dict[str, Outcome]], total: int) -> Iterator[dict[str, Outcome]]:
    """Pass outcomes through and show the progress on standard error, on one line."""
    for done, outcome in enumerate(outcomes, 1):
        yield outcome
        if sys.stderr.isatty() or done == total:
            print(f"\r{label} {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _warm_up(folds: Path | None, peers: tuple[str, ...]) -> None:
    logging.disable(logging.CRITICAL)  # some peers log every difficult page
    if folds:
        load_fold_models(folds)
    else:
        load_model("html")
        load_model("text")
    page = "<p>A page to start up with, on which nobody is measured.</p>"
    for name in peers:
        PEERS[name].answer(page)


def _measure_answer(answer: Callable[[], Answer], row: dict[str, Any]) -> Outcome:
    start = time.perf_counter()
    failure, answer_fields = None, Answer()
    try:
        answer_fields = answer()
    except Exception as error:  # noqa: BLE001 - a peer may raise anything, and an error of ours is a finding too
        failure = type(error).__name__
    seconds = time.perf_counter() - start
    figures = measure_text(answer_fields.get("text") or "", row) | measure_fields(answer_fields, row)
    return Outcome(figures, seconds, failure, answer_fields.get("confidence"), answer_fields.get("flags", frozenset()))


def _run_ours(page: bytes | str, options: Options, models: Models) -> Answer:
    """Like a user's call, without the kind of the page; with subheadings, like the references."""
    return _list_fields(extract_page(page, options, models))


def _list_fields(article: Article) -> Answer:
    shared = {name: getattr(article, name) for name in SHARED_FIELDS}
    return {"text": article.full_text, "date": article.published, **shared}


def _run_peer(peer: Peer, page: bytes | str) -> Answer:
    return {"text": peer.answer(page if isinstance(page, str) else _decode(page))}


def _decode(html: bytes) -> str:
    """Nearly every page is UTF-8; a user of the peers would not run our search for other encodings."""
    try:
        return html.decode()
    except UnicodeDecodeError:
        return decode(html, kind="html").text
