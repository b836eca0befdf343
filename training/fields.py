"""The ranker of fields: weights of clues, fitted to which candidates the labelled pages' values are.

One logistic model a field, over named clues that are true or not: of a field with one value a choice among the
candidates of a page, of the others a decision on each. Every page's candidates are made with the network that never saw
its site, and the weights of a fold are fitted to the others.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import torch
from torch import Tensor

from cleancopy.extract import candidates_of
from cleancopy.metadata.candidate import BIAS, COMPANY, FLOOR, Candidate, Group, Weighed, key_of, score
from cleancopy.metadata.compare import around, compared
from cleancopy.metadata.merge import RANKED, SETS, local_days, winners
from cleancopy.metadata.names import byline_names
from cleancopy.options import Options
from evaluation.held_out import models_for
from evaluation.pages import page_of
from training.prepare import SETS as SOURCES
from training.prepare import read_set
from training.split import FOLDS, fold_of, site_of

Kind = Literal["html", "text"]
FORMS: dict[Kind, tuple[str, ...]] = {"html": ("html",), "text": ("wet", "inscriptis")}
LEAST_SITES = 3
"""A clue that fewer sites show is not learnt."""
DECAY = {"title": 0.3, "dek": 1.0, "authors": 0.3, "published": 0.3, "captions": 1.0, "credits": 1.0}
LEAST_WEIGHT = 0.02
STEPS = 60
TOLERANCE = 0.002
"""A figure that much lower is given for saying less: precision comes first."""
LABELS = {
    "title": "title",
    "dek": "dek",
    "authors": "authors",
    "published": "date",
    "captions": "captions",
    "credits": "credits",
}


class Choice(NamedTuple):
    """The values that a page offers for a field.

    groups   the values with their clues and sources; without what is not needed to weigh them
    right    whether the labels have it; `missed` counts labelled values that no candidate has
    """

    source: str
    site: str
    groups: tuple[Group, ...]
    right: tuple[bool, ...]
    missed: int
    share: tuple[float, ...] = ()


Scored = Sequence[Weighed]


def choices_of(source: str, form: str, row: Mapping[str, Any], folds: Path) -> dict[str, Choice]:
    """The choices that a labelled page gives, by field."""
    page = page_of(dict(row), form)
    candidates = candidates_of(page, Options(url=row["url"]), models_for(folds, source, dict(row)))
    candidates = (*candidates, *local_days(candidates))
    known = around([c for c in candidates if c.field == "site"], row["url"])
    found = {}
    for field, label in LABELS.items():
        if row[label] in (None, ""):
            continue
        groups = compared(field, [c for c in candidates if c.field == field], known)
        found[field] = _choice(source, row, field, groups, row[label])
    return found


def _choice(source: str, row: Mapping[str, Any], field: str, groups: Sequence[Group], label: Any) -> Choice:
    values = label if isinstance(label, list) else [label]
    if field == "authors":
        values = [n for v in values for n in (byline_names(v) or (v,))]
    wanted = {key_of(field, v) for v in values} - {""}
    share = tuple(_overlap(g.key, key_of(field, values[0])) for g in groups) if field == "dek" else ()
    right = tuple(s >= 0.6 for s in share) if share else tuple(g.key in wanted for g in groups)
    site = site_of(row["url"], f"{source}:{row['id']}")
    return Choice(source, site, tuple(map(_light, groups)), right, len(wanted) - sum(right), share)


def _light(group: Group) -> Group:
    """A value as one candidate a source."""
    field, sources = group.candidates[0].field, dict.fromkeys(c.source for c in group.candidates)
    return group._replace(candidates=tuple(Candidate(field, "", s, ()) for s in sources))


def _overlap(a: str, b: str) -> float:
    given, wanted = Counter(a.split()), Counter(b.split())
    hits = (given & wanted).total()
    return 2 * hits / (given.total() + wanted.total()) if hits else 0.0


def _chunk(job: tuple[str, str, int, int, Path]) -> list[dict[str, Choice]]:
    source, form, start, step, folds = job
    return [choices_of(source, form, row, folds) for row in read_set(source)[start::step]]


def all_choices(kind: Kind, folds: Path, workers: int) -> dict[str, list[Choice]]:
    """The choices of all labelled pages, by field."""
    sources = [s for s in SOURCES if s != "daniel"]  # whose titles are those of feeds, and which has no other field
    jobs = [(s, form, i, 2 * workers, folds) for s in sources for form in FORMS[kind] for i in range(2 * workers)]
    found: dict[str, list[Choice]] = defaultdict(list)
    with ProcessPoolExecutor(workers) as pool:
        for part in pool.map(_chunk, jobs):
            for page in part:
                for field, choice in page.items():
                    found[field].append(choice)
    return found


def fit_fields(choices: Mapping[str, Sequence[Choice]], but: int | None) -> dict[str, dict[str, float]]:
    """The weights of all fields, fitted to the sites of every fold but one."""
    return {
        field: fit(field, [c for c in choices[field] if but is None or fold_of(c.site) != but])
        for field in RANKED
        if choices.get(field)
    }


def fit(field: str, choices: Sequence[Choice]) -> dict[str, float]:
    """Weights of the clues of a field, and the floors that give the best figure on sites that were held out."""
    held_out: list[tuple[Choice, Scored]] = []
    for fold in sorted({fold_of(c.site) for c in choices}):
        weights = weights_of(field, [c for c in choices if fold_of(c.site) != fold])
        unseen = [c for c in choices if fold_of(c.site) == fold]
        held_out += [(c, [score(g, weights) for g in c.groups]) for c in unseen]
    return weights_of(field, choices) | best_floors(field, held_out)


def weights_of(field: str, choices: Sequence[Choice]) -> dict[str, float]:
    """The weights of the clues of a field, without those that say next to nothing."""
    sites: dict[str, set[str]] = defaultdict(set)
    for choice in choices:
        for clue in frozenset().union(*(g.clues for g in choice.groups)):
            sites[clue].add(choice.site)
    names = sorted(clue for clue, at in sites.items() if len(at) >= LEAST_SITES)
    weights = _fit(field, [c for c in choices if c.groups], {n: i for i, n in enumerate(names)})
    told = {n: round(float(w), 3) for n, w in zip(names, weights[:-1], strict=True) if abs(w) >= LEAST_WEIGHT}
    return told | {BIAS: round(float(weights[-1]), 3)}


def _fit(field: str, choices: Sequence[Choice], places: Mapping[str, int]) -> np.ndarray[Any, Any]:
    """The weights of the clues, and last the bias, that make the loss with its penalty least."""
    bias = len(places)  # stands in every row, so that none is empty
    rows = [[*(places[n] for n in sorted(g.clues) if n in places), bias] for c in choices for g in c.groups]
    flat, sizes = np.array([i for row in rows for i in row]), np.array(list(map(len, rows)))
    starts = np.cumsum(sizes) - sizes
    data = _Data.of(choices)
    weights = torch.zeros(bias + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        now = weights.detach().numpy()
        scores = torch.tensor(np.add.reduceat(now[flat], starts), requires_grad=True)
        total = _set_loss(scores, data) if field in SETS else _one_loss(scores, data)
        total.backward()
        slope = np.bincount(flat, np.repeat(scores.grad.numpy(), sizes), minlength=bias + 1)
        slope[:bias] += 2 * DECAY[field] * now[:bias]
        weights.grad = torch.from_numpy(slope)
        return total.detach() + DECAY[field] * float((now[:bias] ** 2).sum())

    optimizer.step(loss)
    return weights.detach().numpy()


class _Data(NamedTuple):
    """The candidates of all choices in a row: whether each is right, its page, and what each page counts."""

    right: Tensor
    page: Tensor
    heavy: Tensor

    @staticmethod
    def of(choices: Sequence[Choice]) -> "_Data":
        count = Counter(c.source for c in choices)
        heavy = torch.tensor([(len(choices) / count[c.source]) ** 0.5 for c in choices], dtype=torch.float64)
        return _Data(
            torch.tensor([float(r) for c in choices for r in c.right], dtype=torch.float64),
            torch.tensor([p for p, c in enumerate(choices) for _ in c.groups]),
            heavy / heavy.mean(),
        )


def _set_loss(scores: Tensor, data: _Data) -> Tensor:
    """Cross entropy of each value; a page with many counts more, but not as much as they are."""
    right, page, heavy = data
    each = torch.nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
    size = torch.bincount(page, minlength=len(heavy)).double().clamp(min=1)
    return (each * (heavy / size**0.5)[page]).sum()


def _one_loss(scores: Tensor, data: _Data) -> Tensor:
    """Cross entropy of choosing a right value, or none where none is right: none has the score 0."""
    right, page, heavy = data
    pages = len(heavy)
    top = torch.zeros(pages, dtype=scores.dtype).scatter_reduce(0, page, scores.detach(), "amax")
    exp = torch.exp(scores - top[page])
    none = torch.exp(-top)
    total = none.index_add(0, page, exp)
    good = torch.zeros_like(none).index_add(0, page, exp * right)
    any_right = torch.zeros_like(none).index_add(0, page, right) > 0
    return -(torch.log(torch.where(any_right, good, none) / total) * heavy).sum()


def best_floors(field: str, held_out: Sequence[tuple[Choice, Scored]]) -> dict[str, float]:
    """The highest floors whose figure is within TOLERANCE of the best."""
    steps = [round(f, 2) for f in np.arange(-4, 3.01, 0.25).tolist()]
    tries = [
        {FLOOR: f} for f in (steps if field != "title" else steps[:1])
    ]  # whatever a page calls itself is its title
    if field == "authors":
        tries = [{FLOOR: f, COMPANY: c} for f in steps[::2] for c in steps[::2] if c <= f]
    figures = [_figure(field, held_out, t) for t in tries]
    good = [t for t, figure in zip(tries, figures, strict=True) if figure >= max(figures) - TOLERANCE]
    return max(good, key=lambda t: (t[FLOOR], t.get(COMPANY, 0)))


def worths(field: str, choices: Sequence[Choice], weights: Mapping[str, float]) -> list[float | None]:
    """What the answers to choices are worth: 0 to 1, None where there was nothing to say and nothing was said."""
    return [_worth(field, c, [score(g, weights) for g in c.groups], weights) for c in choices]


def _figure(field: str, held_out: Sequence[tuple[Choice, Scored]], floors: Mapping[str, float]) -> float:
    """The mean worth of the answers; sets of pages count alike."""
    by_source: dict[str, list[float]] = defaultdict(list)
    for choice, scores in held_out:
        if (value := _worth(field, choice, scores, floors)) is not None:
            by_source[choice.source].append(value)
    return float(np.mean([np.mean(v) for v in by_source.values()])) if by_source else 0.0


def _worth(field: str, choice: Choice, scored: Scored, floors: Mapping[str, float]) -> float | None:
    if field in SETS:
        won = winners(field, scored, floors)
        hits = sum(w and r for w, r in zip(won, choice.right, strict=True))
        size = sum(won) + sum(choice.right) + choice.missed
        return 2 * hits / size if size else None
    worth = choice.share or tuple(map(float, choice.right))
    best = max(range(len(scored)), key=lambda i: scored[i].score, default=None)
    return worth[best] if best is not None and scored[best].score >= floors[FLOOR] else 0.0


def train_fields(kind: Kind, folds: Path, shipped: Path, workers: int) -> None:
    """Make the choices of all pages and fit the ranker to them."""
    fit_folds(kind, all_choices(kind, folds, workers), folds, shipped)


def fit_folds(kind: Kind, choices: Mapping[str, Sequence[Choice]], folds: Path, shipped: Path) -> None:
    """Fit the weights of every fold and of all sites, and put them beside the networks of theirs."""
    held_out: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for fold in range(FOLDS):
        weights = fit_fields(choices, fold)
        _write(folds / f"{kind}-{fold}", weights)
        for field, mine in choices.items():
            unseen = [c for c in mine if fold_of(c.site) == fold]
            for choice, worth in zip(unseen, worths(field, unseen, weights[field]), strict=True):
                if worth is not None:
                    held_out[field][choice.source].append(worth)
    _write(shipped, fit_fields(choices, None))
    for field, by_source in held_out.items():
        figures = (f"{source} {np.mean(values):.3f} ({len(values)})" for source, values in by_source.items())
        print(f"{kind} {field}, out of fold: {', '.join(figures)}", file=sys.stderr)


def _write(folder: Path, weights: Mapping[str, Mapping[str, float]]) -> None:
    text = json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "fields.json").write_text(text, "utf-8")
