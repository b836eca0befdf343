"""What the inspector shows of a page, and what can be done with it."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from cleancopy.block import Role
from cleancopy.flags import Flag
from cleancopy.options import Mode
from cleancopy.render import RENDERERS
from tests.service.browser.tools import SAMPLES, Opener, Page, expect, explained, give, wait_for_mode

REFUSE = "() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
TITLE = "Old ferry pier at Saltmere to reopen after nine winters"


def block(page: Page, words: str) -> Any:
    return page.locator(".block", has_text=words).first


def number_of(locator: Any) -> int:
    return int(locator.get_attribute("data-block"))


# ── ways to give a page ──────────────────────────────────────────────────────────────────────────────


def test_the_start_explains_three_steps(opened: Opener) -> None:
    page = opened()
    assert page.locator(".steps h2").all_inner_texts() == ["Give a page", "Look at its blocks", "Take the clean copy"]
    assert page.locator("#fetch").is_hidden()
    names = [entry["name"] for entry in page.evaluate("fetch('samples').then(r => r.json())")["samples"]]
    assert {"harbour.html", "council.txt"} <= set(names)
    assert page.locator("#sample-list button span").all_inner_texts() == names


@pytest.mark.parametrize("sample", ["harbour.html", "council.txt"])
def test_a_sample_is_shown(opened: Opener, sample: str) -> None:
    page = opened(sample=sample)
    expect(page.locator("#page-name")).to_have_text(sample)
    kind = "HTML" if sample.endswith("html") else "flattened text"
    expect(page.locator("#page-facts")).to_contain_text(kind)


def test_a_page_can_be_pasted_into_the_field(opened: Opener) -> None:
    page = opened()
    give(page, "<h1>Two words</h1><p>The boat left the harbour at six, and nobody on the quay waved to it.</p>")
    expect(page.locator("#blocks")).to_contain_text("The boat left the harbour")


def test_a_page_can_be_pasted_anywhere(opened: Opener) -> None:
    page = opened()
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "<p>The boat left the harbour at six, they said.</p>");
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }"""
    )
    page.wait_for_selector("body[data-stage=result]")
    expect(page.locator("#blocks")).to_contain_text("The boat left the harbour at six")


