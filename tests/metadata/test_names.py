import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.metadata.byline_parser import find_pen_name, parse_byline, read_stated_names
from cleancopy.metadata.names import can_be_pen_name, clean_name, looks_like_name


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
        ("Medically reviewed by Ann Lee — By Jane Doe on", ("Jane Doe",)),
        ("Photos by Max Müller, text by Ann Lee", ("Ann Lee",)),
        ("Text: Ann Lee, Fotos: Max Müller", ("Ann Lee",)),
        ("By Ann Lee, DVM. Reviewed by Bo Ray, DVM", ("Ann Lee",)),
        ("Odile Garance Publié le | à 08:15", ("Odile Garance",)),
        ("4:00 AM EST | Ann Lee", ("Ann Lee",)),
        ("Ann Lee for the Harbour Post", ("Ann Lee",)),
        ("By ANN LEE Associated Press", ("ANN LEE",)),
        ("Ann Lee The Associated Press", ("Ann Lee",)),
        ("Ann Lee Special Correspondent", ("Ann Lee",)),
        ("Special Correspondent", ()),
        ("Ann Lee Le", ("Ann Lee",)),
        ("Datum: 19.11.2021 Autor: Max Müller Quelle: Post", ("Max Müller",)),
        ("Doe, Jane; Roe, Richard A.", ("Jane Doe", "Richard A. Roe")),
        ("London, England", ()),
        ("מאת דנה לוין פורסם:", ("דנה לוין",)),
        ("بقلم سامر الخطيب", ("سامر الخطيب",)),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("लेखक: कविता राणा", ("कविता राणा",)),
        ("Tác giả: Nguyễn Thu Hà", ("Nguyễn Thu Hà",)),
        ("최보람 기자 boram@post.example 입력", ("최보람",)),
        ("来源：河城晚报 作者：李小禾 我要评论", ("李小禾",)),
        ("文・写真 山田太郎", ("山田太郎",)),
        ("Per Hansen", ("Per Hansen",)),
        ("Oleh Petrenko", ("Oleh Petrenko",)),
        ("oleh Budi Santoso", ("Budi Santoso",)),
        ("Ursula von der Leyen", ("Ursula von der Leyen",)),
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
    assert clean_name("By  Jane Doe,") == "Jane Doe"


@pytest.mark.parametrize(
    "value, names",
    [
        ("by", ()),
        ("The Harbour Post", ("The Harbour Post",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Doe, Jane A.", ("Jane A. Doe",)),
        ("van der Meer, Ruth", ("Ruth van der Meer",)),
        ("García Márquez, Gabriel", ("Gabriel García Márquez",)),
        ("Jane Doe, Ph.D.", ("Jane Doe",)),
        ("Jane Doe, DVM", ("Jane Doe",)),
        ("Jane Doe, Richard Roe", ("Jane Doe", "Richard Roe")),
        ("harbourpost.example", ()),
        ("Harbour Media GmbH", ()),
        ("Administrator", ()),
        ("Posted by", ()),
        ("Reviewed by Jane Doe", ()),
        ("skipper", ("skipper",)),
    ],
)
def test_what_a_page_states_as_its_author(value, names):
    assert read_stated_names(value) == names


@given(st.text())
def test_any_text_is_read(text):
    parse_byline(text)
    find_pen_name(text)
    looks_like_name(text)
