"""What is said when something goes wrong, and while one waits."""

import json

import pytest

from tests.service.browser.tools import Opener, Page, expect

HARBOUR = "harbour.html"


def failing(page: Page, status: int, code: str, headers: dict[str, str] | None = None) -> None:
    """Have the next request for an explanation fail."""
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    body = json.dumps({"error": {"code": code, "message": f"the service says {code}"}})
    page.route(
        "**/explain",
        lambda route: route.fulfill(status=status, body=body, headers=headers or {}, content_type="application/json"),
        times=1,
    )


@pytest.mark.parametrize(
    "status, code, title, advice",
    [
        (413, "too_large", "This page is too large (413)", "Give a smaller part of it"),
        (422, "page", "The page cannot be read (422)", "the file that you meant"),
        (500, "internal", "Something went wrong (500)", "please report it"),
        (504, "timed_out", "The page takes too long (504)", "Give a smaller part of it"),
    ],
)
def test_an_error_says_what_to_do(opened: Opener, status: int, code: str, title: str, advice: str) -> None:
    page = opened()
    failing(page, status, code)
    page.get_by_role("button", name=HARBOUR).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(title)
    expect(alert).to_contain_text(f"the service says {code}")
    expect(alert).to_contain_text(advice)
    expect(page.locator("#start")).to_be_visible()
    page.click("#error-retry")
    page.wait_for_selector("body[data-stage=result]")
    expect(alert).to_be_hidden()


def test_a_page_that_is_really_too_large_is_reported(opened: Opener) -> None:
    page = opened()
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    page.evaluate("document.getElementById('paste').value = '<p>word '.repeat(900_000)")
    page.click("#inspect")
    expect(page.get_by_role("alert")).to_contain_text("This page is too large (413)")


def test_a_busy_service_is_asked_again_when_it_said(opened: Opener) -> None:
    page = opened()
    page.clock.install()
    failing(page, 503, "busy", {"Retry-After": "600"})
    page.get_by_role("button", name=HARBOUR).click()
    retry = page.locator("#error-retry")
    expect(retry).to_be_disabled()
    expect(retry).to_contain_text("Try again in")
    expect(page.get_by_role("alert")).to_contain_text("The service is busy (503)")
    page.clock.run_for(600_000)
    expect(retry).to_be_enabled()
    retry.click()
    page.wait_for_selector("body[data-stage=result]")


def test_a_service_out_of_reach_is_reported(opened: Opener) -> None:
    page = opened()
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    page.fill("#paste", "<p>The boat left the harbour at six.</p>")
    page.context.set_offline(True)
    page.click("#inspect")
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")
    expect(page.get_by_role("alert")).to_contain_text("This browser is offline.")
    page.context.set_offline(False)
    page.click("#error-retry")
    page.wait_for_selector("body[data-stage=result]")


def test_a_mode_that_fails_leaves_the_result_as_it_was(harbour: Page) -> None:
    failing(harbour, 503, "busy")
    harbour.get_by_role("radio", name="recall").click()
    expect(harbour.get_by_role("alert")).to_be_visible()
    assert harbour.get_by_role("radio", name="balanced").is_checked()
    expect(harbour.locator(".block").first).to_be_visible()
    harbour.click("#error-retry")
    expect(harbour.locator("#status")).to_contain_text("recall:")
    assert harbour.get_by_role("radio", name="recall").is_checked()


def test_while_one_waits_it_says_so_and_can_be_cancelled(opened: Opener) -> None:
    page = opened()
    page.route("**/explain", lambda _: None)  # never answered
    page.get_by_role("button", name=HARBOUR).click()
    expect(page.locator("#loading")).to_be_visible()
    expect(page.locator("#loading-text")).to_have_text(f"Reading {HARBOUR}…")
    page.click("#cancel")
    expect(page.locator("#start")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_format_that_fails_can_be_asked_for_again(harbour: Page) -> None:
    harbour.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    harbour.route("**/extract?output=tei", lambda route: route.fulfill(status=503, body="{}"), times=1)
    harbour.click("#save-open")
    expect(harbour.locator("#save-menu a[data-output=tei]")).to_contain_text("failed")
    harbour.click("#save-open")
    harbour.click("#save-open")
    harbour.locator("#save-menu a[data-output=tei][href]").wait_for()
