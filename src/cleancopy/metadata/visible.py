"""Fields that the page shows: read off the blocks and their roles, HTML and flattened text alike."""

import re
from collections.abc import Iterable, Sequence

from cleancopy.block import Block, Role
from cleancopy.classify.artifact import Model
from cleancopy.classify.classifier import Verdict, the_one
from cleancopy.metadata.fields import Fields

_CREDIT_WORDS = (
    r"(?:photo|image|picture|video|illustration|file)?\s*(?:credits?|courtesy|copyright)(?: of| to)?"
    r"|(?:photos?|images?|pictures?|photograph|illustration|graphic)(?: by)?"
    r"|fotos?|foto(?:graf(?:ie|ía|ia)?)?|bild(?:quelle|rechte)?|abbildung|quelle|grafik"
    r"|photo(?:graphie)?|crédits?|cr[eé]dito|imagen|imagem|fuente|fonte|immagine|fot|zdjęcie|źródło"
    r"|фото|источник|φωτογραφία|写真|图|图片|사진"
)
_BRACKETED = re.compile(rf"\s*[(\[](?:{_CREDIT_WORDS})\s*[:：/|-]?\s+(?P<credit>[^()\[\]]{{2,100}})[)\]]\s*$", re.I)
_LABELLED = re.compile(rf"(?:^|(?<=[.!?\s|]))(?:{_CREDIT_WORDS})\s*[:：|]\s*(?P<credit>[^:|]{{2,80}})$", re.I)
# A run of initials or agencies in brackets at the end: "(AP Photo/Jane Doe)", "(Reuters)".
_AGENCIES = "AP|AFP|EPA|DPA|Reuters|REUTERS|Getty|Shutterstock"
_AGENCY = re.compile(rf"\s*[(\[](?P<credit>[^()\[\]]{{0,60}}\b(?:{_AGENCIES})\b[^()\[\]]{{0,60}})[)\]]\s*$")


def read_visible(blocks: Sequence[Block], verdict: Verdict, model: Model) -> Fields:
    """The fields among a page's blocks, as `model` judged them."""

    def one(role: Role) -> str | None:
        at = the_one(role, verdict.chances, model)
        return None if at is None or verdict.kept[at] else " ".join(blocks[at].text.split())

    of = {role: [b.text for b, r in zip(blocks, verdict.roles, strict=True) if r is role] for role in Role}
    captions, credits = split_captions(of[Role.CAPTION])
    return Fields(
        title=one(Role.HEADLINE),
        dek=one(Role.DEK),
        site=one(Role.SITE),
        captions=captions,
        credits=_unique([*credits, *map(bare_credit, of[Role.CREDIT])]),
    )


def split_captions(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Captions without the credits at their ends, and these credits. A caption that says no more than another goes."""
    captions, credits = [], []
    for text in texts:
        caption, credit = split_credit(text)
        captions.append(caption)
        credits.append(credit)
    kept = _unique(captions)
    return tuple(c for c in kept if not any(c != d and d.startswith(c) for d in kept)), _unique(credits)


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit that ends it, either of them perhaps empty."""
    text = " ".join(text.split())
    for pattern in (_BRACKETED, _AGENCY, _LABELLED):
        if match := pattern.search(text):
            return text[: match.start()].rstrip(" |-–—·•"), match["credit"].strip()
    return text, ""


def bare_credit(text: str) -> str:
    """A credit line without its label and brackets."""
    caption, credit = split_credit(text)
    return credit if credit and not caption else " ".join(text.split()).strip("()[] ")


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for text in texts:
        if text:
            seen.setdefault(text.casefold(), text)
    return tuple(seen.values())
