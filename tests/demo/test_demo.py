import re
from importlib.resources import files

import click
import pytest

from cleancopy.article import Article
from cleancopy.demo.__main__ import PAGES, main
from cleancopy.extract import explain

BOILERPLATE = (
    "Advertisement",
    "Email:",
    "cookies",
    "All rights reserved",
    "Subscribe",
    "Sign up",
    "Log in",
    "Reply",
)


def article(name: str) -> Article:
    return explain(files("cleancopy.demo").joinpath(name).read_bytes()).article


def test_the_demo_shows_each_page_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    shown = click.unstyle(capsys.readouterr().out)
    for name in PAGES:
        assert f"━━ {name} " in shown
    assert shown.count("Before: ") == shown.count("After: the running text") == len(PAGES)
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize("name", list(PAGES))
def test_no_boilerplate_is_left(name: str) -> None:
    text = article(name).text
    assert [words for words in BOILERPLATE if words in text] == []


def test_the_flattened_page_comes_out_whole() -> None:
    page = files("cleancopy.demo").joinpath("council.txt").read_text(encoding="utf-8")
    council = article("council.txt")
    # Its paragraphs are its only lines over 120 characters, but for the captions.
    long = [line for line in page.splitlines() if len(line) > 120 and not re.match(r" ?A number 9", line)]
    assert council.text.splitlines() == long
    assert council.title == "Council votes to keep the night buses running for another year"
    assert council.dek is not None
    assert council.site == "The Brackwater Gazette"
    assert [caption[:12] for caption in council.captions] == ["A number 9 n", "Resurfacing "]
    assert council.credits == ("TOMAS REYL/BRACKWATER GAZETTE", "BRACKWATER COUNCIL")


def test_recall_finds_the_subheadings_of_the_flattened_page() -> None:
    page = files("cleancopy.demo").joinpath("council.txt").read_bytes()
    found = explain(page, mode="recall").article.headings
    assert found == ("Where the money comes from", "What happens next")


def test_the_scraped_page_comes_out_whole() -> None:
    harbour = article("harbour.html")
    lines = harbour.text.splitlines()
    assert lines[0].startswith("The ferry pier at Saltmere, shut since")
    assert lines[-1].endswith("I think that we can find a name for a shed.”")
    assert "It is not clever." in harbour.text
    assert "whether bicycles travel free, as they did before the storm;" in lines
    assert "Gannet\t6.50 am\t7.20 pm\t£3.20" in lines
    assert "bent an anchor frame" in harbour.text
    assert harbour.headings == ("A crane driver comes out of retirement", "What will sail, and when")
    assert harbour.title == "Old ferry pier at Saltmere to reopen after nine winters"


@pytest.mark.parametrize(
    "words, role",
    [
        ("The Saltmere Courier", "site"),
        ("Old ferry pier", "headline"),
        ("Two boats will cross", "dek"),
        ("By Ines Halloran", "byline"),
        ("14 March 2024", "dateline"),
        ("Share on Facebook", "share"),
        ("The rebuilt pier on Tuesday morning", "caption"),
        ("A crane driver comes", "subheading"),
        ("It is not clever.", "quote"),
        ("Gannet", "table_row"),
        ("whether bicycles travel free", "list_item"),
        ("Read more: Kettle Bridge", "related"),
        ("Subscribe now and get a pair", "promotion"),
        ("Sign up for our newsletter", "promotion"),
        ("Most read", "related"),
        ("About time.", "comment"),
        ("News", "navigation"),
        ("© 2024", "legal"),
        ("We and our 412 partners", "consent"),
        ("Accept all cookies", "consent"),
    ],
)
def test_the_sample_shows_each_role_where_a_reader_expects_it(words: str, role: str) -> None:
    page = files("cleancopy.demo").joinpath("harbour.html").read_bytes()
    assert next(b.role for b in explain(page).blocks if b.block.text.startswith(words)) == role
