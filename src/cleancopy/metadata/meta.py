"""Fields that the head of an HTML page states: Open Graph, article and plain meta tags, the title element."""

from cleancopy.dom import Tree
from cleancopy.metadata.fields import Fields


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
    )
