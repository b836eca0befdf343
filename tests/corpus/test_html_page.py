import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import turbohtml

from cleancopy.corpus.formatting import (
    escape_invisible,
    format_axis_number,
    format_duration,
    format_rate,
    format_share,
    format_size,
)
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import Report, count_losses
from cleancopy.corpus.report.charts import HistogramColumn, draw_histogram
from cleancopy.corpus.report.html_page import INSPECTOR, render_html
from cleancopy.corpus.report.html_parts import MAX_ROWS
from cleancopy.corpus.report.text import LOSS_NAMES, explain_empty_run
from tests.corpus.entries import DAMAGED, FIRST, HOSTILE, SECOND, WHOLE, clean, hostile, report

REPORTS = {"clean": clean(), "hostile": hostile(), "nothing": report()}


def tree(result: Report) -> ET.Element:
    """What is drawn is XML, but for the tags that HTML leaves open and the doctype."""
    page = render_html(result).removeprefix("<!DOCTYPE html>\n")
    return ET.fromstring(re.sub(r"<meta ([^>]*)>", r"<meta \1/>", page))


def words(result: Report) -> str:
    return " ".join("".join(tree(result).itertext()).split())


def cells(result: Report) -> list[list[str]]:
    """The rows of all tables."""
    return [["".join(cell.itertext()) for cell in row] for row in tree(result).iter("tr")]


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_is_well_formed_and_as_a_browser_reads_it(name: str) -> None:
    ours = [element.tag for element in tree(REPORTS[name]).iter()]
    theirs = [node.tag for node in turbohtml.parse(render_html(REPORTS[name])).find_all()]
    assert ours == theirs


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_acts_and_nothing_is_asked_for(name: str) -> None:
    page = tree(REPORTS[name])
    assert {e.tag for e in page.iter()} & {"script", "link", "img", "image", "iframe", "use", "form"} == set()
    names = {attribute for e in page.iter() if e.tag != "a" for attribute in e.attrib}
    assert not [n for n in names if n.startswith("on") or n in {"src", "href", "style", "action"}]
    assert all(set(a.attrib) == {"href", "rel"} and a.get("href").startswith(INSPECTOR) for a in page.iter("a"))
    drawn = render_html(REPORTS[name])
    assert "url(" not in drawn
    assert "@import" not in drawn


def test_hostile_names_are_shown_and_do_nothing() -> None:
    drawn = render_html(hostile())
    assert "<script" not in drawn
    assert not set(drawn) & set("\0\x1b\u202e\udc80")
    assert "<script>alert('1')</script>&\"'\\x1b[31m\\u202e\\udc80\\n\\x00" in words(hostile())


def test_every_picture_has_a_title_and_its_numbers_as_a_table() -> None:
    for section in tree(clean()).iter("section"):
        pictures = section.findall("svg")
        assert all(picture.get("aria-label") == picture.findtext("title") for picture in pictures)
        assert not pictures or section.find("details//table") is not None
    numbers = [[*row.itertext()] for row in tree(clean()).findall(".//details//tr")]
    assert ["skipped: request", "3", "23.1 %"] in [[cell for cell in row if cell.strip()] for row in numbers]


def test_every_share_says_of_what() -> None:
    heads = [head.text or "" for head in tree(clean()).iter("th")]
    assert {head for head in heads if "Share" in head} == {"Share of the records read", "Share of the pages read"}
    result = words(clean())
    assert "13 records read, all of them accounted for; shares are of these records" in result
    assert "Shares are of 9 pages read" in result


def test_medians_are_reported_beside_means() -> None:
    assert "median 200, mean 274 words" in words(clean())
    assert "median 5 ms, mean 67 ms" in words(clean())


def test_what_is_worth_a_look_has_a_way_to_look_at_it() -> None:
    doubtful = ["page-9.html", "pages", "0.31", "180", "The quay", "cleancopy explain pages/page-9.html"]
    assert doubtful in cells(clean())
    (link,) = tree(clean()).iter("a")
    assert link.get("href") == f"{INSPECTOR}?url=https%3A%2F%2Fa.example%2F2%3Fx%3D1%26y"
    assert ["b.example", "2", "0.30 s", "–", "0 ms", "50 % of the run's work", "–"] in cells(clean())


def test_an_address_that_is_no_page_of_the_web_is_no_link() -> None:
    assert [a for a in tree(hostile()).iter("a") if "javascript" in a.get("href", "")] == []


NOTHING = replace(FIRST, outcomes={"skipped": {"keep:words": 7, "request": 3}}, rows=0, file=None, is_last=True)


