"""Running text in the values of JSON that a page holds: recipes and products in JSON-LD, paragraphs in hydration data.

`cleancopy.segment.data` finds a text that is one long string. Here it is many short ones: a step or a paragraph each.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleancopy.json_ld import get_types, parse_json_ld
from cleancopy.lexicon import ends_like_a_sentence

MIN_DESCRIBED_CHARS = 150
"""The least length of the text of a thing that JSON-LD describes. A shorter one is a slogan."""
MIN_PARAGRAPHS = 3
MIN_LISTED_CHARS = 400
"""The least number of sentences in a list of paragraphs, and the least length of all."""
MAX_DEPTH = 60
"""Levels of JSON that are searched; pages have up to thirty."""
MAX_NODE_DEPTH = 8
"""Levels of JSON within a paragraph: emphasis in a link in a paragraph."""
MAX_SECTIONS = 3
"""Levels of sections of steps."""
_START = re.compile(r"[\[{]")
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
BLOCK_TAG = re.compile(r"<(?:p|div|br|h[1-6]|li)\b", re.IGNORECASE)
_DESCRIBED = frozenset(
    "Recipe Product Event JobPosting Course HowTo Article NewsArticle BlogPosting TechArticle Book Movie Place Service "
    "Question Answer SoftwareApplication LodgingBusiness TouristAttraction".split()
)
"""Types of schema.org whose description is what a page about one of them is for."""
_TEXT_KEYS = ("articleBody", "text", "reviewBody")
_LEAF_KEYS = frozenset({"text", "value", "content", "children", "body", "html", "paragraph", "data", "nodes"})
"""Keys of the text in a node of a document: editors name them so."""


def find_structured_markup(scripts: Iterable[str]) -> str | None:
    """Find the text that the JSON of a page holds in pieces, as markup; None if there is none."""
    texts = list(scripts)
    described = [markup for data in parse_json_ld(texts) for markup in _describe_each(data, MAX_DEPTH)]
    best = max(described, key=_count_chars, default="")
    if _count_chars(best) >= MIN_DESCRIBED_CHARS:
        return best
    lists = [markup for data in _parse_all(texts) for markup in _find_lists(data, MAX_DEPTH)]
    best = max(lists, key=_count_chars, default="")
    return best if _count_chars(best) >= MIN_LISTED_CHARS else None


def _count_chars(markup: str) -> int:
    return len(_TAG.sub("", markup))


def _parse_all(scripts: Iterable[str]) -> Iterator[Any]:
    """The first JSON value of each script: all of it, or what is assigned to a variable."""
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        if match := _START.search(script):
            try:
                yield decoder.raw_decode(script, match.start())[0]
            except (ValueError, RecursionError):
                continue


def _describe_each(data: Any, depth: int) -> Iterator[str]:
    """Describe the things in JSON-LD, each as markup."""
    if depth and isinstance(data, list):
        for value in data:
            yield from _describe_each(value, depth - 1)
    elif depth and isinstance(data, dict):
        names = get_types(data)
        if any(name in _DESCRIBED or name.endswith("Event") for name in names):
            yield "\n".join(_describe(data))
        elif "FAQPage" in names or "QAPage" in names:
            yield "\n".join(_list_questions(data))
        for key in ("@graph", "mainEntity"):
            yield from _describe_each(data.get(key), depth - 1)


def _describe(thing: dict[str, Any]) -> Iterator[str]:
    """What a thing says of itself: name, description, ingredients, steps, text."""
    if name := _escape(thing.get("headline") or thing.get("name") or thing.get("title")):
        yield f"<h1>{name}</h1>"
    yield from _make_paragraphs(thing.get("description"))
    ingredients = thing.get("recipeIngredient") or thing.get("ingredients")
    if isinstance(ingredients, list):
        yield f"<ul>{''.join(f'<li>{_escape(i)}</li>' for i in ingredients if isinstance(i, str))}</ul>"
    yield from _describe_steps(thing.get("recipeInstructions") or thing.get("step"))
    for key in _TEXT_KEYS:
        yield from _make_paragraphs(thing.get(key))


def _describe_steps(steps: Any, depth: int = MAX_SECTIONS) -> Iterator[str]:
    """Steps as a list; sections of them each with a heading."""
    if isinstance(steps, str):
        yield from _make_paragraphs(steps)
    elif isinstance(steps, list) and depth:
        things = [step for step in steps if isinstance(step, dict)]
        for section in things:
            if isinstance(section.get("itemListElement"), list):
                yield f"<h3>{_escape(section.get('name'))}</h3>"
                yield from _describe_steps(section["itemListElement"], depth - 1)
        plain = [step.get("text") if isinstance(step, dict) else step for step in steps]
        if items := "".join(f"<li>{_escape(text)}</li>" for text in plain if isinstance(text, str)):
            yield f"<ol>{items}</ol>"


def _list_questions(page: dict[str, Any]) -> Iterator[str]:
    """Questions as headings, with their accepted answers."""
    entities = page.get("mainEntity")
    for question in entities if isinstance(entities, list) else [entities]:
        if isinstance(question, dict):
            answer = question.get("acceptedAnswer")
            yield f"<h2>{_escape(question.get('name'))}</h2>"
            yield from _make_paragraphs(question.get("text"))
            yield from _make_paragraphs(answer.get("text") if isinstance(answer, dict) else None)


def _find_lists(data: Any, depth: int) -> Iterator[str]:
    """Lists of nodes that are paragraphs, each list as markup."""
    if not depth:
        return
    if isinstance(data, list):
        paragraphs = [text for value in data if (text := " ".join(_join_leaves(value, MAX_NODE_DEPTH).split()))]
        if sum(map(ends_like_a_sentence, paragraphs)) >= MIN_PARAGRAPHS:
            yield "\n".join(markup for text in paragraphs for markup in _make_paragraphs(text))
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _find_lists(value, depth - 1)


def _join_leaves(node: Any, depth: int) -> str:
    """The text of a node: its strings below keys that hold text, end to end."""
    if isinstance(node, str):
        return node
    if not depth:
        return ""
    if isinstance(node, list):
        return "".join(_join_leaves(value, depth - 1) for value in node if isinstance(value, dict))
    if isinstance(node, dict):
        return "".join(_join_leaves(value, depth - 1) for key, value in node.items() if key in _LEAF_KEYS)
    return ""


def _make_paragraphs(text: Any) -> Iterator[str]:
    """The paragraphs of a text, which may be markup."""
    if isinstance(text, str):
        if BLOCK_TAG.search(text):
            yield text
        else:
            yield from (f"<p>{line}</p>" for line in map(_escape, text.splitlines()) if line)


def _escape(text: Any) -> str:
    """A text as markup. What is markup already stays."""
    if not isinstance(text, str):
        return ""
    words = text.strip()
    return words if _TAG.search(words) else html.escape(html.unescape(words), quote=False)
