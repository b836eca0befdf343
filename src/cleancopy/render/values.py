"""Values as markup may hold them."""

import re
from datetime import date, datetime

# XML 1.0, section 2.2. Not as what else there is: of a class of most characters `re` takes long to make a table.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47, by its shape
_DAY_CHARS = len("2024-03-14")


def to_xml_characters(text: str) -> str:
    """Replace each character that XML 1.0 does not have by U+FFFD, and line ends by line feeds."""
    return _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", text))


def check_language_tag(language: str | None) -> str | None:
    """Return a language if its tag is well-formed, else None."""
    return language if language and _LANGUAGE_TAG.fullmatch(language) else None


def normalize_date(value: str | None) -> str | None:
    """Return a day or a time in the form that HTML and XML Schema share, None if it is no date."""
    try:
        if value and len(value) == _DAY_CHARS:
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None
