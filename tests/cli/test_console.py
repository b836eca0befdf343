"""How commands end when nobody reads on, nothing can be written, or somebody presses Ctrl-C."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

COUNCIL = Path(__file__).parents[2] / "src" / "cleancopy" / "demo" / "council.txt"
PROGRAM = (sys.executable, "-m", "cleancopy")
COMMANDS = [
    ["--help"],
    ["--version"],
    ["corpus", "--help"],
    [COUNCIL],
    ["extract", COUNCIL, COUNCIL],
    ["explain", COUNCIL],
]
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_nobody_who_reads_on_is_no_error(command):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, *command], stdout=writer, stderr=PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@full
@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_full_output_is_one_line(command):
    with Path("/dev/full").open("wb") as output:
        done = subprocess.run([*PROGRAM, *command], stdout=output, stderr=PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "cleancopy: standard output cannot be written: No space left on device\n"


@pytest.mark.parametrize("command", [[COUNCIL], ["explain", COUNCIL]], ids=str)
def test_a_closed_output_is_one_line(command):
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, *command]
    done = subprocess.run(shell, stderr=PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "cleancopy: standard output is closed: nothing can be written\n"


def test_a_closed_input_is_one_line():
    shell = ["sh", "-c", 'exec "$@" <&-', "sh", *PROGRAM]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "standard input" in done.stderr


def test_a_folder_needs_no_output(tmp_path):
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, "--output-dir", tmp_path, COUNCIL]
    done = subprocess.run(shell, stderr=PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@full
def test_messages_that_cannot_be_written_stop_nothing(tmp_path):
    with Path("/dev/full").open("wb") as errors:
        done = subprocess.run([*PROGRAM, "absent", COUNCIL], stdout=PIPE, stderr=errors, check=False)
    assert done.returncode == 1
    assert done.stdout == subprocess.run([*PROGRAM, COUNCIL], stdout=PIPE, check=True).stdout


@full
def test_a_corpus_whose_summary_cannot_be_written_is_one_line(tmp_path):
    command = [*PROGRAM, "corpus", COUNCIL, tmp_path / "out"]
    with Path("/dev/full").open("wb") as output:
        done = subprocess.run(command, stdout=output, stderr=PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("cleancopy: standard output cannot be written: No space left on device\n")
    assert (tmp_path / "out" / "_run" / "report.json").exists()


def heed_ctrl_c() -> None:
    """Undo that SIGINT is ignored, as it is in all that a shell runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    "command, words",
    [
        (["PIPE"], "with --output-dir, the same command continues"),
        (["--guard", "--output-dir", "OUT", COUNCIL, "PIPE"], "with --output-dir, the same command continues"),
        (["--list", "PIPE"], "with --output-dir, the same command continues"),
        (["explain", "PIPE"], "nothing was changed"),
    ],
    ids=str,
)
def test_ctrl_c_says_how_to_go_on(tmp_path, command, words):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    known = {"PIPE": pipe, "OUT": tmp_path / "out"}
    with (
        subprocess.Popen(
            [*PROGRAM, *(known.get(str(word), word) for word in command)],
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - no thread runs here
        ) as process,
        pipe.open("wb"),
    ):  # waits until the program has opened it, which then waits for its end
        os.killpg(process.pid, signal.SIGINT)
        result, errors = process.communicate()
    assert process.returncode == 130
    assert errors.decode().count("\n") == 1
    assert errors.decode().startswith("cleancopy: stopped by Ctrl-C: ")
    assert words in errors.decode()
    assert result == b""
    if "OUT" in command:
        assert [path.name for path in (tmp_path / "out").rglob("*.*")] == ["council.txt"]


MISSING = """
import sys
sys.modules[sys.argv.pop(1)] = None  # as if it were not installed
from cleancopy.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "module, command, extra",
    [
        ("httpx2", [COUNCIL, "https://a.example/"], "fetch"),
        ("httpx2", ["explain", "https://a.example/"], "fetch"),
        ("starlette", ["serve"], "serve"),
        ("pyarrow", ["corpus", COUNCIL, "out"], "corpus"),
        ("rensa", ["corpus", "dedup", "in", "out"], "corpus"),
        ("ray", ["corpus", "--engine", "ray", COUNCIL, "out"], "ray"),
    ],
)
def test_a_missing_extra_is_wrong_use(module, command, extra, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MISSING, module, *command], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"pip install 'cleancopy[{extra}]'" in done.stderr
    assert [*tmp_path.iterdir()] == []
