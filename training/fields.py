"""Fits the ranker of fields: the weights of signals, from which candidates equal the labelled values.

Each field has one logistic model over named signals that are true or false. A field with one value is a choice among
the candidates of a page; for the other fields each candidate is a decision. The candidates of a page are made with the
network that never saw its site, and the weights of a fold are fitted to the other folds.
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

from cleancopy.metadata.byline_parser import parse_byline
from cleancopy.metadata.candidate import BIAS, COAUTHOR_FLOOR, FLOOR, Candidate, CandidateGroup, ScoredValue, make_key
from cleancopy.metadata.merge import local_day_candidates
from cleancopy.metadata.ranking import MULTI_VALUED_FIELDS, RANKED_FIELDS, choose_values, score_group
from cleancopy.metadata.relative_signals import add_relative_signals, make_context
from cleancopy.options import Options
from cleancopy.pipeline import process_page
from labelled import N_FOLDS, SET_NAMES, assign_fold, find_page_site, get_page, read_set, select_models

Kind = Literal["html", "text"]
FORMS: dict[Kind, tuple[str, ...]] = {"html": ("html",), "text": ("wet", "inscriptis")}
MIN_SITES = 3
"""Sites that must show a signal, or it is not learnt."""
DECAY = {"title": 0.3, "dek": 1.0, "authors": 0.3, "published": 0.3, "captions": 1.0, "credits": 1.0}
MIN_WEIGHT = 0.02
MAX_ITERATIONS = 60
TOLERANCE = 0.002
"""Loss of the mean score that is accepted for higher floors: precision comes first."""
LABEL_COLUMNS = {
    "title": "title",
    "dek": "dek",
    "authors": "authors",
    "published": "date",
    "captions": "captions",
    "credits": "credits",
}


class Choice(NamedTuple):
    """The values that a page offers for a field.

    groups     the values with their signals and sources, without what the weights do not need
    is_right   for each value, whether the labels have it
    n_missed   labelled values that no candidate has
    share      for each value of a dek, its word F1 with the label
    """

    source: str
    site: str
    groups: tuple[CandidateGroup, ...]
    is_right: tuple[bool, ...]
    n_missed: int
    share: tuple[float, ...] = ()


ScoredGroups = Sequence[ScoredValue]


def collect_choices(source: str, form: str, row: Mapping[str, Any], folds: Path) -> dict[str, Choice]:
    """The choices of a labelled page, by field."""
    page = get_page(row, form)
    candidates = process_page(page, Options(url=row["url"]), select_models(folds, source, row)).fields.candidates
    candidates = (*candidates, *local_day_candidates(candidates))
    known = make_context([c for c in candidates if c.field == "site"], row["url"])
    found = {}
    for field, label in LABEL_COLUMNS.items():
        if row[label] in (None, ""):
            continue
        groups = add_relative_signals(field, [c for c in candidates if c.field == field], known)
        found[field] = _make_choice(source, row, field, groups, row[label])
    return found


def _make_choice(
    source: str, row: Mapping[str, Any], field: str, groups: Sequence[CandidateGroup], label: Any
) -> Choice:
    values = label if isinstance(label, list) else [label]
    if field == "authors":
        values = [n for v in values for n in (parse_byline(v) or (v,))]
    wanted = {make_key(field, v) for v in values} - {""}
    share = tuple(_compute_f1(g.key, make_key(field, values[0])) for g in groups) if field == "dek" else ()
    right = tuple(s >= 0.6 for s in share) if share else tuple(g.key in wanted for g in groups)
    site = find_page_site(source, row)
    return Choice(source, site, tuple(map(_strip_group, groups)), right, len(wanted) - sum(right), share)


def _strip_group(group: CandidateGroup) -> CandidateGroup:
    """A value with only one candidate for each source."""
    field, sources = group.candidates[0].field, dict.fromkeys(c.source for c in group.candidates)
    return group._replace(candidates=tuple(Candidate(field, "", s, ()) for s in sources))


def _compute_f1(a: str, b: str) -> float:
    given, wanted = Counter(a.split()), Counter(b.split())
    hits = (given & wanted).total()
    return 2 * hits / (given.total() + wanted.total()) if hits else 0.0


def _collect_chunk(job: tuple[str, str, int, int, Path]) -> list[dict[str, Choice]]:
    source, form, start, step, folds = job
    return [collect_choices(source, form, row, folds) for row in read_set(source)[start::step]]


def collect_all_choices(kind: Kind, folds: Path, workers: int) -> dict[str, list[Choice]]:
    """The choices of all labelled pages, by field."""
    sources = [s for s in SET_NAMES if s != "daniel"]  # its titles come from feeds, and it has no other field
    jobs = [(s, form, i, 2 * workers, folds) for s in sources for form in FORMS[kind] for i in range(2 * workers)]
    found: dict[str, list[Choice]] = defaultdict(list)
    with ProcessPoolExecutor(workers) as pool:
        for part in pool.map(_collect_chunk, jobs):
            for page in part:
                for field, choice in page.items():
                    found[field].append(choice)
    return found


def fit_fields(choices: Mapping[str, Sequence[Choice]], held_out: int | None) -> dict[str, dict[str, float]]:
    """The weights of all fields.

    held_out   the fold whose sites are left out; None to fit to all sites
    """
    return {
        field: fit_field(field, [c for c in choices[field] if held_out is None or assign_fold(c.site) != held_out])
        for field in RANKED_FIELDS
        if choices.get(field)
    }


def fit_field(field: str, choices: Sequence[Choice]) -> dict[str, float]:
    """Weights of the signals of a field, and the floors with the best mean score on held-out sites."""
    held_out: list[tuple[Choice, ScoredGroups]] = []
    for fold in sorted({assign_fold(c.site) for c in choices}):
        weights = fit_weights(field, [c for c in choices if assign_fold(c.site) != fold])
        unseen = [c for c in choices if assign_fold(c.site) == fold]
        held_out += [(c, [score_group(g, weights) for g in c.groups]) for c in unseen]
    return fit_weights(field, choices) | choose_floors(field, held_out)


def fit_weights(field: str, choices: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signals of a field, without weights near zero."""
    sites: dict[str, set[str]] = defaultdict(set)
    for choice in choices:
        for signal in frozenset().union(*(g.signals for g in choice.groups)):
            sites[signal].add(choice.site)
    names = sorted(signal for signal, at in sites.items() if len(at) >= MIN_SITES)
    weights = _minimize_loss(field, [c for c in choices if c.groups], {n: i for i, n in enumerate(names)})
    large = {n: round(float(w), 3) for n, w in zip(names, weights[:-1], strict=True) if abs(w) >= MIN_WEIGHT}
    return large | {BIAS: round(float(weights[-1]), 3)}


