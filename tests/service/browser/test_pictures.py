"""The pictures of the README, of our own page only: made where CLEANCOPY_PICTURES names a folder."""

import os
from pathlib import Path

import pytest

from tests.service.browser.tools import NARROW, Opener, Page, expect

FOLDER = os.environ.get("CLEANCOPY_PICTURES")
MOST_BYTES = 300_000
SCREEN = {"width": 1280, "height": 800}

pytestmark = pytest.mark.skipif(FOLDER is None, reason="pictures are made where CLEANCOPY_PICTURES names a folder")


def take(page: Page, name: str) -> None:
    picture = Path(FOLDER or "") / f"inspector-{name}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.mouse.move(2, 2)
    page.wait_for_timeout(200)
    page.screenshot(path=picture)
    assert picture.stat().st_size < MOST_BYTES


def test_light(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=SCREEN, color_scheme="light")
    page.locator(".block", has_text="It is not clever.").click()
    take(page, "light")


def test_dark(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=SCREEN, color_scheme="dark")
    page.locator(".block", has_text="By Ines Halloran").click()
    page.click("#tab-fields")
    field = page.locator(".field", has=page.locator("h3", has_text="authors"))
    field.locator("summary").first.click()
    expect(field.locator(".bars").first).to_be_visible()
    field.scroll_into_view_if_needed()
    field.evaluate("e => e.scrollIntoView({ block: 'start' })")
    take(page, "dark")


def test_narrow(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=NARROW, device_scale_factor=2, is_mobile=True, has_touch=True)
    page.locator(".block", has_text="Boots that laugh at puddles").tap()
    take(page, "narrow")
