"""Pages fetched over HTTP, within bounds, and where it is asked for from public addresses only.

`fetch` is the door. Below it `backend` looks a name up once and connects to what it found, after `addresses` was asked
whether that may be; `rules` are the bounds. Needs the extra ``fetch``.

The reasons of a `FetchError`:

    url         it is no address that can be fetched: its form, scheme, user's name or port
    address     the name leads to an address that is not public
    name        the name is not known
    unreachable no connection, or none that can be trusted (TLS)
    timed_out   it took more time than it may
    redirects   it leads on more often than it may, or to nowhere
    status      the server says that there is no page
    media_type  it is no page: a picture, a film
    too_large   it has more bytes than it may
    broken      the server does not keep to HTTP, ends early, or compresses in a way that nobody knows
"""

from cleancopy.fetch.client import Fetched, fetch
from cleancopy.fetch.rules import OWN, PUBLIC, Rules

__all__ = ["OWN", "PUBLIC", "Fetched", "Rules", "fetch"]
