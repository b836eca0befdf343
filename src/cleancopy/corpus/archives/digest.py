"""Digests of records: what a head claims against what the bytes are."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from functools import cache

_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


def agrees(digests: Iterable[str], bodies: Iterable[bytes]) -> bool | None:
    """Whether any digest is that of any of the bodies; None where there is none that can be checked.

    Any: crawlers differ in whether a payload is taken before or after its transfer coding is undone, and
    damage agrees with none.
    """
    candidates = list(bodies)
    checked = False
    for digest in digests:
        name, _, value = digest.partition(":")
        algorithm = _ALGORITHMS.get(name.strip().lower())
        if algorithm is None:
            continue
        expected = _bytes(value.strip(), algorithm)
        if any(hashlib.new(algorithm, body, usedforsecurity=False).digest() in expected for body in candidates):
            return True
        checked = True
    return False if checked else None


def _bytes(value: str, algorithm: str) -> set[bytes]:
    """What a digest may spell: base32 is usual, digits are common, and a few write base64."""
    decoded = set()
    for decode in _DECODERS:
        try:
            decoded.add(decode(value))
        except (binascii.Error, ValueError):
            continue
    return {digest for digest in decoded if len(digest) == _size(algorithm)}


def _padded(value: str, group: int) -> str:
    bare = value.rstrip("=")
    return bare + "=" * (-len(bare) % group)


_DECODERS: tuple[Callable[[str], bytes], ...] = (
    lambda value: base64.b32decode(_padded(value, 8), casefold=True),
    bytes.fromhex,
    lambda value: base64.b64decode(_padded(value, 4).translate(str.maketrans("-_", "+/"))),
)


@cache
def _size(algorithm: str) -> int:
    return hashlib.new(algorithm, usedforsecurity=False).digest_size
