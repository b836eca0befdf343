"""Finds the formulas that a program has rendered into a page, and their TeX.

Each program writes a formula two or three times: for eyes, for screen readers, and its source. Here it is found once,
at the outermost element that belongs to it. All that a program writes besides is left out.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from turbohtml import Document, Element, Namespace, Node, Text

from cleancopy.formulas.delimiters import Formula, read_delimited
from cleancopy.formulas.mathml import LEAF_TAGS, MathNode, convert_mathml

_RENDERED_CLASSES = (
    "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML", "MJXc-display", "mjx-chtml",
    "MathJax_Preview", "MathJax_MathML",
)  # fmt: skip
"""What MathJax 2 writes before the script with the source."""
_IMAGES = (
    "img.latex", "img.tex", "img.math", "img.mwe-math-fallback-image-inline", "img.mwe-math-fallback-image-display",
    "img[eeimg]", "img[src*='latex.php']", "img[src*='latex.codecogs']", "img[src*='equation?tex=']",
    "img[src*='/math/render/']",
)  # fmt: skip
_WITH_SOURCE = (
    ".math.inline",
    ".math.display",
    ".math.notranslate",
    ".math-container",
    "math-renderer",
    ".katex-error",
)
"""Elements with nothing but the source: a script of the page shows it."""
FORMULA_SELECTOR = ", ".join(
    (
        "math", ".katex", "mjx-container", "script[type^='math/']", ".mwe-math-element",
        *(f".{name}" for name in _RENDERED_CLASSES), *_IMAGES, *_WITH_SOURCE,
    )
)  # fmt: skip
_MAX_STEPS = 4
"""Nodes between a rendering by MathJax 2 and its script, and one more."""

FormulaByNode = Mapping[Node, Formula | None]
"""By element its formula, None for one that shows what another element has."""


def find_formulas(document: Document) -> FormulaByNode:
    """The rendered formulas of a page, by the element that stands for each. Elements inside of it may be there, too."""
    found: dict[Node, Formula | None] = {}
    for element in document.select(FORMULA_SELECTOR):
        formula = _read(element)
        if formula is not None or _is_rendering_of_script(element):
            found[element] = formula
    return found


def _read(element: Element) -> Formula | None:  # noqa: PLR0911 - a case for each program
    """The formula of an element; None if another element has it, or it has no source."""
    classes = _list_classes(element)
    if element.tag == "script":
        return read_delimited(element.text, display="mode=display" in (element.attr("type") or ""))
    if element.tag == "math":
        return _read_math(element)
    if element.tag == "img":
        return read_delimited(element.attr("alt") or "", display=any("display" in name for name in classes))
    if element.tag == "mjx-container":
        return _read_mathjax(element)
    if "katex" in classes or "mwe-math-element" in classes:
        source = element.find("math") or _find_image(element)
        formula = _read(source) if source else None
        return formula and formula._replace(display=formula.display or _is_display(element))
    if classes.isdisjoint(_RENDERED_CLASSES):
        is_plain = not any(isinstance(child, Element) for child in element.children)
        return read_delimited(element.text, display="display" in classes) if is_plain else None
    return None if _is_rendering_of_script(element) else _read_mathjax(element)


def _find_image(element: Element) -> Element | None:
    return next((image for image in element.find_all("img") if image.attr("alt")), None)


def _read_math(element: Element) -> Formula | None:
    """The formula of a `math` element: its source, else what its elements say. None if it holds HTML, which is text."""
    if any(child.namespace is Namespace.HTML for child in element.iter_elements()):
        return None
    display = element.attr("display") == "block" or element.attr("mode") == "display"
    for annotation in element.find_all("annotation"):
        if "tex" in (annotation.attr("encoding") or "").lower():
            return read_delimited(annotation.text, display=display)
    if source := element.attr("alttext") or element.attr("data-latex"):
        return read_delimited(source, display=display)
    if _has_loose_text(element):
        return None
    return read_delimited(convert_mathml(element, _list_children), display=display)


def _has_loose_text(element: Element) -> bool:
    """Whether some text stands outside of the elements that may hold any, so that a conversion would lose it."""
    inside = sum(_count_signs(leaf) for tag in LEAF_TAGS for leaf in element.find_all(tag))
    return _count_signs(element) > inside


def _count_signs(element: Element) -> int:
    return len("".join(element.text.split()))


def _read_mathjax(element: Element) -> Formula | None:
    """The formula of a rendering by MathJax: the source of version 4, else the MathML for screen readers."""
    display = element.attr("display") == "true" or _is_display(element)
    for math in (*element.find_all("mjx-math"), *element.find_all("math")):
        if source := math.attr("data-latex"):
            return read_delimited(source, display=display)
    found = element.find("math")
    formula = _read_math(found) if found else None
    return formula and formula._replace(display=formula.display or display)


def _is_display(element: Element) -> bool:
    """Whether a rendering, or the element around it, is named a display."""
    parent = element.parent
    classes = _list_classes(element) | (_list_classes(parent) if isinstance(parent, Element) else frozenset())
    return any(name.lower().endswith(("display", "display-inline")) for name in classes)


def _is_rendering_of_script(element: Element) -> bool:
    """Whether an element shows what the script after it has."""
    if _list_classes(element).isdisjoint(_RENDERED_CLASSES):
        return False
    for following in islice(element.next_siblings, _MAX_STEPS):
        if isinstance(following, Element):
            if following.tag == "script":
                return (following.attr("type") or "").startswith("math/")
            if _list_classes(following).isdisjoint(_RENDERED_CLASSES):
                return False
        elif isinstance(following, Text) and following.data.strip():
            return False
    return False


def _list_classes(element: Element) -> frozenset[str]:
    return frozenset((element.attr("class") or "").split())


def _list_children(element: MathNode) -> Sequence[MathNode]:
    return [child for child in element.children if isinstance(child, Element)] if isinstance(element, Element) else ()
