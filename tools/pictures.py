"""Takes the README's pictures of the inspector with our sample page: ``python -m tools.pictures [FOLDER]``.

It needs Chromium (`apt-get install chromium`, or its path in `CLEANCOPY_CHROMIUM`), and playwright, which `make test`
installs.
"""

import sys
from pathlib import Path
from typing import Any

from tests.service.browser.tools import ARGUMENTS, CHROMIUM, NARROW, Page, expect, sync_playwright
from tests.service.running import Program

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SCREEN = {"width": 1280, "height": 800}
PHONE = {"viewport": NARROW, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SAMPLE = "harbour.html"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Program("--workers", "1") as program, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        address = f"http://127.0.0.1:{program.port}/"
        for name, settings, prepare in (
            ("light", {"viewport": SCREEN, "color_scheme": "light"}, choose_block),
            ("dark", {"viewport": SCREEN, "color_scheme": "dark"}, open_authors),
            ("narrow", PHONE, tap_block),
        ):
            take_picture(
                browser.new_page(reduced_motion="reduce", **settings),
                address,
                folder / f"inspector-{name}.png",
                prepare,
            )
        browser.close()


def take_picture(page: Page, address: str, path: Path, prepare: Any) -> None:
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    page.get_by_role("button", name=SAMPLE).click()
    page.wait_for_selector("body[data-stage=result]")
    prepare(page)
    page.mouse.move(2, 2)
    page.screenshot(path=path)
    print(f"{path}: {path.stat().st_size:,} bytes")


def choose_block(page: Page) -> None:
    page.locator(".block", has_text="It is not clever.").click()


def open_authors(page: Page) -> None:
    page.locator(".block", has_text="By Ines Halloran").click()
    page.click("#tab-fields")
    field = page.locator(".field", has=page.locator("h3", has_text="authors"))
    field.locator("summary").first.click()
    expect(field.locator(".bars").first).to_be_visible()
    field.evaluate("e => e.scrollIntoView({ block: 'start' })")


def tap_block(page: Page) -> None:
    block = page.locator(".block", has_text="Boots that laugh at puddles")
    if not block.is_visible():  # phones open on the clean copy
        page.locator("#tab-page").tap()
    block.tap()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
