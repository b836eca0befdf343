"""Finds what programs that show code write around it: numbers of lines, buttons, prompts; and boxes that are no `pre`.

Each class is that of a program: Pygments, Chroma, the highlighter of Jekyll, highlight.js and Prism with their plugins,
GitHub, Jupyter, SyntaxHighlighter, Crayon, CodeMirror, Monaco, Ace.
"""

import re
from collections.abc import Mapping

from turbohtml import Document, Element, Node

_NUMBERS = ", ".join(
    f".{name}"
    for name in (
        "linenos linenodiv lineno linenumber line-number line-numbers line-numbers-rows code-line-number lnt ln lntd "
        "gutter gl rouge-gutter blob-num hljs-ln-numbers crayon-nums crayon-num CodeMirror-gutter-wrapper "
        "CodeMirror-linenumber ace_gutter margin-view-overlays diff-marker react-line-number"
    ).split()
)
_FURNITURE = (
    "pre button, pre .toolbar, pre .copy, pre .copy-btn, pre .copy-button, pre .clipboard, pre .btn-copy, "
    ".code-header, .code-toolbar > .toolbar, .highlight > .copy, .highlight button, .crayon-toolbar, "
    ".crayon-plain-wrap, .syntaxhighlighter > .toolbar, .jp-InputPrompt, .jp-OutputPrompt, .input_prompt, "
    ".output_prompt, .gist-meta, clipboard-copy, .copybtn, button.copy, .code-copy, .copy-code-button"
)
_UNSELECTABLE = "pre [style*='user-select'], pre .unselectable, pre .noselect, pre .no-select, pre .user-select-none"
_BOXES = (
    "table.js-file-line-container, table.diff-table, table.highlight.tab-size, .syntaxhighlighter, .crayon-pre, "
    ".CodeMirror-code, .view-lines, .ace_text-layer"
)
_CODE_OF_ROW = "pre, code, .blob-code, .crayon-code, .code, .CodeMirror-line, .diff-marker"
"""What shows that a row with a number is one of code."""
_ONLY_NUMBERS = re.compile(r"[\d\s.:|+\-−>]*")
"""The text of numbers of lines; in a diff, of its signs."""
MAX_FURNITURE_CHARS = 80
"""Characters of the longest line of buttons, names of files and prompts around code."""
_NO_SELECTION = re.compile(r"user-select:\s*none")

CODE_TAG = "pre"
"""The tag that a box with code is read as."""
CODE_SELECTORS = (CODE_TAG, _BOXES, _NUMBERS, _FURNITURE, _UNSELECTABLE)
"""Code, and what may be left out around it."""


def find_code_parts(document: Document) -> Mapping[Node, str | None]:
    """By element what to read it as: ``pre``, or None for one that is left out."""
    boxes = document.select(_BOXES)
    if not boxes and document.select_one(CODE_TAG) is None:
        return {}
    found: dict[Node, str | None] = {box: CODE_TAG for box in boxes if not _is_in_code(box)}
    found |= {
        part: None for part in document.select(_NUMBERS) if _ONLY_NUMBERS.fullmatch(part.text) and _is_beside_code(part)
    }
    found |= {part: None for part in document.select(_FURNITURE) if len(part.text.strip()) <= MAX_FURNITURE_CHARS}
    found |= {part: None for part in document.select(_UNSELECTABLE) if _is_unselectable(part)}
    return found


def _is_in_code(element: Element) -> bool:
    return element.closest(CODE_TAG) is not None


def _is_beside_code(element: Element) -> bool:
    """Whether numbers stand in code, or beside it in a row of a table."""
    if _is_in_code(element):
        return True
    row = element.closest("tr")
    box = row if row is not None else element.parent
    return isinstance(box, Element) and box.select_one(_CODE_OF_ROW) is not None


def _is_unselectable(element: Element) -> bool:
    style = element.attr("style")
    return style is None or _NO_SELECTION.search(style) is not None or "user-select" not in style
