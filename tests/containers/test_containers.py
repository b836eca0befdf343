import base64
import json
import random
from email.message import EmailMessage

import pytest

import cleancopy
from tests.containers.files import FIRST, HTML, PAGE, TEXT, epub, item, mhtml, rss, webarchive


def articles(data):
    return list(cleancopy.extract_each(data))


def mail(text=TEXT, html=None):
    message = EmailMessage()
    message["From"], message["To"] = "Inés Halloran <ines@news.example>", "reader@x.example"
    message["Subject"], message["Date"] = "Žluté buses", "Fri, 03 May 2024 10:00:00 +0200"
    message["Message-ID"] = "<1@news.example>"
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(html, subtype="html")
    return message


# ── one page ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_saved_page_is_the_page_that_it_holds(encoding):
    page = {
        "quoted-printable": PAGE.replace("=", "=3D").replace("Brackwater", "Brack=\r\nwater"),
        "base64": base64.encodebytes(PAGE.encode()).decode(),
        "8bit": PAGE,
    }[encoding]
    article = cleancopy.extract(mhtml(page, encoding=encoding))
    assert (article.text, article.title) == (TEXT, "Night buses stay")
    assert article.url == "https://news.example/buses"


def test_each_part_has_a_charset_of_its_own():
    page = PAGE.replace("Brackwater", "Bra=E8kwater")
    data = mhtml(page).replace(b"text/html\r\nContent-ID", b"text/html; charset=windows-1250\r\nContent-ID")
    assert "Bračkwater" in cleancopy.extract(data).text


def test_a_mail_is_its_html_with_what_its_fields_say():
    article = cleancopy.extract(mail("plain", PAGE).as_bytes())
    assert article.text == TEXT
    assert (article.title, article.authors, article.published) == (
        "Žluté buses",
        ("Inés Halloran",),
        "2024-05-03T10:00:00+02:00",
    )


def test_a_mail_without_html_is_its_text():
    article = cleancopy.extract(mail().as_bytes())
    assert FIRST in article.text
    assert article.title == "Žluté buses"


def test_explain_and_extract_text_open_a_mail_too():
    data = mail("plain", PAGE).as_bytes()
    assert cleancopy.extract_text(data) == TEXT
    assert cleancopy.explain(data).article.title == "Žluté buses"


def test_attachments_are_told():
    message = mail(html=PAGE)
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    article = cleancopy.extract(message.as_bytes())
    assert article.text == TEXT
    assert "attachments" in article.flags


def test_parts_one_after_the_other_are_all_read():
    message = mail(None, f"<p>{FIRST}</p>")
    message.add_attachment("A footer of the list, in plain text, that is long enough.", disposition="inline")
    assert FIRST in cleancopy.extract(message.as_bytes()).text


def test_a_web_archive_is_the_page_that_it_holds():
    article = cleancopy.extract(webarchive(PAGE.replace("Brack", "Bräck").encode("latin-1"), "ISO-8859-1"))
    assert article.text == TEXT.replace("Brack", "Bräck")
    assert article.url == "https://news.example/buses"


def test_who_says_what_a_page_is_has_it_read_so():
    assert cleancopy.extract(mail().as_bytes(), kind="text").title != "Žluté buses"


# ── broken mails ──────────────────────────────────────────────────────────────────────────────────


def test_a_mail_without_its_last_boundary_gives_what_is_there_with_a_flag():
    whole = mhtml(PAGE.replace("=", "=3D"))
    article = cleancopy.extract(whole[: whole.index(b"</article>")])
    assert article.text == TEXT
    assert "body_cut" in article.flags


def test_a_boundary_that_is_not_the_one_of_the_head_is_found():
    data = mhtml(PAGE).replace(b'boundary="----Multi', b'boundary="other-Multi')
    article = cleancopy.extract(data)
    assert article.text == TEXT
    assert "body_corrupt" in article.flags


def test_base64_that_is_damaged_is_told():
    data = mhtml(base64.encodebytes(PAGE.encode()).decode()[:-4] + "!", encoding="base64")
    article = cleancopy.extract(data)
    assert FIRST in article.text
    assert "body_corrupt" in article.flags


def nested(depth, text=None):
    inner = mail(TEXT)
    for _ in range(depth):
        outer = mail(text)
        if text is None:
            outer.set_content(inner)
        else:
            outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


def test_a_mail_in_mails_is_read_to_a_stated_depth():
    assert FIRST in cleancopy.extract(nested(15)).text
    deep = cleancopy.extract(nested(25))
    assert (deep.text, deep.flags) == ("", {"unreadable"})
    assert "more than 20" in deep.message


def test_a_mail_with_mails_attached_twenty_deep_is_its_own_text():
    article = cleancopy.extract(nested(20, "The letter around it is long enough to be read as running text, it seems."))
    assert FIRST not in article.text
    assert "attachments" in article.flags


