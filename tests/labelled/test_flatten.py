import pytest

from labelled import FLATTENERS, INPUT_FORMS, get_page

PAGE = b"<h1>Pier</h1><p>The ferry pier at Saltmere will reopen.</p><ul><li>One<li>Two</ul><img alt=gull src=x>"


@pytest.mark.parametrize("form", FLATTENERS)
def test_a_flattening_keeps_the_words_of_the_page(form):
    text = get_page({"html": PAGE}, form)
    assert isinstance(text, str)
    assert "saltmere will reopen." in " ".join(text.split()).lower()


def test_a_page_as_html_is_its_bytes():
    assert get_page({"html": PAGE}, "html") is PAGE
    assert ("html", *FLATTENERS) == INPUT_FORMS


def test_variants_differ_from_wet_in_one_respect():
    wet = get_page({"html": PAGE}, "wet")
    assert "gull" in wet
    assert "gull" not in get_page({"html": PAGE}, "no-alts")
    assert get_page({"html": PAGE}, "crlf") == wet.replace("\n", "\r\n")
    assert get_page({"html": PAGE}, "varied") in [get_page({"html": PAGE}, form) for form in FLATTENERS]
