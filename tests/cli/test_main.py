import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from subprocess import PIPE

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from cleancopy.article import Article
from cleancopy.article_data import Passage
from cleancopy.block import Role
from cleancopy.cli.main import main
from cleancopy.errors import ArtifactError
from cleancopy.extract import extract
from tests.render.page import everything

DEMO = Path(__file__).parents[2] / "src" / "cleancopy" / "demo"
SCHEMA = json.loads((DEMO.parent / "render" / "article.schema.json").read_text(encoding="utf-8"))
COUNCIL, HARBOUR = DEMO / "council.txt", DEMO / "harbour.html"


def run(*args: str | Path, page: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=page)


def test_a_file_in_clean_copy_out() -> None:
    result = run(COUNCIL)
    assert result.exit_code == 0
    assert result.stdout == extract(COUNCIL.read_bytes()).text + "\n"
    assert result.stderr == ""


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_is_read(args: tuple[str, ...]) -> None:
    assert run(*args, page=COUNCIL.read_bytes()).stdout == run(COUNCIL).stdout


@pytest.mark.parametrize("output", ["text", "markdown", "html", "json", "tei"])
def test_every_output(output: str) -> None:
    result = run("-o", output, HARBOUR)
    assert result.exit_code == 0
    page = extract(HARBOUR.read_bytes())
    if output == "json":
        assert json.loads(result.stdout) == {"source": str(HARBOUR), **json.loads(page.render(output))}
    else:
        assert result.stdout == page.render(output) + "\n"


@pytest.mark.parametrize("output", ["text", "markdown"])
def test_several_pages_are_parted_by_a_form_feed(output: str) -> None:
    result = run("-o", output, COUNCIL, HARBOUR)
    assert result.stdout.split("\f\n") == [run("-o", output, page).stdout for page in (COUNCIL, HARBOUR)]


def test_several_pages_as_json_are_a_line_each() -> None:
    result = run("-o", "json", COUNCIL, HARBOUR)
    documents = [json.loads(line) for line in result.stdout.split("\n")[:-1]]
    assert [d["text"] for d in documents] == [extract(p.read_bytes()).text for p in (COUNCIL, HARBOUR)]


def test_options_reach_the_extraction() -> None:
    result = run("-o", "json", "--url", "https://example.org/a", "--mode", "recall", "--kind", "text", HARBOUR)
    expected = extract(HARBOUR.read_bytes(), url="https://example.org/a", mode="recall", kind="text")
    assert json.loads(result.stdout) == {"source": str(HARBOUR), **json.loads(expected.render("json"))}


def test_only_the_fields_that_are_named_are_found() -> None:
    article = json.loads(run("-o", "json", "--fields", "title, language", page=HARBOUR.read_bytes()).stdout)
    assert article["title"]
    assert article["text"]
    assert article["site"] is None
    for names, output, reason in (("title", "text", "add -o json"), ("headline", "json", "choose of title, dek")):
        result = run("-o", output, "--fields", names, page=HARBOUR.read_bytes())
        assert result.exit_code == 2
        assert reason in " ".join(result.stderr.split())


def test_parts_are_left_out_or_added_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleancopy.cli.pages.extract_page", lambda *_, **__: everything())
    result = run("-o", "html", "--no-links", "--no-images", "--no-tables", "--comments", COUNCIL)
    expected = everything().render("html", links=False, images=False, tables=False, comments=True)
    assert result.stdout == expected + "\n"
    assert run("-o", "html", COUNCIL).stdout == everything().render("html") + "\n"


def test_json_names_each_page_that_has_a_name() -> None:
    result = run("-o", "json", COUNCIL, "-", HARBOUR, page=COUNCIL.read_bytes())
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [d.get("source") for d in documents] == [str(COUNCIL), None, str(HARBOUR)]
    Draft202012Validator(SCHEMA).validate(documents[0])


