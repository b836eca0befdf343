import pytest

from cleancopy.dom import Tree
from cleancopy.metadata.fields import Fields
from cleancopy.metadata.merge import bare_title, merge
from cleancopy.metadata.meta import read_meta


@pytest.mark.parametrize(
    "title, site, bare",
    [
        ("Channel to be widened | Harbour Post", "Harbour Post", "Channel to be widened"),
        ("Channel to be widened - Harbour Post", "Harbour Post", "Channel to be widened"),
        ("Harbour Post: news", "Harbour Post", "Harbour Post: news"),
        ("Harbour Post | Channel to be widened", "Harbour Post", "Channel to be widened"),
        ("Storm - what we know", "Harbour Post", "Storm - what we know"),
        ("Harbour Post", "Harbour Post", "Harbour Post"),
        (None, "Harbour Post", None),
        ("Channel", None, "Channel"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title, site, bare):
    assert bare_title(title, site) == bare


def test_what_the_page_shows_comes_before_what_it_states():
    visible = Fields(title="Shown", site="Shown Site", dek="Dek", captions=("c",), credits=("d",))
    stated = Fields(title="Stated", site="Stated Site", authors=("Ann Lee",), url="https://a.example/x")
    merged = merge(visible, stated, None)
    assert (merged.title, merged.dek, merged.site) == ("Shown", "Dek", "Stated Site")
    assert (merged.authors, merged.url) == (("Ann Lee",), "https://a.example/x")
    assert merge(visible, stated, "https://b.example").url == "https://b.example"


def test_the_head_of_a_page():
    fields = read_meta(
        Tree(
            "<title>T | S</title><meta property=og:title content=T><meta property=og:site_name content=S>"
            "<meta name=author content='https://a.example/ann'><meta name=description content=D>"
            "<meta property=article:published_time content=2024-02-03T04:05:06Z>"
        )
    )
    assert fields == Fields(title="T", description="D", site="S", published="2024-02-03T04:05:06Z")
