"""A page of 5,000 blocks: all of them come to the screen, and can be walked, filtered and searched."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.service.browser.tools import NARROW, WIDE, Opener, Page, expect, explained, page_of_many_blocks
from tests.service.running import SMALL, running

BLOCKS = 5000


@pytest.fixture(scope="session")
def large_trace() -> dict[str, Any]:
    """What a service without haste says of a page of 5,000 blocks."""
    patient = replace(SMALL, body_bytes=10**7, page_bytes=10**7)
    with running(patient) as service:
        trace = explained(f"http://127.0.0.1:{service.port}/", page_of_many_blocks(BLOCKS))
    assert len(trace["blocks"]) >= BLOCKS
    return trace


@pytest.fixture
def large(opened: Opener, large_trace: dict[str, Any]) -> Any:
    def open_large(viewport: dict[str, int]) -> Page:
        page = opened(viewport=viewport)
        body = json.dumps(large_trace)  # the service's answer, which each test need not wait for
        page.route("**/explain", lambda route: route.fulfill(body=body, content_type="application/json"))
        page.get_by_role("button", name="harbour.html").click()
        page.wait_for_selector("body[data-stage=result]")
        return page

    return open_large


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_five_thousand_blocks_are_shown(large: Any, viewport: dict[str, int]) -> None:
    page = large(viewport)
    page.wait_for_function("() => performance.getEntriesByName('cleancopy:paint').length")
    assert page.locator(".block").count() >= BLOCKS


def test_they_are_walked_filtered_and_searched(large: Any) -> None:
    page = large(WIDE)
    for _ in range(20):
        page.keyboard.press("j")
    page.keyboard.press("End")
    last = page.locator(".block").count() - 1
    assert page.locator(".block[aria-selected=true]").get_attribute("data-block") == str(last)
    expect(page.locator(".block[aria-selected=true]")).to_be_in_viewport()
    page.get_by_role("button", name="quote").click()
    expect(page.locator("#shown")).to_contain_text(f"of {last + 1:,} blocks")
    page.fill("#search", "spring tide")
    expect(page.locator("#no-match")).to_be_visible()
    page.click("#tab-fields")
    expect(page.locator(".field").first).to_be_visible()


def test_a_real_page_of_many_lines_goes_through_the_service(opened: Opener) -> None:
    page = opened()
    lines = [f"{i} people said that the boat of the year {1500 + i} would leave at six." for i in range(600)]
    page.fill("#paste", "\n".join(lines))
    page.click("#inspect")
    page.wait_for_selector("body[data-stage=result]")
    expect(page.locator(".block")).to_have_count(600)