def test_parts_within_parts_without_end_are_bounded():
    deep = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n"
    for level in range(1, 5000):
        deep += b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level - 1, level)
    assert cleancopy.extract(deep).flags == {"unreadable"}


def test_a_mail_of_too_many_parts_says_that_some_are_left_out():
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nA line.\r\n"
    assert "truncated" in cleancopy.extract(head + part * 10_050).flags
    assert "truncated" not in cleancopy.extract(head + part * 50).flags


def test_a_mail_with_nothing_to_read_says_what_it_has():
    message = mail(None)
    message.set_content(b"abc", maintype="application", subtype="pkcs7-mime")
    article = cleancopy.extract(message.as_bytes())
    assert article.flags == {"unreadable"}
    assert "application/pkcs7-mime" in article.message


# ── several pages ─────────────────────────────────────────────────────────────────────────────────


def test_a_book_gives_its_chapters_in_the_order_of_the_spine():
    book = epub({"a.xhtml": PAGE, "text/b c.xhtml": PAGE.replace("Night", "Day")}, spine=["i1", "i0"])
    second, first = articles(book)
    assert (first.member, first.title, first.text) == ("OEBPS/a.xhtml", "Night buses stay", TEXT)
    assert (second.member, second.title) == ("OEBPS/text/b c.xhtml", "Day buses stay")
    assert (first.authors, first.published, "book" in first.flags) == (("Ines Halloran",), "2024-05-03", True)


def test_elements_without_contents_are_those_of_xml():
    page = PAGE.replace("<title>Night buses stay</title>", "<title/><script src='a.js'/>").replace(
        "<p>", "<p><a id='p'/>"
    )
    assert [article.text for article in articles(epub({"a.xhtml": page}))] == [TEXT]


def test_a_book_is_not_one_page():
    article = cleancopy.extract(epub({"a.xhtml": PAGE}))
    assert (article.text, article.flags) == ("", {"book"})
    assert "extract_each" in article.message


@pytest.mark.parametrize(
    "others, spine, reason",
    [
        ({"OEBPS/a.xhtml": None}, None, "not in the book"),
        ({}, ["i7"], "manifest does not know"),
        ({"META-INF/encryption.xml": '<e><x:CipherReference URI="OEBPS/a.xhtml"/></e>'}, None, "encrypted"),
    ],
)
def test_a_chapter_that_cannot_be_read_says_why_and_costs_itself(others, spine, reason):
    *_, bad = articles(epub({"b.xhtml": PAGE, "a.xhtml": PAGE}, others=others, spine=spine))
    assert (bad.text, bad.flags) == ("", {"book", "unreadable"})
    assert reason in bad.message


@pytest.mark.parametrize(
    "others",
    [
        {"META-INF/container.xml": "<container/>"},
        {"OEBPS/book.opf": None},
        {"OEBPS/book.opf": "<package><manifest>"},
        {"OEBPS/book.opf": '<!DOCTYPE p [<!ENTITY a "aa">]><package>&a;</package>'},
        {"META-INF/container.xml": "<a>" * 1000},
    ],
)
def test_a_book_without_a_list_of_its_chapters_says_so(others):
    (article,) = articles(epub({"a.xhtml": PAGE}, others=others))
    assert "unreadable" in article.flags
    assert article.message


