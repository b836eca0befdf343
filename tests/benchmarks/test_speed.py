import math
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import cleancopy
from benchmarks.speed import growth, stages, whole
from benchmarks.speed.charts import Bar, Chart, Course, draw_bars, draw_charts, draw_courses
from benchmarks.speed.figures import compute_percentile, compute_ratio
from benchmarks.speed.figures import fit_growth as fitted
from benchmarks.speed.pages import FLAT, SHAPES, Sample, get_kind, list_sizes, make_page
from benchmarks.speed.picture import draw_picture
from benchmarks.speed.tables import format_figure, format_size, make_tables, write_document, write_readme_table
from benchmarks.speed.tools import OURS, make_answers
from cleancopy.article import Article
from cleancopy.input.sniff import sniff_kind
from cleancopy.limits import LIMITS
from cleancopy.options import Options


def test_the_exponent_is_that_of_the_sizes_above_the_fixed_cost() -> None:
    steps = [1e3 * 4**i for i in range(8)]
    found = fitted(steps, [0.01 * max(1, (n / steps[3]) ** 1.5) for n in steps])
    assert found.sizes == 4
    assert (found.k, *found.last) == pytest.approx((1.5,) * 4)


def test_times_that_do_not_grow_have_no_exponent() -> None:
    assert math.isnan(fitted([1e3, 1e4, 1e5], [0.01, 0.011, 0.012]).k)


def test_the_ratio_is_their_time_over_ours_with_its_spread() -> None:
    ours = np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 4.0]])
    theirs = 2 * ours
    theirs[1] *= 1.5
    found = compute_ratio(ours, theirs)
    assert (found.value, found.page, found.low, found.high) == (2, 2, 2, 2)
    assert found.rounds == (2, 2.5, 3)


def test_the_interval_holds_the_ratio_and_is_the_same_each_time() -> None:
    chance = np.random.default_rng(1)
    ours, theirs = chance.uniform(1, 2, (3, 50)), chance.uniform(2, 6, (3, 50))
    found = compute_ratio(ours, theirs)
    assert found == compute_ratio(ours, theirs)
    assert found.low < found.value < found.high


def test_a_percentile_is_one_of_the_values() -> None:
    assert [compute_percentile([3.0, 1.0, 2.0], share) for share in (0, 0.5, 0.99)] == [1, 2, 3]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_made_page_has_its_size_and_kind_and_is_the_same_each_time(shape: str) -> None:
    page = make_page(shape, 50_000)
    assert page == make_page(shape, 50_000)
    assert 50_000 <= len(page) < 53_000
    assert sniff_kind(page.decode()) == get_kind(shape)


def test_sizes_grow_by_four_up_to_the_largest() -> None:
    assert list_sizes(20_000_000) == [1220, 4882, 19531, 78125, 312500, 1250000, 5000000, 20000000]
    assert list_sizes(5_000)[-1] == 5_000


@pytest.mark.parametrize("shape", SHAPES)
def test_the_stages_follow_the_flow(shape: str) -> None:
    sample = Sample(page := make_page(shape, 4_000), page.decode())
    steps = stages.run_text_stages if shape in FLAT else stages.run_html_stages
    stages.check_stages(steps, [sample], Options(kind=get_kind(shape)))


def test_a_flow_that_changed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_page("prose", 4_000)
    monkeypatch.setattr(cleancopy, "extract", lambda *_, **__: Article())
    with pytest.raises(SystemExit, match="does not follow"):
        stages.check_stages(stages.run_html_stages, [Sample(page, page.decode())], Options(kind="html"))


def results() -> dict[str, Any]:
    """Of tiny pages: what is measured says nothing, its form is that of any run."""
    samples = [Sample(page := make_page("prose", size), page.decode()) for size in (2_000, 4_000)]
    timings = whole.time_answers(make_answers("html", ["parse only"]), samples, 2)
    times = stages.time_stages(stages.run_html_stages, samples, Options(kind="html"), 1)
    course = growth.measure_course("prose", [sample.page for sample in samples], LIMITS, 1)
    peaks = {OURS: 90_000_000, "resiliparse": None}
    figures = {"load": 0.2, "first": 0.01, "peak": 60_000_000, "process": 0.3}
    return {
        "command": "python -m benchmarks.speed",
        "machine": {
            "versions": {"numpy": "2"}, "processors": 2, "processor": "Chip", "system": "Linux", "python": "3.11",
            "commit": "abc", "compiled": [], "when": "2026-01-01T00:00",
        },
        "missing": {"justext": "justext: No module named 'justext'"},
        "whole": {"news": {"html": whole.summarize(timings, [sample.size for sample in samples])}},
        "stages": {"news": {"html": stages.summarize(times)}},
        "growth": {shape: dict.fromkeys(growth.BOUNDS, growth.summarize(course)) for shape in SHAPES},
        "start": {"runs": 1, "tools": {"cleancopy html": figures}, "processes": {"python alone": 0.02}},
        "memory": [
            {"source": "prose", "kind": "html", "bytes": 10_000, "bound": 60_120_000, "peaks": peaks},
            {"source": "lines", "kind": "text", "bytes": 10_000, "bound": 60_120_000, "peaks": {OURS: 50_000_000}},
        ],
        "scaling": {"html": {"source": "news", "one": 20, "two": 39, "ratio": 1.95, "ratios": [1.9, 2], "given": 0.99}},
    }  # fmt: skip


