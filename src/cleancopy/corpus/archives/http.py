"""HTTP responses as crawlers store them: their heads follow no standard, their bodies have any coding."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleancopy.corpus.archives.record_head import MAX_HEAD, find_end, parse_fields, split_lines


@dataclass(frozen=True, slots=True)
class HttpHead:
    """The head of a response.

    status   None where there is no head, or the head states no status
    fields   values by lower-case name. A field that occurs twice has both values, separated by a comma (RFC 9110,
             section 5.3)
    size     bytes of the head, 0 where there is none
    """

    status: int | None
    fields: Mapping[str, str] = field(default_factory=dict)
    size: int = 0


def parse_http_head(block: bytes) -> HttpHead | None:
    """Parse the head of a response; empty where there is no status line, None where it does not end within 1 MiB."""
    line = _STATUS_LINE.match(block)
    if line is None:
        return HttpHead(None)
    end = find_end(block, line.end(), MAX_HEAD)
    if end is None and len(block) > MAX_HEAD:
        return None
    size = len(block) if end is None else end
    status = int(line[1]) if line[1] else None
    fields = parse_fields(split_lines(block[:size])[1:])
    return HttpHead(status, {name: ", ".join(values) for name, values in fields.items()}, size)


_STATUS_LINE = re.compile(rb"\s{0,16}(?:HTTP(?:/[0-9.]{1,8})?|ICY)[ \t]+(?:([0-9]{3})\b)?")