def _minimize_loss(field: str, choices: Sequence[Choice], columns: Mapping[str, int]) -> np.ndarray[Any, Any]:
    """The weights of the signals that minimize the loss with its penalty; the bias comes last.

    columns   index of each signal
    """
    bias = len(columns)  # is in every row, so that no row is empty
    rows = [[*(columns[n] for n in sorted(g.signals) if n in columns), bias] for c in choices for g in c.groups]
    flat, sizes = np.array([i for row in rows for i in row]), np.array(list(map(len, rows)))
    starts = np.cumsum(sizes) - sizes
    data = _Data.from_choices(choices)
    weights = torch.zeros(bias + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=MAX_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        now = weights.detach().numpy()
        scores = torch.tensor(np.add.reduceat(now[flat], starts), requires_grad=True)
        total = _compute_set_loss(scores, data) if field in MULTI_VALUED_FIELDS else _compute_choice_loss(scores, data)
        total.backward()
        slope = np.bincount(flat, np.repeat(scores.grad.numpy(), sizes), minlength=bias + 1)
        slope[:bias] += 2 * DECAY[field] * now[:bias]
        weights.grad = torch.from_numpy(slope)
        return total.detach() + DECAY[field] * float((now[:bias] ** 2).sum())

    optimizer.step(loss)
    return weights.detach().numpy()


class _Data(NamedTuple):
    """The candidates of all choices, concatenated: whether each is right, its page, and the weight of each page."""

    right: Tensor
    page: Tensor
    weight: Tensor

    @staticmethod
    def from_choices(choices: Sequence[Choice]) -> "_Data":
        count = Counter(c.source for c in choices)
        weight = torch.tensor([(len(choices) / count[c.source]) ** 0.5 for c in choices], dtype=torch.float64)
        return _Data(
            torch.tensor([float(r) for c in choices for r in c.is_right], dtype=torch.float64),
            torch.tensor([p for p, c in enumerate(choices) for _ in c.groups]),
            weight / weight.mean(),
        )


def _compute_set_loss(scores: Tensor, data: _Data) -> Tensor:
    """Cross entropy of each value; a page with n values counts √n times."""
    right, page, weight = data
    each = torch.nn.functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
    size = torch.bincount(page, minlength=len(weight)).double().clamp(min=1)
    return (each * (weight / size**0.5)[page]).sum()


def _compute_choice_loss(scores: Tensor, data: _Data) -> Tensor:
    """Cross entropy of choosing a right value, or no value if no value is right. No value has the score 0."""
    right, page, weight = data
    pages = len(weight)
    top = torch.zeros(pages, dtype=scores.dtype).scatter_reduce(0, page, scores.detach(), "amax")
    exp = torch.exp(scores - top[page])
    none = torch.exp(-top)
    total = none.index_add(0, page, exp)
    good = torch.zeros_like(none).index_add(0, page, exp * right)
    any_right = torch.zeros_like(none).index_add(0, page, right) > 0
    return -(torch.log(torch.where(any_right, good, none) / total) * weight).sum()


def choose_floors(field: str, held_out: Sequence[tuple[Choice, ScoredGroups]]) -> dict[str, float]:
    """The highest floors whose mean score is within TOLERANCE of the best."""
    steps = [round(f, 2) for f in np.arange(-4, 3.01, 0.25).tolist()]
    options = [
        {FLOOR: f} for f in (steps if field != "title" else steps[:1])
    ]  # a title that the page states is always given
    if field == "authors":
        options = [{FLOOR: f, COAUTHOR_FLOOR: c} for f in steps[::2] for c in steps[::2] if c <= f]
    figures = [_average_score(field, held_out, t) for t in options]
    good = [t for t, figure in zip(options, figures, strict=True) if figure >= max(figures) - TOLERANCE]
    return max(good, key=lambda t: (t[FLOOR], t.get(COAUTHOR_FLOOR, 0)))


def score_choices(field: str, choices: Sequence[Choice], weights: Mapping[str, float]) -> list[float | None]:
    """Scores of the answers to choices, 0 to 1; None if the labels have no value and the answer has none either."""
    return [_score_choice(field, c, [score_group(g, weights) for g in c.groups], weights) for c in choices]


def _average_score(field: str, held_out: Sequence[tuple[Choice, ScoredGroups]], floors: Mapping[str, float]) -> float:
    """The mean score of the answers; all sets of pages have the same weight."""
    by_source: dict[str, list[float]] = defaultdict(list)
    for choice, scores in held_out:
        if (value := _score_choice(field, choice, scores, floors)) is not None:
            by_source[choice.source].append(value)
    return float(np.mean([np.mean(v) for v in by_source.values()])) if by_source else 0.0


def _score_choice(field: str, choice: Choice, scored: ScoredGroups, floors: Mapping[str, float]) -> float | None:
    if field in MULTI_VALUED_FIELDS:
        won = choose_values(field, scored, floors)
        hits = sum(w and r for w, r in zip(won, choice.is_right, strict=True))
        size = sum(won) + sum(choice.is_right) + choice.n_missed
        return 2 * hits / size if size else None
    worth = choice.share or tuple(map(float, choice.is_right))
    best = max(range(len(scored)), key=lambda i: scored[i].score, default=None)
    return worth[best] if best is not None and scored[best].score >= floors[FLOOR] else 0.0


def train_fields(kind: Kind, folds: Path, shipped: Path, workers: int) -> None:
    """Make the choices of all pages and fit the ranker to them."""
    fit_folds(kind, collect_all_choices(kind, folds, workers), folds, shipped)


def fit_folds(kind: Kind, choices: Mapping[str, Sequence[Choice]], folds: Path, shipped: Path) -> None:
    """Fit the weights of every fold and of all sites, and write each beside its networks."""
    held_out: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for fold in range(N_FOLDS):
        weights = fit_fields(choices, fold)
        _write_weights(folds / f"{kind}-{fold}", weights)
        for field, mine in choices.items():
            unseen = [c for c in mine if assign_fold(c.site) == fold]
            for choice, worth in zip(unseen, score_choices(field, unseen, weights[field]), strict=True):
                if worth is not None:
                    held_out[field][choice.source].append(worth)
    _write_weights(shipped, fit_fields(choices, None))
    for field, by_source in held_out.items():
        figures = (f"{source} {np.mean(values):.3f} ({len(values)})" for source, values in by_source.items())
        print(f"{kind} {field}, out of fold: {', '.join(figures)}", file=sys.stderr)


def _write_weights(folder: Path, weights: Mapping[str, Mapping[str, float]]) -> None:
    text = json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "fields.json").write_text(text, "utf-8")
