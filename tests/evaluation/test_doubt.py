import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from evaluation import doubt
from evaluation.doubt import (
    AnsweredPage,
    Bin,
    FlagWorth,
    average_kept,
    compute_calibration_error,
    compute_worth,
    correlate_ranks,
    make_bins,
    pool_sets,
)
from evaluation.measure import OURS, Outcome

RISING = np.arange(20) / 20


def test_pages_as_good_as_their_confidence_have_no_error() -> None:
    assert compute_calibration_error(make_bins(RISING, RISING)) == 0


def test_the_error_is_the_distance_of_the_means_weighted_by_pages() -> None:
    assert compute_calibration_error(make_bins(RISING, RISING[::-1])) == pytest.approx(0.5)
    assert compute_calibration_error([Bin(0.9, 0.5, 3), Bin(0.5, 0.7, 1)]) == pytest.approx((3 * 0.4 + 0.2) / 4)


def test_bins_are_ten_of_equal_size_by_confidence() -> None:
    bins = make_bins(RISING[::-1], RISING)
    assert [b.pages for b in bins] == [2] * 10
    assert bins[0] == pytest.approx(Bin(0.025, 0.925, 2))
    assert bins[-1] == pytest.approx(Bin(0.925, 0.025, 2))


def test_fewer_pages_than_bins_are_a_bin_each() -> None:
    assert make_bins(np.array([0.9, 0.5]), np.array([1.0, 0.5])) == (Bin(0.5, 0.5, 1), Bin(0.9, 1.0, 1))


def test_pages_of_one_confidence_say_the_same_whatever_their_order() -> None:
    same, f1 = np.full(20, 0.5), np.array([1.0] * 10 + [0.0] * 10)
    assert set(make_bins(same, f1)) == {Bin(0.5, 0.5, 2)}
    assert average_kept(same, f1, 20) == average_kept(same, f1[::-1], 20) == 0.5


def test_the_ranks_of_two_orders_are_correlated() -> None:
    a = np.array([0.1, 0.2, 0.3, 0.9])
    assert correlate_ranks(a, a**3) == pytest.approx(1)
    assert correlate_ranks(a, a[::-1]) == pytest.approx(-1)
    assert correlate_ranks(a, np.array([0.2, 0.1, 0.9, 0.3])) == pytest.approx(1 - 6 * 4 / (4 * 15))


def test_equal_values_share_their_rank() -> None:
    # Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: covariance 4.5, sums of squares 4.5 and 5.
    assert correlate_ranks(np.array([0.1, 0.5, 0.5, 0.9]), np.array([1.0, 2, 3, 4])) == pytest.approx(
        4.5 / (4.5 * 5) ** 0.5
    )


def test_one_value_everywhere_has_no_rank() -> None:
    assert correlate_ranks(np.array([0.5, 0.5]), np.array([0.1, 0.9])) is None
    assert correlate_ranks(np.array([0.5]), np.array([0.5])) is None


def test_the_least_confident_pages_are_dropped_a_whole_number_of_them() -> None:
    f1 = np.array([0.0, *[1.0] * 18, 0.5])
    assert average_kept(RISING, f1, 0) == pytest.approx(18.5 / 20)
    assert average_kept(RISING, f1, 2) == pytest.approx(18.5 / 20)
    assert average_kept(RISING, f1, 5) == pytest.approx(18.5 / 19)
    assert average_kept(RISING, f1, 20) == pytest.approx(15.5 / 16)


def test_a_flag_is_worth_the_difference_between_pages_with_and_without() -> None:
    a, b = frozenset({"a", "b"}), frozenset({"b"})
    found = compute_worth([AnsweredPage(0.2, 0.5, a), AnsweredPage(0.6, 0.5, b), AnsweredPage(1.0, 0.5, b)])
    assert found.flags == {"a": FlagWorth(1, 0.2, 0.8), "b": FlagWorth(3, pytest.approx(0.6), None)}


