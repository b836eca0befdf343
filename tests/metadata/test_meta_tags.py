import pytest

from cleancopy.dom import Tree
from cleancopy.metadata.fields import HeadMetadata
from cleancopy.metadata.head import read_head
from cleancopy.metadata.meta_tags import meta_candidates

HEAD = (
    "<html lang=en-GB><head><title>T | S</title><meta property=og:title content=T>"
    "<meta property=og:site_name content=S>"
    "<meta name=author content='https://a.example/ann'><meta name=description content=D>"
    "<meta property=article:published_time content=2024-02-03T04:05:06Z><link rel=canonical href=https://a.example/t>"
    "<base href=https://a.example/in/><meta property=og:image content=https://a.example/i.jpg></head>"
)


def values(head, field, url=None):
    return [c.value for c in meta_candidates(Tree(head), url) if c.field == field]


def test_what_the_head_states_of_the_page():
    assert read_head(Tree(HEAD)) == HeadMetadata(
        title="T", description="D", url="https://a.example/t", base="https://a.example/in/",
        image="https://a.example/i.jpg", locale="en-GB",
    )  # fmt: skip


@pytest.mark.parametrize(
    "head, paid, free",
    [
        ("<meta property=article:content_tier content=locked>", True, False),
        ("<meta property=article:content_tier content=free>", False, True),
        ('<script type=application/ld+json>{"isAccessibleForFree": "False"}</script>', True, False),
        ('<script type=application/ld+json>{"isAccessibleForFree": true}</script>', False, True),
        ("", False, False),
    ],
)
def test_whether_the_text_is_free(head, paid, free):
    stated = read_head(Tree(f"<head>{head}</head><p>x"))
    assert (stated.paid, stated.free) == (paid, free)


def test_a_title_is_given_whole_and_in_its_parts():
    assert values("<title>Pier reopens | Local | Post</title>", "title") == [
        "Pier reopens | Local | Post", "Pier reopens", "Post", "Pier reopens | Local", "Local | Post",
    ]  # fmt: skip


def test_an_address_is_no_author():
    assert values(HEAD, "authors") == []
    assert values("<meta name=author content='@jdoe'>", "authors") == []
    assert values("<meta name=author content='By Ann Lee and Bob Ray'>", "authors") == ["Ann Lee", "Bob Ray"]


def test_labels_of_cards_name_the_author():
    head = "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>"
    assert values(head, "authors") == ["Ann Lee"]
    assert values(head.replace("Written by", "Reading time"), "authors") == []


def test_dates_of_tags_and_address():
    assert values(HEAD, "published") == ["2024-02-03T04:05:06+00:00"]
    assert values("", "published", "https://a.example/2024/02/03/pier") == ["2024-02-03"]
    assert values("<meta name=date content='not a date'>", "published") == []


def test_a_licence_may_be_a_link():
    link = "<link rel=license href=https://creativecommons.org/licenses/by/4.0/>"
    assert values(link, "license") == ["https://creativecommons.org/licenses/by/4.0/"]
