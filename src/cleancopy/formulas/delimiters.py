"""TeX between delimiters: in the text of a page, where a script would show it, and in the answers of cleancopy."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Formula(NamedTuple):
    """A formula.

    source    its TeX, with white space folded
    display   whether it stands on a line of its own
    """

    source: str
    display: bool = False


MAX_CHARS = 5_000
"""Characters of the longest formula between delimiters; what is longer has lost its closing one."""
_ENVIRONMENTS = "equation|align|alignat|gather|multline|eqnarray|flalign"
_DELIMITED = re.compile(
    rf"\\\((?P<inline>.{{1,{MAX_CHARS}}}?)\\\)|\\\[(?P<display>.{{1,{MAX_CHARS}}}?)\\\]|"
    rf"(?<!\$)\$\$(?P<dollars>[^$]{{1,{MAX_CHARS}}})\$\$(?!\$)|"
    rf"(?P<whole>\\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}.{{1,{MAX_CHARS}}}?\\end\{{(?P=name)\}})",
    re.DOTALL,
)
"""The delimiters that MathJax and KaTeX read by default. A single dollar sign stands for money."""
_MATH_SIGN = re.compile(r"[^\W_]|[\\=+<>^]")
_STRIPPED = (("\\(", "\\)", False), ("\\[", "\\]", True), ("$$", "$$", True), ("$", "$", False))
_DISPLAY_STYLE = re.compile(r"\{?\s*\\displaystyle(?![A-Za-z])\s*(.*?)\s*\}?", re.DOTALL)


def split_at_formulas(text: str) -> Iterator[str | Formula]:
    """Yield the parts of a text in order: formulas, and what stands between them."""
    end = 0
    for match in _DELIMITED.finditer(text):
        source = " ".join((match["inline"] or match["display"] or match["dollars"] or match["whole"]).split())
        if not _MATH_SIGN.search(source):
            continue
        if match.start() > end:
            yield text[end : match.start()]
        yield Formula(source, match["inline"] is None)
        end = match.end()
    if end < len(text):
        yield text[end:]


def write_formula(formula: Formula) -> str:
    """Write a formula between dollar signs, as text and Markdown have it."""
    sign = "$$" if formula.display else "$"
    return f"{sign}{formula.source}{sign}"


def read_delimited(text: str, *, display: bool = False) -> Formula | None:
    """The formula of a text that is nothing else, with or without delimiters; None for an empty one.

    display   whether it stands on a line of its own if it has no delimiters
    """
    source = " ".join(text.split())
    for opening, closing, is_display in _STRIPPED:
        if len(source) > len(opening + closing) and source.startswith(opening) and source.endswith(closing):
            source, display = source[len(opening) : -len(closing)].strip(), is_display or display
            break
    source = _strip_display_style(source)
    return Formula(source, display) if source else None


def _strip_display_style(source: str) -> str:
    """TeX without the style around the whole of it, as MediaWiki and LaTeXML write it."""
    match = _DISPLAY_STYLE.fullmatch(source) if "\\displaystyle" in source[:20] else None
    if match is None:
        return source
    if source.startswith("{") != source.endswith("}") or not source.startswith("{"):
        return source.removeprefix("\\displaystyle").strip() if source.startswith("\\displaystyle") else source
    return match[1]
