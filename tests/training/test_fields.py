import pytest

pytest.importorskip("torch")

from cleancopy.metadata.candidate import COAUTHOR_FLOOR, FLOOR, Candidate, CandidateGroup
from training.fields import Choice, fit_field, score_choices


def value(key, *signals, source="meta"):
    return CandidateGroup(key, (Candidate("title", "", source, signals),), frozenset(signals))


def choices():
    """Forty sites on which the shown value is right, whatever else is true of it."""
    found = []
    for i in range(40):
        noise = ("odd",) if i % 2 else ("even",)
        groups = (value("a", "stated", *noise), value("b", "shown", *noise))
        found.append(Choice("set", f"site{i}", groups, (False, True), 0))
    return found


@pytest.mark.parametrize("field", ["title", "captions"])
def test_a_signal_that_tells_the_right_value_weighs_most(field):
    weights = fit_field(field, choices())
    assert weights["shown"] > 0.5
    assert weights["shown"] > weights.get("stated", 0) + 1
    assert abs(weights.get("odd", 0)) < 0.2
    assert set(score_choices(field, choices(), weights)) == {1.0}


def test_a_signal_of_two_sites_is_not_learnt():
    rare = [Choice("set", f"site{i}", (value("a", "rare"), value("b", "shown")), (True, False), 0) for i in range(2)]
    assert "rare" not in fit_field("title", choices() + rare)


def test_worth_counts_what_no_candidate_has():
    weights = {"shown": 2.0, "bias": 0.0, FLOOR: 1.0, COAUTHOR_FLOOR: 1.0}
    choice = Choice("set", "site", (value("b", "shown"),), (True,), 1)
    assert score_choices("authors", [choice], weights) == [pytest.approx(2 / 3)]
    nothing = Choice("set", "site", (), (), 0)
    assert score_choices("authors", [nothing], weights) == [None]
    assert score_choices("title", [nothing], weights) == [0.0]
