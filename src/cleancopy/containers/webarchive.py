"""Pages that Safari saved: a binary property list, with the page as its main resource."""

import plistlib
from typing import Any

from cleancopy.containers.found import Found, not_read, web_address
from cleancopy.options import Known

# What plistlib raises for lists that are damaged or made to harm, found by changing bytes of good ones.
_BAD_LIST = (plistlib.InvalidFileException, ValueError, TypeError, LookupError, OverflowError, RecursionError)


def read_webarchive(data: bytes) -> Found:
    """Give the page that a web archive holds; its frames are no part of it, as of any page."""
    try:
        listed = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (*_BAD_LIST, MemoryError) as error:
        return not_read(f"the web archive is damaged or cut off ({error!r}): save the page again")
    resource = listed.get("WebMainResource") if isinstance(listed, dict) else None
    page = _value(resource, "WebResourceData", bytes)
    if page is None:
        return not_read("the web archive has no page in it: save the page again")
    url = _value(resource, "WebResourceURL", str)
    charset = _value(resource, "WebResourceTextEncodingName", str)
    return Found(page, Known(), web_address(url), charset=charset)


def _value(resource: Any, name: str, kind: type) -> Any:
    value = resource.get(name) if isinstance(resource, dict) else None
    return value if isinstance(value, kind) else None
