"""The cases: pages with what a person expects of them (README.md says what a case is)."""

import json

import pytest

from evaluation.cases import CASES, answer_case, check, count_by_kind, find_failures, load_cases, replace_section

ALL = load_cases()


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_case(case):
    assert set(find_failures(case, answer_case(case))) == set(case.known_failures)


def test_there_are_enough_of_them():
    assert len(ALL) >= 150
    assert len({case.kind for case in ALL}) >= 12


def make_case(tmp_path, expect, page=b"<p>x", **more):
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "a.json").write_text(json.dumps({"about": "", "kind": "dek", "expect": expect, **more}))
    return load_cases(tmp_path)[0]


ANSWER = {
    "text": "One two.\nThree.",
    "full_text": "One two.\nHead\nThree.",
    "title": "A  title",
    "dek": None,
    "authors": ["Ann Lee"],
    "published": "2024-05-03T10:00",
    "markdown": "One two.\n\n## Head\n\nThree.",
    "flags": {"short"},
}


@pytest.mark.parametrize(
    "expect, failures",
    [
        ({"text_has": ["One", "two.", "Head", "Three"]}, []),
        ({"text_has": ["Three", "One"]}, ["text_has 'One'"]),
        ({"text_has": ["Four"], "text_lacks": ["two", "six"]}, ["text_has 'Four'", "text_lacks 'two'"]),
        ({"title": "A title", "dek": None, "authors": ["Ann Lee"], "published": "2024-05-03"}, []),
        ({"title": ["B", "A title"]}, []),
        (
            {"title": "B", "dek": "C", "authors": [], "published": "2024-05-04"},
            ["title", "dek", "authors", "published"],
        ),
        ({"markdown_has": ["## Head"], "markdown_lacks": ["### "], "markdown_once": ["Three."]}, []),
        ({"markdown_once": ["e"], "markdown_has": ["# X"]}, ["markdown_once 'e'", "markdown_has '# X'"]),
        ({"flags_have": ["short"], "flags_lack": ["paywall"]}, []),
        ({"flags_have": ["paywall"], "flags_lack": ["short"]}, ["flags_have paywall", "flags_lack short"]),
    ],
)
def test_assertions(tmp_path, expect, failures):
    assert find_failures(make_case(tmp_path, expect), ANSWER) == failures


def test_no_paragraph_is_shown_twice(tmp_path):
    long = "A paragraph that is long enough to be noticed when it is printed twice."
    twice = ANSWER | {"markdown": f"{long}\n\n**{long}**"}
    assert find_failures(make_case(tmp_path, {}), twice) == ["no paragraph twice"]
    assert find_failures(make_case(tmp_path, {"repeats_ok": True}), twice) == []


def test_what_a_tool_does_not_offer_is_not_counted(tmp_path):
    case = make_case(tmp_path, {"dek": "x", "markdown_has": ["x"], "flags_have": ["x"], "title": "A title"})
    assert check(case, {"full_text": "", "title": "A title"}) == {"title": True}


def test_what_is_wrong_with_a_case_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"a\.json: no such assertion: text_haz; use text_has"):
        make_case(tmp_path, {"text_haz": []})
    (tmp_path / "a.html").unlink()
    with pytest.raises(ValueError, match=r"there is no page beside it: a\.html or a\.txt"):
        load_cases(tmp_path)


def test_a_table_is_put_into_a_document(tmp_path):
    case = make_case(tmp_path, {"title": "A title", "dek": "x"})
    (tally,) = set(count_by_kind([case], lambda _: ANSWER).values())
    assert (tally.held, tally.assertions, tally.right, tally.cases) == (2, 3, 0, 1)
    document = replace_section("# Q\n\n## Modes\n\ntext\n", ["| a |"])
    assert document.startswith("# Q\n\n## Modes\n\ntext\n\n## Cases\n")
    again = replace_section(document + "\n## More\n", ["| b |"])
    assert again.count("## Cases") == 1
    assert "| a |" not in again
    assert again.endswith("| b |\n\n## More\n")


def test_the_cases_are_pages_of_the_project():
    assert {path.suffix for path in CASES.iterdir()} <= {".html", ".txt", ".json"}
