"""The public functions: arguments to options, a page to its article or its trace."""

from collections.abc import Collection, Iterator

from cleancopy.article import Article
from cleancopy.classify import load_model
from cleancopy.containers import open_pages
from cleancopy.explanation import explain_page
from cleancopy.limits import LIMITS, Limits
from cleancopy.options import Kind, Mode, Options, check_fields, check_page
from cleancopy.pipeline import extract_page, process_page
from cleancopy.trace import Trace


def extract(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetch_date: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
    fields: Collection[str] | None = None,
) -> Article:
    """Give the clean copy of a page.

    page      HTML or flattened text, as bytes or decoded
    url       where it came from, if known
    kind      ``html``, ``text``, or ``auto`` to find out
    mode      ``precision``, ``balanced`` or ``recall``
    fetch_date   the day on which it was fetched, if known, in ISO 8601: no date of the article is later
    charset   that of the HTTP header ``Content-Type``, if known; it outranks what the page says of itself
    limits    how much of it is read; `Article.truncations` says what was not
    fields    the names of the fields of `Article` that are wanted, such as ``{"title", "authors"}``; None for all.
              The others stay empty. Body, comments, posts, flags and confidence are the same whichever are wanted:
              title, dek, authors and dates decide what is text, so they are found in any case

    Raises `TypeError` or `ValueError` for wrong arguments. Any page gives an article; one without running
    text has an empty `Article.text` and a flag that says why.
    """
    check_page(page)
    return extract_page(page, Options(url, kind, mode, fetch_date, limits, charset, fields=check_fields(fields)))


def extract_each(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetch_date: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
    fields: Collection[str] | None = None,
) -> Iterator[Article]:
    """Give the clean copy of each page of a book (EPUB), a feed (RSS, Atom, JSON Feed) or a mailbox (mbox), in order.

    Any other input is one page. `Article.member` tells where a page stands in its file, and `Article.message` why one
    that cannot be read (encrypted, damaged, beyond a limit) is empty. Takes the arguments of `extract`.
    """
    check_page(page)
    options = Options(url, kind, mode, fetch_date, limits, charset, fields=check_fields(fields))
    return (extract_page(inner, inner_options) for inner, inner_options in open_pages(page, options))


def extract_text(page: bytes | str, url: str | None = None, kind: Kind = "auto", mode: Mode = "balanced") -> str:
    """Give the running text of a page, one paragraph a line: ``extract(page).text``, without work for other fields."""
    check_page(page)
    return process_page(page, Options(url, kind, mode), load_model, with_fields=False).article.text


def explain(  # noqa: PLR0913 - all but the page have a name
    page: bytes | str,
    url: str | None = None,
    kind: Kind = "auto",
    mode: Mode = "balanced",
    *,
    fetch_date: str | None = None,
    charset: str | None = None,
    limits: Limits = LIMITS,
) -> Trace:
    """Give the article with every block of the page, its role, its score and the features that decided.

    For each field it has the values that were weighed, which won, and what was said for each. Takes the arguments of
    `extract` but `fields`, and some twenty times its time: each feature is taken away in turn.
    """
    check_page(page)
    return explain_page(page, Options(url, kind, mode, fetch_date, limits, charset))
