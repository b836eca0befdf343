from training.prepare import EMPTIED_EVERY, SHORTENED_EVERY, SHORTENED_PARAGRAPHS, make_examples

PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before winter storms come, item {}."
PARAGRAPHS = [PROSE.format(i) for i in range(12)]
HTML = "<nav>Home</nav><h1>Channel</h1>" + "".join(f"<p>{p}" for p in PARAGRAPHS) + "<footer>Imprint</footer>"


def row(number, page_type="article"):
    fields = dict.fromkeys(("title", "dek", "authors", "headings", "captions", "credits", "with", "without"))
    reference = {"text": "\n".join(PARAGRAPHS), "html": HTML.encode(), "page_type": page_type}
    return fields | reference | {"id": str(number), "url": f"https://site{number}.example/"}


def kinds(page_type):
    return [e.input for n in range(60) for e in make_examples(row(n, page_type), "a set", ("html",))]


def test_some_articles_are_taught_shortened_and_some_pages_emptied():
    of_articles = kinds("article")
    assert of_articles.count("html") == 60
    assert 60 / SHORTENED_EVERY / 2 < of_articles.count("html-shortened") < 60 / SHORTENED_EVERY * 2
    assert 60 / EMPTIED_EVERY / 3 < of_articles.count("html-emptied") < 60 / EMPTIED_EVERY * 3
    assert "html-shortened" not in kinds("listing")


def test_a_shortened_article_has_the_rest_of_its_page_and_its_first_paragraphs():
    short = [e for n in range(60) for e in make_examples(row(n), "a set", ("html",)) if e.input == "html-shortened"]
    for example in short:
        assert example.texts[0] == "Home"
        assert example.texts[-1] == "Imprint"
        kept = [t for t, label in zip(example.texts, example.label, strict=True) if label == 1]
        assert kept == PARAGRAPHS[: len(kept)]
        assert len(kept) in SHORTENED_PARAGRAPHS
    assert len({sum(e.label == 1) for e in short}) > 1
