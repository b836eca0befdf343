"""The inspector without a mouse, and for who hears it."""

from tests.service.browser.tools import NARROW, Opener, Page, expect

SELECTED = ".block[aria-selected=true]"


def focused(page: Page, what: str = "id") -> str:
    return str(page.evaluate(f"document.activeElement.{what}"))


def chosen(page: Page) -> int:
    return int(page.locator(SELECTED).get_attribute("data-block") or -1)


def test_j_k_and_arrows_walk_through_the_blocks_with_visible_focus(harbour: Page) -> None:
    first = chosen(harbour)
    for key, number in [
        ("j", first + 1),
        ("k", first),
        ("Home", 0),
        ("j", 1),
        ("ArrowDown", 2),
        ("k", 1),
        ("ArrowUp", 0),
        ("k", 0),
        ("End", 71),
        ("j", 71),
        ("Home", 0),
    ]:
        harbour.keyboard.press(key)
        assert chosen(harbour) == number, key
        assert focused(harbour, "dataset.block") == str(number)
    expect(harbour.locator(SELECTED)).to_be_in_viewport()
    outline = harbour.locator(SELECTED).evaluate(
        "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
    )
    assert outline == ["solid", "3px"]


def test_enter_opens_the_details_and_escape_leads_back(harbour: Page) -> None:
    harbour.keyboard.press("End")
    harbour.keyboard.press("Enter")
    assert focused(harbour) == "details"
    expect(harbour.locator("#details")).to_contain_text("block 71")
    harbour.keyboard.press("k")
    expect(harbour.locator("#details")).to_contain_text("block 70")
    assert focused(harbour) == "details"
    harbour.keyboard.press("Escape")
    assert focused(harbour, "dataset.block") == "70"


def test_slash_searches_and_enter_goes_to_what_was_found(harbour: Page) -> None:
    harbour.keyboard.press("j")
    harbour.keyboard.press("/")
    assert focused(harbour) == "search"
    harbour.keyboard.type("jelly? tide j/k")  # keys are letters here
    expect(harbour.locator("#search")).to_have_value("jelly? tide j/k")
    harbour.fill("#search", "spring tide")
    harbour.keyboard.press("Enter")
    expect(harbour.locator(SELECTED)).to_contain_text("waiting for the spring tide")
    assert focused(harbour, "className").startswith("block")
    harbour.keyboard.press("/")
    harbour.keyboard.press("Escape")
    assert focused(harbour, "className").startswith("block")


def test_walking_passes_over_what_is_filtered_out(harbour: Page) -> None:
    harbour.get_by_role("button", name="subheading").click()
    seen = []
    for _ in range(3):
        harbour.keyboard.press("j")
        seen.append(harbour.locator(f"{SELECTED} .words").inner_text())
    assert seen == ["A crane driver comes out of retirement", *["What will sail, and when"] * 2]


def test_from_within_the_clean_copy_keys_walk_through_it(harbour: Page) -> None:
    harbour.focus("#copy")
    expect(harbour.locator("#copy .selected")).to_contain_text("Two boats will cross")  # the dek
    for words in ["The ferry pier at Saltmere", "For nine winters", "The work cost"]:
        harbour.keyboard.press("ArrowDown")
        expect(harbour.locator("#copy .selected")).to_contain_text(words)
    assert focused(harbour) == "copy"


def test_the_question_mark_shows_the_keys(harbour: Page) -> None:
    harbour.keyboard.press("?")
    expect(harbour.get_by_role("dialog")).to_be_visible()
    assert harbour.locator(".keys kbd").all_inner_texts() == [
        "j",
        "↓",
        "k",
        "↑",
        "Home",
        "End",
        "Enter",
        "Esc",
        "/",
        "m",
        "?",
    ]
    before = chosen(harbour)
    harbour.keyboard.press("j")
    assert chosen(harbour) == before
    harbour.keyboard.press("Escape")
    expect(harbour.get_by_role("dialog")).to_be_hidden()


def test_m_takes_the_next_mode(harbour: Page) -> None:
    harbour.keyboard.press("m")
    expect(harbour.locator("#status")).to_contain_text("recall:")
    assert harbour.get_by_role("radio", name="recall").is_checked()


def test_tabs_follow_the_arrows(harbour: Page) -> None:
    harbour.focus("#tab-copy")
    before = chosen(harbour)
    for key, tab in [
        ("ArrowRight", "fields"),
        ("ArrowRight", "compare"),
        ("ArrowRight", "copy"),
        ("ArrowLeft", "compare"),
        ("Home", "copy"),
    ]:
        harbour.keyboard.press(key)
        assert focused(harbour) == f"tab-{tab}"
        expect(harbour.locator(f"#pane-{tab}")).to_be_visible()
    assert chosen(harbour) == before


def test_the_menu_of_formats_follows_the_keys(harbour: Page) -> None:
    harbour.focus("#save-open")
    harbour.keyboard.press("Enter")
    assert harbour.locator("#save-open").get_attribute("aria-expanded") == "true"
    assert focused(harbour, "dataset.output") == "text"
    harbour.keyboard.press("ArrowDown")
    assert focused(harbour, "dataset.output") == "markdown"
    harbour.keyboard.press("Escape")
    assert focused(harbour) == "save-open"
    expect(harbour.locator("#save-menu")).to_be_hidden()


def test_every_part_can_be_reached_by_the_tabulator(harbour: Page) -> None:
    harbour.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        harbour.keyboard.press("Tab")
        reached.add(focused(harbour) or focused(harbour, "className").partition(" ")[0])
    assert {"theme", "help-open", "new-page", "save-open", "tab-copy", "search", "chip", "block", "copy"} <= reached


def test_a_page_can_be_given_by_keys_alone(opened: Opener) -> None:
    page = opened()
    page.focus("#paste")
    page.keyboard.insert_text("<p>The boat left the harbour at six, said the man on the quay.</p>")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("body[data-stage=result]")
    assert focused(page, "className").startswith("block")


def test_parts_have_roles_and_names(harbour: Page) -> None:
    for role, name in [("banner", None), ("main", None), ("listbox", "Blocks of the page"), ("tablist", "Views"),
                       ("group", "Filter by role"), ("group", "Filter by fate"), ("meter", "Confidence"),
                       ("searchbox", "Search blocks"), ("tabpanel", "Clean copy"),
                       ("complementary", "Details of the block"),
                       ("status", None), ("group", "Mode")]:  # fmt: skip
        assert harbour.get_by_role(role, name=name).count() == 1, (role, name)
    assert harbour.get_by_role("tab", selected=True).all_inner_texts() == ["Clean copy"]
    nameless = (
        "[...document.querySelectorAll('button, input, select, textarea, a')].filter(e => e.checkVisibility()"
        " && !(e.innerText || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)"
    )
    assert harbour.evaluate(nameless) == []
    assert harbour.get_by_role("option").count() == 72


def test_details_are_a_sheet_on_a_phone_that_escape_closes(opened: Opener) -> None:
    page = opened(sample="harbour.html", viewport=NARROW)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_be_hidden()