@pytest.mark.parametrize("words", [("extract",), ("extract", "--mode", "recall"), ("extract", "-o", "markdown")])
def test_the_main_job_has_a_name_too(words: tuple[str, ...]) -> None:
    assert run(*words, COUNCIL).stdout == run(*words[1:], COUNCIL).stdout
    assert run("extract", page=COUNCIL.read_bytes()).stdout == run(COUNCIL).stdout


def test_a_missing_file_is_wrong_use() -> None:
    result = run("absent.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == ("cleancopy: absent.html: no such file: check the path, or give - to read standard input\n")


def test_a_folder_is_wrong_use(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "this is a folder: give the pages in it" in result.stderr


def test_what_can_be_read_is_done_when_something_cannot() -> None:
    result = run("absent.html", COUNCIL)
    assert result.exit_code == 1
    assert result.stdout == run(COUNCIL).stdout
    assert "absent.html" in result.stderr


def test_an_empty_page_is_no_loss_but_noted() -> None:
    result = run(page=b"")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "cleancopy: standard input: no running text (empty_input)\n"


@pytest.mark.parametrize(
    "args, named",
    [
        (("--mode", "strict"), "'precision', 'balanced', 'recall'"),
        (("--kind", "pdf"), "'auto', 'html', 'text'"),
        (("-o", "pdf"), "'text', 'markdown', 'html', 'json', 'tei'"),
        (("--nonsense",), "--nonsense"),
        (("--url", "https://example.org", "a", "b"), "give one at a time"),
    ],
)
def test_wrong_use_names_what_is_allowed(args: tuple[str, ...], named: str) -> None:
    result = run(*args, page=b"")
    assert (result.exit_code, result.stdout) == (2, "")
    assert named in result.stderr


def test_help_lists_options_and_other_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for word in ("[FILE|-|URL]...", "--output", "--mode", "--kind", "--url", "explain"):
        assert word in result.stdout


def test_version() -> None:
    assert run("--version").stdout == f"cleancopy, version {version('cleancopy')}\n"


@pytest.mark.parametrize("args", [(), ("explain",)])
def test_a_terminal_and_no_page_gives_help(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleancopy.cli.inputs.sys", Terminal())
    result = run(*args)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: cleancopy ")


@pytest.mark.parametrize("terminal, shown", [(False, "a\x1b[2Jb\n"), (True, "a\\x1b[2Jb\n")])
def test_a_page_does_not_command_the_terminal(terminal: bool, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(body=(Passage(Role.PARAGRAPH, "a\x1b[2Jb"),))
    monkeypatch.setattr("cleancopy.cli.pages.extract_page", lambda *_, **__: article)
    if terminal:
        monkeypatch.setattr("cleancopy.cli.pages.sys", Terminal())
    assert run(COUNCIL).stdout == shown


@pytest.mark.parametrize("command", [("pages", "extract_page"), ("explain", "explain", "explain")])
def test_a_damaged_installation_is_said_plainly(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArtifactError("weights.npz: digest differs")

    module, function, *words = command
    monkeypatch.setattr(f"cleancopy.cli.{module}.{function}", fail)
    result = run(*words, COUNCIL)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "cleancopy: weights.npz: digest differs\n"


class Terminal:
    """Stands for the module `sys`: CliRunner gives the command a standard input of its own."""

    @property
    def stdin(self) -> "Terminal":
        return self

    stdout = stdin

    def isatty(self) -> bool:
        return True


def test_a_file_called_like_a_command_is_given_with_its_folder(tmp_path: Path) -> None:
    page = tmp_path / "explain"
    page.write_bytes(COUNCIL.read_bytes())
    assert run(page).stdout == run(COUNCIL).stdout


PROGRAM = (sys.executable, "-m", "cleancopy")


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen((*PROGRAM, "explain", "-"), stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(COUNCIL.read_bytes())
        process.stdin.close()
        assert process.stderr.read() == b""


def test_output_is_utf8_whatever_the_locale() -> None:
    done = subprocess.run(
        (*PROGRAM, HARBOUR), env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=True
    )
    assert done.stdout.decode() == extract(HARBOUR.read_bytes()).text + "\n"
