"""HTTP responses as crawlers store them: heads that follow no standard, bodies in all their codings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleancopy.corpus.archives.head import LONGEST_HEAD, fields, find_end, lines


@dataclass(frozen=True, slots=True)
class Response:
    """A response, its body as it came.

    status   None where there is no head, or none that says so
    fields   by lower-case name. One that occurs twice has both values, with a comma between (RFC 9110, section 5.3)
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
    end = find_end(block, line.end(), LONGEST_HEAD)
    if end is None and len(block) > LONGEST_HEAD:
        return None
    size = len(block) if end is None else end
    status = int(line[1]) if line[1] else None
    said = fields(lines(block[:size])[1:])
    return Response(status, {name: ", ".join(values) for name, values in said.items()}, size)


_STATUS_LINE = re.compile(rb"\s{0,16}(?:HTTP(?:/[0-9.]{1,8})?|ICY)[ \t]+(?:([0-9]{3})\b)?")
