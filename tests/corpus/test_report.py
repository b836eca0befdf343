import json
from dataclasses import replace

import pytest

from cleancopy.corpus.inputs.sources import Source
from cleancopy.corpus.ledger import MAX_UNCERTAIN_PAGES, SiteWork, UncertainPage, make_rounded_key
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import count_losses, get_exit_code, to_json
from cleancopy.corpus.report.data import Step, TypicalPage
from cleancopy.corpus.report.sites import MAX_SITES, make_site
from cleancopy.corpus.report.summary import CONFIDENCE_STEPS
from tests.corpus.entries import BROKEN, DAMAGED, FIRST, HOSTILE, ROWS, SECOND, SOURCE, WHOLE, clean, hostile, report


def test_every_record_became_one_thing() -> None:
    result = clean()
    assert result.records == 13
    assert {name: result.count_outcome(name) for name in result.outcomes} == {
        "ok": 6, "empty": 1, "skipped": 5, "refused": 1, "failed": 0
    }  # fmt: skip
    assert (result.rows, result.files, result.pages, result.bytes_in) == (8, 2, 9, 8000)
    assert result.work_seconds == pytest.approx(0.6)
    assert result.imbalances == ()


def test_the_order_of_entries_does_not_matter() -> None:
    assert report(*WHOLE) == report(*reversed(WHOLE))


def test_pace_is_by_the_clock_on_the_wall() -> None:
    assert (clean().pages_per_second, clean().bytes_per_second) == (4.5, 4000)
    still = report(*WHOLE, seconds=0.0)
    assert (still.pages_per_second, still.bytes_per_second) == (None, None)


def test_reasons_languages_and_flags_are_the_most_frequent_first() -> None:
    assert list(clean().outcomes["skipped"].items()) == [("request", 3), ("keep:language", 2)]
    assert list(clean().languages.items()) == [("en", 6), ("de", 2), ("", 1)]
    assert list(clean().flags) == ["short", "no_running_text"]


def test_steps_have_no_gap() -> None:
    assert clean().millisecond_steps == (Step(4, 8, 8), Step(8, 16, 0), Step(16, 32, 0), Step(32, 64, 1))
    assert clean().word_steps[:3] == (Step(0, 1, 1), Step(1, 2, 0), Step(2, 4, 0))
    assert len(clean().confidence_steps) == CONFIDENCE_STEPS
    assert clean().confidence_steps[17] == Step(0.85, 0.9, 5)


@pytest.mark.parametrize("step", range(CONFIDENCE_STEPS))
def test_every_step_of_confidence_is_found(step: int) -> None:
    found = report(replace(FIRST, confidence_steps={f"{step / CONFIDENCE_STEPS:.2f}": 7}), SECOND).confidence_steps
    assert [s.pages for s in found][step] == 7 + 2 * (step == 17)


def test_sites_are_ranked_by_time_and_by_time_a_page() -> None:
    assert [site.host for site in clean().sites.slowest] == ["b.example", "a.example"]
    many = {f"{n}.example": SiteWork(n + 1, 1.0 + n / 10) for n in range(40)}
    result = report(replace(FIRST, sites=many))
    assert result.sites.slowest[0].host == "39.example"
    assert result.sites.slowest_per_page[0].host == "0.example"
    assert len(result.sites.slowest) == MAX_SITES


def test_medians_stand_beside_means() -> None:
    result = clean().typical_page
    assert (result.median_words, result.mean_words) == (200, pytest.approx((0 + 3 * 200 + 900 + 2 * 210) / 7))
    assert (result.median_seconds, result.mean_seconds) == (0.005, pytest.approx(0.6 / 9))
    assert report().typical_page == TypicalPage()


def test_the_least_certain_pages_of_all_shards_are_reported_and_no_more() -> None:
    assert [page.id for page in clean().uncertain_pages] == ["page-9.html", "page-2"]
    pages = tuple(UncertainPage(n / 100, f"p{n}", "s", None, 1, "") for n in range(40))
    result = report(
        replace(FIRST, uncertain_pages=pages[20:]), replace(SECOND, uncertain_pages=pages[:20])
    ).uncertain_pages
    assert [page.id for page in result] == [f"p{n}" for n in range(2 * MAX_UNCERTAIN_PAGES)]


def test_sites_of_several_shards_are_one_with_its_slowest_page() -> None:
    one = SiteWork(3, 0.9, 0.7, "https://a.example/slow", {"100": 2, "700": 1})
    other = SiteWork(2, 3.0, 2.8, "https://a.example/slower", {"200": 1, "2800": 1})
    result = report(replace(FIRST, sites={"a.example": one}), replace(SECOND, sites={"a.example": other}))
    (site,) = result.sites.to_check
    assert (site.pages, site.seconds, site.median_seconds) == (5, pytest.approx(3.9), 0.2)
    assert (site.slowest_seconds, site.slowest_page) == (2.8, "https://a.example/slower")
    assert site == result.sites.slowest[0]


@pytest.mark.parametrize(
    "work, reason",
    [
        (SiteWork(9, 0.2, 0.1, "x", {"20": 9}), ""),
        (SiteWork(9, 3.0, 0.4, "x", {"300": 9}), "30 % of the run's work; its median page takes 15 times"),
        (SiteWork(9, 0.9, 0.8, "x", {"20": 8, "800": 1}), "one page takes 40 times"),
        (SiteWork(9, 0.3, 0.04, "x", {"30": 9}), ""),
    ],
)
def test_a_site_has_a_reason_to_look_at_it_or_none(work: SiteWork, reason: str) -> None:
    result = make_site("a.example", work, run_seconds=10.0, median_seconds=0.02).reason
    assert result.startswith(reason)
    assert bool(result) is bool(reason)


