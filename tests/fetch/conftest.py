from collections.abc import Iterator

import pytest

from tests.fetch.origin import Canary, Origin, opened


@pytest.fixture
def origin() -> Iterator[Origin]:
    server = Origin({})
    with opened(server):
        yield server


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    server = Canary()
    with opened(server):
        yield server
