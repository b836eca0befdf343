"""The timed tools: ours, and the installed peers."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import packages_distributions, version
from typing import Literal

import cleancopy
from benchmarks.speed.pages import Sample
from evaluation.peers import PARSE_ONLY, PEERS, Peer, require_peers

OURS = "cleancopy"
SHORT = "cleancopy extract_text"
PEERS_OF: Mapping[str, tuple[str, ...]] = {
    "html": ("trafilatura", "trafilatura_fast", "rs_trafilatura", "resiliparse", "readability", "justext", PARSE_ONLY),
    "text": ("c4_lines",),
}
"""The peers for each kind of page."""


Answer = Callable[[Sample], bool]
"""Answers a page with a tool. Gives whether it succeeded. Ours decodes the bytes; peers get decoded text."""


def make_answers(kind: Literal["html", "text"], names: Iterable[str]) -> dict[str, Answer]:
    """Our answers and those of peers, by name."""
    asked: dict[str, Callable[[Sample], object]] = {
        OURS: partial(_extract_article, kind=kind),
        SHORT: partial(_extract_text, kind=kind),
    }
    asked |= {name: partial(_run_peer, PEERS[name]) for name in names}
    return {name: partial(_try_answer, ask) for name, ask in asked.items()}


def _try_answer(answer: Callable[[Sample], object], sample: Sample) -> bool:
    try:
        answer(sample)
    except Exception:  # noqa: BLE001 - a peer may raise anything, and its time counts all the same
        return False
    return True


def _extract_article(sample: Sample, kind: Literal["html", "text"]) -> str:
    return cleancopy.extract(sample.page, kind=kind).full_text


def _extract_text(sample: Sample, kind: Literal["html", "text"]) -> str:
    return cleancopy.extract_text(sample.page, kind=kind)


def _run_peer(peer: Peer, sample: Sample) -> str | None:
    return peer.answer(sample.text)


def list_installed(kind: str) -> Iterator[str]:
    """The installed peers for a kind of page."""
    return (name for name in PEERS_OF[kind] if explain_missing(name) is None)


def explain_missing(name: str) -> str | None:
    try:
        require_peers([name])
    except ImportError as error:
        return str(error)
    return None


def list_versions() -> dict[str, str]:
    """Versions of our package, of the HTML engine, and of the peers."""
    peers = (PEERS[name] for names in PEERS_OF.values() for name in names)
    modules = {"numpy", "turbohtml"}.union(*(peer.modules for peer in peers))
    names = {m: d[0] for m, d in packages_distributions().items() if m in modules}
    return {"cleancopy": cleancopy.__version__} | {names[m]: version(names[m]) for m in sorted(names)}


def warm_up(answers: Mapping[str, Answer], sample: Sample) -> None:
    """Load everything that is loaded once, and exclude it from garbage collection."""
    logging.disable(logging.CRITICAL)  # some peers log every difficult page
    for answer in answers.values():
        answer(sample)
    gc.collect()
    gc.freeze()
