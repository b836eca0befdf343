"""Light and dark, wide and narrow: all can be read."""

import pytest

from tests.service.browser.tools import NARROW, Opener, Page, expect

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for text of the usual size

# Every piece of text in sight against the colours behind it, as the screen has them.
CONTRASTS = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = colour => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((x, i) => (x * a + below[i] * (255 - a)) / 255);
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(getComputedStyle(e).backgroundColor);
    return layers.reverse().reduce((below, colour) => over(rgba(colour), below), [255, 255, 255]);
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(x => x / 255).map(x => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const words = texts.currentNode.data.trim().slice(0, 30);
    if (!words || !element.checkVisibility({ visibilityProperty: true }) || element.closest("svg")) continue;
    const back = behind(element);
    const [a, b] = [light(over(rgba(getComputedStyle(element).color), back)), light(back)];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), words, element.className]);
  }
  return found;
}"""


def poor(page: Page) -> list[list[object]]:
    found = page.evaluate(CONTRASTS)
    assert len(found) > 5
    return [output for output in found if output[0] < LEAST_CONTRAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(opened: Opener, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    assert poor(page) == []
    page.click("#help-open")
    assert poor(page) == []  # the legend has the badge of every role
    page.keyboard.press("Escape")
    page.get_by_role("button", name="council.txt").click()
    page.wait_for_selector("body[data-stage=result]")
    page.locator(".block.fate-keep").first.click()
    page.locator(".block.fate-drop").first.hover()
    assert poor(page) == []
    page.get_by_role("radio", name="recall").check()
    page.wait_for_selector(".block.changed")
    page.click("#tab-fields")
    page.locator("#fields details summary").first.click()
    assert poor(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_comparison_has_contrast(opened: Opener, scheme: str) -> None:
    pytest.importorskip("resiliparse", reason="comparing needs: pip install resiliparse")
    page = opened(sample="harbour.html", color_scheme=scheme)
    page.click("#tab-compare")
    page.get_by_role("button", name="resiliparse").click()
    page.wait_for_selector(".diff")
    assert poor(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_full_badges_of_all_roles_have_contrast(opened: Opener, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    page.click("#help-open")
    page.evaluate("document.querySelectorAll('#legend li li').forEach(e => e.classList.add('fate-keep'))")
    assert poor(page) == []


def test_the_colours_follow_the_system_and_the_button(opened: Opener) -> None:
    page = opened(color_scheme="dark")
    back = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(back)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(back)
    assert dark != light
    for name, colours in [("light", light), ("dark", dark), ("system", light)]:
        page.click("#theme")
        assert page.locator("#theme").get_attribute("aria-label") == f"Colours: {name}"
        assert page.evaluate(back) == colours


def test_the_choice_of_colours_stays(opened: Opener) -> None:
    page = opened(color_scheme="light")
    page.click("#theme")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark


@pytest.mark.parametrize("width", [320, 390, 768, 1180])
def test_nothing_is_wider_than_the_screen(opened: Opener, width: int) -> None:
    page = opened(viewport={"width": width, "height": 844})
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) <= 0
    page.get_by_role("button", name="harbour.html").click()
    page.wait_for_selector("body[data-stage=result]")
    for tab in page.locator("[role=tab]:visible").all():
        tab.click()
        assert page.evaluate(wide) <= 0, tab.inner_text()


def test_a_phone_opens_on_the_clean_copy(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=NARROW, has_touch=True, is_mobile=True)
    expect(page.locator("#pane-copy")).to_be_visible()
    expect(page.locator("#pane-page")).to_be_hidden()
    expect(page.locator("#details")).to_be_hidden()
    expect(page.locator("#copy .title")).to_be_in_viewport()
    page.tap("#tab-page")
    expect(page.locator(".block[aria-selected=true]")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_no_page_or_nothing_has_contrast(opened: Opener, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    page.click("#inspect")
    assert poor(page) == []
    data = b"%PDF-1.7" + bytes(200)
    page.set_input_files("#file", files=[{"name": "a.pdf", "mimeType": "application/pdf", "buffer": data}])
    expect(page.locator("#unreadable")).to_be_visible()
    assert poor(page) == []


def test_a_phone_has_one_column_with_tabs(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=NARROW, has_touch=True, is_mobile=True)
    panes = ["page", "copy", "fields", "compare"]
    assert page.locator("[role=tab]:visible").all_inner_texts() == ["Page", "Clean copy", "Fields", "Compare"]
    for pane in panes:
        page.tap(f"#tab-{pane}")
        assert [name for name in panes if page.locator(f"#pane-{name}").is_visible()] == [pane]
    page.tap("#tab-page")
    block = page.locator(".block.fate-keep").nth(3)
    block.scroll_into_view_if_needed()
    block.tap()
    expect(page.locator("#details")).to_be_visible()
    sheet, shown = page.locator("#details").bounding_box(), block.bounding_box()
    assert sheet
    assert shown
    assert shown["y"] + shown["height"] <= sheet["y"]  # the sheet does not hide what it tells of
    page.locator("#details").get_by_role("button", name="Close").tap()
    expect(page.locator("#details")).to_be_hidden()


def test_what_is_tapped_is_large_enough(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=NARROW, has_touch=True, is_mobile=True)
    small = (
        "[...document.querySelectorAll('button, [role=option], .modes label')].filter(e => e.checkVisibility())"
        ".filter(e => Math.min(e.clientHeight, e.clientWidth) < 24).map(e => e.outerHTML)"
    )  # WCAG 2.2, 2.5.8
    assert page.evaluate(small) == []
