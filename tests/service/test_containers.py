import json

import pytest

from tests.containers.files import PAGE, TEXT, epub, item, mhtml, rss
from tests.service.running import Running


def test_a_saved_page_is_answered_as_the_page_that_it_holds(service: Running) -> None:
    answer = service.ask("POST", "/extract", mhtml(PAGE), {"Content-Type": "multipart/related"})
    assert (answer.status, answer.json()["text"]) == (200, TEXT)
