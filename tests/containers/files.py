"""Files that hold pages, made for the tests."""

import io
import plistlib
import zipfile
from html import escape

FIRST = "The council of Brackwater voted on Tuesday to keep its three night bus routes running for another year."
SECOND = "About 1,400 people use the buses each week, said the head of the transport office after a long debate."
HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"
PAGE = f"<!doctype html><html><head><title>Night buses stay</title></head><body><article>{HTML}</article></body></html>"
TEXT = f"{FIRST}\n{SECOND}"

CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>{}</rootfiles></container>'
ROOTFILE = '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'


def package(names, spine=None):
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    itemrefs = "".join(f'<itemref idref="{item_id}"/>' for item_id in spine or [f"i{n}" for n in range(len(names))])
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>Buses</dc:title><dc:creator>Ines Halloran</dc:creator>"
        "<dc:date>2024-05-03</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{itemrefs}</spine></package>"
    )


def epub(chapters, *, spine=None, others=None, packing=zipfile.ZIP_DEFLATED):
    """An EPUB with chapters by name; `others` replaces or adds files."""
    files = {
        "META-INF/container.xml": CONTAINER.format(ROOTFILE),
        "OEBPS/book.opf": package(list(chapters), spine),
        **{f"OEBPS/{name}": page for name, page in chapters.items()},
        **(others or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, contents in files.items():
            if contents is not None:
                archive.writestr(name, contents)
    return out.getvalue()


def mhtml(page, *, encoding="quoted-printable", boundary="----MultipartBoundary--x1----", last=True):
    """A page as Chrome saves it; `page` is encoded already."""
    end = f"\r\n--{boundary}--\r\n" if last else ""
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/buses\r\n"
        "Subject: =?utf-8?Q?Night=20buses?=\r\nDate: Fri, 3 May 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"\r\n\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: https://news.example/buses\r\n\r\n{page}"
        f"\r\n--{boundary}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n{end}"
    ).encode()


def webarchive(page, charset="UTF-8"):
    resource = {"WebResourceData": page, "WebResourceURL": "https://news.example/buses",
                "WebResourceTextEncodingName": charset, "WebResourceMIMEType": "text/html"}  # fmt: skip
    return plistlib.dumps({"WebMainResource": resource, "WebSubresources": []}, fmt=plistlib.FMT_BINARY)


def rss(*items, version="2.0"):
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="{version}" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Gazette</title><link>https://news.example/</link>{''.join(items)}</channel></rss>"
    )


def item(number, content=None):
    content = content or f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"
    return (
        f"<item><title>Story {number} &amp;amp; more</title><link>https://news.example/{number}</link>"
        "<dc:creator>Ines Halloran</dc:creator><pubDate>Fri, 03 May 2024 10:00:00 +0200</pubDate>"
        f"<description>{escape('<p>A teaser.</p>')}</description>{content}</item>"
    )
