"""A body that is lines, cut into them while it arrives."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from starlette.requests import Request

from cleancopy.errors import RequestError
from cleancopy.service.body import next_piece, too_large
from cleancopy.service.settings import ServiceSettings


class Line(NamedTuple):
    """A line that is not blank: its number, counted from 1, and what it holds, or why that is not known."""

    number: int
    body: bytes | RequestError


async def lines(request: Request, settings: ServiceSettings) -> AsyncIterator[Line]:
    """The lines of a body. One that is too long costs itself; one that takes too long is the last."""
    cutter, number, more = _Cutter(settings.body_bytes), 0, True
    clock = asyncio.get_running_loop().time
    deadline = clock() + settings.body_seconds
    while more:
        try:
            piece, more = await next_piece(request, min(settings.idle_seconds, deadline - clock()))
        except RequestError as error:
            yield Line(number + 1, error)
            return
        for body in cutter.feed(piece) if more else cutter.finish(piece):
            number += 1
            if number > settings.batch_lines:
                yield Line(number, _too_many(settings.batch_lines))
                return
            if body is None or body.strip():
                yield Line(number, too_large(settings.body_bytes) if body is None else body)
            deadline = clock() + settings.body_seconds


class _Cutter:
    """Cuts pieces into lines; of a line that is too long nothing is kept, and None given."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = bytearray()
        self._long = False

    def feed(self, piece: bytes) -> Iterator[bytes | None]:
        *heads, tail = piece.split(b"\n")
        for head in heads:
            self._hold(head)
            yield self._line()
        self._hold(tail)

    def finish(self, piece: bytes) -> Iterator[bytes | None]:
        yield from self.feed(piece)
        yield self._line()

    def _hold(self, part: bytes) -> None:
        self._long = self._long or len(self._held) + len(part) > self._most
        if self._long:
            self._held.clear()
        else:
            self._held += part

    def _line(self) -> bytes | None:
        line = None if self._long else bytes(self._held)
        self._held.clear()
        self._long = False
        return line


def _too_many(most: int) -> RequestError:
    return RequestError(413, "too_many", f"a batch has at most {most:,} lines: send the rest in another")
