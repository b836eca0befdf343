"""A real browser before the real service, on ports of this machine."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.browser.tools import (
    ARGUMENTS,
    CHROMIUM,
    PATIENCE,
    SAMPLES,
    WIDE,
    Browser,
    BrowserContext,
    Opener,
    Page,
    Route,
    Watch,
    explained,
    sync_playwright,
)
from tests.service.running import Program


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the whole run: as long as playwright has its event loop on this thread, no other test could have one.
    if CHROMIUM is None:
        pytest.skip("browser tests need Chromium: apt-get install chromium, or name it in CLEANCOPY_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of the service as a user starts it."""
    with Program("--workers", "1", "--max-body", "4") as program:
        yield f"http://127.0.0.1:{program.port}/"


@pytest.fixture(scope="session")
def fetching_service() -> Iterator[str]:
    with Program("--workers", "1", "--fetch") as program:
        yield f"http://127.0.0.1:{program.port}/"


@pytest.fixture(scope="session")
def answers() -> dict[str, tuple[int, dict[str, str], bytes]]:
    """What the service said of a sample: its answer to the same question is the same, and takes a second."""
    return {}


@pytest.fixture
def opened(browser: Browser, service: str, answers: dict[str, Any]) -> Iterator[Opener]:
    """Opens the inspector, by default on a wide screen; what it does is watched, and judged in the end."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def answer(route: Route) -> None:
        question = route.request.post_data or ""
        if question not in answers:
            document = route.fetch()
            answers[question] = (document.status, document.headers, document.body())
        status, headers, body = answers[question]
        route.fulfill(status=status, headers=headers, body=body)

    def open_inspector(*, address: str = service, sample: str | None = None, **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **settings})
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, address)
        contexts.append((context, watch))
        page = context.new_page()
        page.watch = watch  # type: ignore[attr-defined]
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
        if sample:
            context.route("**/explain", answer)
            page.get_by_role("button", name=sample).click()
            page.wait_for_selector("body[data-stage=result]")
        return page

    yield open_inspector
    for context, watch in contexts:
        context.close()
        watch.check()


@pytest.fixture
def harbour(opened: Opener) -> Page:
    """The inspector with the bundled HTML page."""
    return opened(sample="harbour.html")


@pytest.fixture(scope="session")
def harbour_trace(service: str) -> dict[str, Any]:
    """What the service says of the bundled HTML page."""
    return explained(service, (SAMPLES / "harbour.html").read_bytes())
