"""Expected listings that lie in files beside the tests, for what has many small numbers.

To make one anew delete its file and run the test, which writes it and fails; then read the difference.
"""

from pathlib import Path


def assert_listing(path: Path, lines: list[str]) -> None:
    """Compare lines with those of the file."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        message = f"{path.name} was not there and has been written: read it, and run again"
        raise AssertionError(message)
    assert lines == path.read_text("utf-8").split("\n")[:-1]
