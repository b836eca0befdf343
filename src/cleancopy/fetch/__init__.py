"""Fetches pages and files over HTTP within limits, from public addresses only if the rules say so.

`fetch` gets a page. It connects through `backend`, which looks a name up once, checks the result with `addresses`, and
connects to exactly that; `rules` are the limits. `RemoteFile` reads a file of any size. Needs the extra ``fetch``.

The reasons of a `FetchError`:

    url         the URL cannot be fetched: its form, scheme, user name or port
    address     the name resolves to an address that is not public
    name        the name is unknown
    unreachable no connection, or no trusted one (TLS)
    timed_out   it took too much time
    redirects   there were too many redirects, or one led nowhere
    status      the server answered with an error status
    media_type  it is no page, but a picture or a video, for example
    too_large   it has too many bytes
    broken      the server violates HTTP, ends early, or compresses with an unknown coding
"""

from cleancopy.fetch.client import FetchedPage, fetch
from cleancopy.fetch.ranges import RemoteFile
from cleancopy.fetch.rules import PUBLIC_RULES, TRUSTED_RULES, Rules

__all__ = ["PUBLIC_RULES", "TRUSTED_RULES", "FetchedPage", "RemoteFile", "Rules", "fetch"]
