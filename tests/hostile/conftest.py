import os
from pathlib import Path

import pytest

HOSTILE = Path(os.environ.get("CLEANCOPY_HOSTILE", Path(__file__).parents[2] / "../shared/hostile"))
"""Where the suites of others lie: the setting CLEANCOPY_HOSTILE."""


def suite(name: str) -> Path:
    """The file or folder of a suite; a test that needs one that is not there is skipped."""
    path = HOSTILE / name
    if not path.exists():
        pytest.skip(f"needs the suite {name} (CLEANCOPY_HOSTILE)")
    return path


@pytest.fixture(scope="session")
def trees() -> Path:
    return suite("html5lib-tree-construction")


@pytest.fixture(scope="session")
def encodings() -> Path:
    return suite("html5lib-encoding")


@pytest.fixture(scope="session")
def naughty() -> Path:
    return suite("blns.json")
