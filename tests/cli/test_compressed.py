from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleancopy.cli.main import main
from cleancopy.input import MAX_DECOMPRESSED_BYTES
from tests.compressed import brotlied, gzipped, zstded

COUNCIL = Path(__file__).parents[2] / "src" / "cleancopy" / "demo" / "council.txt"
PAGE = COUNCIL.read_bytes()
BOMB = gzipped(bytes(MAX_DECOMPRESSED_BYTES), b"\0")
COMMANDS = [(), ("explain",)]


def run(*args: str | Path, page: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=page)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


FORMS = {
    "page.txt.gz": gzipped(PAGE),
    "page.txt.zst": zstded([PAGE]),
    "page.txt.br": brotlied([PAGE]),
    "PAGE.BR": brotlied([PAGE]),
    "page.txt": gzipped(PAGE),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", FORMS)
def test_compressed_pages_are_read_like_others(
    command: tuple[str, ...], name: str, file: Callable[[str, bytes], Path]
) -> None:
    result = run(*command, file(name, FORMS[name]))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == run(*command, COUNCIL).stdout


@pytest.mark.parametrize("data", [gzipped(PAGE), zstded([PAGE])], ids=["gzip", "zstd"])
def test_compressed_standard_input_is_read(data: bytes) -> None:
    assert run(page=data).stdout == run(COUNCIL).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bomb_is_one_line_and_wrong_use(command: tuple[str, ...]) -> None:
    result = run(*command, "-", page=BOMB)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "cleancopy: standard input: more than 67,108,864 bytes when decompressed: "
        "decompress it yourself if you trust it\n"
    )


def test_other_pages_are_done_when_one_is_a_bomb(file: Callable[[str, bytes], Path]) -> None:
    result = run(file("bomb.gz", BOMB), COUNCIL)
    assert (result.exit_code, result.stdout) == (1, run(COUNCIL).stdout)


def test_a_damaged_page_is_read_as_far_as_it_goes_and_noted(file: Callable[[str, bytes], Path]) -> None:
    path = file("page.gz", gzipped(PAGE)[:-4])
    result = run(path)
    assert (result.exit_code, result.stdout) == (0, run(COUNCIL).stdout)
    assert result.stderr == f"cleancopy: {path}: partly decompressed: the data are damaged or mislabelled (body_cut)\n"


def test_a_page_of_which_nothing_can_be_read_says_so(file: Callable[[str, bytes], Path]) -> None:
    path = file("page.gz", b"\x1f\x8b\x08\xff\xff")
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        f"cleancopy: {path}: cannot be read: gzip: nothing can be read of 5 bytes, fetch them"
    )
    assert result.stderr.count("\n") == 1
