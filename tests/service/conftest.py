from collections.abc import Iterator

import pytest

from tests.service.running import InProcess, running


@pytest.fixture(scope="module")
def service() -> Iterator[InProcess]:
    with running() as service:
        yield service
