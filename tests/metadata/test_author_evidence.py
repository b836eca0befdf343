"""Where a name may be that of the author, and where it is not, on whole pages."""

import pytest

import cleancopy

TEXT = (
    "<p>The ferry to the islands sails again, after eleven weeks in the yard at the mouth of the river.</p>"
    "<p>The harbour office said that the engine had been taken out in one piece and put back in two.</p>"
    "<p>From next week there will be six crossings a day, and twice as many on Sundays, until the end of October.</p>"
)


def page(above="", below="", head="", before=""):
    return (
        f"<html><head><title>The ferry sails again</title>{head}</head><body><nav><a href=/a>News</a></nav>"
        f"<main>{before}<article><h1>The ferry sails again</h1>{above}{TEXT}{below}</article></main></body></html>"
    )


def find_authors(**parts):
    return list(cleancopy.extract(page(**parts)).authors)


@pytest.mark.parametrize(
    "above",
    [
        "<p class=byline>By <a href=/authors/jane-doe>Jane Doe</a></p>",
        "<div class=meta><span>By Jane Doe</span> | <time>3 May 2024</time></div>",
        "<p>By Jane Doe, Senior Reporter</p><p>3 May 2024</p>",
        "<p class=by>Medically reviewed by <a href=/r>Dana Weiss</a> — By <a href=/w>Jane Doe</a> on May 3, 2024</p>",
        "<p class=info><span class=writer>Jane Doe</span> <span class=date>Friday, 5/3/2024, 06:00</span></p>",
        "<p><a rel=author href=/jane>Jane Doe</a><span>Published: 3 May 2024</span></p>",
        "<p><span class=author>Jane Doe</span><span class=job>Founder</span></p>",
        "<p>By Jane Doe The Associated Press</p><p>3 May 2024</p>",
        "<p>12 May 2024 · Written by Jane Doe · Edited by Richard Roe</p>",
    ],
)
def test_a_byline_names_the_author(above):
    assert find_authors(above=above) == ["Jane Doe"]


@pytest.mark.parametrize(
    "language, byline, name",
    [
        ("de", "Von Anna Groß, Berlin", "Anna Groß"),
        ("fr", "Par Odile Garance - Publié le 3 mai 2024 à 08:15", "Odile Garance"),
        ("he", "מאת דנה לוין פורסם: 14/03/2021 09:40", "דנה לוין"),
        ("ar", "بقلم سامر الخطيب 31-07-2013", "سامر الخطيب"),
        ("th", "โดย สมชาย ใจดี 3/5/2024", "สมชาย ใจดี"),
        ("hi", "लेखक: कविता राणा 3/5/2024", "कविता राणा"),
        ("vi", "Tác giả: Nguyễn Thu Hà 3/5/2024", "Nguyễn Thu Hà"),
        ("ko", "최보람 기자 boram@post.example 입력 2022.11.08 18:30", "최보람"),
        ("zh", "2013年09月12日 08:21 来源：河城晚报 作者：李小禾 我要评论", "李小禾"),
        ("ja", "文・写真 山田太郎 2024年5月3日", "山田太郎"),
        ("ru", "Автор: Анна Ли 3.05.2024", "Анна Ли"),
    ],
)
def test_bylines_in_many_languages(language, byline, name):
    assert find_authors(above=f"<p class=info lang={language}>{byline}</p>") == [name], language


def test_all_who_wrote_are_named():
    items = "".join(f"<li><span class=name>{name}</span><sup>1</sup></li>" for name in ("Ann Lee", "Bo Ray", "Cy Poe"))
    assert find_authors(above=f"<ul class=authors>{items}</ul>") == ["Ann Lee", "Bo Ray", "Cy Poe"]
    stated = "".join(f'<meta name=citation_author content="{name}">' for name in ("Lee, Ann", "Ray, Bo"))
    assert find_authors(head=stated) == ["Ann Lee", "Bo Ray"]


@pytest.mark.parametrize(
    "parts",
    [
        {"below": "<p>By hand in lukewarm water, and never in a machine.</p>"},
        {"below": "<p>The doors are opened by default.</p><ul><li>Press Add.</li><li>Choose Open Gate.</li></ul>"},
        {"below": "<p><b>Pavla Durova</b> (00:12) What does a captain think of all day?</p>"},
        {"above": "<p>Answer ID 5149 Updated 06/21/2021 01:16 PM</p>"},
        {"above": "<p>Photos by Max Muster</p>"},
        {"before": "<ul class=menu><li>Recent Reviews</li><li>Expert Advice</li><li>User Guide</li></ul>"},
        {"below": "<div class=comments><div class=comment><b class=author>Ann Lee</b><p>I was there.</p></div></div>"},
        {
            "below": "".join(
                f"<div class=quote><p>It is the best ferry that I know.</p><span class=author>{name}</span></div>"
                for name in ("Karl Mahonen", "Brita Gardel", "Otto Sund")
            )
        },
        {"head": "<meta name=author content='Administrator'>"},
        {"head": "<meta name=author content='Harbour Media GmbH'>"},
    ],
)
def test_no_author_is_better_than_a_wrong_one(parts):
    assert find_authors(**parts) == []


def test_a_person_stands_before_the_site_and_the_agency():
    head = "<meta property=og:site_name content='Harbour Post'><meta name=author content='Harbour Post'>"
    assert find_authors(head=head, above="<p class=author>By Jane Doe, Reuters</p>") == ["Jane Doe"]
