from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.fetch.origin import Origin


@pytest.fixture
def origin() -> Iterator[Origin]:
    with closing(Origin({})) as server:
        yield server
