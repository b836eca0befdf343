"""Credits of pictures as they are written: in brackets or behind a label, at the end of a caption or alone."""

import re

_CREDIT_WORDS = (
    r"(?:photo|image|picture|video|illustration|file)?\s*(?:credits?|courtesy|copyright)(?: of| to)?"
    r"|(?:photos?|images?|pictures?|photograph|illustration|graphic)(?: by)?"
    r"|fotos?|foto(?:graf(?:ie|ía|ia)?)?|bild(?:quelle|rechte)?|abbildung|quelle|grafik"
    r"|photo(?:graphie)?|crédits?|cr[eé]dito|imagen|imagem|fuente|fonte|immagine|fot|zdjęcie|źródło"
    r"|фото|источник|φωτογραφία|写真|图|图片|사진"
)
_BRACKETED = re.compile(rf"\s*[(\[]\s*(?:{_CREDIT_WORDS})\s*[:：/|-]?\s+(?P<credit>[^()\[\]]{{2,100}})[)\]]\s*$", re.I)
_LABELLED = re.compile(rf"(?:^|(?<=[.!?\s|]))(?:{_CREDIT_WORDS})\s*[:：|]\s*(?P<credit>[^:|]{{2,80}})$", re.I)
LABEL_MARKS = ":：|"
"""What labels end in."""
_LABEL_CHARS, _LABELLED_CHARS = 40, 80
"""No label is longer; nor the credit behind one."""
# A run of initials or agencies in brackets at the end: "(AP Photo/Jane Doe)", "(Reuters)".
_AGENCIES = "AP|AFP|EPA|DPA|Reuters|REUTERS|Getty|Shutterstock"
_AGENCY = re.compile(rf"\s*[(\[](?P<credit>[^()\[\]]{{0,60}}\b(?:{_AGENCIES})\b[^()\[\]]{{0,60}})[)\]]\s*$")


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit that ends it, either of them perhaps empty."""
    text = " ".join(text.split())
    match = _bracketed(text) or _labelled(text)
    return (text[: match.start()].rstrip(" |-–—·•"), match["credit"].strip()) if match else (text, "")


def _bracketed(text: str) -> re.Match[str] | None:
    """A credit in brackets at the end. It has none inside, so the last that opens begins it."""
    if not text.endswith((")", "]")):
        return None
    start = max(text.rfind("("), text.rfind("["), 1) - 1  # with the space before it
    return _BRACKETED.search(text, start) or _AGENCY.search(text, start)


def _labelled(text: str) -> re.Match[str] | None:
    """A credit behind a label: it has no more of the marks that end labels, but perhaps a wide colon."""
    last = max(map(text.rfind, LABEL_MARKS))
    mark = max(map(text.rfind, ":|"))
    if last < 0 or last + 1 + _LABELLED_CHARS + 1 < len(text):
        return None
    return _LABELLED.search(text, max(0, (mark if mark >= 0 else text.find("：")) - _LABEL_CHARS))


CREDIT_CHARS = 300
"""Characters before the end in which a credit begins: the search stays linear on any text."""


def ends_with_credit(text: str, words: int) -> bool:
    """Whether a text of at least `words` words ends in a credit in brackets."""
    end = " ".join(text[-CREDIT_CHARS:].split())
    match = _bracketed(end)
    return match is not None and len(text.split()) - len(end[match.start() :].split()) >= words


def is_credit(text: str) -> bool:
    """Whether a text is nothing but a credit in brackets."""
    if text[:1].isalnum():  # it begins with a bracket: most texts do not
        return False
    match = _BRACKETED.match(text)
    return match is not None and match.end() == len(text)
