"""The heads of ARC records, version 1, and version 2 as far as it says the same: one line each.

archive.org/web/researcher/ArcFileFormat.php: ``URL IP-address Archive-date Content-type Archive-length``; version 2
has five more fields before the length.
"""

import re

from cleancopy.corpus.archives.record_head import LINE_END, RecordHead, parse_day, parse_length

MAX_HEAD = 16 * 1024  # bytes of a line

_FIELDS = (
    rb"([a-z][a-z0-9+.-]{1,15}:[^\r\n]{0,12000}) ([0-9A-Fa-f.:]{3,45}|-) ([0-9]{8,18}) ([^\s]{1,200}) "
    rb"(?:[0-9]{3} [^\s]{1,100} [^\s]{1,2000} [0-9]{1,15} [^\s]{1,1000} )?([^\s]{1,20})" + LINE_END
)
_LINE = re.compile(_FIELDS)
_LINE_INSIDE = re.compile(rb"(?m)^" + _FIELDS)


def is_start(data: bytes, at: int = 0) -> bool:
    """Whether a record begins here."""
    return _LINE.match(data, at) is not None


def parse(data: bytes, at: int) -> RecordHead | None:
    """Parse the head of the record that begins here; None where no record begins."""
    found = _LINE.match(data, at)
    if found is None:
        return None
    address, _, when, media, length = (part.decode("utf-8", "replace") for part in found.groups())
    scheme = address.partition(":")[0]
    return RecordHead(
        type={"filedesc": "warcinfo", "dns": "dns"}.get(scheme, "response"),
        size=len(found[0]),
        length=parse_length(length),
        url=address,
        day=parse_day(f"{when[:4]}-{when[4:6]}-{when[6:8]}"),
        media=media if "/" in media else "",  # "no-type", "unknown"
    )


def find_start(data: bytes, begin: int, end: int) -> int | None:
    """Find where the next record may begin in any bytes: a line with an address, a date and a length."""
    found = _LINE_INSIDE.search(data, begin, end)
    return found.start() if found else None
