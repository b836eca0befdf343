import json
from dataclasses import asdict, fields, replace

from hypothesis import given
from hypothesis import strategies as st

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.block import Role
from cleancopy.limits import Truncation
from cleancopy.page_type import PageType
from cleancopy.render import render
from tests.render.page import everything

ARTICLE = Article(
    body=(
        Passage(Role.PARAGRAPH, "Παράγραφος."),
        Passage(Role.SUBHEADING, "Heading", 2),
        Passage(Role.LIST_ITEM, "item", 1),
    ),
    title="Title",
    dek="Dek",
    authors=("A. One", "B. Two"),
    published="2024-03-14",
    site="Site",
    language="el",
    url="https://example.org/a",
    images=(Image("a.jpg", None, "Caption", "Credit"),),
    captions=("Caption",),
    credits=("Credit",),
    confidence=0.5,
    flags=frozenset({"truncated", "degraded"}),
    truncations=(Truncation("characters", 20, 10),),
    page_type=PageType.FORUM,
    page_type_probability=0.75,
)


def test_every_field_stands_in_the_document() -> None:
    assert json.loads(render(ARTICLE, "json")) == {
        "version": 2,
        "title": "Title",
        "dek": "Dek",
        "authors": ["A. One", "B. Two"],
        "published": "2024-03-14",
        "modified": None,
        "site": "Site",
        "section": None,
        "license": None,
        "paywalled": None,
        "language": "el",
        "url": "https://example.org/a",
        "headings": ["Heading"],
        "images": [
            {
                "src": "a.jpg",
                "alt": None,
                "caption": "Caption",
                "credit": "Credit",
                "lead": False,
                "passage_index": None,
            }
        ],
        "captions": ["Caption"],
        "credits": ["Credit"],
        "tags": [],
        "confidence": 0.5,
        "flags": ["degraded", "truncated"],
        "truncations": [{"limit": "characters", "total": 20, "kept": 10}],
        "text": "Παράγραφος.\nitem",
        "full_text": "Παράγραφος.\nHeading\nitem",
        "body": [
            {"role": "paragraph", "text": "Παράγραφος.", "level": 0},
            {"role": "subheading", "text": "Heading", "level": 2},
            {"role": "list_item", "text": "item", "level": 1},
        ],
        "comments": [],
        "posts": [],
        "member": None,
        "message": None,
        "page_type": "forum",
        "page_type_probability": 0.75,
    }


def test_a_new_field_of_the_article_is_not_forgotten() -> None:
    assert {field.name for field in fields(Article)} <= json.loads(render(Article(), "json")).keys()


def test_a_dictionary_holds_what_the_document_does_in_plain_types() -> None:
    article = replace(everything(), flags=frozenset({"short", "list_page"}), truncations=(Truncation("tags", 3, 2),))
    document = article.to_dict()
    assert document == json.loads(json.dumps(document)) == json.loads(render(article, "json", comments=True))
    assert types(document) == {dict, list, str, int, float, bool, type(None)}


def types(value: object) -> set[type]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {type(value)}.union(*map(types, inner))


def test_an_article_is_data_of_the_standard_library() -> None:
    article = everything()
    assert asdict(article)["title"] == article.title
    assert len(asdict(article)["body"]) == len(article.body)


def test_letters_are_not_escaped() -> None:
    assert "Παράγραφος" in render(ARTICLE, "json")


@given(st.text(st.characters(), max_size=40))
def test_a_document_is_one_line_of_valid_utf8(text: str) -> None:
    document = render(Article(body=(Passage(Role.CODE, text),), title=text), "json")
    assert "\n" not in document
    assert json.loads(document.encode())["title"] == "".join(
        "\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text
    )
