import gzip
import os

import pytest

from cleancopy.corpus.compressed_streams import zstd
from cleancopy.corpus.inputs.page_files import read_page_folder
from cleancopy.corpus.record import Record
from cleancopy.input import MAX_DECOMPRESSED_BYTES

brotli = pytest.importorskip("brotli")


def _read(folder, kind="auto"):
    return list(read_page_folder(str(folder), kind))


def test_a_page_is_named_by_its_path_and_text_by_its_ending(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/x.html").write_bytes(b"<p>x")
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "c.TXT.gz").write_bytes(gzip.compress(b"more"))
    assert _read(tmp_path, "html") == [
        Record("a.txt", b"words", kind="text"),
        Record("c.TXT.gz", b"more", kind="text"),
        Record("b/x.html", b"<p>x", kind="html"),
    ]


def test_compressed_pages_are_unpacked_and_flags_say_how_well(tmp_path):
    packed = gzip.compress(b"<p>one " * 1000)
    (tmp_path / "1.html.gz").write_bytes(packed)
    (tmp_path / "2.html.gz").write_bytes(packed[:-10])
    (tmp_path / "3.html.zst").write_bytes(zstd.compress(b"<p>three"))
    (tmp_path / "4.html.br").write_bytes(brotli.compress(b"<p>four"))
    one, two, three, four = _read(tmp_path)
    assert (one.page, one.flags) == (b"<p>one " * 1000, frozenset())
    assert two.flags == {"body_cut"}
    assert (three.page, four.page) == (b"<p>three", b"<p>four")


def test_bombs_and_giants_are_refused_and_rubbish_fails(tmp_path):
    (tmp_path / "1.html.gz").write_bytes(gzip.compress(bytes(MAX_DECOMPRESSED_BYTES + 1), 1))
    with (tmp_path / "2.html").open("wb") as giant:
        giant.truncate(MAX_DECOMPRESSED_BYTES + 1)
    (tmp_path / "3.html.gz").write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff")
    assert [(item.status, item.reason) for item in _read(tmp_path)] == [
        ("refused", "too_large"),
        ("refused", "too_large"),
        ("failed", "bad_compression"),
    ]


def test_what_cannot_be_opened_fails_alone(tmp_path, monkeypatch):
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(b"<p>")
    (tmp_path / "c.html").symlink_to(tmp_path / "c.html")
    (tmp_path / "a.html").unlink()
    os.mkfifo(tmp_path / "a.html")
    assert [(item.id, getattr(item, "reason", None)) for item in _read(tmp_path)] == [
        ("a.html", "unreadable"),
        ("b.html", None),
        ("c.html", "unreadable"),
    ]

    def forbidden(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cleancopy.corpus.inputs.page_files.open_input", forbidden)
    assert {item.reason for item in _read(tmp_path)} == {"unreadable"}


def test_what_is_no_page_is_accounted_for_and_tables_are_not_read_here(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "_SUCCESS").write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "t.parquet").write_bytes(b"x")
    (tmp_path / "folder").symlink_to(tmp_path)
    items = _read(tmp_path)
    assert {(item.status, item.reason) for item in items} == {("skipped", "file_type")}
    assert [(item.id, item.detail.split(",")[0].split(":")[0]) for item in items] == [
        ("_SUCCESS", "empty"),
        ("folder", "no file"),
        ("logo.png", "binary"),
    ]


def test_a_name_that_is_no_utf8_can_be_written(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9\n.html")).write_bytes(b"<p>")
    assert _read(tmp_path)[0].id == "caf\\udce9\n.html"
