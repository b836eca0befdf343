import gzip
import os
import socket
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleancopy.corpus.compressed_streams import zstd
from cleancopy.corpus.inputs import Source, find_sources, read_source
from cleancopy.corpus.record import Damage, Record, SkippedRecord
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError

_PAGE = b"<p>A page."


def _parquet(pages):
    out = BytesIO()
    pq.write_table(pa.table({"html": pages}), out)
    return out.getvalue()


def _fill(folder, **files):
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _kinds(*inputs):
    return {Path(source.path).name: source.kind for source in find_sources([str(given) for given in inputs])}


def _read(source, columns=None, kind="auto"):
    return list(read_source(source, columns or Columns(), kind))


def _refusal(*inputs):
    with pytest.raises(CorpusError) as caught:
        find_sources([str(given) for given in inputs])
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ── finding ───────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_gives_its_archives_and_tables_one_by_one_and_its_pages_together(tmp_path):
    _fill(tmp_path, a_html=_PAGE, b__c_txt=b"text", b__d_warc_gz=b"x", e_parquet=b"y", f_jsonl=b"{}", b__g_HTM_br=b"12")
    assert find_sources([str(tmp_path)]) == [
        Source(str(tmp_path), "folder", len(_PAGE) + 4 + 2),
        Source(str(tmp_path / "b/d.warc.gz"), "archive", 1),
        Source(str(tmp_path / "e.parquet"), "parquet", 1),
        Source(str(tmp_path / "f.jsonl"), "jsonl", 2),
    ]


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.warc", "archive"),
        ("a.warc.gz", "archive"),
        ("a.WARC.GZ", "archive"),
        ("a.warc.wet.gz", "archive"),
        ("a.warc.wat.gz", "archive"),
        ("a.arc.gz", "archive"),
        ("a.warc.zst", "archive"),
        ("part-0.snappy.parquet", "parquet"),
        ("a.ndjson", "jsonl"),
        ("a.jsonl.zst", "jsonl"),
        ("a.html.gz", "page"),
        ("a.xhtml", "page"),
    ],
)
def test_a_name_reports_the_kind(tmp_path, name, kind):
    (tmp_path / name).write_bytes(b"anything")
    assert _kinds(tmp_path / name) == {name: kind}


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"PAR1\0\0", "parquet"),
        (b"WARC/1.0\r\n", "archive"),
        (gzip.compress(b"WARC/1.1\r\n"), "archive"),
        (gzip.compress(b"filedesc://a.arc 0.0.0.0"), "archive"),
        (zstd.compress(b"WARC/1.0\r\n"), "archive"),
        (b'{"html": "<p>"}\n', "jsonl"),
        (zstd.compress(b' { "html": "<p>"}\n'), "jsonl"),
        (b'\xef\xbb\xbf{"html": "<p>"}\n', "jsonl"),
        (b"<!doctype html>", "page"),
        (gzip.compress(b"plain words"), "page"),
    ],
)
def test_where_the_name_says_nothing_the_contents_do(tmp_path, data, kind):
    (tmp_path / "download").write_bytes(data)
    assert _kinds(tmp_path / "download") == {"download": kind}


def test_in_a_folder_archives_without_a_name_are_found_and_text_without_one_is_no_page(tmp_path):
    _fill(tmp_path, crawl=gzip.compress(b"WARC/1.0\r\n"), LICENSE=b"words", package_json=b'{\n  "name": 1}')
    assert _kinds(tmp_path) == {"crawl": "archive", tmp_path.name: "folder"}
    (folder,) = [source for source in find_sources([str(tmp_path)]) if source.kind == "folder"]
    assert [(item.id, item.status) for item in _read(folder)] == [("LICENSE", "skipped"), ("package.json", "skipped")]


def test_a_gzip_file_cut_in_its_header_is_nothing(tmp_path):
    (tmp_path / "x").write_bytes(b"\x1f\x8b\x08")
    assert "neither an archive" in _refusal(tmp_path / "x")


