"""Flags about the quality of an article, from its blocks and their predictions. `decode` sets those about the input.

All sizes are in characters. Chinese, Japanese and Korean characters count three times, because one says more.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from cleancopy.article_data import NON_BODY_ROLES
from cleancopy.block import Block, Layout, Role, count_prose_chars
from cleancopy.classify import BlockPredictions
from cleancopy.flags import Flag
from cleancopy.lexicon import ends_like_a_sentence
from cleancopy.lines import count_wide, has_digit

MAX_SHORT_SIZE = 300
"""About fifty words. Shorter texts are flagged: 31 of 2,477 labelled pages, whose mean word F1 is 0.59 (0.91)."""

LIST_SHARE = 0.35
LIST_PROSE = 0.8
SENTENCE_CHARS = 20
"""A page is a list if kept prose is less than LIST_SHARE of the page, and prose or whole sentences (of SENTENCE_CHARS
and up, mostly without links) are less than LIST_PROSE of the kept text.

A text that is kept without a gap (`UNBROKEN_SHARE` of its blocks) and without links (`LINKED_SHARE`) is no list.

The first condition alone also flags short news among long menus, and without sentences texts of short paragraphs. For
listings, collections and products against articles and documentation of wcxb the precision is 0.84 and the recall 0.50.
Of 325 news pages 5 are flagged."""

LINKED_SHARE = 0.02
UNBROKEN_SHARE = 0.9

COMMENTS_SHARE = 10
"""The ratio of prose in comments to prose in the text above which a page is flagged. Complete articles reach seven."""

PAYWALL_SIZE = 3000
"""The length from which a text is complete even if the page asks to pay. The four such labelled pages have a word F1 of
0.98 and up."""
PAYWALL_REACH = 6
"""The number of blocks after the last kept one that are searched for a paywall."""
PAYWALL_CHARS = 300
"""The characters of a block that are searched for a paywall, so that the search is linear in any text."""
# Looked up once, because looking up a member of an enumeration is slow in Python 3.11.
_ALT, _COMMENT = Layout.ALT, Role.COMMENT
_PITCHES = frozenset({Role.PROMOTION, Role.OTHER})

# "Subscribe to read on", "to read on, log in" and "this article is for subscribers", in one group for each language,
# and in one pattern for all with Latin letters. The text is lower-cased first: to ignore case makes the search slower.
_PAYWALL_TEXT = re.compile(
    # English
    r"\b(?:"
    r"(?:subscri(?:be|ption)|sign (?:in|up)|log ?in|register|join|become an? \w+|free trial|unlock)\b.{0,60}"
    r"\b(?:(?:continue|keep) reading|read (?:on\b|(?:this|the)(?: \w+)? (?:article|story|post))"
    r"|(?:full|rest of (?:the|this)) (?:article|story|post))"
    r"|(?:continue|keep) reading\b.{0,60}\b(?:subscri|log ?in|sign (?:in|up)|register)"
    r"|(?:article|story|content|post) is (?:\w+ ){0,3}(?:for|to) (?:\w+ ){0,2}(?:subscribers|members)\b"
    # German
    r"|(?:abo\b|abonn|anmeld|registrier|einlogg).{0,60}(?:weiter(?:zu)?lesen|(?:ganz|vollständig)en \w+ lesen)"
    r"|weiter(?:zu)?lesen\b.{0,40}\b(?:abo\b|abonn|anmeld|registrier|einlogg)"
    r"|(?:artikel|text|inhalt|beitrag) ist (?:\w+ ){0,2}für (?:\w+ ){0,2}abonnent"
    # French
    r"|(?:abonne[zr]|connecte[zr]|inscrive[zr]|identifie[zr]).{0,60}\b(?:lire (?:la suite|l.article|l.intégralité)"
    r"|(?:poursuivre|continuer) (?:la|votre) lecture)"
    r"|lire la suite\b.{0,40}\b(?:abonn|connect|inscri)|(?:article|contenu) (?:est )?réservé (?:\w+ ){1,2}abonné"
    # Spanish
    r"|(?:suscr[ií]b|inici(?:a|e|ar) sesión|reg[ií]str).{0,60}\b(?:seguir|continuar|sigue|continúa) leyendo"
    r"|(?:seguir|continuar) leyendo\b.{0,60}\b(?:suscr|inici|reg[ií]str)"
    r"|(?:artículo|contenido) (?:es )?(?:exclusivo|solo|sólo) para (?:\w+ )?suscriptores"
    # Italian
    r"|(?:abbona|accedi|registra).{0,60}\b(?:(?:continuare|proseguire) (?:a leggere|la lettura)|leggere l.articolo)"
    r"|continuare a leggere\b.{0,60}\b(?:abbona|accedi|registra)"
    r"|(?:articolo|contenuto) (?:è )?riservato (?:\w+ ){1,2}abbonati"
    # Portuguese
    r"|(?:assine|login|cadastr|subscrev|registe).{0,60}\bcontinu(?:ar?|e) (?:a ler|lendo|a leitura)"
    r"|continuar (?:a ler|lendo|a leitura)\b.{0,60}\b(?:assin|login|cadastr|subscrev|regist)"
    r"|(?:conteúdo|artigo|matéria) (?:é )?(?:exclusiv|restrit|reservad)[oa] (?:\w+ ){1,2}assinantes"
    # Dutch
    r"|(?:abonne|log in|inlog|registreer|account).{0,60}\b(?:verder (?:te )?lezen|lees verder|volledige artikel)"
    r"|(?:verder (?:te )?lezen|lees verder)\b.{0,40}\b(?:abonne|log in|account)"
    r"|artikel is (?:\w+ ){0,2}voor (?:\w+ )?abonnees"
    # Polish
    r"|(?:zaloguj|zarejestruj|subskry|prenumerat|wykup).{0,60}\b(?:czyta[ćj] dalej|(?:cały|pełny) artykuł)"
    r"|czyta[ćj] dalej\b.{0,40}\b(?:zaloguj|zarejestruj|subskry|prenumerat|wykup)"
    r"|artykuł (?:\w+ ){0,2}tylko dla (?:\w+ )?(?:prenumeratorów|subskrybentów)"
    r")"
)
_OTHER_PAYWALL_TEXT = re.compile(
    # Russian
    r"\b(?:(?:подпи[шс]|оформите|войдите|зарегистрируйтесь|авторизуйтесь).{0,60}"
    r"\b(?:продолжить чтение|(?:про|до)?читать (?:дальше|далее|полностью|статью|материал)|полн\w+ (?:текст|верси))"
    r"|(?:продолж\w+ чтени|(?:про|до)?читать (?:дальше|далее|полностью)).{0,40}\b(?:подпи[шс]|войдите|зарегистр)"
    r"|(?:статья|материал|текст) (?:\w+ )?только (?:для )?(?:\w+ )?подписчик"
    r")"
    # Japanese
    r"|(?:有料|会員|登録|ログイン|購読).{0,20}(?:続き|全文).{0,10}(?:読|閲覧|ご覧)|(?:続き|全文)を(?:読む|お読みいただく)には"
    r"|この(?:記事|コンテンツ)は.{0,10}(?:有料|会員|購読者).{0,6}(?:限定|専用|記事)"
    # Chinese
    r"|(?:订阅|訂閱|登[录錄入]|注册|註冊|[会會][员員]|付[费費]).{0,15}(?:[继繼][续續][阅閱][读讀]|[阅閱][读讀]全文|查看全文)"
    r"|(?:[继繼][续續][阅閱][读讀]|[阅閱][读讀]全文).{0,10}(?:订阅|訂閱|登[录錄入]|注册|註冊)"
    r"|(?:本文|文章)[为為仅僅是].{0,8}(?:付[费費]|[会會][员員]|订阅|訂閱)"
    # Korean
    r"|(?:구독|로그인|회원\s?가입|유료).{0,20}(?:계속 읽|전문을|전체 기사|이어서 읽)"
    r"|(?:기사|콘텐츠)는 .{0,12}(?:구독자|회원|유료).{0,4}(?:전용|만)"
)


def find_quality_flags(blocks: Sequence[Block], verdict: BlockPredictions, *, paid: bool) -> frozenset[str]:
    """Find the flags of an article. If it has no running text, they give the reason.

    paid   whether the page states that its text is not free
    """
    kept = np.flatnonzero(verdict.kept).tolist()
    sized = [(i, _count_chars(blocks[i].text)) for i in kept]
    running = [(i, size) for i, size in sized if verdict.roles[i] not in NON_BODY_ROLES]
    size = sum(size for _, size in running)
    found = {
        Flag.NO_RUNNING_TEXT: not running,
        Flag.SHORT: 0 < size < MAX_SHORT_SIZE,
        Flag.LIST_PAGE: bool(running) and _is_list(blocks, sized),
        Flag.COMMENTS_ONLY: _is_comments_only(blocks, verdict, running),
        Flag.PAYWALL: paid or (size < PAYWALL_SIZE and _has_paywall(blocks, verdict.roles, kept)),
    }
    return frozenset(flag for flag, holds in found.items() if holds).union({verdict.wall} if verdict.wall else ())


def _count_chars(text: str) -> int:
    return len(text) + 2 * count_wide(text)


def _count_prose(blocks: Sequence[Block], sized: Iterable[tuple[int, int]]) -> int:
    """Add the sizes of those blocks that are prose. `sized` are indexes and sizes."""
    return sum(count_prose_chars(blocks[i], size) for i, size in sized)


def _is_comments_only(blocks: Sequence[Block], verdict: BlockPredictions, running: Sequence[tuple[int, int]]) -> bool:
    comments = [(i, _count_chars(blocks[i].text)) for i, role in enumerate(verdict.roles) if role is _COMMENT]
    return bool(comments) and _count_prose(blocks, comments) > COMMENTS_SHARE * _count_prose(blocks, running)


def _is_list(blocks: Sequence[Block], kept: Sequence[tuple[int, int]]) -> bool:
    prose, least = _count_prose(blocks, kept), LIST_PROSE * sum(size for _, size in kept)
    if prose >= least or sum(size for i, size in kept if _is_sentence(blocks[i])) >= least:
        return False
    if prose >= LIST_SHARE * sum(_count_chars(b.text) for b in blocks if b.layout is not _ALT):
        return False
    return not _is_unbroken(blocks, kept)


_NUMBERING = re.compile(r"(?:(?:§+|[^\W\d]{1,12}\.?)?\s?\(?\d{1,4}[a-z]?[.):]?(?:\s+|$)){1,2}")
"""Numbers at the beginning of a clause or a step: "§ 1 (2)", "Article 3", "(4)"."""


def _is_unbroken(blocks: Sequence[Block], kept: Sequence[tuple[int, int]]) -> bool:
    """Whether nearly nothing between the first and the last block was left out or is a link: verses, steps."""
    indices = [i for i, _ in kept]
    linked = sum(blocks[i].link_chars for i in indices)
    n_shown = sum(block.layout is not _ALT for block in blocks[indices[0] : indices[-1] + 1])
    is_linked = linked >= LINKED_SHARE * sum(len(blocks[i].text) for i in indices)
    if is_linked or len(indices) <= UNBROKEN_SHARE * n_shown:
        return False
    with_digits = [text for i in indices if has_digit(text := blocks[i].text)]  # prices, sizes, days
    # clauses and steps have numbers of their own
    return sum(has_digit(_NUMBERING.sub("", text)) for text in with_digits) * 2 <= len(indices)


def _is_sentence(block: Block) -> bool:
    is_linked = 2 * block.link_chars >= len(block.text)
    return len(block.text) >= SENTENCE_CHARS and not is_linked and ends_like_a_sentence(block.text)


def _has_paywall(blocks: Sequence[Block], roles: Sequence[Role], kept: Sequence[int]) -> bool:
    """Whether a promotion, or any block right after the text, asks to subscribe or to log in for the rest."""
    last = kept[-1] if kept else len(blocks)
    return any(
        _asks_to_pay(block.text[:PAYWALL_CHARS].lower())
        for i, (block, role) in enumerate(zip(blocks, roles, strict=True))
        if role in _PITCHES or last < i <= last + PAYWALL_REACH
    )


def _asks_to_pay(text: str) -> bool:
    is_other = not text.isascii() and _OTHER_PAYWALL_TEXT.search(text) is not None
    return is_other or _PAYWALL_TEXT.search(text) is not None
