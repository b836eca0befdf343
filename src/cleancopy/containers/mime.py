"""The parts of a mail (MIME, RFC 2045 and 2046): cut out within bounds, whatever their boundaries are like.

The module `email` reads the fields and undoes the encodings. Its own parser goes through every line once for each part
around it, and knows no bounds; so the parts are cut here.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import InvalidBase64LengthDefect
from email.message import Message
from itertools import islice
from typing import Final

from cleancopy.compression import BODY_CORRUPT, BODY_CUT
from cleancopy.containers.headers import split_head

MOST_PARTS: Final = 10_000
"""Parts of a mail that are looked at."""
DEEPEST: Final = 20
"""Parts around a part; real mails have four or five, forwarded ones ten."""
TOO_MUCH: Final = "too_much"


@dataclass(slots=True)
class Part:
    """A part of a mail.

    body      its bytes, still encoded; of one with parts these
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
        """Whether it is to be saved rather than shown."""
        return self.head.get_content_disposition() == "attachment"


@dataclass(slots=True)
class Cutter:
    """Cuts a mail into parts, and notes what was wrong with it in `flags`."""

    flags: set[str] = field(default_factory=set)
    _parts: int = 0

    def cut(self, data: bytes, depth: int = 0) -> Part:
        """Give a mail, or a part, with the parts in it."""
        self._parts += 1
        head, body = split_head(data)
        part = Part(head, body)
        inside = self._inside(part)
        if inside and (depth >= DEEPEST or self._parts >= MOST_PARTS):
            self.flags.add(TOO_MUCH)
            inside = []
        part.children = [self.cut(each, depth + 1) for each in inside]
        return part

    def decoded(self, part: Part) -> bytes:
        """Give the bytes of a part, their transfer encoding undone as far as they allow it."""
        part.head.set_payload(part.body.decode("ascii", "surrogateescape"))
        decoded = part.head.get_payload(decode=True)
        if part.head.defects:
            self.flags.add(BODY_CORRUPT)
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.head.defects):
            return _whole_groups(part.body)
        return decoded if isinstance(decoded, bytes) else part.body

    def _inside(self, part: Part) -> list[bytes]:
        if part.head.get_content_maintype() == "multipart":
            pieces = list(islice(self._pieces(part), MOST_PARTS + 1))
            if len(pieces) > MOST_PARTS:
                self.flags.add(TOO_MUCH)
            return pieces[:MOST_PARTS]
        if part.type == "message/rfc822":
            return [self.decoded(part)]
        return []

    def _pieces(self, part: Part) -> Iterator[bytes]:
        """What stands between the boundaries. Where the last one is missing the mail was cut off."""
        boundary = self._boundary(part)
        if boundary is None:
            self.flags.add(BODY_CORRUPT)
            return
        start: int | None = None
        for mark in re.finditer(rb"(?:^|(?:\r?\n))--%b(--)?[ \t]*(?=\r?\n|\Z)" % re.escape(boundary), part.body):
            if start is not None:
                yield part.body[start : mark.start()].removeprefix(b"\r").removeprefix(b"\n")
            start = mark.end()
            if mark[1]:
                return
        self.flags.add(BODY_CUT)
        if start is not None:
            yield part.body[start:].removeprefix(b"\r").removeprefix(b"\n")

    def _boundary(self, part: Part) -> bytes | None:
        """The boundary that the head names, or the one that the body shows where that is another."""
        named = part.head.get_boundary()
        boundary = named.encode("utf-8", "surrogateescape") if named else b""
        if boundary and b"--" + boundary in part.body:
            return boundary
        shown = _SHOWN_BOUNDARY.search(part.body)
        if boundary and not shown:
            return boundary  # cut off before the first
        self.flags.add(BODY_CORRUPT)
        return shown[1] if shown else None


def _whole_groups(base64: bytes) -> bytes:
    """Decode base64 that ends within a group of four, as where it was cut off: all groups before."""
    signs = _NO_BASE64.sub(b"", base64)
    return binascii.a2b_base64(signs[: len(signs) // 4 * 4])


_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_SHOWN_BOUNDARY = re.compile(rb"^--(\S[^\r\n]{0,200}?)[ \t]{0,20}\r?\nContent-", re.MULTILINE | re.IGNORECASE)