def test_patterns_lists_and_addresses_name_files(tmp_path, monkeypatch):
    _fill(tmp_path, a__x_jsonl=b"{}", a__b__y_jsonl=b"{}", z_parquet=b"z", odd_html=_PAGE)
    (tmp_path / "paths.txt").write_text("# what to read\n\n  z.parquet  \nodd.*\n")
    monkeypatch.chdir(tmp_path)
    assert _kinds("**/*.jsonl") == {"x.jsonl": "jsonl", "y.jsonl": "jsonl"}
    assert _kinds(tmp_path / "a/*.jsonl") == {"x.jsonl": "jsonl"}
    assert _kinds("@paths.txt") == {"z.parquet": "parquet", "odd.html": "page"}
    assert find_sources([f"file://{tmp_path}/z.parquet"])[0].path == str(tmp_path / "z.parquet")


def test_a_name_with_wildcards_is_a_name_first(tmp_path):
    (tmp_path / "a[1].html").write_bytes(_PAGE)
    assert _kinds(tmp_path / "a[1].html") == {"a[1].html": "page"}


def test_what_is_named_twice_is_read_once(tmp_path, monkeypatch):
    _fill(tmp_path, a__x_jsonl=b"{}", a__y_html=_PAGE, a__b__z_html=_PAGE, a___hidden__h_html=_PAGE)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "a/x.jsonl")
    monkeypatch.chdir(tmp_path)
    named = ["a", "./a/../a", "a/x.jsonl", "link.jsonl", "a/y.html", "a/b", str(tmp_path / "a/x.jsonl")]
    found = find_sources(named)
    assert [source.kind for source in found] == ["folder", "jsonl"]
    assert {source.kind for source in find_sources(named[::-1])} == {"folder", "jsonl"}


def test_pages_that_no_walk_reaches_are_read_where_they_are_named(tmp_path):
    (tmp_path / ".cache").mkdir()
    _fill(tmp_path, y_html=_PAGE, z_php=b"<?php echo 1;")
    (tmp_path / ".cache/h.html").write_bytes(_PAGE)
    folder, pages = find_sources([str(tmp_path), str(tmp_path / ".cache/h.html"), str(tmp_path / "z.php")])
    assert (folder.kind, [page.name for page in pages.pages]) == ("folder", [".cache/h.html", "z.php"])


def test_pages_named_one_by_one_are_one_source(tmp_path, monkeypatch):
    _fill(tmp_path, a__x_html=_PAGE, b__x_html=_PAGE, b__y_html=_PAGE)
    monkeypatch.chdir(tmp_path)
    named = ["b/x.html", "a/x.html", "./b/y.html", "b/x.html"]
    (source,) = find_sources(named)
    assert find_sources(named[::-1]) == [source]
    assert (source.path, source.kind, source.size) == ("*", "pages", 3 * len(_PAGE))
    assert [item.id for item in _read(source)] == ["a/x.html", "b/x.html", "b/y.html"]


@pytest.mark.parametrize(
    "name, data, is_page",
    [
        ("index", b"<!DOCTYPE html><p>x", True),
        ("story.php", b"\n<div>x", True),
        ("story.aspx", b"<p>x", True),
        ("old.asp", b"<html><p>x", True),
        ("story.xhtml", b'<?xml version="1.0"?><!DOCTYPE html><html>', True),
        ("page.html?id=3", b"anything", True),
        ("view.php?id=3", b"<title>x</title>", True),
        ("wide", "<html><p>x".encode("utf-16"), True),
        ("index.cgi", gzip.compress(b"<html>"), True),
        ("2024.05.01", b"<!-- made --><!doctype html>", True),
        ("source.php", b"<?php echo 1;", False),
        ("README.md", b"<h1 align=center>Tool</h1>", False),
        ("LICENSE", b"words", False),
        ("photo", b"\x89PNG\r\n\x1a\n\0", False),
        ("feed", b'<?xml version="1.0"?><rss>', True),
        ("empty", b"", False),
    ],
)
def test_a_file_in_a_folder_is_a_page_if_it_begins_as_one(tmp_path, name, data, is_page):
    _fill(tmp_path, a_html=_PAGE)
    (tmp_path / name).write_bytes(data)
    (source,) = find_sources([str(tmp_path)])
    (item,) = [item for item in _read(source) if item.id == name]
    assert isinstance(item, Record if is_page else SkippedRecord)


