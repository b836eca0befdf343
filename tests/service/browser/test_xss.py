"""A hostile page stays text: nothing that it holds runs, loads, navigates or becomes an element."""

import http.client
import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from cleancopy.service.app import ROUTES
from cleancopy.service.middleware import SECURITY_HEADERS
from tests.service.browser.hostile import FEW, MANY, batched, forged, hostile
from tests.service.browser.payloads import PAYLOADS
from tests.service.browser.tools import Opener, Page

PATHS = {"", "inspector", "about", "samples", "explain", "extract", "compare"}

# Roles on this page: any other element or attribute would have come from a payload.
OURS = (
    "html head meta title link script body a header p img span strong div button kbd main section h1 h2 h3 h4 h5 h6 "
    "form label textarea input details summary select option ol ul li svg rect path g small i fieldset legend canvas "
    "article aside dialog dl dt dd b code table tbody tr td th blockquote footer pre ins del"
)
FOREIGN = """names => {
  const ours = new Set(names.split(" "));
  const elements = [...document.querySelectorAll("*")];
  const attributes = elements.flatMap(e => [...e.attributes]);
  const isOurStyle = ({ name, value }) => name === "style" && /^--(share|height): [\\d.]+(px)?;$/.test(value);
  const isOurLink = a => a.protocol === "blob:" || ["#main", "docs", ""].includes(a.getAttribute("href") ?? "");
  const isOurScript = s => s.src && new URL(s.src).pathname.startsWith("/inspector/");
  return [
    ...elements.filter(e => !ours.has(e.localName)).map(e => e.outerHTML),
    ...elements.filter(e => e.closest("svg") && !e.closest(".steps")).map(e => e.outerHTML),
    ...attributes.filter(a => /^on|^srcdoc$|^style$|^formaction$/.test(a.name) && !isOurStyle(a)).map(a => a.value),
    ...[...document.links].filter(a => !isOurLink(a)).map(a => a.href),
    ...[...document.scripts].filter(s => !isOurScript(s)).map(s => s.outerHTML),
    ...[...document.images].filter(i => !i.closest(".brand")).map(i => i.src),
    ...(window.__pwned === undefined ? [] : ["window.__pwned"]),
  ];
}"""


def check(page: Page) -> None:
    """Nothing but our own parts stand in the page, and nothing was asked for but what we ask for."""
    assert page.evaluate(FOREIGN, OURS) == []
    asked = {urlsplit(url).path.split("/")[1] for url in page.watch.requests}  # type: ignore[attr-defined]
    assert asked <= PATHS
    page.watch.check()  # type: ignore[attr-defined]


def answers(page: Page, route: str, bodies: Iterator[dict[str, Any]], status: int = 200) -> None:
    """Have the service's next answers of a route be these."""

    def answer(route: Any) -> None:
        route.fulfill(status=status, body=json.dumps(next(bodies)), content_type="application/json")

    page.route(f"**/{route}", answer)


def shown(page: Page) -> None:
    page.wait_for_selector("body[data-stage=result]")


def test_payloads_in_every_string_of_an_answer_stay_text(opened: Opener) -> None:
    page = opened()
    rounds = [(many, " ".join(many[:FEW])) for many in batched(PAYLOADS, MANY)]
    answers(page, "explain", (forged(many, few) for many, few in rounds))
    for many, _ in rounds:
        page.evaluate("document.getElementById('new-page').click()")
        page.fill("#paste", "<p>Boats")
        page.click("#inspect")
        shown(page)
        assert page.locator(".block .words").evaluate_all("all => all.map(e => e.textContent)") == list(many)
        page.locator(".block").nth(1).click()
        page.click("#tab-fields")
        page.evaluate("document.querySelectorAll('#fields details').forEach(e => (e.open = true))")
        page.locator("#flags li").first.hover()
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.locator("#details .full-text").evaluate("e => e.textContent") == many[1]
        check(page)


def test_payloads_where_there_is_one_string_stay_text(opened: Opener) -> None:
    """Title, address, encoding and the like, a few payloads at a time: one must not hide the next."""
    page = opened()
    page.fill("#paste", "<p>Boats")
    rounds = [" ".join(few) for few in batched(PAYLOADS, FEW)]
    answers(page, "explain", (forged(("boats",), few) for few in rounds))
    modes = cycle(["recall", "precision"])
    page.click("#inspect")
    for few in rounds:
        shown(page)
        assert page.locator("#copy .title").evaluate("e => e.textContent") == few
        assert few in str(page.locator("#page-facts").evaluate("e => e.textContent"))
        if few is not rounds[-1]:
            page.evaluate(f"document.querySelector('[value={next(modes)}]').click()")
    check(page)


