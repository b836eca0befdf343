"""Fixtures that need a browser, where there is what drives it; tests say what is missing by themselves."""

from importlib.util import find_spec

if find_spec("playwright") and find_spec("starlette"):
    from tests.service.browser.fixtures import (  # noqa: F401 - fixtures are found by being here
        answers,
        browser,
        fetching_service,
        harbour,
        harbour_trace,
        opened,
        service,
    )