def test_the_order_does_not_depend_on_the_order_of_the_inputs(tmp_path):
    _fill(tmp_path, a_jsonl=b"{}", b_jsonl=b"{}", c__d_jsonl=b"{}")
    names = [str(tmp_path / name) for name in ("b.jsonl", "c", "a.jsonl")]
    assert find_sources(names) == find_sources(sorted(names))


# ── what the file system can do ───────────────────────────────────────────────────────────────────


def test_what_is_missing_or_empty_or_no_input_is_refused_by_name(tmp_path):
    _fill(tmp_path, x_jpg=b"\xff\xd8\0", y_html=_PAGE)
    (tmp_path / "empty").mkdir()
    assert "none.warc: no such file or folder" in _refusal(tmp_path / "y.html", tmp_path / "none.warc")
    assert "empty: no archive, table or page" in _refusal(tmp_path / "empty")
    assert "x.jpg: neither" in _refusal(tmp_path / "x.jpg")
    assert "*.gz: nothing matches" in _refusal(tmp_path / "*.gz")
    assert "none.txt: no such file" in _refusal(f"@{tmp_path}/none.txt")
    assert "must be text" in _refusal(f"@{tmp_path}/x.jpg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_pipes_and_devices_are_refused_before_they_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.warc")
    for given in (tmp_path / "pipe.warc", tmp_path, "/dev/zero", f"@{tmp_path}/pipe.warc", "@/dev/zero"):
        assert "a pipe or a device" in _refusal(given)


def test_links_in_circles_end(tmp_path):
    _fill(tmp_path, a__x_html=_PAGE)
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "a/again").symlink_to(tmp_path / "a")
    (tmp_path / "self.html").symlink_to(tmp_path / "self.html")
    assert _kinds(tmp_path / "a") == {"a": "folder"}
    assert _kinds(tmp_path / "**/x.html") == {"x.html": "page"}
    assert "self.html: cannot be read" in _refusal(tmp_path / "self.html")


def test_a_link_to_nowhere_is_refused_as_an_archive_and_reported_as_a_page(tmp_path):
    _fill(tmp_path, x_html=_PAGE)
    (tmp_path / "y.html").symlink_to(tmp_path / "nowhere")
    (source,) = find_sources([str(tmp_path)])
    assert [type(item) for item in _read(source)] == [Record, SkippedRecord]
    (tmp_path / "z.warc").symlink_to(tmp_path / "nowhere")
    assert "z.warc: no such file" in _refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden here")
def test_what_nobody_may_read_is_refused(tmp_path):
    _fill(tmp_path, a__x_warc=b"", b__y_html=_PAGE)
    (tmp_path / "a/x.warc").chmod(0)
    (tmp_path / "b").chmod(0)
    assert "x.warc: not readable by you" in _refusal(tmp_path / "a")
    assert "b: not readable by you" in _refusal(tmp_path)
    (tmp_path / "b").chmod(0o700)


def test_what_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    _fill(tmp_path, x_warc=b"")

    def forbidden(path, *_):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("cleancopy.corpus.paths._open_regular", forbidden)
    assert "x.warc: not readable by you" in _refusal(tmp_path)


@pytest.mark.parametrize("name", ["a\nb.warc", "a\rb.html", os.fsdecode(b"caf\xe9.warc")])
def test_names_that_break_lines_or_are_no_utf8_are_refused(tmp_path, name):
    (tmp_path / name).write_bytes(_PAGE)
    assert "rename it" in _refusal(tmp_path / name)
    assert "no such file" in _refusal(tmp_path / f"none{name}")


# ── elsewhere ─────────────────────────────────────────────────────────────────────────────────────


