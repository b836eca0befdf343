"""Languages, keys of values and dates in lines, on either side of each bound."""

import pytest

from cleancopy.metadata.candidate import Candidate, KeyCache, ScoredValue, group_candidates, make_key
from cleancopy.metadata.language import choose_locale, identify_language
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.ranking import field_trace, score_group

ENGLISH = "The council voted to keep the night buses running for another year. "
GERMAN = "Der Stadtrat hat beschlossen, dass die Nachtbusse weiterfahren sollen. "


@pytest.mark.parametrize(
    "text, language",
    [
        (ENGLISH[:40], "en"),
        (ENGLISH[:39], None),
        ((ENGLISH * 60)[:4000] + GERMAN * 200, "en"),
        ("x" * 40, None),
        ("Rau lu ma ti so ne ka po ri ve la da mo ku " * 2, None),
        ("Kaupunginvaltuusto päätti, että yöbussit kulkevat vielä vuoden ajan kuten ennenkin.", "fi"),
    ],
)
def test_language_of_a_text(text, language):
    assert identify_language(text) == language


@pytest.mark.parametrize(
    "language, stated, url, locale",
    [
        ("en", "en-gb", None, "en-gb"),
        ("en", "EN_GB", "https://post.example.com.au/", "EN-GB"),
        ("en", "en", "https://post.example.co.uk:8080/a/b.au", "en-GB"),
        ("en", "english", "https://POST.EXAMPLE.AU", "en-AU"),
        ("en", None, "http://post.nz", "en-NZ"),
        ("en", None, "http://ie.example/x.ie", "en"),
        ("en", None, "http://post.example/?from=//post.ie/", "en"),
        (None, "pt_BR", "http://post.ie", "pt-BR"),
        (None, "", "http://post.ie", None),
    ],
)
def test_the_region_of_a_language(language, stated, url, locale):
    assert choose_locale(language, stated, url) == locale


@pytest.mark.parametrize(
    "field, value, key",
    [
        ("title", "The PIER, at last!", "the pier at last"),
        ("published", "2024-02-03T10:00:00", "2024-02-03"),
        ("modified", "2024-02-03T10:00:00", "2024-02-03"),
        ("title", "2024-02-03T10", "2024 02 03t10"),
        ("title", " – ", ""),
    ],
)
def test_what_makes_two_values_the_same(field, value, key):
    assert make_key(field, value) == key


def test_values_are_grouped_and_weighed():
    said = [
        Candidate("title", "Pier", "block 1", ("a", "b")),
        Candidate("title", "Ferry", "block 2", ("d",)),
        Candidate("title", "PIER!", "head", ("b", "c")),
        Candidate("title", "–", "block 3", ("e",)),
        Candidate("title", "pier", "block 1", ("f",)),
    ]
    pier, ferry = group_candidates("title", said, KeyCache())
    assert (pier.key, pier.candidates, pier.signals) == ("pier", (said[0], said[2], said[4]), frozenset("abcf"))
    assert (ferry.key, ferry.candidates, ferry.signals) == ("ferry", (said[1],), frozenset("d"))
    weights = {"bias": -0.5, "a": 1.0, "b": 2.0, "f": -3.5, "d": 0.25}
    weighed = score_group(pier, weights)
    assert weighed == ScoredValue("title", "Pier", ("block 1", "head"), -1.0, False, frozenset("abcf"))
    assert score_group(ferry, weights) == ScoredValue("title", "Ferry", ("block 2",), -0.25, False, frozenset("d"))
    assert score_group(ferry, {}).score == 0
    trace = field_trace(weighed, weights)
    assert trace.weights == (("f", -3.5), ("b", 2.0), ("a", 1.0))
    assert (trace.field, trace.value, trace.sources, trace.score, trace.chosen) == (*weighed[:4], False)
    equal = field_trace(weighed, {"b": 1.0, "a": -1.0, "c": 1.0})
    assert [signal for signal, _ in equal.weights] == ["a", "b", "c"]


LINES = (
    "Posted 3 March 2024, updated 4 April 2024 in Harbour",
    "no date",
    "1234 boats",
    "123",
    "3 March 2024",
    "12a3",
    "2024年3月5日 発行",
    "١٢ مارس ٢٠٢٤",
    "4 / 5 : 67 March",
)


def test_dates_in_lines():
    dates = LineDates(LINES, "en")
    assert dates.line_indices == {0, 2, 4, 6, 7, 8}
    assert [[f.date for f in dates.list_dates(i)] for i in range(len(LINES))] == [
        ["2024-03-03", "2024-04-04"], [], [], [], ["2024-03-03"], [], ["2024-03-05"], ["2024-03-12"], [],
    ]  # fmt: skip
    assert dates.list_dates(0) is dates.list_dates(0)
    assert [dates.replace_dates(i) for i in (0, 1, 2, 4, 6)] == [
        "Posted  | , updated  |  in Harbour", "no date", "1234 boats", "", "発行",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line, may_be", [("0123", True), ("9999", True), ("123/", False), ("123:", False), ("x1234", True)]
)
def test_lines_that_may_hold_a_date(line, may_be):
    assert LineDates(["", line, ""], None).line_indices == ({1} if may_be else set())
