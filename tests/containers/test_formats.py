import json

import pytest

from cleancopy.containers import detect_container
from tests.containers.files import HTML, PAGE, TEXT, epub, item, mhtml, rss, webarchive

MAIL = b"Return-Path: <a@b.example>\r\nFrom: A <a@b.example>\r\nSubject: x\r\nDate: Fri, 3 May 2024\r\n\r\nHi"
KNOWN = {
    "mail": [mhtml(PAGE), MAIL, b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n"],
    "mbox": [b"From a@b.example Fri May  3 10:00:00 2024\n" + MAIL],
    "epub": [epub({"a.xhtml": PAGE})],
    "webarchive": [webarchive(PAGE.encode())],
    "feed": [
        rss(item(1)).encode(),
        rss(item(1)).encode("utf-16"),
        b"\xef\xbb\xbf\n<!-- made by hand --><rss version='0.92'><channel/></rss>",
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd"><rss version="0.91">',
        b'<!DOCTYPE rss [<!ENTITY a "a">]><rss>',
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>',
        b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"/>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
    ],
    "jsonfeed": [json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode()],
    "sitemap": [b'<?xml version="1.0"?><urlset xmlns="x">', b"<sitemapindex>"],
}


@pytest.mark.parametrize("expected, data", [(name, data) for name, some in KNOWN.items() for data in some])
def test_a_container_is_known_by_its_contents(expected, data):
    assert detect_container(data) == expected


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        f"<p>Put MIME-Version: 1.0 and Content-Type: multipart/related before it.</p>{HTML}",
        f"How to write a mail\n\nMIME-Version: 1.0\nContent-Type: text/html\n\n{TEXT}",
        f"From: the editor\n\n{TEXT}",
        f"From: Ines\nSubject: buses\nDate: today\n\n{TEXT}",
        f"Note: this is a page\nContent-Type: a header, says the manual\n\n{TEXT}",
        f"From here on 2024\n{TEXT}",
        "<html><body><pre>&lt;rss version='2.0'></pre><rss></rss></body></html>",
        "<feed><p>No Atom</p></feed>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        '{"version": "1.0", "text": "about https://jsonfeed.org/version/1"}',
        "",
    ],
)  # fmt: skip
def test_a_page_that_speaks_of_a_container_is_none(page):
    assert detect_container(page.encode()) is None
    assert detect_container(page) is None


@pytest.mark.parametrize(
    "start", [b" \n" * 30_000, b"<!-- a --> \n" * 4000, b"<?a b?>" * 9000, b"<feed " + b"a " * 30_000]
)
def test_a_prolog_without_end_is_none(start):
    assert detect_container(b"<?xml version='1.0'?>" + start + b"x") is None


def test_a_name_decides_where_the_contents_leave_a_doubt():
    draft = f"From: Ines\nSubject: buses\nDate: today\n\n{TEXT}"
    assert detect_container(draft.encode(), "draft.EML") == "mail"
    assert detect_container(PAGE.encode(), "page.mhtml") is None
