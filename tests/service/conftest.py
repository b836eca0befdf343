from collections.abc import Iterator

import pytest

from tests.service.running import IMPATIENT, Running, running


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with running() as service:
        yield service


@pytest.fixture(scope="module")
def impatient() -> Iterator[Running]:
    """A service that soon has enough of who is slow."""
    with running(IMPATIENT) as service:
        yield service
