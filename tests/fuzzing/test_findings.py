import pytest

from fuzzing.findings import Finding, minimize_findings, minimize_page, read_page, save_finding
from fuzzing.runner import Case, Outcome, run_cases

RAISING = "tests.fuzzing.defects:raising"


def test_a_planted_defect_is_found_made_small_and_kept(tmp_path):
    cases = [Case("ours", n, b"word " * n + b"<defect>" * (n == 7) + b" word" * n) for n in range(20)]
    tally = run_cases(cases, RAISING)
    assert tally.n_cases["ours"] == 20
    assert [o.case.number for o in tally.findings] == [7]
    (found,) = minimize_findings(tally.findings, RAISING)
    assert found.page == b"<defect>"
    path = save_finding(found, tmp_path)
    assert read_page(path) == b"<defect>"
    assert (tmp_path / "findings.txt").read_text("utf-8").split("\t")[1:] == [
        "ours 7",
        "ValueError in stage.py:1: planted\n",
    ]


@pytest.mark.parametrize("check, complaint", [("dying", "crashed"), ("hanging", "timed_out")])
def test_what_ends_a_worker_costs_one_input(check, complaint):
    cases = [Case("ours", n, b"die hang" if n == 3 else b"fine") for n in range(8)]
    tally = run_cases(cases, f"tests.fuzzing.defects:{check}", limit=1)
    assert tally.complaints == {complaint: 1}
    assert sum(tally.n_cases.values()) == 8


def test_one_finding_of_each_kind_is_made_small():
    outcomes = [Outcome(Case("ours", n, b"x<defect>"), "ValueError in stage.py:1: planted", 0.0) for n in range(3)]
    assert [f.origin for f in minimize_findings(outcomes, RAISING)] == ["ours 0"]


def test_a_page_is_made_as_small_as_the_complaint_allows():
    assert minimize_page("abc" * 100 + "x" + "def" * 100, lambda page: "x" in page) == "x"
    assert minimize_page(b"unneeded", lambda _page: False) == b"unneeded"


@pytest.mark.parametrize("page", [b"\xff\0", "\ud800 lone"])
def test_a_kept_page_is_read_as_it_was(tmp_path, page):
    assert read_page(save_finding(Finding(page, "wrong", "ours 1"), tmp_path)) == page
