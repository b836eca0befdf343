"""JSON-LD of a page: pieces that the HTML engine refuses, and the types of its objects."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

# Comments and CDATA sections that sites wrap it in, and the comma that they leave after the last member.
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def parse_json_ld(scripts: Iterable[str]) -> list[object]:
    """Parse the contents of script elements, with line feeds in strings, a comment or CDATA around them.

    Broken ones are left out.
    """
    return list(_parse_each(scripts))


def _parse_each(scripts: Iterable[str]) -> Iterator[object]:
    for script in scripts:
        try:
            yield json.loads(_TRAILING_COMMA.sub(r"\1", _WRAPPER.sub("", script)), strict=False)
        except (ValueError, RecursionError):
            continue


def get_types(thing: Mapping[str, object]) -> list[str]:
    """The types of an object of JSON-LD, of which it may have several."""
    types = thing.get("@type")
    return [t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]


def list_types(data: object) -> Iterator[str]:
    """The types of the objects in JSON-LD: at the top level, in lists and in ``@graph``."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield from get_types(thing)
            if graph := thing.get("@graph"):
                yield from list_types(graph)
        elif isinstance(thing, list):
            yield from list_types(thing)
