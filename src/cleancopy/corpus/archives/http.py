"""HTTP responses as crawlers store them: heads that follow no standard, bodies in all their codings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleancopy.corpus.archives.head import BLANK_LINE, LONGEST_HEAD, fields, lines


@dataclass(frozen=True, slots=True)
class Response:
    """A response, its body as it came.

    status   None where there is no head, or none that says so
    size     bytes of the head, 0 where there is none
    """

    status: int | None
    fields: Mapping[str, str] = field(default_factory=dict)
    size: int = 0


def read_head(block: bytes) -> Response | None:
    """The head of a response. Without a status line there is none; None where it does not end within 1 MiB."""
    line = _STATUS_LINE.match(block)
    if line is None:
        return Response(None)
    end = BLANK_LINE.search(block, 0, LONGEST_HEAD)
    if end is None and len(block) > LONGEST_HEAD:
        return None
    size = end.end() if end else len(block)
    status = int(line[1]) if line[1] else None
    return Response(status, fields(lines(block[:size])[1:]), size)


_STATUS_LINE = re.compile(rb"\s{0,16}(?:HTTP(?:/[0-9.]{1,8})?|ICY)[ \t]+(?:([0-9]{3})\b)?")
