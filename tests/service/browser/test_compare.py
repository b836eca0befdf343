"""The comparison with other tools."""

import pytest

from tests.service.browser.tools import Opener, Page, expect, explained


@pytest.mark.parametrize("peer", ["trafilatura", "resiliparse"])
def test_differences_are_marked(harbour: Page, peer: str) -> None:
    pytest.importorskip(peer, reason=f"comparing needs: pip install {peer}")
    harbour.click("#tab-compare")
    button = harbour.get_by_role("button", name=peer)
    button.click()
    expect(harbour.locator(".compare-summary")).to_contain_text(f"{peer} ")
    assert button.get_attribute("aria-pressed") == "true"
    theirs = harbour.locator(".diff > .theirs")
    assert "Old ferry pier at Saltmere to reopen after nine winters" in theirs.locator(".diff-line").all_inner_texts()
    assert theirs.first.get_by_role("img", name=f"only in {peer}").count() == 1
    numbers = [int(n) for n in harbour.locator(".diff-legend b").all_inner_texts()]
    harbour.locator(".diff .fold button").first.click()
    while harbour.locator(".diff .fold button").count():
        harbour.locator(".diff .fold button").first.click()
    assert harbour.locator(".diff > li").count() == sum(numbers)
    line = harbour.locator(".diff > .same").nth(2)
    line.click()
    selected = harbour.locator(".block[aria-selected=true] .words")
    assert selected.inner_text() == line.locator(".diff-line").inner_text()


def test_the_comparison_follows_the_mode(opened: Opener) -> None:
    pytest.importorskip("trafilatura", reason="comparing needs: pip install trafilatura")
    page = opened(sample="harbour.html")
    page.click("#tab-compare")
    page.get_by_role("button", name="trafilatura").click()
    expect(page.locator(".compare-summary")).to_contain_text("cleancopy 4")
    before = page.locator(".compare-summary").inner_text()
    page.get_by_role("radio", name="precision").check()
    expect(page.locator(".compare-summary")).not_to_have_text(before)
    assert sum("compare" in url for url in page.watch.requests if url.endswith("/compare")) == 1  # type: ignore[attr-defined]


def test_the_comparison_runs_as_soon_as_it_is_looked_at(harbour: Page) -> None:
    pytest.importorskip("trafilatura", reason="comparing needs: pip install trafilatura")
    harbour.click("#tab-compare")
    expect(harbour.locator(".compare-summary")).to_contain_text("trafilatura ")
    assert harbour.get_by_role("button", name="trafilatura").get_attribute("aria-pressed") == "true"
    harbour.click("#tab-fields")
    harbour.click("#tab-compare")
    assert sum(url.endswith("/compare") for url in harbour.watch.requests) == 1  # type: ignore[attr-defined]


def test_where_no_other_tool_is_installed_it_says_what_to_install(opened: Opener) -> None:
    page = opened()
    about = page.evaluate("fetch('about').then(r => r.json())")
    page.route("**/about", lambda route: route.fulfill(json={**about, "tools": []}))
    page.reload()
    page.get_by_role("button", name="harbour.html").click()
    page.wait_for_selector("body[data-stage=result]")
    page.click("#tab-compare")
    expect(page.locator("#compare")).to_contain_text("pip install trafilatura")


def rows(page: Page, ours: list[str], theirs: list[str]) -> list[tuple[object, ...]]:
    document = page.evaluate("([a, b]) => import('/inspector/diff.js').then(d => d.diffLines(a, b))", [ours, theirs])
    return [(row["kind"], row["ours"], row["theirs"]) for row in document]


def test_lines_are_distinguished(opened: Opener) -> None:
    page = opened()
    ours = ["one two three", "a b c d", "same", "only here", "same again", "x"]
    theirs = ["intro", "one two three", "a b c e", "same", "- same  again", "x", "outro"]
    assert rows(page, ours, theirs) == [
        ("theirs", None, 0),
        ("same", 0, 1),
        ("changed", 1, 2),
        ("same", 2, 3),
        ("ours", 3, None),
        ("same", 4, 4),
        ("same", 5, 5),
        ("theirs", None, 6),
    ]
    assert rows(page, [], ["a"]) == [("theirs", None, 0)]
    assert rows(page, ["a"], []) == [("ours", 0, None)]
    assert rows(page, ["a", "a", "b"], ["a", "b", "b"]) == [
        ("same", 0, 0), ("ours", 1, None), ("theirs", None, 1), ("same", 2, 2)
    ]  # fmt: skip


def test_all_lines_of_both_texts_stand_in_order_in_the_rows(opened: Opener) -> None:
    page = opened()
    ours = [f"line {i % 7} {i % 3}" for i in range(60)]
    theirs = [f"line {i % 5} {i % 3}" for i in range(70)]
    document = rows(page, ours, theirs)
    assert [row[1] for row in document if row[1] is not None] == list(range(60))
    assert [row[2] for row in document if row[2] is not None] == list(range(70))


def test_words_are_distinguished(opened: Opener) -> None:
    page = opened()
    document = page.evaluate(
        "import('/inspector/diff.js').then(d => d.diffWords('the old boat left', 'the boat left early'))"
    )
    assert [(piece["kind"], piece["text"]) for piece in document] == [
        ("same", "the"),
        ("ours", "old"),
        ("same", "boat left"),
        ("theirs", "early"),
    ]


def test_five_thousand_lines_are_compared(opened: Opener) -> None:
    page = opened()
    rows = page.evaluate(
        """async () => {
          const { diffLines } = await import("/inspector/diff.js");
          const line = i => `line ${i} of a text that is long enough`;
          const ours = Array.from({ length: 5000 }, (_, i) => line(i));
          const theirs = Array.from({ length: 5000 }, (_, i) => (i % 9 ? line(i) : `another ${i * 31}`));
          const kinds = rows => rows.map(row => row.kind);
          return [kinds(diffLines(ours, theirs)), kinds(diffLines(ours, theirs.map(text => text + "!")))];
        }"""
    )
    mostly_equal, all_changed = rows
    assert mostly_equal.count("same") == 5000 - len(range(0, 5000, 9))
    assert "same" not in all_changed
    assert len(all_changed) >= 5000


def test_the_sample_is_explained_in_the_form_that_the_page_reads(service: str) -> None:
    document = explained(service, b"The boat left at six.\nNobody waved.", "text/plain")
    assert {"page", "article", "text", "full_text", "blocks", "fields"} == set(document)
