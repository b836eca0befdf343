from tests.training.pages import make_row
from training.prepare import EMPTIED_EVERY, PAGE_TYPES, SHORTENED_EVERY, SHORTENED_PARAGRAPHS, Page, make_examples


def kinds(page_type):
    return [e.input for n in range(60) for e in make_examples(Page(make_row(n, page_type), "a set", n), ("html",))]


def test_some_articles_are_taught_shortened_and_some_pages_emptied():
    of_articles = kinds("article")
    assert of_articles.count("html") == 60
    assert 60 / SHORTENED_EVERY / 2 < of_articles.count("html-shortened") < 60 / SHORTENED_EVERY * 2
    assert 60 / EMPTIED_EVERY / 3 < of_articles.count("html-emptied") < 60 / EMPTIED_EVERY * 3
    assert "html-shortened" not in kinds("listing")


def test_a_shortened_article_has_the_rest_of_its_page_and_its_first_paragraphs():
    short = [
        e
        for n in range(60)
        for e in make_examples(Page(make_row(n), "a set", n), ("html",))
        if e.input == "html-shortened"
    ]
    for example in short:
        kept = (example.label == 1).nonzero()[0].tolist()
        assert kept == list(range(2, 2 + len(kept)))  # below the menu and the headline
        assert len(example.label) == 3 + len(kept)
        assert len(kept) in SHORTENED_PARAGRAPHS
    assert len({sum(e.label == 1) for e in short}) > 1


def test_a_page_without_reference_and_snippets_is_not_labelled():
    page = make_examples(Page(make_row(1, text=None), "a set", 1), ("html",))[0]
    assert page.label.tolist() == [-1] * 15
    assert page.page_type == PAGE_TYPES.index("article")


def test_an_empty_reference_says_that_nothing_is_text():
    assert make_examples(Page(make_row(1, text=""), "a set", 1), ("html",))[0].label.tolist() == [0] * 15


def test_a_type_that_no_set_labels_is_unknown():
    assert make_examples(Page(make_row(1, "lines"), "a set", 1), ("html",))[0].page_type == -1
