"""Fields that the head of an HTML page states: Open Graph, article and plain meta tags, the title element, JSON-LD."""

from cleancopy.dom import Tree
from cleancopy.metadata.fields import Fields

_PAID_TIERS = frozenset({"locked", "metered"})
"""Values of `article:content_tier` for text that is not free (Facebook's paywall tags)."""


def read_meta(tree: Tree) -> Fields:
    """The fields of a page's head. Only what it states: a title still has the site's name in it."""
    meta = tree.meta()

    def first(*keys: str) -> str | None:
        return next((meta[k] for k in keys if k in meta), None)

    author = first("author", "article:author", "parsely-author")
    return Fields(
        title=first("og:title", "twitter:title") or tree.title(),
        description=first("description", "og:description", "twitter:description"),
        authors=(author,) if author and "://" not in author else (),
        published=first("article:published_time", "datepublished", "parsely-pub-date"),
        modified=first("article:modified_time", "datemodified"),
        site=first("og:site_name", "application-name"),
        url=first("og:url"),
        paid=meta.get("article:content_tier", "").lower() in _PAID_TIERS or _says_paid(tree.json_ld()),
    )


def _says_paid(data: object) -> bool:
    """Whether anything that JSON-LD speaks of, at any depth, is not free (schema.org, `isAccessibleForFree`)."""
    waiting = [data]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            if str(thing.get("isAccessibleForFree")).lower().endswith("false"):  # also "False" and a schema.org URL
                return True
            waiting.extend(thing.values())
        elif isinstance(thing, list):
            waiting.extend(thing)
    return False
