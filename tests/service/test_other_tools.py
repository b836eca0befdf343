import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service needs: pip install 'cleancopy[serve]'")

from cleancopy.errors import RequestError, WorkerFailedError
from cleancopy.flags import Flag
from cleancopy.limits import LIMITS
from cleancopy.options import Options
from cleancopy.service.compare import check_tool
from cleancopy.service.other_tools import TOOLS, ToolResult, ToolRunner, ToolTask

STORY = """
<p>The café on the quay opened at six, and all of the crew were there before the boat left.</p>
<p>Nobody had slept much, for the storm of the night before had torn two sails and a good deal of rope.</p>
<p>The captain, who had seen worse, ordered eggs for everybody and asked the cook about the price of flour.</p>
<p>By eight the harbour was empty, and the woman who sells nets was alone with her three grey cats.</p>
"""
PAGE = f"<!DOCTYPE html><title>Boats</title><article><h1>Boats that left</h1>{STORY}</article>".encode("windows-1252")


@pytest.fixture
def tools() -> Iterator[ToolRunner]:
    with closing(ToolRunner(LIMITS, seconds=20)) as made:
        yield made


@pytest.mark.parametrize("name", list(TOOLS))
def test_a_tool_gives_the_text_of_a_page_in_our_decoding(tools: ToolRunner, name: str) -> None:
    pytest.importorskip(name, reason=f"comparing needs: pip install {name}")
    result = asyncio.run(tools.run(ToolTask(name, PAGE, Options(charset="windows-1252"))))
    assert isinstance(result, ToolResult)
    assert "The café on the quay opened at six" in result.text
    assert result.seconds > 0


@pytest.mark.parametrize("name", list(TOOLS))
def test_a_page_that_gives_nothing_has_no_text(tools: ToolRunner, name: str) -> None:
    pytest.importorskip(name, reason=f"comparing needs: pip install {name}")
    assert asyncio.run(tools.run(ToolTask(name, "", Options()))).text == ""


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_answered() -> None:
    pytest.importorskip("resiliparse", reason="comparing needs: pip install resiliparse")

    async def both(tools: ToolRunner) -> ToolResult:
        await tools.run(ToolTask("resiliparse", PAGE, Options()))  # starts the worker
        with pytest.raises(WorkerFailedError) as failure:
            await tools.run(ToolTask("resiliparse", "<select>" + "<option>a" * 40_000, Options()))
        assert failure.value.reason == Flag.TIMED_OUT
        return await tools.run(ToolTask("resiliparse", PAGE, Options()))

    with closing(ToolRunner(LIMITS, seconds=2)) as tools:
        assert "on the quay" in asyncio.run(both(tools)).text


def test_a_tool_that_cannot_be_loaded_is_reported_and_spares_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resiliparse", reason="comparing needs: pip install resiliparse")
    (tmp_path / "trafilatura.py").write_text("raise ImportError('lxml.html.clean is a project of its own')")
    monkeypatch.syspath_prepend(str(tmp_path))  # the worker finds modules where this process does
    monkeypatch.setattr("cleancopy.service.other_tools.find_spec", lambda _: True)

    async def both(tools: ToolRunner) -> ToolResult:
        with pytest.raises(
            RequestError, match=r"trafilatura cannot be loaded .*project of its own.*pip install"
        ) as result:
            await tools.run(ToolTask("trafilatura", PAGE, Options()))
        assert (result.value.status, result.value.code) == (404, "not_installed")
        return await tools.run(ToolTask("resiliparse", PAGE, Options()))

    with closing(ToolRunner(LIMITS, seconds=20)) as tools:
        assert "on the quay" in asyncio.run(both(tools)).text


def test_unknown_tools_and_tools_that_are_not_installed_are_reported() -> None:
    assert check_tool("resiliparse", ("resiliparse",)) == "resiliparse"
    for name in ("justext", None, 3, ["trafilatura"]):
        with pytest.raises(RequestError, match="one of: trafilatura, resiliparse") as refused:
            check_tool(name, ("resiliparse",))
        assert refused.value.status == 404
    with pytest.raises(RequestError, match="pip install trafilatura") as refused:
        check_tool("trafilatura", ("resiliparse",))
    assert (refused.value.status, refused.value.code) == (404, "not_installed")
