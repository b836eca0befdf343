"""The format of html5lib's tree-construction tests, and what a browser shows of an expected tree.

The format is described in the README of html5lib-tests. Nothing here knows the code under test.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SECTIONS = ("errors", "new-errors", "document-fragment", "script-on", "script-off", "document")
_SECTION = re.compile(rf"^#({'|'.join(_SECTIONS)})$", re.MULTILINE)


@dataclass
class Node:
    """An element, or a text (`tag` is then empty)."""

    tag: str
    space: str = "html"
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)


@dataclass
class Case:
    """A test: markup, the element that it is parsed in (of a fragment), and the tree that has to come out."""

    name: str
    data: str
    context: str | None
    scripted: bool
    tree: Node


def read_cases(path: Path) -> Iterator[Case]:
    """Read the cases of a .dat file."""
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    for number, chunk in enumerate(re.split(r"(?:^|\n\n?)#data\n", text)[1:], 1):
        data, *rest = _SECTION.split(chunk)
        sections = dict(zip(rest[::2], (body[1:] for body in rest[1::2]), strict=True))
        context = sections.get("document-fragment")
        tree = _read_tree(sections["document"].rstrip("\n"))
        yield Case(f"{path.stem}-{number}", data[:-1], context and context.strip(), "script-on" in sections, tree)


def _read_tree(dump: str) -> Node:
    root = Node("", "root")
    open_nodes = [root]
    for entry in re.split(r"^\| ", dump, flags=re.MULTILINE)[1:]:
        line = entry.rstrip("\n") if entry.rstrip("\n").endswith('"') else entry.strip("\n")
        body = line.lstrip(" ")
        depth = (len(line) - len(body)) // 2
        del open_nodes[depth + 1 :]
        if (node := _read_node(body, open_nodes[-1])) is not None:
            open_nodes[-1].children.append(node)
            open_nodes.append(node)
    return root


def _read_node(body: str, parent: Node) -> Node | None:
    if body.startswith('"'):
        return Node("", text=body[1:-1])
    if body == "content":
        return Node("content")
    if body.startswith(("<!", "<?")):
        return Node("", "comment")
    if body.startswith("<"):
        space, _, tag = body[1:-1].rpartition(" ")
        return Node(tag, space or "html")
    name, _, value = body.partition("=")
    parent.attributes[name.rpartition(" ")[2]] = value[1:-1]
    return None


# HTML standard, section 15.3.1 "Hidden elements": `display: none` in the style sheet of every browser.
_HIDDEN = frozenset(
    ("area base basefont datalist head link meta noembed noframes param rp script style template title").split()
)
# Section 15.4.1 "Embedded content": what stands inside is for browsers without the element. An object without data
# has nothing to embed, so browsers show what stands inside.
_FALLBACK = frozenset("audio canvas iframe video".split())
# SVG 2, section 5.1.1: elements that are never rendered directly.
_HIDDEN_SVG = frozenset(
    ("clipPath defs desc linearGradient marker mask metadata pattern radialGradient script style symbol title").split()
)


def visible_texts(node: Node) -> Iterator[str]:
    """The texts of a tree that a browser shows, each text node alone, in order.

    What may come to sight counts as visible: closed details, options, text of foreign elements that no glyphs are
    drawn for.
    """
    for child in node.children:
        if child.tag:
            if not _hidden(child):
                yield from visible_texts(child)
        elif child.text and not child.text.isspace():
            yield child.text


def _hidden(node: Node) -> bool:
    tag, attributes = node.tag, node.attributes
    if node.space == "svg":
        return tag in _HIDDEN_SVG
    if node.space != "html":
        return False
    if tag == "noscript":
        return True  # section 15.3.1: hidden where scripts run, and browsers run them
    if tag == "dialog":
        return "open" not in attributes  # section 15.3.3
    if tag == "object":
        return "data" in attributes
    return tag in _HIDDEN or tag in _FALLBACK or attributes.get("hidden", "until-found") != "until-found"