@pytest.mark.parametrize(
    "result, reason",
    [
        (report(NOTHING), "No row came of 10 records: 7 skipped (keep:words), 3 skipped (request)."),
        (
            report(replace(NOTHING, outcomes={}, error="gone")),
            "1 source of 1 ended in an error before the first record.",
        ),
        (report(replace(NOTHING, outcomes={})), "There was no record in 1 source: check whether they are empty."),
        (report(), "No source was found"),
        (report(state="stopped"), "The run was stopped before the first record"),
        (
            replace(report(), skipped_files=(("a.png", "picture"),), skipped_file_count=12),
            "All 12 files were skipped, for example a.png: picture",
        ),
    ],
)
def test_a_run_that_wrote_nothing_says_why_before_all_else(result: Report, reason: str) -> None:
    assert explain_empty_run(result).startswith(reason)
    page = words(result)
    assert page.index(reason[:20]) < page.index("Records read")


def test_a_run_that_wrote_something_does_not_say_so() -> None:
    assert "Nothing was written" not in words(clean())


def test_names_of_what_was_passed_over_are_reported() -> None:
    result = words(replace(clean(), skipped_files=(("a.png", "a picture"), (HOSTILE, HOSTILE)), skipped_file_count=30))
    assert "30 files that were found and not read" in result
    assert "a.pnga picture" in result
    assert "… and 28 more, all in _run/skipped.jsonl" in result


@pytest.mark.parametrize("most, ticks", [(1, ["1"]), (2, ["1", "2"]), (11, ["5", "11"])])
def test_the_scale_of_a_histogram_reports_whole_pages(most: int, ticks: list[str]) -> None:
    drawn = ET.fromstring(draw_histogram("Pages", [HistogramColumn("a", "a", most), HistogramColumn("b", "b", 1)]))
    assert [t.text for t in drawn.iter("text") if t.get("class") == "soft"] == ticks


def test_the_headline_and_every_loss_is_reported() -> None:
    assert "Corpus run done 1 of 1 sources" in words(clean())
    assert "Losses" not in words(clean())
    result = words(hostile())
    assert "done with losses" in result
    assert "2 damaged stretches in the sources" in result
    assert "1 source ended in an error" in result
    assert "1,000 to 1,200 damaged, 200 B" in " ".join(" ".join(tree(hostile()).itertext()).split())


def test_every_kind_of_loss_has_a_name() -> None:
    everything = replace(DAMAGED, flags={"timed_out": 1, "out_of_memory": 1, "crashed": 1}, rows=9)
    broken = replace(SECOND, source="b", error="gone")
    found = count_losses(report(replace(FIRST, source="c"), everything, broken, state="stopped"))
    assert found.keys() == LOSS_NAMES.keys()


def test_accounts_that_do_not_balance_are_listed() -> None:
    result = words(report(FIRST, replace(SECOND, rows=1)))
    assert "some are not accounted for" in result
    assert "shard 1 has 1 rows for 3 records that were not skipped" in result


def test_an_outcome_that_should_not_be_is_drawn_and_does_nothing() -> None:
    odd = replace(SECOND, outcomes={"ok": {"": 2}, HOSTILE: {HOSTILE: 1}})
    assert not set(render_html(report(FIRST, odd))) & set("\0\x1b\u202e\udc80")
    assert "script" not in {element.tag for element in tree(report(FIRST, odd)).iter()}


def test_a_long_list_of_damage_is_cut_and_says_so() -> None:
    many = tuple(Damage(n, n + 1, "damaged") for n in range(MAX_ROWS + 7))
    assert "7 more are in report.json" in words(report(FIRST, replace(SECOND, damage=many)))


def test_the_page_is_the_same_every_time() -> None:
    assert render_html(report(*WHOLE)) == render_html(report(*reversed(WHOLE)))


def test_figures_as_people_read_them() -> None:
    assert [format_size(n) for n in (0, 999, 1500, 23_400_000, 5e15)] == [
        "0 B",
        "999 B",
        "1.50 kB",
        "23.4 MB",
        "5000.0 TB",
    ]
    assert [format_duration(s) for s in (0.424, 38.14, 3758)] == ["0.42 s", "38.1 s", "1:02:38"]
    assert [format_share(*n) for n in ((1, 3), (1, 5000), (0, 9), (0, 0))] == ["33.3 %", "<0.1 %", "0.0 %", "0.0 %"]
    assert [format_rate(n) for n in (None, 5.84, 1234.5)] == ["–", "5.8", "1,234"]
    assert [format_axis_number(n) for n in (0, 512, 16384, 2_100_000)] == ["0", "512", "16k", "2M"]
    assert escape_invisible("größe\t\x1b") == "größe\\t\\x1b"
