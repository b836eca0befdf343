"""What is timed: ours, and its peers as far as they are installed."""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import packages_distributions, version
from typing import Literal

import cleancopy
from benchmarks.speed.pages import Sample
from evaluation.peers import PARSE_ONLY, PEERS, Peer, require

OURS = "cleancopy"
SHORT = "cleancopy extract_text"
PEERS_OF: Mapping[str, tuple[str, ...]] = {
    "html": ("trafilatura", "trafilatura_fast", "rs_trafilatura", "resiliparse", "readability", "justext", PARSE_ONLY),
    "text": ("c4_lines",),
}
"""Those that are asked for a kind of page."""


Answer = Callable[[Sample], bool]
"""Has a tool answer a page and gives whether it did. Ours gets the bytes, peers get them decoded for nothing."""


def tools(kind: Literal["html", "text"], names: Iterable[str]) -> dict[str, Answer]:
    """Ours and some peers by name."""
    asked: dict[str, Callable[[Sample], object]] = {OURS: partial(_full, kind=kind), SHORT: partial(_short, kind=kind)}
    asked |= {name: partial(_peer, PEERS[name]) for name in names}
    return {name: partial(_answered, ask) for name, ask in asked.items()}


def _answered(answer: Callable[[Sample], object], sample: Sample) -> bool:
    try:
        answer(sample)
    except Exception:  # noqa: BLE001 - a peer may raise anything, and its time counts all the same
        return False
    return True


def _full(sample: Sample, kind: Literal["html", "text"]) -> str:
    return cleancopy.extract(sample.page, kind=kind).full_text


def _short(sample: Sample, kind: Literal["html", "text"]) -> str:
    return cleancopy.extract_text(sample.page, kind=kind)


def _peer(peer: Peer, sample: Sample) -> str | None:
    return peer.answer(sample.text)


def installed(kind: str) -> Iterator[str]:
    """The peers for a kind of page that can be imported here."""
    return (name for name in PEERS_OF[kind] if why_missing(name) is None)


def why_missing(name: str) -> str | None:
    try:
        require([name])
    except ImportError as error:
        return str(error)
    return None


def versions() -> dict[str, str]:
    """Of ours, of the engine, and of what the peers import."""
    peers = (PEERS[name] for names in PEERS_OF.values() for name in names)
    modules = {"numpy", "turbohtml"}.union(*(peer.modules for peer in peers))
    names = {m: d[0] for m, d in packages_distributions().items() if m in modules}
    return {"cleancopy": cleancopy.__version__} | {names[m]: version(names[m]) for m in sorted(names)}


def warm_up(answers: Mapping[str, Answer], sample: Sample) -> None:
    """Load all that is loaded once, and take it out of the sight of the garbage collector."""
    logging.disable(logging.CRITICAL)  # some peers log every page that they dislike
    for answer in answers.values():
        answer(sample)
    gc.collect()
    gc.freeze()
