"""What the head of an HTML page states: metadata of the page as a whole, and candidates for its fields."""

from cleancopy.dom import Tree
from cleancopy.metadata.candidate import Candidate
from cleancopy.metadata.fields import HeadMetadata
from cleancopy.metadata.json_ld import json_ld_candidates
from cleancopy.metadata.meta_tags import meta_candidates
from cleancopy.urls import safe_url

_PAID_TIERS = frozenset({"locked", "metered"})
"""Values of `article:content_tier` for text that is not free (Facebook's paywall tags)."""


def read_head(tree: Tree) -> HeadMetadata:
    """Read the metadata of the page as a whole. The model gets title and description unchanged."""
    meta = tree.meta_by_name
    tier = meta.get("article:content_tier", "").lower()
    access = _list_access_values(tree.json_ld)

    def first(*names: str) -> str | None:
        return next((meta[name] for name in names if name in meta), None)

    return HeadMetadata(
        title=first("og:title", "twitter:title") or tree.title,
        description=first("description", "og:description", "twitter:description"),
        url=safe_url(tree.canonical_url or first("og:url") or ""),
        base=tree.base_url or None,
        image=first("og:image", "og:image:url", "twitter:image", "twitter:image:src"),
        locale=first("og:locale") or tree.language,
        paid=tier in _PAID_TIERS or any(value.endswith("false") for value in access),
        free=tier == "free" or any(value.endswith("true") for value in access),
    )


def head_candidates(tree: Tree, head: HeadMetadata, url: str | None) -> tuple[Candidate, ...]:
    """Candidates from JSON-LD, meta tags, the title element and the address; `url` is the caller's."""
    return (*json_ld_candidates(tree.json_ld, url or head.url), *meta_candidates(tree, url))


def _list_access_values(data: object) -> frozenset[str]:
    """The values of `isAccessibleForFree` (schema.org) in JSON-LD, at any depth: "true", "false".

    Sites also write "False", or the address of that value.
    """
    values = set()
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "isAccessibleForFree" in item:
                values.add(str(item["isAccessibleForFree"]).lower())
            waiting += [value for value in item.values() if isinstance(value, (dict, list))]
        elif isinstance(item, list):
            waiting += item
    return frozenset(values)
