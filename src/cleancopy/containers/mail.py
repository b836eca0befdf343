"""Mails (EML) and pages that a browser saved with their pictures (MHTML, RFC 2557): both are one page in MIME."""

from collections.abc import Iterator
from html import escape

from cleancopy.containers.contained_page import ContainedPage, make_unreadable, resolve_web_address
from cleancopy.containers.headers import decode_field, normalize_date, read_author
from cleancopy.containers.mime import MAX_DEPTH, TOO_MANY_PARTS, Part, PartSplitter
from cleancopy.flags import Flag
from cleancopy.input import decode
from cleancopy.options import ContainerMetadata

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_TEXT_TYPE = "text/plain"
_EMBEDDED_TYPES = ("image/", "text/css", "font/", "application/font", "text/javascript", "application/javascript")
_SENT_FIELDS = ("Message-ID", "Received", "Return-Path", "Delivered-To", "To")
_DAY_CHARS = len("2024-05-03")


def read_mail(data: bytes) -> ContainedPage:
    """Return the page of a mail, its HTML if it has any, else its text; or the page that a browser saved.

    The flags are ``body_cut`` (the mail ends before its last boundary), ``body_corrupt`` (boundaries or encodings are
    damaged), ``attachments`` (not read), and ``truncated`` (a part lies within more than twenty others, or there are
    more than ten thousand parts).
    """
    splitter = PartSplitter()
    mail = splitter.split(data)
    shown = list(_find_bodies(mail)) or [
        part for message in _list_attached_mails(mail) for part in _find_bodies(message)
    ]
    if not shown:
        return _explain_no_text(mail, splitter)
    is_saved_page = not any(name in mail.head for name in _SENT_FIELDS)
    page = _build_page(shown, splitter)
    flags = {Flag.TRUNCATED if flag == TOO_MANY_PARTS else flag for flag in splitter.flags}
    if is_saved_page:
        day = normalize_date(decode_field(mail.head, "Date"))
        address = _find_address(shown[0]) or _find_address(mail)
        return page._replace(
            container=ContainerMetadata(flags=frozenset(flags)),
            url=address,
            fetch_date=day[:_DAY_CHARS] if day else None,
        )
    if any(_is_left_out(part, shown) for part in _list_leaves(mail)):
        flags.add(Flag.ATTACHMENTS)
    head = mail.head
    metadata = ContainerMetadata(
        title=decode_field(head, "Subject"),
        authors=read_author(head),
        published=normalize_date(decode_field(head, "Date")),
        flags=frozenset(flags),
    )
    return page._replace(container=metadata)


def _find_bodies(part: Part) -> Iterator[Part]:
    """Yield the parts that a mail program shows as the text of a mail."""
    kind = part.type
    if part.is_attachment or kind == "message/rfc822":
        return
    if part.head.get_content_maintype() != "multipart":
        if kind in _HTML_TYPES or kind == _TEXT_TYPE:
            yield part
    elif kind == "multipart/alternative":
        yield from _choose_alternative([list(_find_bodies(child)) for child in part.children])
    elif kind == "multipart/related":
        yield from _find_root_bodies(part)
    else:
        for child in part.children:
            yield from _find_bodies(child)


def _choose_alternative(alternatives: list[list[Part]]) -> list[Part]:
    """Return the last alternative with HTML, which is the richest, or else the last that is not empty."""
    with_html = [parts for parts in alternatives if any(part.type in _HTML_TYPES for part in parts)]
    return next(reversed(with_html or [parts for parts in alternatives if parts]), [])


def _find_root_bodies(part: Part) -> Iterator[Part]:
    """Yield the text of a compound object: that of the part named as its root, or of the first part with text."""
    start = str(part.head.get_param("start") or "").strip()
    named = [child for child in part.children if start and str(child.head.get("Content-ID", "")).strip() == start]
    yield from next((body for child in (*named, *part.children) if (body := list(_find_bodies(child)))), [])


def _list_attached_mails(part: Part) -> Iterator[Part]:
    """Yield the mails within a mail, outer ones first."""
    if part.type == "message/rfc822":
        yield from part.children
    for child in part.children:
        yield from _list_attached_mails(child)


def _list_leaves(part: Part) -> Iterator[Part]:
    """Yield all parts that have no parts; a mail within the mail counts as one."""
    if not part.children or part.type == "message/rfc822":
        yield part
        return
    for child in part.children:
        yield from _list_leaves(child)


def _is_left_out(part: Part, shown: list[Part]) -> bool:
    """Whether a part holds something else than the text, another form of it, or a picture in it."""
    if part in shown or part.type in _HTML_TYPES or part.type == _TEXT_TYPE:
        return part.is_attachment
    return part.is_attachment or not part.type.startswith(_EMBEDDED_TYPES)


def _build_page(shown: list[Part], splitter: PartSplitter) -> ContainedPage:
    first, html = shown[0], any(part.type in _HTML_TYPES for part in shown)
    if len(shown) == 1:
        return ContainedPage(
            splitter.decode_body(first),
            ContainerMetadata(),
            kind="auto" if html else "text",
            charset=first.head.get_content_charset(),
        )
    if not html:
        return ContainedPage(
            "\n\n".join(_decode_part(part, splitter) for part in shown), ContainerMetadata(), kind="text"
        )
    return ContainedPage("\n".join(_to_html(part, splitter) for part in shown), ContainerMetadata(), kind="html")


def _to_html(part: Part, splitter: PartSplitter) -> str:
    text = _decode_part(part, splitter)
    if part.type in _HTML_TYPES:
        return text
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph.strip())


def _decode_part(part: Part, splitter: PartSplitter) -> str:
    kind = "html" if part.type in _HTML_TYPES else "text"
    return decode(splitter.decode_body(part), kind, part.head.get_content_charset()).text  # type: ignore[arg-type]


def _find_address(part: Part) -> str | None:
    """Return the address of the page; ``cid:`` and ``file:`` are no web addresses."""
    addresses = (decode_field(part.head, name) for name in ("Content-Location", "Snapshot-Content-Location"))
    return next(filter(None, map(resolve_web_address, addresses)), None)


def _explain_no_text(mail: Part, splitter: PartSplitter) -> ContainedPage:
    if TOO_MANY_PARTS in splitter.flags:
        return make_unreadable(
            f"the text of the mail lies within more than {MAX_DEPTH} other parts: save the inner mail itself"
        )
    if Flag.BODY_CUT in splitter.flags:
        return make_unreadable("the mail is cut off before its text begins: save it again")
    types = sorted({part.type for part in _list_leaves(mail)})[:5]
    return make_unreadable(f"the mail has no HTML and no text, but {', '.join(types)}: save what is in it to files")
