"""Mails (EML) and pages that a browser saved with their pictures (MHTML, RFC 2557): both are one page in MIME."""

from collections.abc import Iterator
from html import escape

from cleancopy.compression import BODY_CUT
from cleancopy.containers.found import ATTACHMENTS, Found, not_read, web_address
from cleancopy.containers.headers import author_of, day_of, words_of
from cleancopy.containers.mime import DEEPEST, TOO_MUCH, Cutter, Part
from cleancopy.decode import decode
from cleancopy.limits import TRUNCATED
from cleancopy.options import Known

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TEXT = "text/plain"
_SHOWN_WITH = ("image/", "text/css", "font/", "application/font", "text/javascript", "application/javascript")
_SENT = ("Message-ID", "Received", "Return-Path", "Delivered-To", "To")
_DAY = len("2024-05-03")


def read_mail(data: bytes) -> Found:
    """Give the page of a mail, its HTML if it has any, else its text; or the page that a browser saved.

    The flags are ``body_cut`` (it ends before its last boundary), ``body_corrupt`` (boundaries or encodings are
    damaged), ``attachments`` (not read), and ``truncated`` where parts lie within more than twenty others, or are more
    than ten thousand.
    """
    cutter = Cutter()
    mail = cutter.cut(data)
    shown = list(_body(mail)) or [part for message in _attached(mail) for part in _body(message)]
    if not shown:
        return _without_text(mail, cutter)
    saved = not any(name in mail.head for name in _SENT)
    found = _page(shown, cutter)
    flags = {TRUNCATED if flag == TOO_MUCH else flag for flag in cutter.flags}
    if saved:
        day = day_of(words_of(mail.head, "Date"))
        address = _address(shown[0]) or _address(mail)
        return found._replace(known=Known(flags=frozenset(flags)), url=address, fetched=day[:_DAY] if day else None)
    if any(_is_left_out(part, shown) for part in _leaves(mail)):
        flags.add(ATTACHMENTS)
    head = mail.head
    stated = Known(
        title=words_of(head, "Subject"),
        authors=author_of(head),
        published=day_of(words_of(head, "Date")),
        flags=frozenset(flags),
    )
    return found._replace(known=stated)


def _body(part: Part) -> Iterator[Part]:
    """The parts that a reader sees as the text of a mail."""
    kind = part.type
    if part.is_attachment or kind == "message/rfc822":
        return
    if part.head.get_content_maintype() != "multipart":
        if kind in _HTML or kind == _TEXT:
            yield part
    elif kind == "multipart/alternative":
        yield from _chosen([list(_body(child)) for child in part.children])
    elif kind == "multipart/related":
        yield from _root(part)
    else:
        for child in part.children:
            yield from _body(child)


def _chosen(alternatives: list[list[Part]]) -> list[Part]:
    """The last of the alternatives that has HTML, which is the richest, or else the last that has anything."""
    with_html = [parts for parts in alternatives if any(part.type in _HTML for part in parts)]
    return next(reversed(with_html or [parts for parts in alternatives if parts]), [])


def _root(part: Part) -> Iterator[Part]:
    """The text of a compound object: that of the part named as its root, or of the first that has any."""
    start = str(part.head.get_param("start") or "").strip()
    named = [child for child in part.children if start and str(child.head.get("Content-ID", "")).strip() == start]
    yield from next((body for child in (*named, *part.children) if (body := list(_body(child)))), [])


def _attached(part: Part) -> Iterator[Part]:
    """The mails in a mail, outer ones first."""
    if part.type == "message/rfc822":
        yield from part.children
    for child in part.children:
        yield from _attached(child)


def _leaves(part: Part) -> Iterator[Part]:
    """All parts without parts; a mail in the mail is one."""
    if not part.children or part.type == "message/rfc822":
        yield part
        return
    for child in part.children:
        yield from _leaves(child)


def _is_left_out(part: Part, shown: list[Part]) -> bool:
    """Whether a part is lost for a reader of the text: no other form of it, and no picture in it."""
    if part in shown or part.type in _HTML or part.type == _TEXT:
        return part.is_attachment
    return part.is_attachment or not part.type.startswith(_SHOWN_WITH)


def _page(shown: list[Part], cutter: Cutter) -> Found:
    first, html = shown[0], any(part.type in _HTML for part in shown)
    if len(shown) == 1:
        return Found(
            cutter.decoded(first), Known(), kind="auto" if html else "text", charset=first.head.get_content_charset()
        )
    if not html:
        return Found("\n\n".join(_decoded(part, cutter) for part in shown), Known(), kind="text")
    return Found("\n".join(_as_html(part, cutter) for part in shown), Known(), kind="html")


def _as_html(part: Part, cutter: Cutter) -> str:
    text = _decoded(part, cutter)
    if part.type in _HTML:
        return text
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph.strip())


def _decoded(part: Part, cutter: Cutter) -> str:
    kind = "html" if part.type in _HTML else "text"
    return decode(cutter.decoded(part), kind, part.head.get_content_charset()).text  # type: ignore[arg-type]


def _address(part: Part) -> str | None:
    """The address of the page; ``cid:`` and ``file:`` lead nowhere."""
    named = (words_of(part.head, name) for name in ("Content-Location", "Snapshot-Content-Location"))
    return next(filter(None, map(web_address, named)), None)


def _without_text(mail: Part, cutter: Cutter) -> Found:
    if TOO_MUCH in cutter.flags:
        return not_read(f"the text of the mail lies within more than {DEEPEST} other parts: save the inner mail itself")
    if BODY_CUT in cutter.flags:
        return not_read("the mail is cut off before its text begins: save it again")
    types = sorted({part.type for part in _leaves(mail)})[:5]
    return not_read(f"the mail has no HTML and no text, but {', '.join(types)}: save what is in it to files")
