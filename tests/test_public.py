import subprocess
import sys
from importlib.metadata import version

import cleancopy


def test_the_public_door_is_pinned() -> None:
    assert sorted(cleancopy.__all__) == [
        "Article",
        "ArtifactError",
        "Block",
        "BlockTrace",
        "Cell",
        "CleancopyError",
        "CompressionError",
        "Decompressed",
        "Guard",
        "GuardError",
        "Image",
        "Layout",
        "Limits",
        "Mark",
        "MarkKind",
        "Options",
        "PageType",
        "Passage",
        "Post",
        "Reason",
        "Role",
        "TooLargeError",
        "Trace",
        "Truncation",
        "WorkerFailedError",
        "__version__",
        "dechunk",
        "decompress",
        "explain",
        "extract",
        "extract_each",
        "extract_text",
    ]


def test_every_public_name_exists_and_says_what_it_is() -> None:
    for name in cleancopy.__all__:
        assert getattr(cleancopy, name).__doc__


def test_the_version_is_the_installed_one() -> None:
    assert cleancopy.__version__ == version("cleancopy")


def test_a_page_starts_without_what_it_does_not_need() -> None:
    """Readers of containers, renderers and workers are imported when they are used."""
    code = "import sys, cleancopy; cleancopy.extract('<p>A harbour</p>'); print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    )
    slow = {"email", "xml", "socket", "concurrent.futures", "cleancopy.containers.readers", "cleancopy.render"}
    assert not loaded & slow
