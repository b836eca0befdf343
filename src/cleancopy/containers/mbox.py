"""Mailboxes (mbox, RFC 4155): mails one after the other, each behind a line that begins with ``From``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from cleancopy.containers.found import Found
from cleancopy.containers.headers import split_head, words_of
from cleancopy.containers.mail import read_mail
from cleancopy.limits import Limits

_POSTMARK = re.compile(rb"(?:\A|\n\r?\n)From \S+[^\n]{0,100}\d{4}[^\n]{0,20}\r?\n(?=[!-9;-~]+:)")


def read_mbox(data: bytes, limits: Limits) -> Iterator[Found]:
    """Give the mails of a mailbox, each named by its Message-ID."""
    start: int | None = None
    for mark in _POSTMARK.finditer(data):
        if start is not None:
            yield _mail(data[start : mark.start()])
        start = mark.end()
    if start is not None:
        yield _mail(data[start:])


def _mail(data: bytes) -> Found:
    found = read_mail(data)
    return found._replace(known=replace(found.known, member=words_of(split_head(data)[0], "Message-ID")))
