"""What shows that a line is a dek, with an example on each side of every bound."""

import pytest

from cleancopy.block import Role
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.dek_evidence import APART, NAMED, STATED, find_evidence, list_stated_deks
from tests.metadata.page_views import Example, view_of, words

DEK = "The ferry has been away for nine winters"  # eight words, 40 characters
TEXT = "<p>The ferry sails again from the north pier.</p><p>More text.</p>"


def evidence(
    between: str, stated: str = "", kept: tuple[int, ...] = (2, 3), roles=None, probabilities=None
) -> list[str]:
    """The evidence for the block right below the headline."""
    likely = {Role.HEADLINE: {0: 0.9}} | (probabilities or {})
    view = view_of(Example(f"<h1>Ferry</h1>{between}{TEXT}", kept, likely, roles or {}))
    return find_evidence(view, 1, list_stated_deks([Candidate("dek", stated, "meta description", ())]))


@pytest.mark.parametrize(
    "stated, found",
    [
        (DEK, [STATED]),
        (f"{DEK.upper()}!", [STATED]),
        (f"{DEK} and more", [STATED]),
        ("The ferry has been away for nin", [STATED]),  # cut off
        ("The ferry has been away for n", []),  # 29 characters
        (f"{DEK} {DEK}", []),  # less than half of what is stated
        ("Another ferry has been away for nine winters", []),
        ("", []),
    ],
)
def test_what_the_head_states(stated, found):
    assert evidence(f"<p>{DEK}</p>", stated) == found


def test_only_the_descriptions_of_the_head_are_stated():
    assert list_stated_deks([Candidate("title", DEK, "og:title", ()), Candidate("dek", "!", "meta", ())]) == frozenset()


@pytest.mark.parametrize(
    "markup, found",
    [
        (f"<p class=article-subtitle>{DEK}</p>", [NAMED]),
        (f"<p class=chapo>{DEK}</p>", [NAMED]),
        (f"<div class=standfirst><div><p>{DEK}</p></div></div>", [NAMED]),
        (f"<p><span class=lead>{DEK}</span></p>", [NAMED]),
        (f"<div class=standfirst><p>{DEK}</p><p>a</p><p>b</p></div>", [NAMED]),
        (f"<div class=standfirst><p>{DEK}</p><p>a</p><p>b</p><p>c</p></div>", []),  # the article itself
        (f"<div class=standfirst><div><div><div><p>{DEK}</p></div></div></div></div>", []),  # too far up
        (f"<p class=text>{DEK}</p>", []),
    ],
)
def test_what_the_markup_names(markup, found):
    assert evidence(markup, kept=(5, 6)) == found


@pytest.mark.parametrize(
    "markup, kept, found",
    [
        (f"<h2>{words(10)}</h2>", (2, 3), [APART]),
        (f"<h2>{words(9)}</h2>", (2, 3), []),
        (f"<h2>{words(6)}.</h2>", (2, 3), [APART]),
        (f"<h2>{words(5)}.</h2>", (2, 3), []),
        (f"<h2>{words(10)}</h2>", (0, 2), []),  # inside of the text
        (f"<p class=description>{DEK}</p>", (2, 3), [APART]),
        (f"<div class=description><p>{DEK}</p></div>", (2, 3), []),
        (f"<p><b>{DEK}</b></p>", (1, 2, 3), [APART]),
        (f"<p><b>{DEK[:30]}</b>{DEK[30:]}</p>", (1, 2, 3), []),
        (f"<p><b>{DEK}</b></p>", (2, 3), []),  # not part of the text
        (f"<p>{DEK}</p>", (1, 2, 3), []),
    ],
)
def test_what_stands_apart(markup, kept, found):
    assert evidence(markup, kept=kept) == found


@pytest.mark.parametrize("role, found", [(Role.BYLINE, [APART]), (Role.DATELINE, [APART]), (Role.SHARE, [])])
def test_what_stands_above_the_byline(role, found):
    assert evidence(f"<p>{DEK}</p><p>By Ann Lee</p>", kept=(3, 4), roles={2: role}) == found


@pytest.mark.parametrize("tag", ["li", "pre", "figcaption"])
def test_what_is_never_a_dek(tag):
    assert evidence(f"<{tag}>{DEK}</{tag}>", DEK) == []


@pytest.mark.parametrize("chance, found", [(0.2, []), (0.4, [STATED])])
def test_a_likelier_byline_needs_the_name_of_a_dek(chance, found):
    probabilities = {Role.BYLINE: {1: 0.3}, Role.DEK: {1: chance}}
    assert evidence(f"<p>{DEK}</p>", DEK, roles={1: Role.BYLINE}, probabilities=probabilities) == found
    named = evidence(f"<p class=lede>{DEK}</p>", DEK, roles={1: Role.BYLINE}, probabilities=probabilities)
    assert named[0] == NAMED


@pytest.mark.parametrize(
    "below, roles, found",
    [
        ("Text", {}, []),  # a first paragraph alone
        ("By Ann Lee", {2: Role.BYLINE}, [APART]),
        ("2 May 2024", {2: Role.DATELINE}, [APART]),
        ("Share", {2: Role.SHARE}, []),
    ],
)
def test_in_flattened_text_only_the_order_of_lines_shows_a_dek(below, roles, found):
    view = view_of(Example(f"Ferry\n\n{DEK}\n\n{below}\n\nText", [3], {Role.HEADLINE: {0: 0.9}}, roles))
    assert find_evidence(view, 1, frozenset()) == found


@pytest.mark.parametrize("role, found", [(Role.DEK, [APART]), (Role.PARAGRAPH, [])])
def test_in_flattened_text_a_likely_dek_may_stand_below_the_lead_picture(role, found):
    roles = {1: Role.CAPTION, 2: role}
    view = view_of(Example(f"Ferry\n\nThe pier\n\n{DEK}\n\nText", [2, 3], {Role.HEADLINE: {0: 0.9}}, roles))
    assert find_evidence(view, 2, frozenset()) == found