def test_a_file_can_be_dropped_and_its_encoding_is_found(opened: Opener) -> None:
    page = opened()
    markup = '<meta charset="windows-1252"><p>The café on the quay opened at six, said the naïve man of the boat.</p>'
    page.evaluate(
        """bytes => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], "café.html", { type: "text/html" }));
          for (const event of ["dragenter", "dragover", "drop"])
            document.body.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        list(markup.encode("windows-1252")),
    )
    page.wait_for_selector("body[data-stage=result]")
    expect(page.locator("#page-name")).to_have_text("café.html")
    expect(page.locator("#page-facts")).to_contain_text("windows-1252 by its meta tag")
    expect(page.locator("#blocks")).to_contain_text("The café on the quay")
    assert not page.evaluate("document.body.classList.contains('is-dropping')")


def test_a_file_can_be_chosen(opened: Opener) -> None:
    page = opened()
    page.set_input_files("#file", SAMPLES / "council.txt")
    page.wait_for_selector("body[data-stage=result]")
    expect(page.locator("#page-name")).to_have_text("council.txt")


def test_kind_and_address_are_passed_on(opened: Opener) -> None:
    page = opened()
    page.click(".more summary")
    page.select_option("#kind", "text")
    page.fill("#url", "https://news.example/boats/1")
    give(page, "The boat left the harbour at six.\nNobody on the quay waved to it.")
    expect(page.locator("#page-facts")).to_contain_text("flattened text")
    expect(page.locator("#page-facts")).to_contain_text("https://news.example/boats/1")


def test_an_address_can_be_given_where_fetching_is_on(opened: Opener, fetching_service: str) -> None:
    page = opened(address=fetching_service)
    page.watch.pardon("Failed to load resource")  # type: ignore[attr-defined]
    assert page.locator("#fetch").is_visible()
    asked: list[dict[str, Any]] = []
    page.on("request", lambda request: asked.append(request.post_data_json) if "explain" in request.url else None)
    page.fill("#address", "http://127.0.0.1:9/page.html")
    page.click("#fetch button")
    expect(page.locator("#error")).to_be_visible()
    assert asked[0]["url"] == "http://127.0.0.1:9/page.html"
    assert "page" not in asked[0]
    assert page.locator("#error-text").inner_text()


def test_the_words_of_the_page_are_those_of_the_package(opened: Opener) -> None:
    words = "import('/inspector/words.js').then(w => [...w.{name}.keys()])"
    page = opened()
    assert set(page.evaluate(words.format(name="FLAGS"))) == set(Flag)
    assert page.evaluate(words.format(name="OUTPUTS")) == list(RENDERERS)
    assert set(page.evaluate(words.format(name="MODES"))) == set(get_args(Mode))


def test_new_page_leads_back_to_the_start(harbour: Page) -> None:
    harbour.click("#new-page")
    expect(harbour.locator("#start")).to_be_visible()
    expect(harbour.locator("#result")).to_be_hidden()


def test_a_page_opens_at_its_first_kept_block(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    first = next(b for b in harbour_trace["blocks"] if b["kept"])
    selected = harbour.locator(".block[aria-selected=true]")
    assert number_of(selected) == first["index"]
    expect(selected).to_be_in_viewport()
    expect(harbour.locator("#copy .title")).to_be_in_viewport()
    expect(harbour.locator("#details .details-head")).to_contain_text(f"block {first['index']}")


def test_a_page_without_anything_kept_opens_at_its_first_block(opened: Opener) -> None:
    page = opened()
    give(page, "<nav><a href=/>Home</a> <a href=/n>News</a></nav>")
    assert number_of(page.locator(".block[aria-selected=true]")) == 0


@pytest.mark.parametrize("nothing", ["", "  \n\t "])
def test_inspecting_nothing_says_so(opened: Opener, nothing: str) -> None:
    page = opened()
    page.fill("#paste", nothing)
    page.click("#inspect")
    expect(page.locator("#give-note")).to_contain_text("Nothing to inspect yet")
    assert page.evaluate("document.activeElement.id") == "paste"
    assert page.locator("#paste").get_attribute("aria-invalid") == "true"
    page.fill("#paste", "<p>The boat left.")
    expect(page.locator("#give-note")).to_be_hidden()
    assert not [url for url in page.watch.requests if url.endswith("explain")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name, data, advice",
    [
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0\1\2" * 40, "this is a PDF document: convert it"),
        ("pages.zip", b"PK\3\4\0\0\xff\xfe\0\1" * 40, "this is a ZIP archive: unpack it"),
        ("boat.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 40, "this is a PNG picture"),
        ("what.bin", b"\0\1\2\3\xfe\xff\0\0" * 40, "a format that is not known"),
    ],
)
def test_binary_data_are_named_with_advice(opened: Opener, name: str, data: bytes, advice: str) -> None:
    page = opened()
    page.set_input_files("#file", files=[{"name": name, "mimeType": "application/octet-stream", "buffer": data}])
    expect(page.get_by_role("heading", level=1, name=f"{name} is not a page")).to_be_visible()
    expect(page.locator("#unreadable")).to_contain_text(advice)
    for other in ("#start", "#result", "#loading", "#error"):
        expect(page.locator(other)).to_be_hidden()
    page.click("#give-another")
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("#unreadable")).to_be_hidden()


def test_a_link_fills_in_an_address_and_fetches_nothing(opened: Opener, fetching_service: str) -> None:
    wanted = "https://news.example/boats?a=1"
    page = opened(address=fetching_service)
    page.goto(f"{fetching_service}?url=https%3A%2F%2Fnews.example%2Fboats%3Fa%3D1")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#address")).to_have_value(wanted)
    assert not [url for url in page.watch.requests if url.endswith("explain")]  # type: ignore[attr-defined]


def test_a_link_to_a_service_that_fetches_nothing_says_what_to_do(opened: Opener, service: str) -> None:
    page = opened()
    page.goto(f"{service}?url=https%3A%2F%2Fnews.example%2Fboats")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#give-note")).to_contain_text("--fetch")
    expect(page.locator("#url")).to_have_value("https://news.example/boats")


def test_chips_carry_words(harbour: Page) -> None:
    names = harbour.locator("#roles .chip-name")
    assert {"paragraph", "list item", "navigation"} <= set(names.all_inner_texts())
    assert all(box["width"] > 15 for box in (name.bounding_box() for name in names.all()))


def test_the_clean_copy_is_shown_as_markdown(harbour: Page) -> None:
    harbour.get_by_role("radio", name="Markdown").check()
    markdown = harbour.locator("#markdown")
    expect(markdown).to_contain_text(f"# {TITLE}")
    expect(markdown).to_contain_text("## A crane driver comes out of retirement")
    expect(harbour.locator("#copy")).to_be_hidden()
    harbour.get_by_role("radio", name="recall").check()
    expect(harbour.locator("#status")).to_contain_text("recall:")
    expect(markdown).to_contain_text(f"# {TITLE}")
    harbour.get_by_role("radio", name="Article").check()
    expect(harbour.locator("#copy")).to_be_visible()
    expect(markdown).to_be_hidden()


@pytest.mark.parametrize("has_clipboard", [True, False])
@pytest.mark.parametrize("form, begins", [("text", "The ferry pier at Saltmere"), ("markdown", f"# {TITLE}")])
def test_buttons_copy_and_say_so(opened: Opener, has_clipboard: bool, form: str, begins: str) -> None:
    page = opened(sample="harbour.html", permissions=["clipboard-read", "clipboard-write"])
    if not has_clipboard:  # as on a page that came over plain HTTP
        page.evaluate(REFUSE)
    page.click(f"#copy-{form}")
    expect(page.locator(f"#copy-{form}")).to_have_text("Copied")
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith(begins)


def test_a_copy_that_fails_says_so(opened: Opener) -> None:
    page = opened(sample="harbour.html")
    page.evaluate(REFUSE)
    page.evaluate("() => { document.execCommand = () => false; }")
    page.click("#copy-text")
    expect(page.locator("#copy-text")).to_contain_text("Not copied")


# ── side by side ─────────────────────────────────────────────────────────────────────────────────────


def test_all_blocks_stand_in_order_with_role_fate_and_score(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    shown = harbour.locator(".block").evaluate_all(
        """items => items.map(item => ({
          index: Number(item.dataset.block), role: item.querySelector(".name").textContent,
          fate: item.querySelector(".fate").textContent, score: item.querySelector(".score").textContent,
          text: item.querySelector(".words").textContent, letters: item.querySelector(".badge").textContent,
        }))"""
    )
    content = harbour_trace["blocks"]
    assert [b["text"] for b in shown] == [b["text"] for b in content]
    assert [b["index"] for b in shown] == list(range(len(content)))
    assert [b["role"] for b in shown] == [b["role"].replace("_", " ") for b in content]
    assert [b["fate"] for b in shown] == [b["fate"] for b in content]
    assert [float(b["score"]) for b in shown] == pytest.approx([b["score"] for b in content], abs=0.0051)
    assert all(len(b["letters"]) == 2 for b in shown)


def test_dropped_blocks_are_dim(harbour: Page) -> None:
    colour = "e => getComputedStyle(e.querySelector('.words')).color"
    kept, dropped = (harbour.locator(f".block.fate-{fate}").first.evaluate(colour) for fate in ("keep", "drop"))
    assert kept != dropped
    assert harbour.evaluate("getComputedStyle(document.body).color") == kept


def test_every_role_has_a_colour_and_letters_of_its_own(opened: Opener) -> None:
    page = opened()
    page.click("#help-open")
    content = page.locator("#legend li li").evaluate_all(
        "items => items.map(i => [i.lastChild.textContent, i.firstChild.textContent,"
        " getComputedStyle(i.firstChild).color])"
    )
    roles, letters, colours = zip(*content, strict=True)
    assert set(roles) == {role.replace("_", " ") for role in Role}
    assert len(set(letters)) == len(set(colours)) == len(Role)


def test_the_clean_copy_stands_beside_with_every_kept_block(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    kept = [b["index"] for b in harbour_trace["blocks"] if b["kept"]]
    numbers = harbour.locator("#copy [data-block]").evaluate_all("all => all.map(e => Number(e.dataset.block))")
    assert numbers == kept
    expect(harbour.locator("#copy .title")).to_have_text(TITLE)
    assert harbour.locator("#copy table tr").count() == 3
    assert harbour.locator("#copy li").count() == 3
    assert harbour.locator("#copy blockquote").count() == 1
    boxes = [harbour.locator(pane).bounding_box() for pane in ("#pane-page", "#pane-copy", "#details")]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"]
    assert boxes[0]["y"] == boxes[1]["y"] == boxes[2]["y"]


def test_hovering_links_both_ways(harbour: Page) -> None:
    words = "It worked eleven times out of fourteen."
    in_page, in_copy = block(harbour, words), harbour.locator("#copy p", has_text=words)
    in_page.hover()
    assert "highlighted" in in_copy.get_attribute("class")
    harbour.mouse.move(5, 5)
    assert "highlighted" not in (in_copy.get_attribute("class") or "")
    in_copy.hover()
    assert "highlighted" in in_page.get_attribute("class")


def test_clicking_links_both_ways_and_scrolls_there(harbour: Page) -> None:
    words = "what to call the new waiting room"
    in_page, in_copy = block(harbour, words), harbour.locator("#copy p", has_text=words)
    in_page.click()
    assert in_page.get_attribute("aria-selected") == "true"
    assert "selected" in in_copy.get_attribute("class")
    expect(in_copy).to_be_in_viewport()
    first = harbour.locator("#copy .batch > p").first
    first.scroll_into_view_if_needed()
    first.click()
    other = harbour.locator(f".block[data-block='{number_of(first)}']")
    assert other.get_attribute("aria-selected") == "true"
    expect(other).to_be_in_viewport()
    assert in_page.get_attribute("aria-selected") == "false"


def test_the_strip_leads_to_blocks(harbour: Page) -> None:
    box = harbour.locator("#strip").bounding_box()
    harbour.mouse.click(box["x"] + box["width"] - 2, box["y"] + 10)
    assert harbour.locator(".block").last.get_attribute("aria-selected") == "true"


# ── why ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_details_show_score_features_meanings_and_signs(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    content = next(b for b in harbour_trace["blocks"] if b["role"] == "quote")
    block(harbour, content["text"][:40]).click()
    details = harbour.locator("#details")
    expect(details.locator(".details-head h2")).to_have_text("quote")
    expect(details.locator(".verdict strong")).to_have_text(f"{content['score']:.3f}")
    expect(details).to_contain_text(content["location"])
    rows = details.locator(".bars li")
    assert rows.locator(".bar-name").all_inner_texts() == [r["phrase"].replace("`", "") for r in content["reasons"]]
    names = [note.partition(" = ")[0] for note in rows.locator(".bar-note").all_inner_texts()]
    assert names == [r["feature"].replace("_", " ") for r in content["reasons"]]
    signs = ["for" if r["weight"] >= 0 else "against" for r in content["reasons"]]
    assert rows.evaluate_all("all => all.map(e => e.className)") == signs
    shown = [float(text.replace("−", "-")) for text in rows.locator(".bar-weight").all_inner_texts()]
    assert shown == pytest.approx([r["weight"] for r in content["reasons"]], abs=0.0051)
    widths = rows.locator(".bar i").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    largest = max(abs(r["weight"]) for r in content["reasons"])
    assert widths[0] == pytest.approx(max(widths))
    for width, reason in zip(widths, content["reasons"], strict=True):
        assert width == pytest.approx(max(widths) * abs(reason["weight"]) / largest, abs=2.5)


def test_the_roles_of_the_page_stay_below_every_block(harbour: Page) -> None:
    for number in (0, 30):
        harbour.locator(f".block[data-block='{number}']").click()
        expect(harbour.locator("#details")).to_contain_text("Roles on this page")
        assert harbour.locator(".composition li").count() == harbour.locator("#roles .chip").count()


def test_a_clear_decision_has_reasons_with_bars_and_figures(harbour: Page) -> None:
    block(harbour, "All rights reserved").click()
    weights = harbour.locator("#details .bar-weight").all_inner_texts()
    assert all(abs(float(weight.replace("−", "-"))) >= 0.1 for weight in weights)
    expect(harbour.locator("#details .verdict strong")).to_have_text("<0.001")


def test_what_rounds_to_nothing_has_no_sign(opened: Opener) -> None:
    page = opened()
    content = "import('/inspector/words.js').then(w => [-0.0004, 0, 0.0004, -1.5, 2].map(x => w.formatSigned(x, 2)))"
    assert page.evaluate(content) == ["0.00", "0.00", "0.00", "−1.50", "+2.00"]


def test_fields_show_candidates_sources_and_weights(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    harbour.click("#tab-fields")
    content = [f for f in harbour_trace["fields"] if f["field"] == "title"]
    section = harbour.locator(".field", has=harbour.locator("h3", has_text="title"))
    chosen = section.locator("li.chosen")
    assert chosen.locator(".value").all_inner_texts() == [f["value"] for f in content if f["chosen"]]
    assert chosen.locator(".source").all_inner_texts() == next(f for f in content if f["chosen"])["sources"]
    chosen.locator("summary").click()
    weights = next(f for f in content if f["chosen"])["weights"]
    expect(chosen.locator(".bar-name")).to_have_text([name for name, _ in weights])
    assert section.locator("> .candidates .lost").count() == min(3, len(content) - 1)
    section.locator("> details > summary").click()
    expect(section.locator(".candidates > li")).to_have_count(len(content))


def test_a_source_of_a_field_leads_to_its_block(harbour: Page) -> None:
    harbour.click("#tab-fields")
    harbour.locator("li.chosen button.source").first.click()
    selected = harbour.locator(".block[aria-selected=true]")
    expect(selected).to_contain_text(TITLE)
    expect(harbour.locator("#details")).to_contain_text("title ✓")


def test_lines_of_flattened_text_are_sources_too(opened: Opener) -> None:
    page = opened(sample="council.txt")
    page.click("#tab-fields")
    page.locator("li.chosen button.source").first.click()
    expect(page.locator(".block[aria-selected=true]")).to_contain_text("Council votes to keep the night buses")


def test_confidence_and_flags_are_shown_with_their_meaning(opened: Opener) -> None:
    page = opened()
    give(page, "<nav><a href=/>Home</a> <a href=/n>News</a></nav><p>Please log in.</p>")
    flags = page.locator("#flags li")
    assert "no running text" in flags.locator("b").all_inner_texts()
    flag = page.locator("#flags li", has_text="no running text")
    flag.hover()
    expect(flag.locator(".flag-meaning")).to_be_visible()
    expect(flag.locator(".flag-meaning")).to_contain_text("for example only a menu")
    expect(page.locator("#copy .empty")).to_be_visible()


def test_confidence_is_a_meter(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    confidence = harbour_trace["article"]["confidence"]
    expect(harbour.locator("#confidence-value")).to_have_text(f"{confidence:.2f}")
    assert float(harbour.get_by_role("meter").get_attribute("aria-valuenow")) == confidence


# ── mode, filters, formats ───────────────────────────────────────────────────────────────────────────


def test_the_mode_switches_at_once_and_says_what_changed(opened: Opener, service: str) -> None:
    page = opened(sample="council.txt")
    block(page, "Where the money comes from").click()
    recall = explained(service, (SAMPLES / "council.txt").read_bytes(), "text/plain", "?mode=recall")
    page.get_by_role("radio", name="recall").check()
    expect(page.locator("#status")).to_contain_text("recall:")
    wait_for_mode(page)
    kept = [b["index"] for b in recall["blocks"] if b["kept"]]
    assert page.locator(".block.fate-keep").evaluate_all("all => all.map(e => Number(e.dataset.block))") == kept
    changed = page.locator(".block.changed")
    assert "Where the money comes from" in " ".join(changed.all_inner_texts())
    selected = page.locator(".block[aria-selected=true]")
    expect(selected).to_contain_text("Where the money comes from")
    page.get_by_role("button", name="Changed").click()
    assert page.locator(".block:visible").count() == changed.count()


def test_roles_and_fates_filter(harbour: Page, harbour_trace: dict[str, Any]) -> None:
    roles = [b["role"] for b in harbour_trace["blocks"]]
    visible = harbour.locator(".block:visible")
    harbour.get_by_role("button", name="navigation").click()
    expect(visible).to_have_count(roles.count("navigation"))
    harbour.get_by_role("button", name="quote").click()
    expect(visible).to_have_count(roles.count("navigation") + roles.count("quote"))
    assert harbour.get_by_role("button", name="quote").get_attribute("aria-pressed") == "true"
    harbour.get_by_role("button", name="Kept").click()
    expect(visible).to_have_count(roles.count("quote"))
    expect(harbour.locator("#shown")).to_have_text(f"{roles.count('quote')} of {len(roles)} blocks")
    harbour.get_by_role("button", name="quote").click()
    expect(harbour.locator("#no-match")).to_be_visible()
    harbour.click("#clear")
    expect(visible).to_have_count(len(roles))


def test_words_filter_whatever_their_accents(opened: Opener) -> None:
    page = opened()
    give(page, "<p>The café on the quay opened at six.</p><p>Nobody on the boat had seen it.</p>")
    page.fill("#search", "CAFE")
    expect(page.locator(".block:visible")).to_have_count(1)
    page.fill("#search", "")
    expect(page.locator(".block:visible")).to_have_count(2)


@pytest.mark.parametrize(
    "output, ending, begins",
    [("text", "txt", "The ferry pier"), ("markdown", "md", "# Old"), ("html", "html", "<article"),
     ("json", "json", '{"version"'), ("tei", "xml", "<?xml")],
)  # fmt: skip
def test_links_save_each_format(harbour: Page, tmp_path: Path, output: str, ending: str, begins: str) -> None:
    harbour.click("#save-open")
    link = harbour.locator(f"#save-menu a[data-output={output}][href]")
    link.wait_for()
    with harbour.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == f"harbour.{ending}"
    download.value.save_as(tmp_path / "saved")
    text = (tmp_path / "saved").read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "The ferry pier at Saltmere, shut since" in text
    if output == "json":
        assert json.loads(text)["title"] == TITLE


def test_nothing_but_what_is_needed_is_asked(harbour: Page) -> None:
    paths = [url.removeprefix(harbour.watch.address) for url in harbour.watch.requests]  # type: ignore[attr-defined]
    assert paths.count("explain") == 1
    assert not [path for path in paths if "pier-dawn" in path]
    assert all(path.split("/")[0] in {"", "inspector", "about", "samples", "explain"} for path in paths)