def test_a_book_that_is_cut_off_says_so():
    book = epub({"a.xhtml": PAGE})
    (article,) = articles(book[: len(book) // 2 * 2 - 40])
    assert article.flags == {"book", "unreadable"}
    assert "cut off" in article.message


def test_a_book_that_unpacks_without_end_is_read_to_a_bound():
    bomb = "<p>" + "a" * 40_000_000
    results = articles(epub({"a.xhtml": PAGE, **{f"{n}.xhtml": bomb for n in range(4)}}))
    assert results[0].text == TEXT
    assert [bool(article.flags & {"truncated", "unreadable"}) for article in results] == [False, True, True, True, True]


def test_a_book_of_too_many_files_is_refused_before_they_are_listed():
    book = epub({"a.xhtml": PAGE})
    (article,) = articles(book + b"PK\x01\x02" * 1_000_000)
    assert article.flags == {"book", "unreadable"}
    assert "10,000 files" in article.message


def test_a_feed_gives_an_article_an_entry():
    first, second = articles(rss(item(1), item(2)).encode())
    assert (first.text, first.title, first.url) == (TEXT, "Story 1 & more", "https://news.example/1")
    assert (first.authors, first.published) == (("Ines Halloran",), "2024-05-03T10:00:00+02:00")
    assert first.member == first.url
    assert "feed" in first.flags
    assert second.url == "https://news.example/2"
    assert cleancopy.extract(rss(item(1))).flags == {"feed"}


def test_old_feeds_and_escaped_html_are_read():
    escaped = HTML.replace("&", "&amp;").replace("<", "&lt;")
    entry = f"<item><title>A</title><description>{escaped}&nbsp;</description></item>"
    old = f"<rss version='0.91'><channel>{entry}</channel></rss>"
    assert [article.text for article in articles(old)] == [TEXT]
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<item rdf:about='x'><title>A</title><description>{escaped}</description></item></rdf:RDF>"
    )
    assert [article.text for article in articles(rdf)] == [TEXT]


@pytest.mark.parametrize("prefix", ["", "a:"])
def test_atom_has_its_html_escaped_or_as_elements_and_addresses_relative_to_a_base(prefix):
    declared = f"xmlns{prefix and ':a'}='http://www.w3.org/2005/Atom'"
    rules = (
        "<p>The mayor, who had voted against, asked for <a href='rules'>all of the rules</a> to be written down.</p>"
    )
    body = f"<div xmlns='http://www.w3.org/1999/xhtml'>{HTML}{rules}</div>"
    feed = (
        f"<feed {declared} xml:base='https://news.example/blog/'><entry>"
        "<title type='html'>A &lt;b&gt;b&lt;/b&gt;</title>"
        f"<link rel='alternate' href='p/1'/><author><name>Jo</name></author><published>2024-05-03T10:00:00Z</published>"
        f"<content type='xhtml'>{body}</content></entry></feed>"
    )
    for name in ("feed", "entry", "title", "link", "author", "name", "published", "content"):
        feed = feed.replace(f"<{name}", f"<{prefix}{name}").replace(f"</{name}", f"</{prefix}{name}")
    (article,) = articles(feed.encode())
    assert (article.title, article.url, article.authors) == ("A b", "https://news.example/blog/p/1", ("Jo",))
    assert article.text.startswith(TEXT)
    assert "https://news.example/blog/rules" in article.render("markdown")


def test_a_json_feed_is_a_feed():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": 1, "url": "https://news.example/1", "title": "T", "content_html": HTML, "authors": [{"name": "Jo"}]},
            {"id": "b", "content_text": TEXT},
            7,
        ],
    }
    first, second, third = articles(json.dumps(feed).encode())
    assert (first.text, first.title, first.authors, first.url) == (TEXT, "T", ("Jo",), "https://news.example/1")
    assert second.member == "b"
    assert third.flags == {"feed", "unreadable"}


def test_a_feed_that_breaks_off_gives_the_entries_before_and_says_so():
    feed = rss(item(1), item(2))
    *entries, end = articles(feed[: feed.rindex("debate")])
    assert [bool(entry.text) for entry in entries] == [True, True]
    assert "body_cut" in entries[-1].flags
    assert "unreadable" in end.flags


def test_entities_that_grow_are_refused():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    (end,) = articles(f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]><rss><item><title>&a9;</title></item></rss>')
    assert end.flags == {"feed", "unreadable"}
    assert "entities" in end.message


def test_a_feed_of_too_many_entries_says_that_some_are_left_out():
    *_, last = cleancopy.containers.open_pages(rss(*["<item/>"] * 10_050).encode(), cleancopy.Options())
    assert last[1].container.flags == {"feed", "truncated", "unreadable"}


def test_an_empty_feed_says_so():
    (article,) = articles(rss())
    assert article.message == "the feed has no entries"


def test_a_sitemap_has_no_text_and_says_so():
    article = cleancopy.extract(b'<?xml version="1.0"?><urlset><url><loc>https://x.example/</loc></url></urlset>')
    assert (article.text, article.flags) == ("", {"sitemap"})


def test_a_mailbox_gives_its_mails():
    box = b"".join(b"From a@b.example Fri May  3 10:00:00 2024\n" + mail(TEXT).as_bytes() + b"\n\n" for _ in range(2))
    first, second = articles(box)
    assert FIRST in first.text
    assert (first.member, second.member) == ("<1@news.example>", "<1@news.example>#2")


def test_any_other_input_is_one_page():
    assert [article.text for article in articles(PAGE)] == [TEXT]


# ── what is no text ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data, name",
    [
        (b"%PDF-1.7\n\0\1\2", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"PK\3\4\0\0\0\0word/document.xml", "a Word document"),
        (b"PAR1\0\0", "a Parquet table"),
        (bytes(random.Random(1).randbytes(4096)), "a format that is not known"),
    ],
)
def test_what_is_no_text_is_named(data, name):
    article = cleancopy.extract(data)
    assert article.flags == {"not_text"}
    assert name in article.message


@pytest.mark.parametrize("seed", range(5))
def test_damage_anywhere_gives_articles_and_never_an_exception(seed):
    chance = random.Random(seed)
    for whole in (
        mhtml(PAGE),
        mail("a", PAGE).as_bytes(),
        epub({"a.xhtml": PAGE}),
        webarchive(PAGE.encode()),
        rss(item(1)).encode(),
    ):
        for _ in range(20):
            data = bytearray(whole[: chance.randrange(20, len(whole))] if chance.random() < 0.5 else whole)
            for _ in range(chance.randrange(8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            for article in cleancopy.extract_each(bytes(data)):
                assert article.text or article.flags
