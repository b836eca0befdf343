import importlib.util
import random
from types import ModuleType

import pytest

from evaluation.metrics import measure_fields, measure_text, summarize
from labelled import SET_NAMES, find_bench_folder, has_sets, read_set

SCORER = find_bench_folder() / "score.py"
with_scorer = pytest.mark.skipif(not SCORER.is_file(), reason="no scorer beside the labelled pages")
with_sets = pytest.mark.skipif(not has_sets(), reason="no labelled pages")

LEAD = "The ferry pier at Saltmere will reopen in the spring."
TAIL = "Nobody on the island has asked for the old timetable back."
CAPTION = "A crane lifts the last beam of the old pier"
EMPTY = dict.fromkeys(("text", "title", "authors", "date", "dek", "headings", "captions", "credits", "with", "without"))
PAGE = EMPTY | {
    "text": f"{LEAD}\nSoon.\n{TAIL}",
    "title": "Old pier to reopen",
    "dek": "After nine winters",
    "captions": [CAPTION],
}


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_itself_is_perfect_with_or_without_headline_and_dek() -> None:
    for head in (
        "",
        "Old pier to reopen\n",
        "After nine winters\n",
        "Old pier to reopen\nAfter nine winters\n",
    ):
        figures = measure_text(head + PAGE["text"], PAGE)
        assert figures == {"F1": 1, "P": 1, "R": 1, "lead": 1, "tail": 1, "leak": 0}


def test_words_count_as_often_as_they_stand() -> None:
    figures = measure_text("to to be", EMPTY | {"text": "to be or not to be"})
    assert figures["P"] == 1
    assert figures["R"] == 0.5
    assert figures["F1"] == pytest.approx(2 / 3)


def test_cjk_is_compared_by_character() -> None:
    assert measure_text("日本", EMPTY | {"text": "日本語"})["R"] == pytest.approx(2 / 3)


def test_a_lost_lead_and_a_leaked_caption_show() -> None:
    figures = measure_text(f"Soon.\n{TAIL}\n{CAPTION}", PAGE)
    assert (figures["lead"], figures["tail"], figures["leak"]) == (0, 1, 1)


def test_a_caption_that_the_reference_holds_cannot_leak() -> None:
    assert "leak" not in measure_text(LEAD, EMPTY | {"text": f"{LEAD}\n{CAPTION}", "captions": [CAPTION]})


def test_no_answer_is_nothing_right() -> None:
    assert measure_text("", PAGE) == {"F1": 0, "P": 0, "R": 0, "lead": 0, "tail": 0, "leak": 0}


def test_snippets_are_found_whatever_their_case_and_white_space() -> None:
    row = EMPTY | {"with": ["The  Pier", "gone"], "without": ["Cookies", "share"]}
    assert measure_text("the\npier and share", row) == {"with": 0.5, "out": 0.5}


def test_only_fields_that_both_sides_have_count() -> None:
    row = EMPTY | {
        "title": "A – Pier!",
        "date": "2023-04-05T10:00",
        "authors": ["Ann Lee", "Bo"],
        "credits": [],
    }
    answer = {"title": "a pier", "date": "2023-04-05", "authors": ("ANN LEE",), "credits": (), "dek": "Never"}
    assert measure_fields(answer, row) == {"title": 1, "date": 1, "authors": pytest.approx(2 / 3)}


def test_an_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [0.0, 0.5, 1.0, 1.0]
    summary = summarize(values)
    assert summary == summarize(values)
    assert summary.low <= summary.mean <= summary.high
    assert (summary.mean, summary.n) == (0.625, 4)


@with_scorer
def test_made_up_pages_get_the_figures_of_the_scorer_of_the_labelled_pages() -> None:
    score, rng = scorer(), random.Random(0)
    lines = [
        *PAGE["text"].split("\n"),
        PAGE["title"],
        PAGE["dek"],
        CAPTION,
        "日本語のテキスト",
        "¶",
        "Ünï_code 3.5%",
    ]

    def some() -> list[str]:
        return rng.choices(lines, k=rng.randrange(5))

    for _ in range(300):
        lists = {
            n: rng.choice([None, some()]) for n in ("authors", "headings", "captions", "credits", "with", "without")
        }
        single = {n: rng.choice([None, "", rng.choice(lines)]) for n in ("title", "dek", "date")}
        row = lists | single | {"text": rng.choice([None, "\n".join(some())])}
        answer = {n: rng.choice([None, some()]) for n in ("authors", "headings", "captions", "credits")}
        answer |= {n: rng.choice([None, rng.choice(lines)]) for n in ("title", "dek", "date")}
        text = "\n".join(some())
        assert measure_text(text, row) == pytest.approx(score.page_scores(text, row))
        assert measure_fields(answer, row) == pytest.approx(score.field_scores(answer, row))


@with_scorer
@with_sets
@pytest.mark.parametrize("name", SET_NAMES)
def test_labelled_pages_get_the_figures_of_their_scorer(name: str) -> None:
    score, rng = scorer(), random.Random(0)
    rows = read_set(name)
    for row in rng.sample(rows, 15):
        other = rng.choice(rows)
        lines = [
            *(row["text"] or "").split("\n"),
            *(row["captions"] or ()),
            *(row["with"] or ()),
            other["title"] or "",
        ]
        text = "\n".join(rng.sample(lines, k=rng.randint(1, len(lines))))
        answer = {n: rng.choice([row, other])[n] for n in ("title", "dek", "date", "authors", "headings", "credits")}
        assert measure_text(text, row) == pytest.approx(score.page_scores(text, row))
        assert measure_fields(answer, row) == pytest.approx(score.field_scores(answer, row))