def test_a_set_is_summed_up() -> None:
    found = compute_worth([AnsweredPage(0.8, 0.6), AnsweredPage(0.4, 0.2)])
    assert (found.pages, found.flags) == (2, {})
    assert (found.confidence, found.error, found.rank) == pytest.approx((0.4, 0.2, 1))
    assert found.kept == pytest.approx((0.6,) * 6)


def test_pages_of_several_sets_are_pooled_by_input() -> None:
    one, two, three = AnsweredPage(0.1, 0.1), AnsweredPage(0.2, 0.2), AnsweredPage(0.3, 0.3)
    sets = {"a": {"html": [one], "wet": [two]}, "b": {"html": [three]}}
    assert pool_sets(sets) == sets | {"all": {"html": [one, three], "wet": [two]}}
    assert list(pool_sets({"a": {"html": [one]}})) == ["a"]


def test_it_prints_both_tables_and_writes_figures_and_a_picture(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([AnsweredPage(1.0, 0.9), AnsweredPage(0.5, 0.7, frozenset({"consent_wall"}))])
    monkeypatch.setattr(doubt, "_answer_pages", lambda task, limit, pool: [next(answers), next(answers)])
    figures, drawing = bench / "figures.json", bench / "doubt.svg"
    options = ["--workers", "1", "--input", "wet", "--json", str(figures), "--picture", str(drawing)]
    assert doubt.main(["news-en", *options], bench / "folds") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["news-en", "wet", "2", "0.8000", "0.1500", "1.000", *["0.7500"] * 6] in lines
    assert ["news-en", "wet", "consent_wall", "1", "0.5000", "1.0000"] in lines
    document = json.loads(figures.read_text())
    assert (document["models"], document["mode"]) == ("out of fold", "balanced")
    assert document["sets"]["news-en"]["wet"] == {
        "pages": 2, "confidence": 0.8, "calibration_error": 0.15, "spearman": 1,
        "bins": [[0.7, 0.5, 1], [0.9, 1, 1]],
        "kept": dict.fromkeys(("0", "1", "2", "5", "10", "20"), 0.75),
        "flags": {"consent_wall": {"pages": 1, "F1": 0.5, "without": 1}},
    }  # fmt: skip
    lines = ElementTree.parse(drawing).getroot().iter("{http://www.w3.org/2000/svg}polyline")
    assert len(list(lines)) == 2


def test_labelled_pages_are_answered_out_of_fold(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doubt.main(["news-en", "--workers", "1", "--input", "html"], bench / "folds") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("out of fold")
    # Made-up artefacts: every block is surely a paragraph, so all pages are right and equally sure of it.
    assert [line.split()[:3] for line in shown.splitlines()][3] == ["news-en", "html", "4"]


def test_pages_without_a_reference_are_left_out(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = doubt.sample_set("news-en")
    monkeypatch.setattr(doubt, "sample_set", lambda *_: [*rows[:3], rows[3] | {"text": None}])
    file = bench / "figures.json"
    assert doubt.main(["news-en", "--workers", "1", "--input", "html", "--json", str(file)], bench / "folds") == 0
    assert json.loads(file.read_text())["sets"]["news-en"]["html"]["pages"] == 3


def test_it_says_so_when_no_page_has_a_word_f1(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doubt, "sample_set", lambda *_: [])
    drawing = bench / "doubt.svg"
    assert doubt.main(["news-en", "--workers", "1", "--picture", str(drawing)], bench / "folds") == 0
    assert "no page has a word F1" in capsys.readouterr().out
    assert ElementTree.parse(drawing).getroot().find("{http://www.w3.org/2000/svg}rect") is not None


def test_an_answer_that_failed_is_left_out(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered, failed = Outcome({"F1": 1.0}, 1.0, None, 0.9), Outcome({"F1": 0.0}, 1.0, "ValueError")
    monkeypatch.setattr(doubt, "measure_pages", lambda *_: [{OURS: answered}, {OURS: failed}])
    file = bench / "figures.json"
    assert doubt.main(["news-en", "--workers", "1", "--input", "html", "--json", str(file)], bench / "folds") == 0
    assert json.loads(file.read_text())["sets"]["news-en"]["html"]["pages"] == 1