def test_payloads_in_errors_stay_text(opened: Opener) -> None:
    page = opened()
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    page.fill("#paste", "<p>Boats")
    rounds = [" ".join(few) for few in batched(PAYLOADS, FEW)]
    answers(page, "explain", ({"error": {"code": few, "message": few}} for few in rounds), status=422)
    page.click("#inspect")
    for few in rounds:
        page.wait_for_function("few => document.getElementById('error-text').textContent === few", arg=few)
        if few is not rounds[-1]:
            page.click("#error-retry")
    check(page)


def test_payloads_in_a_comparison_stay_text(opened: Opener) -> None:
    pytest.importorskip("trafilatura", reason="comparing needs: pip install trafilatura")
    page = opened()
    answers(page, "explain", iter([forged(PAYLOADS[:MANY], "boats")]))
    lines = "\n".join(line.replace("\n", " ") for line in PAYLOADS)
    answers(page, "compare", iter([{"tool": "trafilatura", "text": lines, "seconds": 0.1}]))
    page.fill("#paste", "<p>Boats")
    page.click("#inspect")
    shown(page)
    page.click("#tab-compare")
    page.get_by_role("button", name="trafilatura").click()
    page.wait_for_selector(".diff")
    page.evaluate("document.querySelectorAll('.fold button').forEach(e => e.click())")
    check(page)


def test_payloads_in_names_of_files_stay_text(opened: Opener) -> None:
    page = opened()
    for few in batched(PAYLOADS[:240], FEW):
        page.evaluate(
            """name => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(["<p>The boat left."], name));
              document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
            }""",
            " ".join(few),
        )
        page.wait_for_function(
            "name => document.getElementById('page-name').textContent === name"
            " && document.body.dataset.stage === 'result'",
            arg=" ".join(few),
        )
    page.click("#save-open")
    page.locator("#save-menu a[href]").first.wait_for()
    check(page)


@pytest.mark.parametrize("kind", ["html", "text"])
def test_payloads_in_real_pages_go_through_the_service_and_stay_text(opened: Opener, kind: str) -> None:
    page = opened()
    page.click(".more summary")
    page.evaluate("document.getElementById('give').noValidate = true")  # the address is none
    for payloads in batched(PAYLOADS, MANY):
        page.evaluate("document.getElementById('new-page').click()")
        page.select_option("#kind", kind)
        page.evaluate("url => (document.getElementById('url').value = url)", " ".join(payloads[:3]))
        markup = hostile(payloads) if kind == "html" else "\n".join(f"The boat left {p} at six." for p in payloads)
        page.evaluate("text => (document.getElementById('paste').value = text)", markup)
        page.evaluate("document.getElementById('inspect').click()")
        page.wait_for_selector("body[data-stage=result]")
        assert page.locator(".block").count() >= MANY // 8
        page.click("#tab-fields")
        page.evaluate("document.querySelectorAll('#fields details').forEach(e => (e.open = true))")
        check(page)


def test_payloads_in_addresses_of_the_service_are_returned_as_data(service: str) -> None:
    """Paths, queries and headers: whatever comes back is no document, and says that a browser must not guess."""
    where = urlsplit(service)
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    for number, payload in enumerate(PAYLOADS):
        coded = quote(payload, safe="")
        method, path, headers = (
            ("GET", f"/{coded}", {}),
            ("GET", f"/samples/{coded}", {}),
            ("GET", f"/inspector/{coded}", {}),
            ("POST", f"/explain?mode={coded}", {"Content-Type": "text/html"}),
            ("POST", f"/extract?output={coded}", {"Content-Type": "text/html"}),
            ("POST", f"/extract?{coded}=1", {"Content-Type": "text/html"}),
        )[number % 6]
        connection.request(method, path, b"<p>Boats" if method == "POST" else None, headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
        assert answer.status in {404, 405, 422}, path
        assert isinstance(content["error"]["message"], str)
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    connection.close()


def test_a_browser_that_goes_to_a_payload_runs_nothing(opened: Opener) -> None:
    page = opened()
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    for payload in PAYLOADS[:20]:
        page.goto(f"{page.watch.address}{quote(payload, safe='')}")  # type: ignore[attr-defined]
        assert page.evaluate("window.__pwned") is None
        assert page.evaluate("document.contentType") == "application/json"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_every_route_has_the_headers_whatever_it_answers(service: str, method: str) -> None:
    where = urlsplit(service)
    paths = [route.path.replace("{file}", "inspector.js").replace("{name}", "harbour.html") for route in ROUTES]
    for path in [*paths, "/nowhere", "/inspector/nothing.js", "/samples/nothing.html", "/inspector/..%2f..%2fapp.py"]:
        connection = http.client.HTTPConnection(where.hostname or "", where.port)
        connection.request(method, path, b"" if method in {"POST", "PUT"} else None)
        answer = connection.getresponse()
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value, (method, path, answer.status)
        connection.close()
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
