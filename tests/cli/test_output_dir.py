"""A file a page, in a folder."""

import os
import pty
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml
from click.testing import CliRunner, Result

from cleancopy.cli.main import main
from cleancopy.cli.names import make_target_paths
from cleancopy.extract import extract

PAGE = "<title>Ferry</title><p>" + "The ferry to the outer islands will sail twice a day from May on, they said. " * 4


def run(*args: str | Path, page: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=page)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a/page.html", "b/page.html"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True)
        path.write_text(PAGE, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


ENDS = {"text": "txt", "markdown": "md", "html": "html", "json": "json", "tei": "xml"}


@pytest.mark.parametrize("output", ENDS)
def test_each_page_gets_a_file_in_its_folder(site, output):
    result = run("-o", output, "--output-dir", "out", "site/a/page.html", "site/b/page.html")
    assert (result.exit_code, result.output) == (0, "")
    assert names(site / "out") == [f"site/{folder}/page.{ENDS[output]}" for folder in "ab"]
    if output != "json":
        written = (site / "out" / "site" / "a" / f"page.{ENDS[output]}").read_text(encoding="utf-8")
        assert written == extract(PAGE).render(output) + "\n"


def test_what_is_there_is_left_and_reported_so_a_run_goes_on(site):
    (site / "out" / "site" / "a").mkdir(parents=True)
    (site / "out" / "site" / "a" / "page.txt").write_text("mine", encoding="utf-8")
    result = run("--output-dir", "out", "site/a/page.html", "site/b/page.html")
    assert result.exit_code == 0
    assert "1 page skipped: their files already exist in out; delete them to write them again" in result.stderr
    assert (site / "out" / "site" / "a" / "page.txt").read_text(encoding="utf-8") == "mine"
    assert (site / "out" / "site" / "b" / "page.txt").exists()
    assert run("--output-dir", "out", "site/a/page.html", "site/b/page.html").exit_code == 0


def test_a_page_that_fails_costs_itself(site):
    result = run("--output-dir", "out", "absent.html", "site/a/page.html", site / "site")
    assert result.exit_code == 1
    assert "absent.html: no such file" in result.stderr
    assert names(site / "out") == ["site/a/page.txt"]


def test_a_file_that_cannot_be_written_costs_itself(site):
    (site / "out").mkdir()
    (site / "out" / "site").mkdir()
    (site / "out" / "site" / "a").write_text("in the way", encoding="utf-8")
    result = run("--output-dir", "out", "site/a/page.html", "site/b/page.html")
    assert result.exit_code == 1
    assert "site/a/page.html: out/site/a/page.txt cannot be written: " in result.stderr
    assert names(site / "out") == ["site/a", "site/b/page.txt"]


def test_a_folder_that_cannot_be_made_is_wrong_use(site):
    (site / "file").write_text("", encoding="utf-8")
    result = run("--output-dir", "file/out", "site/a/page.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--output-dir file/out: cannot create the folder" in result.stderr


@pytest.mark.parametrize(
    "given, made",
    [
        ("a/b.html", "a/b.txt"),
        ("/a/b.html", "a/b.txt"),
        ("../../a.html", "a.txt"),
        ("x/../a.html", "a.txt"),
        ("a.html.gz", "a.txt"),
        ("v1.2 notes", "v1.2 notes.txt"),
        (".html", "html.txt"),
        ("..", "page.txt"),
        ("-", "stdin.txt"),
        ("CON.html", "_CON.txt"),
        ("x.txt/a.html", "x.txt_/a.txt"),
        ("a\n\x1b.html", "a__.txt"),
        ("長" * 90 + ".html", "長" * 40 + ".txt"),
        ("b\udcff.html", "b.txt"),
        ("https://Example.org", "example.org/index.txt"),
        ("HTTPS://example.org/a/", "example.org/a/index.txt"),
        ("http://h:8080/a/b.html?id=5&x=/../../etc#top", "h_8080/a/b_id=5&x=_.._.._etc.txt"),
        ("https://u:secret@h/../../etc/passwd", "h/etc/passwd.txt"),
        ("https://h/%2e%2e/%2F%2e%2e%2Fetc/nul.html", "h/_/_.._etc/_nul.txt"),
        ("https://h/" + "a/" * 300 + "b", "h/" + "a/" * 16 + "b.txt"),
        ("https://[::1/x", "https___[__1_x.txt"),
    ],
)
def test_names_are_safe_and_keep_folders(given, made):
    assert [*make_target_paths([given], Path("out"), ".txt")] == [Path("out") / made]


@pytest.mark.parametrize(
    "given, made",
    [
        (["x/a.html", "../x/a.html", "/x/a.htm"], ["x/a", "x/a-2", "x/a-3"]),
        (["a.html", "a-2.html", "a.htm"], ["a", "a-2", "a-3"]),
        (["A.html", "a.html"], ["A", "a-2"]),
        (["\u00e9.html", "e\u0301.html"], ["\u00e9", "e\u0301-2"]),
    ],
)
def test_names_that_meet_are_numbered(given, made):
    assert [*make_target_paths(given, Path(), ".md")] == [Path(f"{name}.md") for name in made]


def test_no_name_leads_out_of_the_folder():
    parts = ("..", ".", "", "/", "\\", "%2e%2e", "~", "a")
    given = [f"{root}{x}/{y}/{z}" for root in ("", "/", "https://h/") for x in parts for y in parts for z in parts]
    made = [PurePosixPath(path) for path in make_target_paths(given, Path("out"), ".txt")]
    assert len(set(made)) == len(given)
    assert all(path.parts[0] == "out" and ".." not in path.parts for path in made)


def test_a_list_names_pages(site):
    (site / "list").write_bytes(b"\xef\xbb\xbf# pages\r\n\r\nsite/a/page.html\r\n  site/b/page.html  \n")
    assert run("--list", "list").output == run("site/a/page.html", "site/b/page.html").output
    assert run("--list", "-", page="site/a/page.html\n").output == run("site/a/page.html").output
    both = run("--output-dir", "out", "--list", "list", "site/a/page.html")
    assert (both.exit_code, names(site / "out")) == (0, ["site/a/page-2.txt", "site/a/page.txt", "site/b/page.txt"])


@pytest.mark.parametrize(
    "data, words",
    [(b"", "contains no page names"), (b"a\0b\0", "NUL"), (b"a\n" * 16_000_001, "larger than"), (b"-\n", "as well")],
)
def test_a_list_that_cannot_be_used_is_wrong_use(data, words):
    result = run("--list", "-", page=data)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_list_that_is_not_there_is_wrong_use():
    result = run("--list", "absent")
    assert result.exit_code == 2
    assert "--list absent: cannot be read: No such file" in result.stderr


def test_front_matter_stands_above_markdown(site):
    head = "<meta name=author content='Ines Halloran'><meta property=article:published_time content=2024-05-03>"
    (site / "page.html").write_text(head + PAGE, encoding="utf-8")
    result = run("-o", "markdown", "--front-matter", "--url", "https://example.org/a", "page.html")
    _, known, document = result.stdout.split("---\n", 2)
    assert yaml.safe_load(known) == {
        "title": "Ferry",
        "authors": ["Ines Halloran"],
        "date": "2024-05-03",
        "url": "https://example.org/a",
        "language": "en",
    }
    assert document == run("-o", "markdown", "page.html").stdout


@pytest.mark.parametrize("output", ["text", "html", "json", "tei"])
def test_front_matter_above_anything_else_is_wrong_use(output):
    result = run("-o", output, "--front-matter", page=PAGE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "add -o markdown" in result.stderr


def test_a_bar_is_shown_on_a_terminal_only(site):
    command = [
        sys.executable,
        "-m",
        "cleancopy",
        "--output-dir",
        "out",
        "site/a/page.html",
        "absent",
        "site/b/page.html",
    ]
    reader, terminal = pty.openpty()
    with subprocess.Popen(command, stderr=terminal, env=os.environ | {"TERM": "xterm"}) as process:
        os.close(terminal)
        shown = b"".join(iter(lambda: read(reader), b"")).decode()
    os.close(reader)
    assert process.returncode == 1
    assert "3/3" in shown
    assert "\r\x1b[Kcleancopy: absent: no such file" in shown


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so where nobody holds the other end any more
        return b""
