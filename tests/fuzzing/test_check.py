import cleancopy
import fuzzing.check
from fuzzing.check import check


def test_an_exception_is_a_complaint_that_says_where(monkeypatch):
    def broken(page):
        raise KeyError(page)

    monkeypatch.setattr(fuzzing.check.cleancopy, "extract", broken)
    complaint = check("<p>x")
    assert complaint is not None
    assert complaint.startswith("KeyError in test_check.py:")


def test_an_article_without_text_or_flag_is_a_complaint(monkeypatch):
    monkeypatch.setattr(fuzzing.check.cleancopy, "extract", lambda page: cleancopy.Article())
    assert check("<p>x") == "neither text nor a flag"


def test_words_from_nowhere_are_a_complaint(monkeypatch):
    body = (cleancopy.Passage(cleancopy.Role.PARAGRAPH, "never shown"),)
    monkeypatch.setattr(fuzzing.check, "SAMPLE_EVERY", 1)
    monkeypatch.setattr(fuzzing.check.cleancopy, "extract", lambda page: cleancopy.Article(body=body))
    assert check("<p>x") == "words that the page does not show, or not in this order"
