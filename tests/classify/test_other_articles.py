from cleancopy import extract

PROSE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."


def article(headline: str, text: str) -> str:
    return f"<article class=story><h1 class=head>{headline}</h1>{text}</article>"


def page(*articles: str) -> str:
    return f"<title>Ferry to sail twice a day</title><main>{''.join(articles)}</main>"


def test_an_article_below_that_of_the_page_is_left_out():
    other = article("What the storm left behind", f"<p>Volunteers filled bags with sand. {PROSE}</p>" * 3)
    answer = extract(page(article("Ferry to sail twice a day", f"<p>{PROSE}</p>" * 3), other)).text
    assert answer.count(PROSE) == 3
    assert "sand" not in answer


def test_the_only_article_stays_where_a_teaser_bears_the_title():
    teaser = article("Ferry to sail twice a day", "")
    assert extract(page(teaser, article("Islanders get a second boat", f"<p>{PROSE}</p>" * 3))).text.count(PROSE) == 3
