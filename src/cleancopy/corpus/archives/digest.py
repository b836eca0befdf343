"""Checks digests: what a head claims against the bytes of the record."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from functools import cache

_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


def has_matching_digest(digests: Iterable[str], bodies: Iterable[bytes]) -> bool | None:
    """Whether any digest is that of any of the bodies; None where no digest can be checked.

    Any of them: crawlers differ in whether they hash a payload before or after they undo its transfer coding, and
    damaged bytes match none.
    """
    candidates = list(bodies)
    checked = False
    for digest in digests:
        name, _, value = digest.partition(":")
        algorithm = _ALGORITHMS.get(name.strip().lower())
        if algorithm is None:
            continue
        expected = _decode_value(value.strip(), algorithm)
        if any(hashlib.new(algorithm, body, usedforsecurity=False).digest() in expected for body in candidates):
            return True
        checked = True
    return False if checked else None


def _decode_value(value: str, algorithm: str) -> set[bytes]:
    """Decode the value of a digest in every way it may be written: base32 is usual, hex common, base64 rare."""
    decoded = set()
    for decode in _DECODERS:
        try:
            decoded.add(decode(value))
        except (binascii.Error, ValueError):
            continue
    return {digest for digest in decoded if len(digest) == _get_size(algorithm)}


def _pad(value: str, group: int) -> str:
    bare = value.rstrip("=")
    return bare + "=" * (-len(bare) % group)


_DECODERS: tuple[Callable[[str], bytes], ...] = (
    lambda value: base64.b32decode(_pad(value, 8), casefold=True),
    bytes.fromhex,
    lambda value: base64.b64decode(_pad(value, 4).translate(str.maketrans("-_", "+/"))),
)


@cache
def _get_size(algorithm: str) -> int:
    return hashlib.new(algorithm, usedforsecurity=False).digest_size
