from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import settings

from tests.fetch.origin import Canary

# No deadline: a machine that also does something else is slow, not wrong.
settings.register_profile("cleancopy", deadline=None)
settings.load_profile("cleancopy")


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """A server of this machine that nobody may reach: for the tests of fetching, and of the service that fetches."""
    with closing(Canary()) as server:
        yield server
