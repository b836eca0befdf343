"""One answer of several sources.

title      the headline that the page shows, else the stated title without the name of the site
dek        the dek that the page shows
site       what the page's head states, else the name that the page shows
captions, credits      what the page shows
authors, dates, url    what the page's head states; the caller's URL wins
paid                   what the page's head states
"""

import re

from cleancopy.metadata.fields import Fields

_SEPARATORS = re.compile(r"\s+[|–—·•»-]\s+|\s*[|»]\s*")


def merge(visible: Fields, stated: Fields, url: str | None) -> Fields:
    """Merge what the page shows with what its head states."""
    return Fields(
        title=visible.title or bare_title(stated.title, stated.site),
        dek=visible.dek,
        authors=stated.authors,
        published=stated.published,
        modified=stated.modified,
        site=stated.site or visible.site,
        url=url or stated.url,
        captions=visible.captions,
        credits=visible.credits,
        paid=stated.paid,
    )


def bare_title(title: str | None, site: str | None) -> str | None:
    """A stated title without the site's name at its end or start."""
    if not title:
        return None
    parts = _SEPARATORS.split(title)
    name = (site or "").casefold()
    ends = [p for p in (parts[-1], parts[0]) if len(parts) > 1 and p.casefold() == name]
    if not ends:
        return title
    end = ends[0]
    bare = title[len(end) :] if title.startswith(end) and end != parts[-1] else title[: -len(end)]
    return bare.strip(" |–—·•»-") or None
