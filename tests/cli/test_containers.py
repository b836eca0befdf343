import gzip
import json

import pytest
from click.testing import CliRunner

from cleancopy.cli.main import main
from tests.containers.files import FIRST, PAGE, TEXT, epub, item, mhtml, rss


def run(*args, **options):
    return CliRunner().invoke(main, [*map(str, args)], **options)


def test_a_saved_page_is_read_from_a_file_and_from_standard_input(tmp_path):
    path = tmp_path / "page.mhtml"
    path.write_bytes(mhtml(PAGE))
    assert run(path).stdout == TEXT + "\n"
    assert run("-", input=mhtml(PAGE)).stdout == TEXT + "\n"
    path.write_bytes(gzip.compress(mhtml(PAGE)))
    assert run(path).stdout == TEXT + "\n"


@pytest.mark.parametrize("guard", [(), ("--guard",)])
def test_a_book_gives_a_document_a_chapter_with_where_it_stands(tmp_path, guard):
    path = tmp_path / "b.epub"
    path.write_bytes(epub({"a.xhtml": PAGE, "b.xhtml": PAGE}))
    documents = [json.loads(line) for line in run("-o", "json", *guard, path).stdout.splitlines()]
    assert [document["member"] for document in documents] == ["OEBPS/a.xhtml", "OEBPS/b.xhtml"]
    assert run(*guard, path).stdout == f"{TEXT}\n\f\n{TEXT}\n"


def test_a_feed_among_other_pages_keeps_their_order(tmp_path):
    feed, page = tmp_path / "feed.xml", tmp_path / "page.html"
    feed.write_text(rss(item(1), item(2)))
    page.write_text(PAGE)
    documents = [json.loads(line) for line in run("-o", "json", feed, page).stdout.splitlines()]
    assert [document["url"] for document in documents] == ["https://news.example/1", "https://news.example/2", None]


def test_a_chapter_that_is_lost_is_named_and_the_exit_code_says_so(tmp_path):
    path = tmp_path / "b.epub"
    path.write_bytes(epub({"a.xhtml": PAGE, "b.xhtml": PAGE}, others={"OEBPS/b.xhtml": None}))
    result = run(path)
    assert result.exit_code == 1
    assert result.stdout.startswith(TEXT)
    assert "b.epub#OEBPS/b.xhtml: the chapter is not in the book" in result.stderr


def test_a_table_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "pages.csv"
    path.write_text(f'html,url\n"{FIRST}",https://x.example/\n')
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cleancopy corpus FILE OUT --column NAME" in result.stderr


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_on_standard_input_is_refused_too(separator):
    result = run("-", input=f'html{separator}url\n"{PAGE}"{separator}https://x.example/\n')
    assert (result.exit_code, result.stdout) == (2, "")
    assert "this is a table" in result.stderr
    swapped = run("-", input=f"url{separator}html\r\nhttps://x.example/{separator}{PAGE}\r\n")
    assert "this is a table" in swapped.stderr


@pytest.mark.parametrize(
    "start",
    [
        "Home, News, Sport\n",
        "Home, News\n<p>A paragraph of some words.</p>\n",
        "Home | News\n",
        "Buses, trams and a <p> tag\n",
        "One, two\n\n",
    ],
)
def test_text_with_commas_is_a_page(start):
    assert run("-", input=f"{start}{TEXT}\n").stdout.endswith(TEXT.splitlines()[-1] + "\n")


def test_a_page_that_is_called_a_table_is_a_page(tmp_path):
    path = tmp_path / "page.csv"
    path.write_text(PAGE)
    assert run(path).stdout == TEXT + "\n"


def test_what_is_no_text_is_named_on_standard_error(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"%PDF-1.7\n\0\1")
    assert "this is a PDF document: convert it to HTML or text first" in run(path).stderr


def test_explain_says_what_a_file_holds(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(rss(item(1)))
    assert "this is a feed" in " ".join(run("explain", path).stdout.split())


def test_the_pages_of_a_book_have_a_file_each_and_are_written_once(tmp_path):
    book = tmp_path / "book.epub"
    book.write_bytes(epub({"a.xhtml": PAGE, "b.xhtml": PAGE}))
    words = ("--output-dir", tmp_path / "clean", "-o", "markdown", book)
    assert run(*words).exit_code == 0
    written = sorted((tmp_path / "clean").rglob("*.md"))
    assert [path.name for path in written] == ["1.md", "2.md"]
    assert {path.parent.name for path in written} == {"book.pages"}
    written[1].unlink()
    assert "1 page skipped" in run(*words).stderr
    written[0].unlink()
    assert run(*words).exit_code == 0
    assert [path.exists() for path in written] == [True, True]
