"""What to doubt of an answer, on blocks and verdicts made by hand, and on a few whole pages."""

import numpy as np
import pytest

import cleancopy
from cleancopy.assemble.quality import find_quality_flags
from cleancopy.block import Block, Layout, Role
from cleancopy.classify import BlockPredictions
from cleancopy.dom import Tree
from cleancopy.metadata import read_head

SENTENCE = "The ferry to the outer islands will sail twice a day from May on, the harbour office said on Monday."
KEPT = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.TABLE_ROW, Role.SUBHEADING})
Judged = tuple[Role, str]


def truncation_flags(*judged: Judged, paid: bool = False) -> frozenset[str]:
    roles = tuple(role for role, _ in judged)
    kept = np.array([role in KEPT for role in roles])
    verdict = BlockPredictions(roles, kept.astype(float), kept, np.zeros((len(roles), 0)), 1.0)
    return find_quality_flags([Block(text) for _, text in judged], verdict, paid=paid)


def story(paragraphs: int) -> list[Judged]:
    return [(Role.PARAGRAPH, f"{SENTENCE} {i}") for i in range(paragraphs)]


def test_an_article_raises_no_doubt():
    assert truncation_flags((Role.NAVIGATION, "Home"), *story(5), (Role.LEGAL, "© Harbour Post")) == frozenset()


@pytest.mark.parametrize("paragraphs, is_short", [(1, True), (2, True), (3, False)])
def test_less_than_fifty_words_are_short(paragraphs, is_short):
    assert ("short" in truncation_flags(*story(paragraphs))) is is_short


def test_an_ideograph_says_as_much_as_three_letters():
    assert truncation_flags((Role.PARAGRAPH, "港" * 100)) == frozenset()
    assert truncation_flags((Role.PARAGRAPH, "港" * 99)) == {"short"}


def test_a_dek_alone_is_no_running_text():
    verdict = BlockPredictions((Role.DEK,), np.ones(1), np.array([True]), np.zeros((1, 0)), 1.0)
    assert find_quality_flags([Block(SENTENCE)], verdict, paid=False) == {"no_running_text"}


@pytest.mark.parametrize("kept", [(), [(Role.SUBHEADING, "What comes next")]])
def test_nothing_is_not_short_but_none(kept):
    assert truncation_flags(*kept, (Role.NAVIGATION, "Home"), (Role.FORM, "Email:")) == {"no_running_text"}


def test_short_items_are_a_list():
    items = [(Role.LIST_ITEM, f"Enamel mug, size {i}, blue or white, £{i}.50") for i in range(40)]
    assert truncation_flags(*items) == {"list_page"}
    assert truncation_flags(*story(2), *items) == {"list_page"}


def test_items_within_an_article_are_no_list():
    items = [(Role.LIST_ITEM, f"Pier {i}: 9.30 and 16.00") for i in range(10)]
    assert truncation_flags(*story(10), *items) == frozenset()


@pytest.mark.parametrize(
    "text, is_list",
    [
        ("The pier is closed again.", False),
        ("The pier is shut again", True),
        ("A pier is shut, too.", False),  # of the least size of a sentence
        ("A pier is shut now.", True),
    ],
)
def test_short_sentences_are_no_list(text, is_list):
    menu = [(Role.NAVIGATION, f"Section number {i}") for i in range(200)]
    with_gaps = [(Role.PARAGRAPH, text), (Role.SHARE, "Share")] * 20
    assert ("list_page" in truncation_flags(*menu, *with_gaps)) is is_list


def test_short_lines_without_a_gap_are_no_list():
    menu = [(Role.NAVIGATION, f"Section number {i}") for i in range(200)]
    assert truncation_flags(*menu, *[(Role.PARAGRAPH, "The pier is shut again")] * 20) == frozenset()


def test_linked_sentences_are_a_list():
    blocks = [Block("The pier is closed again.", link_chars=n) for n in [13] * 20]
    kept = np.ones(20, bool)
    verdict = BlockPredictions((Role.PARAGRAPH,) * 20, kept.astype(float), kept, np.zeros((20, 0)), 1.0)
    assert "list_page" in find_quality_flags(blocks, verdict, paid=False)
    blocks = [block._replace(link_chars=12) for block in blocks]
    assert "list_page" not in find_quality_flags(blocks, verdict, paid=False)


def test_a_news_item_under_a_long_menu_is_no_list():
    menu = [(Role.NAVIGATION, f"Section number {i}") for i in range(100)]
    assert truncation_flags(*menu, *story(4)) == frozenset()


def comments(n: int) -> list[Judged]:
    return [(Role.COMMENT, f"{SENTENCE} So be it. {i}") for i in range(n)]


def test_comments_and_nothing_else():
    assert truncation_flags(*comments(2)) == {"no_running_text", "comments_only"}
    assert "comments_only" in truncation_flags(*story(1), *comments(10))


def test_a_long_discussion_below_an_article():
    assert "comments_only" not in truncation_flags(*story(4), *comments(28))