@pytest.mark.parametrize("number, name", [(0, "0"), (9, "9"), (99, "99"), (104, "100"), (12_345, "12000")])
def test_numbers_are_counted_to_two_digits(number: int, name: str) -> None:
    assert make_rounded_key(number) == name


def test_nothing_read_is_a_report_too() -> None:
    result = report()
    assert (result.records, result.word_steps, result.imbalances, get_exit_code(result)) == (0, (), (), 0)


@pytest.mark.parametrize(
    "entry, words",
    [
        (replace(FIRST, outcomes={"ok": {"": 4}}, rows=4), "accounts for 4 items of 10"),
        (replace(FIRST, outcomes={"ok": {"": 11}}, rows=11), "accounts for 11 items of 10"),
        (replace(FIRST, rows=4), "4 rows for 5 records that were not skipped"),
        (replace(FIRST, file=None), "5 rows and no file"),
        (replace(FIRST, outcomes={"ok": {"": 5}, "lost": {"": 5}}, rows=10), "unknown outcomes: lost"),
        (replace(FIRST, shard=1), "shard 1 has two entries"),
        (replace(FIRST, shard=2), "shard 2 follows the last, 1"),
    ],
)
def test_an_account_that_does_not_balance_is_reported(entry, words) -> None:
    result = report(entry, SECOND)
    assert any(words in line for line in result.imbalances), result.imbalances
    assert get_exit_code(result) == 1


def test_an_unknown_outcome_stays_counted() -> None:
    result = report(replace(FIRST, outcomes={"ok": {"": 5}, "lost": {"": 5}}, rows=10), SECOND)
    assert result.records == 13


@pytest.mark.parametrize("records, balances", [(10, False), (9, True), (8, False)])
def test_damage_takes_the_place_of_a_record(records: int, balances: bool) -> None:
    full = replace(FIRST, outcomes={"ok": {"": records}}, rows=records, damage=(Damage(1, 2, "damaged"),))
    assert (report(full, SECOND).imbalances == ()) is balances


@pytest.mark.parametrize(
    "rows, words",
    [
        ({"a-00000.parquet": 5}, "a-00001.parquet: the file is missing"),
        ({**ROWS, "b.parquet": 1}, "b.parquet: the file has no entry"),
        ({**ROWS, "a-00001.parquet": 2}, "a-00001.parquet: 2 rows where 3 were written"),
    ],
)
def test_rows_written_are_those_of_the_files(rows, words) -> None:
    assert report(*WHOLE, rows=rows).imbalances == (words,)


def test_a_run_that_finished_has_read_all_of_every_source() -> None:
    other = Source("b.html", "page", 3)
    result = report(FIRST, sources=[SOURCE, other])
    assert result.imbalances == ("crawl/a.warc.gz: no shard is its last", "b.html: the source has no entry")
    assert [source.state for source in result.sources] == ["incomplete", "incomplete"]
    assert report(SECOND).imbalances == ("crawl/a.warc.gz: 1 of 2 shards are missing",)


def test_a_run_that_was_stopped_has_losses_but_balances() -> None:
    result = report(FIRST, sources=[SOURCE], state="stopped")
    assert result.imbalances == ()
    assert count_losses(result) == {"incomplete": 1, "stopped": 1}
    assert get_exit_code(result) == 1


def test_a_source_that_ended_in_an_error_may_lack_some() -> None:
    result = report(replace(SECOND, error="Connection reset"))
    assert result.imbalances == ()
    assert [(source.state, source.error) for source in result.sources] == [("error", "Connection reset")]


def test_losses_are_what_the_output_lacks_though_it_should_have_it() -> None:
    assert count_losses(clean()) == {}
    assert count_losses(hostile()) == {"failed": 1, "damage": 2, "errors": 1, "timed_out": 1}
    assert (get_exit_code(clean()), get_exit_code(hostile())) == (0, 1)


def test_damage_stands_in_order_at_its_source() -> None:
    source = report(FIRST, DAMAGED).sources[0]
    assert [(loss.start, loss.end) for loss in source.damage] == [(1000, 1200), (3000, 3500)]


def test_the_json_says_the_same() -> None:
    result = json.loads(to_json(hostile()))
    assert result["version"] == 2
    assert result["exit_code"] == 1
    assert result["losses"] == count_losses(hostile())
    assert result["records"] == sum(sum(reasons.values()) for reasons in result["outcomes"].values())
    assert result["millisecond_steps"][0] == {"from": 4, "below": 8, "pages": 8}
    assert result["sources"][0]["damage"][0] == {"start": 1000, "end": 1200, "kind": "damaged", "detail": ""}
    assert result["sources"][1]["error"] == BROKEN.error == HOSTILE
    assert result["settings"]["records_per_file"] == 10
    assert result["uncertain_pages"][0]["id"] == HOSTILE
    assert result["sites"]["to_check"][0]["slowest_page"] == HOSTILE
    assert (result["skipped_file_count"], result["skipped_files"]) == (0, [])
    assert to_json(hostile()).isascii()
