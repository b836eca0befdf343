from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import settings

from tests.fetch.origin import Canary
from tests.skip_list import register_skip_list

# No deadline: a machine that also does something else is slow, not wrong.
settings.register_profile("cleancopy", deadline=None)
settings.load_profile("cleancopy")


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """A server of this machine that nobody may reach: for the tests of fetching, and of the service that fetches."""
    with closing(Canary()) as server:
        yield server


def pytest_configure(config: pytest.Config) -> None:
    register_skip_list(config)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by their length: compressed ones hold the time, and every worker must find tests of the same names."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) and not (val.isascii() and len(val) < 60) else None
