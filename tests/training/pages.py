"""A labelled page of twelve paragraphs between a menu and an imprint."""

from typing import Any

PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before winter storms come, item {}."
PARAGRAPHS = [PROSE.format(i) for i in range(12)]
HTML = "<nav>Home</nav><h1>Channel</h1>" + "".join(f"<p>{p}" for p in PARAGRAPHS) + "<footer>Imprint</footer>"


def make_row(number: int, page_type: str = "article", text: str | None = "\n".join(PARAGRAPHS)) -> dict[str, Any]:
    """The row of a page of a site of its own."""
    fields = dict.fromkeys(("title", "dek", "authors", "headings", "captions", "credits", "with", "without"))
    known = {"text": text, "html": HTML.encode(), "page_type": page_type}
    return fields | known | {"id": str(number), "url": f"https://site{number}.example/"}
