"""Measures the inspector with a page of 5,000 blocks: ``python -m benchmarks.inspector``.

It prints the seconds from the arrival of the answer to the frame that shows it, measured by the browser, on a wide and
a narrow screen. It needs Chromium, like the tests of the inspector.
"""

import json

from tests.service.browser.tools import (
    ARGUMENTS,
    CHROMIUM,
    NARROW,
    WIDE,
    explained,
    page_of_many_blocks,
    sync_playwright,
)
from tests.service.running import Program

BLOCKS = 5000


def main() -> None:
    with Program("--workers", "1") as program, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{program.port}/"
        answer = json.dumps(explained(address, page_of_many_blocks(BLOCKS)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for size in (WIDE, NARROW):
            page = browser.new_page(viewport=size)
            page.goto(address)
            page.route("**/explain", lambda route: route.fulfill(body=answer, content_type="application/json"))
            page.get_by_role("button", name="harbour.html").click()
            page.wait_for_selector("body[data-stage=result]")
            page.wait_for_function("() => performance.getEntriesByName('cleancopy:paint').length")
            took = page.evaluate("performance.getEntriesByName('cleancopy:paint').at(-1).duration") / 1000
            print(f"{page.locator('.block').count():,} blocks, {size['width']} px: {took:.2f} s")
        browser.close()


if __name__ == "__main__":
    main()