def test_every_part_has_its_table_and_every_row_its_cells() -> None:
    tables = list(make_tables(results()))
    titles = [table.title.partition(":")[0].partition(",")[0] for table in tables]
    assert titles == ["Whole", "Stages", "Growth", "Growth", "Start", "Memory", "Scaling"]
    assert all(len(row) == len(table.headings) for table in tables for row in table.rows)
    memory = tables[-2]
    assert [row[-2:] for row in memory.rows] == [["90 MB !", "–"], ["50 MB", ""]]


def test_the_document_names_what_was_left_out_and_begins_with_the_table_of_the_readme() -> None:
    measured = results()
    text = write_document(measured)
    assert "Left out: justext: No module named 'justext'." in text
    short = list(write_readme_table(measured["whole"]))
    assert "\n".join(short) in text
    assert [line.split(" | ")[0] for line in short] == ["| pages/s", "|---|---|", "| cleancopy", "| parse only"]


def test_a_page_that_takes_a_tool_very_long_is_named() -> None:
    measured = results()["whole"]
    figures = measured["news"]["html"]
    figures["tools"]["parse only"] |= {"slow": 1, "slowest_ms": 53_000}
    figures["ratios"]["parse only"]["page"] = 0.7
    *_, row, note = write_readme_table(measured)
    assert row.endswith(r")\* |")
    assert note == (
        "\n\\* One page of news, html takes parse only 53.0 s; on the median page cleancopy is 0.70 times as fast."
    )


def test_parts_that_were_not_measured_are_left_out() -> None:
    measured = {name: value for name, value in results().items() if name in {"command", "machine", "missing", "start"}}
    assert write_document(measured).count("\n## ") == 1
    assert draw_picture(measured).count("<g ") == 1


def test_the_picture_is_svg_with_a_chart_for_each_part() -> None:
    root = ElementTree.fromstring(draw_picture(results()))
    assert root.tag.endswith("svg")
    assert sum(child.tag.endswith("}g") for child in root) == 6


def test_bars_are_as_long_as_their_values_and_words_are_escaped() -> None:
    root = ElementTree.fromstring(
        draw_charts([Chart("a < b", list(draw_bars([Bar("x", 2, "2"), Bar("y", 1, "1", accent=True)])))])
    )
    widths = {bar.get("class"): float(bar.get("width", "0")) for bar in root.iter() if bar.tag.endswith("rect")}
    assert widths["theirs"] == 2 * widths["ours"]
    assert "a < b" in [text.text for text in root.iter()]


def test_equal_factors_are_equal_distances() -> None:
    parts = list(draw_courses([Course("a", [(1e3, 0.01), (1e4, 0.1), (1e5, 1.0)])], "seconds"))
    line = next(part for part in parts if 'class="c0"' in part)
    places = [tuple(map(float, pair.split(","))) for pair in line.split('points="')[1].split('"')[0].split()]
    (x1, y1), (x2, y2), (x3, y3) = places
    assert x3 - x2 == pytest.approx(x2 - x1, abs=0.11)
    assert y3 - y2 == pytest.approx(y2 - y1, abs=0.11)


@pytest.mark.parametrize("value, expected", [(0.0312, "0.03"), (22.04, "22.0"), (1046.3, "1,046"), (math.nan, "–")])
def test_a_figure_has_three_digits(value: float, expected: str) -> None:
    assert format_figure(value) == expected


@pytest.mark.parametrize("value, expected", [(1220, "1.2 kB"), (290_000, "290 kB"), (20_000_000, "20 MB")])
def test_a_size_has_its_unit(value: float, expected: str) -> None:
    assert format_size(value) == expected
