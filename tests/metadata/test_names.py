import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.metadata.names import (
    accept_stated_name,
    can_be_pen_name,
    clean_name,
    find_pen_name,
    looks_like_name,
    parse_byline,
)


@pytest.mark.parametrize(
    "line, names",
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Smith, Senior Reporter", ("Jane Doe", "John Smith")),
        ("Von Anna Groß und Max Müller, Berlin Desk", ("Anna Groß", "Max Müller")),
        ("Text: ODA LINDE", ("ODA LINDE",)),
        ("Jane Doe | 2 hours ago | 3 min read", ("Jane Doe",)),
        ("Dr. Ruth van der Meer", ("Ruth van der Meer",)),
        ("Jane Doe (jd)", ("Jane Doe",)),
        ("(Jane Doe)", ("Jane Doe",)),
        ("Jane Doe jane@post.example @jdoe", ("Jane Doe",)),
        ("por Lucía Pérez y Ana Gil", ("Lucía Pérez", "Ana Gil")),
        ("김민수 기자", ("김민수",)),
        ("Senior Reporter", ()),
        ("2 hours ago", ()),
        ("Monday, 3 May 2021", ()),
        ("the quick brown fox", ()),
        ("Published by the staff", ()),
        ("Share on Facebook", ()),
        ("", ()),
        ("Jane Doe " * 100, ()),
    ],
)
def test_names_of_a_byline(line, names):
    assert parse_byline(line) == names


@pytest.mark.parametrize(
    "line, name",
    [
        ("by oz on December 4, 2006", "oz"),
        ("Posted in Ferries by skipper", "skipper"),
        ("Author: Bo2 am 29.12.2010, 13:36 Uhr", "Bo2"),
        ("Posted on | by Ann Lee", "Ann Lee"),
        ("Nobody said a word", None),
        ("by more", None),
    ],
)
def test_a_pen_name_behind_by(line, name):
    assert find_pen_name(line) == name


def test_a_lead_is_no_name():
    assert not can_be_pen_name("By")
    assert not can_be_pen_name("Von")
    assert accept_stated_name("by") == ()
    assert accept_stated_name("The Harbour Post") == ("The Harbour Post",)
    assert clean_name("By  Jane Doe,") == "Jane Doe"


@given(st.text())
def test_any_text_is_read(text):
    parse_byline(text)
    find_pen_name(text)
    looks_like_name(text)
