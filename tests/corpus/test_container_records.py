import gzip

import pyarrow.parquet as pq

from cleancopy.corpus.run import prepare, run
from cleancopy.corpus.settings import Columns, Settings
from tests.containers.files import PAGE, TEXT, epub, item, mhtml, rss


def rows(inputs, tmp_path, **settings):
    out = tmp_path / "out"
    report = run(prepare([str(path) for path in inputs], str(out), Settings(**settings)), workers=1)
    return {row["id"]: row for row in pq.read_table(out).to_pylist()}, report


def test_a_folder_gives_a_row_for_each_page_of_a_book_a_feed_and_a_mail(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "b.epub").write_bytes(epub({"a.xhtml": PAGE, "b.xhtml": PAGE}, others={"OEBPS/b.xhtml": None}))
    (pages / "f.rss").write_text(rss(item(1), item(2)))
    (pages / "m.mhtml").write_bytes(mhtml(PAGE))
    found, report = rows([pages], tmp_path)
    ok = [name for name, row in found.items() if row["text"] == TEXT]
    assert ok == ["b.epub#OEBPS/a.xhtml", "f.rss#https://news.example/1", "f.rss#https://news.example/2", "m.mhtml"]
    lost = found["b.epub#OEBPS/b.xhtml"]
    assert lost["status"] == "failed"
    assert lost["error"].startswith("unreadable: the chapter is not in the book")
    assert found["f.rss#https://news.example/1"]["title"] == "Story 1 & more"
    assert (report.outcomes["failed"], report.imbalances) == ({"unreadable": 1}, ())


def test_what_is_no_text_is_counted_by_its_reason_and_named_in_its_row(tmp_path):
    page = tmp_path / "a.html"
    page.write_bytes(b"%PDF-1.7\n\0\1")
    found, report = rows([page], tmp_path)
    assert found["a.html"]["error"] == "not_text: this is a PDF document: convert it to HTML or text first"
    assert report.outcomes["refused"] == {"not_text": 1}


def test_a_table_in_csv_gives_a_row_a_page_and_its_feeds_are_taken_apart(tmp_path):
    table = tmp_path / "pages.csv.gz"
    feed = rss(item(1)).replace('"', '""')
    table.write_bytes(gzip.compress(f'url;html\nhttps://x.example/;{PAGE}\n;"{feed}"\n'.encode()))
    found, _ = rows([table], tmp_path, columns=Columns("html", url="url"))
    assert list(found) == ["1", "2#https://news.example/1"]
    assert [row["text"] for row in found.values()] == [TEXT, TEXT]
    assert found["1"]["url"] == "https://x.example/"
