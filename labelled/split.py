"""The split into folds by site: all pages of a site are in the same fold."""

import hashlib
from collections.abc import Mapping
from typing import Any

N_FOLDS = 5


def find_site(url: str | None, fallback: str) -> str:
    """The registrable domain of a URL; `fallback` if it has none."""
    from tld import get_fld  # noqa: PLC0415 - the core's tests import this package without it

    return get_fld(url, fail_silently=True) or fallback if url else fallback


def assign_fold(site: str) -> int:
    """The fold that holds a site out, 0..N_FOLDS-1. It depends on the site alone, so new pages never move old ones."""
    return hashlib.sha256(site.encode()).digest()[0] % N_FOLDS


def find_page_site(set_name: str, row: Mapping[str, Any]) -> str:
    """The site of a page of a set; a page without a usable URL is its own site."""
    return find_site(row["url"], f"{set_name}:{row['id']}")


def find_page_fold(set_name: str, row: Mapping[str, Any]) -> int:
    """The fold that holds the site of a page of a set out."""
    return assign_fold(find_page_site(set_name, row))
