"""Splits a mail into its parts (MIME, RFC 2045 and 2046) within limits, even if boundaries are damaged.

The module `email` parses the fields and decodes the bodies. Its parser goes through every line once for each part
around it and has no limits, so the parts are split here.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import InvalidBase64LengthDefect
from email.message import Message
from itertools import islice
from typing import Final

from cleancopy.containers.headers import split_head
from cleancopy.flags import Flag

MAX_PARTS: Final = 10_000
"""The most parts of a mail that are read."""
MAX_DEPTH: Final = 20
"""The most parts around a part. Real mails have four or five, forwarded ones ten."""
TOO_MANY_PARTS: Final = "too_much"


@dataclass(slots=True)
class Part:
    """A part of a mail.

    body      its bytes, still encoded; they hold the children, if it has some
    children  the parts of a multipart, or the message of a ``message/rfc822``
    """

    head: Message
    body: bytes
    children: list["Part"] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The media type in lower case."""
        return self.head.get_content_type()

    @property
    def is_attachment(self) -> bool:
        """Whether a mail program saves it instead of showing it."""
        return self.head.get_content_disposition() == "attachment"


@dataclass(slots=True)
class PartSplitter:
    """Splits a mail into parts, and collects in `flags` what was wrong with it."""

    flags: set[str] = field(default_factory=set)
    _n_parts: int = 0

    def split(self, data: bytes, depth: int = 0) -> Part:
        """Return a mail, or a part, with the parts in it."""
        self._n_parts += 1
        head, body = split_head(data)
        part = Part(head, body)
        pieces = self._split_children(part)
        if pieces and (depth >= MAX_DEPTH or self._n_parts >= MAX_PARTS):
            self.flags.add(TOO_MANY_PARTS)
            pieces = []
        part.children = [self.split(piece, depth + 1) for piece in pieces]
        return part

    def decode_body(self, part: Part) -> bytes:
        """Return the bytes of a part without their transfer encoding, as far as they can be decoded."""
        part.head.set_payload(part.body.decode("ascii", "surrogateescape"))
        payload = part.head.get_payload(decode=True)
        if part.head.defects:
            self.flags.add(Flag.BODY_CORRUPT)
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.head.defects):
            return _decode_whole_groups(part.body)
        return payload if isinstance(payload, bytes) else part.body

    def _split_children(self, part: Part) -> list[bytes]:
        if part.head.get_content_maintype() == "multipart":
            pieces = list(islice(self._split_at_boundary(part), MAX_PARTS + 1))
            if len(pieces) > MAX_PARTS:
                self.flags.add(TOO_MANY_PARTS)
            return pieces[:MAX_PARTS]
        if part.type == "message/rfc822":
            return [self.decode_body(part)]
        return []

    def _split_at_boundary(self, part: Part) -> Iterator[bytes]:
        """Yield the pieces between the boundaries. If the last boundary is missing, the mail was cut off."""
        boundary = self._find_boundary(part)
        if boundary is None:
            self.flags.add(Flag.BODY_CORRUPT)
            return
        start: int | None = None
        for mark in re.finditer(rb"(?:^|(?:\r?\n))--%b(--)?[ \t]*(?=\r?\n|\Z)" % re.escape(boundary), part.body):
            if start is not None:
                yield part.body[start : mark.start()].removeprefix(b"\r").removeprefix(b"\n")
            start = mark.end()
            if mark[1]:
                return
        self.flags.add(Flag.BODY_CUT)
        if start is not None:
            yield part.body[start:].removeprefix(b"\r").removeprefix(b"\n")

    def _find_boundary(self, part: Part) -> bytes | None:
        """Return the boundary that the head names, or the one in the body if that is another."""
        named = part.head.get_boundary()
        boundary = named.encode("utf-8", "surrogateescape") if named else b""
        if boundary and b"--" + boundary in part.body:
            return boundary
        shown = _BOUNDARY_IN_BODY.search(part.body)
        if boundary and not shown:
            return boundary  # cut off before the first
        self.flags.add(Flag.BODY_CORRUPT)
        return shown[1] if shown else None


def _decode_whole_groups(base64: bytes) -> bytes:
    """Decode base64 that ends within a group of four, because it was cut off: all groups before."""
    characters = _NOT_BASE64.sub(b"", base64)
    return binascii.a2b_base64(characters[: len(characters) // 4 * 4])


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BOUNDARY_IN_BODY = re.compile(rb"^--(\S[^\r\n]{0,200}?)[ \t]{0,20}\r?\nContent-", re.MULTILINE | re.IGNORECASE)
