"""The door of the package: fields of a page with blocks, and of one without."""

import pytest

import cleancopy.metadata
from cleancopy.block import Role, Segmentation
from cleancopy.classify import load_model
from cleancopy.dom import Tree
from cleancopy.metadata import FieldResult, Fields, HeadMetadata, extract_fields, head_candidates, read_head
from tests.metadata.page_views import Example, segmented, view_of

HEAD = (
    "<head><title>The pier reopens</title><meta property=og:image content=/pier.jpg><base href=/a/>"
    "<link rel=canonical href=https://post.example/pier></head>"
)
URL = "https://post.example/x"


def extracted(body: str, example: Example | None = None, **options: object) -> FieldResult:
    tree = Tree(HEAD + body)
    head = read_head(tree)
    predictions = view_of(example).predictions if example else None
    segmentation = segmented(example) if example else Segmentation(())
    known = {"url": None, "fetch_date": None, **options}
    return extract_fields(
        segmentation, predictions, head, head_candidates(tree, head, URL), load_model("html").field_weights, **known
    )


def test_a_page_without_blocks_has_the_fields_of_its_head():
    result = extracted("")
    assert (result.fields.title, result.fields.url) == ("The pier reopens", "https://post.example/pier")
    assert result.fields.base == "https://post.example/a/"
    assert [(image.src, image.lead) for image in result.fields.images] == [("https://post.example/pier.jpg", True)]
    assert result.predictions is None
    assert {c.source for c in result.candidates} == {"title element"}
    assert extracted("", url=URL).fields.url == URL


def test_the_blocks_of_a_page_give_candidates_and_the_dek_its_role():
    dek = "<h2 class=standfirst>After nine long winters.</h2>"
    body = f"<h1>The pier reopens today</h1>{dek}<p>The ferry sails again today.</p>"
    probabilities = {Role.HEADLINE: {0: 0.9}, Role.DEK: {1: 0.9}}
    example = Example(HEAD + body, [2], probabilities, {1: Role.SUBHEADING})
    result = extracted(body, example, url=URL, fetch_date="2024-05-03")
    assert result.fields.title == "The pier reopens today"
    assert result.fields.dek == "After nine long winters."
    assert result.predictions is not None
    assert result.predictions.roles[1] is Role.DEK
    assert {"title", "dek"} <= {c.field for c in result.candidates}


def test_a_page_without_a_model_has_no_fields_but_an_address():
    result = extract_fields(Segmentation(()), None, HeadMetadata(), (), {}, url=URL, fetch_date=None)
    assert (result.fields.url, result.fields.base, result.candidates, result.predictions) == (URL, URL, (), None)
    assert result.fields.title is None
    nothing = extract_fields(Segmentation(()), None, HeadMetadata(), (), {}, url=None, fetch_date=None)
    assert nothing == FieldResult(Fields(), (), None)


@pytest.mark.parametrize("name", cleancopy.metadata.__all__)
def test_the_door(name):
    assert hasattr(cleancopy.metadata, name)
