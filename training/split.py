"""Which pages are trained on: the split is by site, and a site is never on both sides."""

import hashlib

from tld import get_fld

FOLDS = 5


def site_of(url: str | None, fallback: str) -> str:
    """The registrable domain of a URL, `fallback` where it has none."""
    return get_fld(url, fail_silently=True) or fallback if url else fallback


def fold_of(site: str) -> int:
    """The fold that holds a site out, 0..FOLDS-1: a digest, so that new pages never move old ones."""
    return hashlib.sha256(site.encode()).digest()[0] % FOLDS
