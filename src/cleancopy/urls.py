"""Addresses of links and images: made absolute, and only if they are safe to pass on."""

import re
from urllib.parse import quote, urljoin

# Characters that a browser strips or removes before it parses an address (WHATWG URL, section 4.4), so that
# "java\nscript:" is a scheme.
_STRIPPED = "".join(map(chr, range(0x21)))
_REMOVED = dict.fromkeys(map(ord, "\t\n\r"))
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# User names are not allowed: "https://bank.example@evil.example" is meant to deceive.
_WEB_URL = re.compile(r"https?://[^\s/?#@:\[\]%]+(?::[0-9]{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_MAIL_URL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
# Characters that RFC 3986 and RFC 3987 (letters of any script) do not allow. They are percent-encoded.
_ESCAPED = re.compile(r"""[\s"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})""")


# An absolute address that needs no change. Most addresses of a page are such.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?][A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?")


def safe_url(address: str) -> str | None:
    """Percent-encode an absolute http, https or mailto address as needed. Any other address gives None."""
    if _PLAIN_URL.fullmatch(address):
        return address
    cleaned = address.strip(_STRIPPED).translate(_REMOVED)
    if _CONTROL.search(cleaned) or not (_WEB_URL.fullmatch(cleaned) or _MAIL_URL.fullmatch(cleaned)):
        return None
    before, mark, fragment = cleaned.partition("#")
    return _percent_encode(before) + mark + _percent_encode(fragment).replace("#", "%23")


def _percent_encode(part: str) -> str:
    return _ESCAPED.sub(lambda match: quote(match[0], safe=""), part)


# Most other addresses are paths of the same site without "..", and only need the origin before them.
_ORIGIN_PART = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?=[/?#]|\Z)")
_ROOTED_PATH = re.compile(r"(?:/(?![/.])[A-Za-z0-9._~!$&'()*+,=:@-]*)+(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]+)?")


def absolute_url(address: str, base: str | None) -> str | None:
    """Resolve an address on a page at `base` to a safe absolute one. None if that is impossible."""
    if _PLAIN_URL.fullmatch(address):
        return address
    if base and _ROOTED_PATH.fullmatch(address) and (origin := _ORIGIN_PART.match(base)):
        return origin[0] + address
    cleaned = address.strip(_STRIPPED).translate(_REMOVED)
    if _SCHEME.match(cleaned):
        return safe_url(cleaned)
    if not base or not cleaned:
        return None
    try:
        return safe_url(urljoin(base, cleaned))
    except ValueError:  # the host is invalid
        return None
