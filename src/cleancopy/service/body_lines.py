"""Split a body into lines while it arrives."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from starlette.requests import Request

from cleancopy.errors import RequestError
from cleancopy.service.body import make_too_large_error, read_chunk
from cleancopy.service.settings import ServiceSettings


class Line(NamedTuple):
    """A line that is not blank: its number, counted from 1, and its bytes, or the error why they are unknown."""

    number: int
    body: bytes | RequestError


async def read_lines(request: Request, settings: ServiceSettings) -> AsyncIterator[Line]:
    """Yield the lines of a body. A line that is too long gives an error; one that is too slow ends the body."""
    splitter, number, more = _LineSplitter(settings.body_bytes), 0, True
    clock = asyncio.get_running_loop().time
    deadline = clock() + settings.body_seconds
    while more:
        try:
            chunk, more = await read_chunk(request, min(settings.idle_seconds, deadline - clock()))
        except RequestError as error:
            yield Line(number + 1, error)
            return
        for body in splitter.feed(chunk) if more else splitter.finish(chunk):
            number += 1
            if number > settings.batch_lines:
                yield Line(number, _make_too_many_lines_error(settings.batch_lines))
                return
            if body is None or body.strip():
                yield Line(number, make_too_large_error(settings.body_bytes) if body is None else body)
            deadline = clock() + settings.body_seconds


class _LineSplitter:
    """Splits chunks into lines. A line that is too long is discarded and replaced by None."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()
        self._is_too_long = False

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        *heads, tail = chunk.split(b"\n")
        for head in heads:
            self._append(head)
            yield self._take_line()
        self._append(tail)

    def finish(self, chunk: bytes) -> Iterator[bytes | None]:
        yield from self.feed(chunk)
        yield self._take_line()

    def _append(self, part: bytes) -> None:
        self._is_too_long = self._is_too_long or len(self._buffer) + len(part) > self._max_bytes
        if self._is_too_long:
            self._buffer.clear()
        else:
            self._buffer += part

    def _take_line(self) -> bytes | None:
        line = None if self._is_too_long else bytes(self._buffer)
        self._buffer.clear()
        self._is_too_long = False
        return line


def _make_too_many_lines_error(max_lines: int) -> RequestError:
    return RequestError(
        413, "too_many_lines", f"a batch has at most {max_lines:,} lines: send the rest as another batch"
    )
