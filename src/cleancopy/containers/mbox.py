"""Mailboxes (mbox, RFC 4155): mails one after the other, each after a line that begins with ``From``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cleancopy.containers.contained_page import ContainedPage
from cleancopy.containers.headers import decode_field, split_head
from cleancopy.containers.mail import read_mail
from cleancopy.limits import Limits

_POSTMARK = re.compile(rb"(?:\A|\n\r?\n)From \S+[^\n]{0,100}\d{4}[^\n]{0,20}\r?\n(?=[!-9;-~]+:)")


def read_mbox(data: bytes, limits: Limits) -> Iterator[ContainedPage]:
    """Yield the mails of a mailbox, each named by its Message-ID."""
    start: int | None = None
    for mark in _POSTMARK.finditer(data):
        if start is not None:
            yield _read_message(data[start : mark.start()])
        start = mark.end()
    if start is not None:
        yield _read_message(data[start:])


def _read_message(data: bytes) -> ContainedPage:
    page = read_mail(data)
    return page._replace(container=replace(page.container, member=decode_field(split_head(data)[0], "Message-ID")))