def test_alternative_texts_and_links_are_no_comments():
    roles = (Role.PARAGRAPH, Role.COMMENT, Role.COMMENT)
    kept = np.array([True, False, False])
    long = SENTENCE * 12
    blocks = [Block(SENTENCE), Block(long, Layout.ALT), Block(long, links=1, link_chars=len(long))]
    verdict = BlockPredictions(roles, kept.astype(float), kept, np.zeros((3, 0)), 1.0)
    assert "comments_only" not in find_quality_flags(blocks, verdict, paid=False)


ASKS = [
    "Subscribe to continue reading",
    "To continue reading, please log in or register",
    "This article is for subscribers only.",
    "Registrieren Sie sich jetzt kostenlos, um weiterzulesen.",
    "Jetzt weiterlesen mit Abo",
    "Abonnez-vous pour lire la suite",
    "Article réservé aux abonnés",
    "Suscríbete para seguir leyendo",
    "Para continuar leyendo, inicia sesión",
    "Abbonati per continuare a leggere",
    "Contenuto riservato agli abbonati",
    "Assine para continuar lendo",
    "Conteúdo exclusivo para assinantes",
    "Log in om verder te lezen",
    "Dit artikel is alleen voor abonnees",
    "Zaloguj się, aby czytać dalej",
    "Подпишитесь, чтобы читать дальше",
    "Материал доступен только подписчикам",
    "この記事は有料会員限定です",
    "続きを読むには会員登録が必要です",
    "登录后继续阅读",
    "本文為付費會員專屬",
    "로그인하고 계속 읽기",
    "이 기사는 유료 구독자 전용입니다",
]


@pytest.mark.parametrize("ask", ASKS)
def test_a_page_that_asks_for_money_or_a_name_to_read_on(ask):
    assert truncation_flags(*story(4), (Role.FORM, ask)) == {"paywall"}


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter",
        "Log in to comment on this article",
        "Continue reading: the bridge that nobody wanted",
        "Lesen Sie weiter: Die Brücke, die niemand wollte",
        "Abonnez-vous à notre lettre du matin",
        "Suscríbete a nuestro boletín",
        "Подпишитесь на наш канал",
        "メールマガジンに登録する",
        "订阅我们的新闻",
        "카카오톡 채널 구독",
    ],
)
def test_other_asks_are_no_paywall(line):
    assert truncation_flags(*story(4), (Role.PROMOTION, line)) == frozenset()


def test_a_pitch_counts_wherever_it_stands_and_another_block_right_below_the_text():
    ask = ASKS[0]
    menu = [(Role.NAVIGATION, f"Section {i}") for i in range(6)]
    assert truncation_flags((Role.PROMOTION, ask), *story(4)) == {"paywall"}
    assert truncation_flags(*story(4), *menu[:5], (Role.FORM, ask)) == {"paywall"}
    assert truncation_flags(*story(4), *menu, (Role.FORM, ask)) == frozenset()
    assert truncation_flags((Role.NAVIGATION, ask), *story(4)) == frozenset()


def test_a_whole_article_was_not_cut():
    assert truncation_flags(*story(40), (Role.PROMOTION, ASKS[0])) == frozenset()
    assert truncation_flags(*story(40), paid=True) == {"paywall"}


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    "head, paid",
    [
        (LD.format('{"@type": "NewsArticle", "isAccessibleForFree": false}'), True),
        (LD.format('{"@type": "NewsArticle", "isAccessibleForFree": "False"}'), True),
        (LD.format('{"@graph": [{"@type": "WebPage", "isAccessibleForFree": "http://schema.org/False"}]}'), True),
        (LD.format('[{"hasPart": {"isAccessibleForFree": false, "cssSelector": ".body"}}]'), True),
        (LD.format('{"isAccessibleForFree": true}'), False),
        (LD.format('{"isAccessibleForFree": '), False),
        ("<meta property=article:content_tier content=locked>", True),
        ("<meta property=article:content_tier content=Metered>", True),
        ("<meta property=article:content_tier content=free>", False),
        ("", False),
    ],
)
def test_what_a_page_states_of_its_price(head, paid):
    assert read_head(Tree(f"<head>{head}</head><p>x")).paid is paid


def test_a_page_that_states_it_is_flagged():
    body = "".join(f"<p>{text}</p>" for _, text in story(5))
    page = f"<head>{{}}</head><body><main><article><h1>Two ferries a day</h1>{body}</article></main>"
    assert cleancopy.extract(page.format("")).flags == frozenset()
    assert cleancopy.extract(page.format(LD.format('{"isAccessibleForFree": false}'))).flags == {"paywall"}


def test_a_garbled_page_without_a_block_says_that_there_is_no_text():
    page = f"<html><head><title>{'Ã¤Ã¶Ã¼ fÃ¼r dÃ¤s ' * 20}</title></head><body></body></html>"
    assert cleancopy.extract(page, kind="html").flags == {"mojibake_suspected", "no_running_text"}
