"""The ways in which scrapers flatten a page, for teaching and scoring the model of flattened text."""

from collections.abc import Callable

from inscriptis import get_text
from resiliparse.extract.html2text import extract_plain_text

from cleancopy.decode import decode


def wet(html: bytes) -> str:
    """Close to Common Crawl's WET files: every text block a line, alternative texts of images included."""
    return str(
        extract_plain_text(decode(html, kind="html").text, main_content=False, alt_texts=True, list_bullets=False)
    )


def inscriptis(html: bytes) -> str:
    """A rendering with layout: indented lists, tables in columns."""
    return str(get_text(decode(html, kind="html").text))


FLATTEN: dict[str, Callable[[bytes], str]] = {"wet": wet, "inscriptis": inscriptis}