def test_a_bucket_is_read_like_a_folder(s3, put):
    put("crawl/a b.html", _PAGE)
    put("crawl/deep/100%.txt", b"words")
    put("crawl/t.parquet", _parquet(["<p>1", "<p>2"]))
    put("crawl/.hidden/x.html", _PAGE)
    found = find_sources([f"{s3}/crawl/"])
    assert [(source.kind, source.size) for source in found[:1]] == [("folder", len(_PAGE) + 5)]
    assert {(item.id, item.kind, item.page) for item in _read(found[0])} == {
        ("a b.html", "auto", _PAGE),
        ("deep/100%.txt", "text", b"words"),
    }
    assert found[1].path == f"{s3}/crawl/t.parquet"
    assert [item.page for item in _read(found[1])] == ["<p>1", "<p>2"]


def test_one_object_a_pattern_and_a_list_of_addresses(s3, put, tmp_path):
    put("a/1.jsonl.gz", gzip.compress(b'{"html": "<p>1"}\n'))
    put("a/b/2.jsonl", b'{"html": "<p>2"}\n')
    put("a/x y.html", _PAGE)
    assert [s.path for s in find_sources([f"{s3}/a/*.jsonl.gz"])] == [f"{s3}/a/1.jsonl.gz"]
    assert [s.path for s in find_sources([f"{s3}/a/*/*.jsonl"])] == [f"{s3}/a/b/2.jsonl"]
    (tmp_path / "list").write_text(f"{s3}/a/1.jsonl.gz\n{s3}/a/b/2.jsonl\n")
    assert [_read(source)[0].page for source in find_sources([f"@{tmp_path}/list"])] == ["<p>1", "<p>2"]
    (page,) = find_sources([f"{s3}/a/x%20y.html"])
    assert _read(page)[0].page == _PAGE


def test_what_is_not_in_the_bucket_is_refused_by_name(s3):
    assert f"{s3}/none.warc: no such file" in _refusal(f"{s3}/none.warc")
    assert f"{s3}/none/*.warc: " in _refusal(f"{s3}/none/*.warc")
    assert "s3://none-such/x: " in _refusal("s3://none-such/x")


def test_an_object_that_goes_away_ends_its_source(s3, put):
    with pytest.raises(CorpusError, match=r"gone\.jsonl: no such file"):
        _read(Source(f"{s3}/gone.jsonl", "jsonl", 10))


def test_an_address_at_which_nobody_listens_is_refused(monkeypatch):
    monkeypatch.setattr("cleancopy.fetch.ranges.RETRY_PAUSES", (0.0,))
    with socket.socket() as taken:  # bound, so that nobody else takes the port, and not listening
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        assert f"{address}: cannot be read" in _refusal(address)


def test_an_address_that_holds_keys_is_refused():
    refusal = _refusal("s3://key:secret@bucket/x")
    assert "keep keys out" in refusal
    assert "secret" not in refusal


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_named_by_its_file(tmp_path):
    (tmp_path / "x.html").write_bytes(_PAGE)
    (source,) = find_sources([str(tmp_path / "x.html")])
    assert _read(source) == [Record("x.html", _PAGE)]


def test_an_archive_says_itself_what_is_text(tmp_path, monkeypatch):
    items = [Record("1", b"", kind="text"), Record("2", b""), Damage(0, 1, "damaged")]
    monkeypatch.setattr("cleancopy.corpus.inputs.reading.read_warc", lambda _stream, _name: iter(items))
    (tmp_path / "x.warc").write_bytes(b"")
    (source,) = find_sources([str(tmp_path / "x.warc")])
    kinds = [item.kind for item in _read(source, kind="html") if isinstance(item, Record)]
    assert kinds == ["text", "html"]


def test_a_file_that_has_gone_is_an_error_that_names_it(tmp_path):
    for kind in ("parquet", "jsonl", "folder"):
        with pytest.raises(CorpusError, match=r"gone: no such file"):
            _read(Source(str(tmp_path / "gone"), kind, 1))
