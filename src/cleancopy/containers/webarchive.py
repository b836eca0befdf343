"""Pages that Safari saved: a binary property list, with the page as its main resource."""

import plistlib
from typing import Any

from cleancopy.containers.contained_page import ContainedPage, make_unreadable, resolve_web_address
from cleancopy.options import ContainerMetadata

# What plistlib raises for lists that are damaged or malicious, found by changing bytes of good ones.
_BAD_LIST = (plistlib.InvalidFileException, ValueError, TypeError, LookupError, OverflowError, RecursionError)


def read_webarchive(data: bytes) -> ContainedPage:
    """Return the page that a web archive holds, without its frames."""
    try:
        properties = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (*_BAD_LIST, MemoryError) as error:
        return make_unreadable(f"the web archive is damaged or cut off ({error!r}): save the page again")
    resource = properties.get("WebMainResource") if isinstance(properties, dict) else None
    page = _get_value(resource, "WebResourceData", bytes)
    if page is None:
        return make_unreadable("the web archive has no page in it: save the page again")
    url = _get_value(resource, "WebResourceURL", str)
    charset = _get_value(resource, "WebResourceTextEncodingName", str)
    return ContainedPage(page, ContainerMetadata(), resolve_web_address(url), charset=charset)


def _get_value(resource: Any, name: str, kind: type) -> Any:
    value = resource.get(name) if isinstance(resource, dict) else None
    return value if isinstance(value, kind) else None
