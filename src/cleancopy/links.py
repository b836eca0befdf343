"""Addresses of links and images that are safe to pass on."""

import re
from urllib.parse import quote, urljoin

# What a browser takes off or out before it reads an address (WHATWG URL, section 4.4): "java\nscript:" is a scheme.
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = dict.fromkeys(map(ord, "\t\n\r"))
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Without a user's name: "https://bank.example@evil.example" is there to deceive.
_WEB = re.compile(r"https?://[^\s/?#@:\[\]%]+(?::[0-9]{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
# What RFC 3986 lets stand, and letters of any script (RFC 3987); the rest is written in per cent.
_UNFIT = re.compile(r"""[\s"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})""")


# An absolute address that is fit as it stands: most of a page's are.
_FIT = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?][A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?")


def safe(address: str) -> str | None:
    """An absolute address of a web page or a mail box, every character of it fit for a URI; any other is None."""
    if _FIT.fullmatch(address):
        return address
    cleaned = address.strip(_AROUND).translate(_INSIDE)
    if _CONTROL.search(cleaned) or not (_WEB.fullmatch(cleaned) or _MAIL.fullmatch(cleaned)):
        return None
    before, mark, fragment = cleaned.partition("#")
    return _quoted(before) + mark + _quoted(fragment).replace("#", "%23")


def _quoted(part: str) -> str:
    return _UNFIT.sub(lambda match: quote(match[0], safe=""), part)


# Most others name a path of the same site, without steps up, and need no more than its name before them.
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?=[/?#]|\Z)")
_ROOTED = re.compile(r"(?:/(?![/.])[A-Za-z0-9._~!$&'()*+,=:@-]*)+(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]+)?")


def absolute(address: str, base: str | None) -> str | None:
    """The safe address that a link of a page at `base` leads to; None where that is not known."""
    if _FIT.fullmatch(address):
        return address
    if base and _ROOTED.fullmatch(address) and (origin := _ORIGIN.match(base)):
        return origin[0] + address
    cleaned = address.strip(_AROUND).translate(_INSIDE)
    if _SCHEME.match(cleaned):
        return safe(cleaned)
    if not base or not cleaned:
        return None
    try:
        return safe(urljoin(base, cleaned))
    except ValueError:  # what stands where a host should is none
        return None
