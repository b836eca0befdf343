"""Presentation MathML as TeX, for pages that give no TeX with it.

Covers the elements of MathML Core and `mfenced`, which MathML 3 has. Signs without a usual command stay as they are:
KaTeX, MathJax and LuaTeX read Unicode. https://www.w3.org/TR/mathml-core/
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol


class MathNode(Protocol):
    """What the conversion needs of an element of the tree."""

    @property
    def tag(self) -> str:
        """The name of the element."""

    @property
    def text(self) -> str:
        """All text in it."""

    def attr(self, name: str) -> str | None:
        """An attribute, None for a missing one."""


MAX_DEPTH = 100
"""Elements inside of one another that are converted; deeper ones give their text."""
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min Pr sec sin sinh sup tan tanh".split()
)
"""Names of functions that TeX has commands for."""
_SIGNS: Mapping[str, str] = {
    "±": "\\pm", "∓": "\\mp", "×": "\\times", "÷": "\\div", "⋅": "\\cdot", "·": "\\cdot", "∗": "*", "∘": "\\circ",
    "≤": "\\le", "≥": "\\ge", "≠": "\\ne", "≈": "\\approx", "≡": "\\equiv", "∼": "\\sim",
    "≅": "\\cong", "∝": "\\propto",
    "≪": "\\ll", "≫": "\\gg", "∈": "\\in", "∉": "\\notin", "∋": "\\ni", "⊂": "\\subset", "⊆": "\\subseteq",
    "⊃": "\\supset", "⊇": "\\supseteq", "∪": "\\cup", "∩": "\\cap", "∖": "\\setminus", "∅": "\\emptyset",
    "∀": "\\forall", "∃": "\\exists", "¬": "\\neg", "∧": "\\land", "∨": "\\lor", "⊕": "\\oplus", "⊗": "\\otimes",
    "→": "\\to", "←": "\\leftarrow", "↔": "\\leftrightarrow", "⇒": "\\Rightarrow", "⇐": "\\Leftarrow",
    "⇔": "\\Leftrightarrow", "↦": "\\mapsto", "∞": "\\infty", "∂": "\\partial", "∇": "\\nabla", "∑": "\\sum",
    "∏": "\\prod", "∫": "\\int", "∬": "\\iint", "∭": "\\iiint", "∮": "\\oint", "√": "\\surd", "…": "\\dots",
    "⋯": "\\cdots", "⋮": "\\vdots", "⋱": "\\ddots", "ℝ": "\\mathbb{R}", "ℕ": "\\mathbb{N}", "ℤ": "\\mathbb{Z}",
    "ℚ": "\\mathbb{Q}", "ℂ": "\\mathbb{C}", "ℏ": "\\hbar", "ℓ": "\\ell", "⟨": "\\langle", "⟩": "\\rangle",
    "‖": "\\|", "∥": "\\|", "⌊": "\\lfloor", "⌋": "\\rfloor", "⌈": "\\lceil", "⌉": "\\rceil", "−": "-", "′": "'",
    "″": "''", "ϵ": "\\epsilon", "ϕ": "\\phi", "ε": "\\varepsilon", "φ": "\\varphi", "ϑ": "\\vartheta", "∣": "\\mid",
    "\\": "\\backslash", "{": "\\{", "}": "\\}", "$": "\\$", "%": "\\%", "#": "\\#", "&": "\\&",
    "_": "\\_", "~": "\\sim",
}  # fmt: skip
_ACCENTS: Mapping[str, str] = {
    "^": "\\hat", "ˆ": "\\hat", "¯": "\\bar", "‾": "\\overline", "―": "\\overline", "_": "\\underline", "→": "\\vec",
    "⃗": "\\vec", "˙": "\\dot", "¨": "\\ddot", "~": "\\tilde", "˜": "\\tilde", "⏞": "\\overbrace", "⏟": "\\underbrace",
    "ˇ": "\\check", "´": "\\acute", "`": "\\grave", "˘": "\\breve",
}  # fmt: skip
_INVISIBLE = re.compile("[\u2061-\u2064\u200b\ufeff]")
_COMMAND_END = re.compile(r"\\[A-Za-z]+$")
_SINGLE = re.compile(r"\\[A-Za-z]+ ?|\\.|[^\\{}]|\\math[a-z]+\{.\}")
_IN_BRACKETS = re.compile(r"(\(|\[|\||\\\{)\\begin\{matrix\}((?:(?!\\begin).)*?)\\end\{matrix\}(?:\)|\]|\||\\\})")
_MATRICES = {"(": "pmatrix", "[": "bmatrix", "|": "vmatrix", "\\{": "Bmatrix"}
"""The environments for a matrix in brackets."""
_VARIANTS = {
    "normal": "mathrm", "bold": "mathbf", "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
    "sans-serif": "mathsf", "monospace": "mathtt", "bold-italic": "boldsymbol", "italic": "mathit",
}  # fmt: skip
_SCRIPTS = {
    "msub": "_{}", "msup": "^{}", "msubsup": "_{}^{}", "munder": "_{}", "mover": "^{}", "munderover": "_{}^{}",
}  # fmt: skip
_SKIPPED = frozenset({"annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark", "none", "mprescripts"})


def convert_mathml(element: MathNode, children: "Children") -> str:
    """TeX for a `math` element or a part of it.

    children   gives the child elements of an element
    """
    return _tidy(_convert(element, children, 0))


class Children(Protocol):
    """Gives the child elements of an element."""

    def __call__(self, element: MathNode, /) -> Sequence[MathNode]:
        """The elements right inside of it."""


def _tidy(tex: str) -> str:
    return " ".join(_IN_BRACKETS.sub(_write_matrix, tex).split())


def _write_matrix(match: re.Match[str]) -> str:
    name = _MATRICES[match[1]]
    return f"\\begin{{{name}}}{match[2]}\\end{{{name}}}"


def _convert(element: MathNode, children: Children, depth: int) -> str:
    """TeX for an element. Unknown elements are rows, as the standard has it."""
    tag = element.tag.rpartition(":")[2]
    if tag in _SKIPPED:
        return ""
    if tag in LEAF_TAGS or depth > MAX_DEPTH:
        return _convert_leaf(element, tag)
    inner = children(element)
    if tag == "semantics":
        return _convert(inner[0], children, depth + 1) if inner else ""
    if tag == "mtable":
        return _convert_table(inner, children, depth)
    parts = [_convert(child, children, depth + 1) for child in inner]
    if tag in _SCRIPTS and len(parts) > 1:
        return _convert_scripts(tag, inner, parts)
    return _convert_row(element, tag, parts)


def _convert_row(element: MathNode, tag: str, parts: list[str]) -> str:
    """TeX for a fraction, a root, parts in brackets, or a row."""
    if tag == "mfrac" and len(parts) == 2:  # noqa: PLR2004 - above and below
        is_binomial = (element.attr("linethickness") or "") in {"0", "0px", "0em", "0pt"}
        command = "\\binom" if is_binomial else "\\frac"
        return f"{command}{{{parts[0]}}}{{{parts[1]}}}"
    if tag == "mroot" and len(parts) == 2:  # noqa: PLR2004 - what is under the root, and which root
        return f"\\sqrt[{parts[1]}]{{{parts[0]}}}"
    if tag == "msqrt":
        return f"\\sqrt{{{_join(parts)}}}"
    if tag == "mfenced":
        opening, closing = element.attr("open"), element.attr("close")
        inner = (element.attr("separators") or ",")[:1].join(parts)
        return f"{_sign('(' if opening is None else opening)}{inner}{_sign(')' if closing is None else closing)}"
    return _join(parts)


def _convert_scripts(tag: str, inner: Sequence[MathNode], parts: list[str]) -> str:
    """TeX for scripts: an accent, or a base with what stands below and above it."""
    if tag in {"mover", "munder"} and (accent := _ACCENTS.get(inner[1].text.strip())):
        return f"{accent}{{{parts[0]}}}"
    below_and_above = _SCRIPTS[tag].split("{}")
    base = parts[0] if _is_single(parts[0]) or not parts[0] else f"{{{parts[0]}}}"
    if set(parts[1]) == {"'"} and tag == "msup":
        return base + parts[1]
    return base + "".join(
        f"{sign}{part if _is_single(part) else f'{{{part}}}'}"
        for sign, part in zip(below_and_above, parts[1:], strict=False)
        if part
    )


def _is_single(tex: str) -> bool:
    """Whether a script may be set on it, or it may be one, without braces."""
    return _SINGLE.fullmatch(tex) is not None


def _convert_table(rows: Sequence[MathNode], children: Children, depth: int) -> str:
    lines = [
        " & ".join(_convert(cell, children, depth + 2) for cell in children(row)) if _is_row(row) else ""
        for row in rows
    ]
    inner = " \\\\ ".join(lines)
    return f"\\begin{{matrix}} {inner} \\end{{matrix}}"


def _is_row(element: MathNode) -> bool:
    return element.tag in {"mtr", "mlabeledtr"}


LEAF_TAGS = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace", "annotation", "annotation-xml"})
"""Elements that hold text."""


def _convert_leaf(element: MathNode, tag: str) -> str:  # noqa: PLR0911 - a case for each kind of leaf
    text = _INVISIBLE.sub("", " ".join(element.text.split()))
    if tag == "mspace":
        return " "
    if not text:
        return ""
    if tag in {"mtext", "ms"}:
        return f"\\text{{{element.text}}}" if any(map(str.isalpha, text)) else text
    if text in _FUNCTIONS:
        return f"\\{text} "
    variant = element.attr("mathvariant") or ""
    plain = "".join(map(_sign, _to_plain_letters(text)))
    if variant in _VARIANTS and text.isalpha() and text.isascii():
        return f"\\{_VARIANTS[variant]}{{{plain}}}"
    if tag == "mi" and len(text) > 1 and text.isascii() and text.isalpha():
        return f"\\mathrm{{{text}}}"
    return plain


def _to_plain_letters(text: str) -> str:
    """Letters of the mathematical alphabets as plain ones: TeX makes them italic on its own."""
    return "".join(unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" else c for c in text)


def _sign(char: str) -> str:
    """TeX for a sign; a command ends in a space, because a letter may follow."""
    command = _SIGNS.get(char) or _name_greek(char)
    if command is None:
        return char
    return f"{command} " if _COMMAND_END.search(command) else command


def _name_greek(char: str) -> str | None:
    """The command for a Greek letter that TeX has one for."""
    if not "\u0391" <= char <= "\u03c9":
        return None
    words = unicodedata.name(char, "").split()
    if words[:1] != ["GREEK"] or len(words) != 4:  # noqa: PLR2004 - GREEK SMALL LETTER ALPHA
        return None
    name = words[3].lower().replace("lamda", "lambda")
    if words[1] == "SMALL":
        return f"\\{name}" if name != "omicron" else None
    return f"\\{name.capitalize()}" if name in _CAPITALS else None


_CAPITALS = frozenset("gamma delta theta lambda xi pi sigma upsilon phi psi omega".split())
"""Greek capitals that look unlike Latin ones: TeX has no others."""


def _join(parts: Sequence[str]) -> str:
    return "".join(parts)
