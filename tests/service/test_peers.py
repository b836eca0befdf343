import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the service needs: pip install 'cleancopy[serve]'")

from cleancopy.errors import GaveUpError, RequestError
from cleancopy.guard.terms import TIMED_OUT
from cleancopy.limits import LIMITS
from cleancopy.options import Options
from cleancopy.service.compare import _peer
from cleancopy.service.peers import PEERS, Comparison, Job, Peers

STORY = """
<p>The café on the quay opened at six, and all of the crew were there before the boat left.</p>
<p>Nobody had slept much, for the storm of the night before had torn two sails and a good deal of rope.</p>
<p>The captain, who had seen worse, ordered eggs for everybody and asked the cook about the price of flour.</p>
<p>By eight the harbour was empty, and the woman who sells nets was alone with her three grey cats.</p>
"""
PAGE = f"<!DOCTYPE html><title>Boats</title><article><h1>Boats that left</h1>{STORY}</article>".encode("windows-1252")


@pytest.fixture
def peers() -> Iterator[Peers]:
    with closing(Peers(LIMITS, seconds=20)) as made:
        yield made


@pytest.mark.parametrize("name", list(PEERS))
def test_a_tool_gives_the_text_of_a_page_in_our_decoding(peers: Peers, name: str) -> None:
    pytest.importorskip(name, reason=f"comparing needs: pip install {name}")
    told = asyncio.run(peers.ask(Job(name, PAGE, Options(charset="windows-1252"))))
    assert isinstance(told, Comparison)
    assert "The café on the quay opened at six" in told.text
    assert told.seconds > 0


@pytest.mark.parametrize("name", list(PEERS))
def test_a_page_that_gives_nothing_has_no_text(peers: Peers, name: str) -> None:
    pytest.importorskip(name, reason=f"comparing needs: pip install {name}")
    assert asyncio.run(peers.ask(Job(name, "", Options()))).text == ""


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_answered() -> None:
    pytest.importorskip("resiliparse", reason="comparing needs: pip install resiliparse")

    async def both(peers: Peers) -> Comparison:
        await peers.ask(Job("resiliparse", PAGE, Options()))  # starts the worker
        with pytest.raises(GaveUpError) as gave_up:
            await peers.ask(Job("resiliparse", "<select>" + "<option>a" * 40_000, Options()))
        assert gave_up.value.reason == TIMED_OUT
        return await peers.ask(Job("resiliparse", PAGE, Options()))

    with closing(Peers(LIMITS, seconds=2)) as peers:
        assert "on the quay" in asyncio.run(both(peers)).text


def test_a_tool_that_cannot_be_loaded_is_told_and_spares_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("resiliparse", reason="comparing needs: pip install resiliparse")
    (tmp_path / "trafilatura.py").write_text("raise ImportError('lxml.html.clean is a project of its own')")
    monkeypatch.syspath_prepend(str(tmp_path))  # the worker finds modules where this process does
    monkeypatch.setattr("cleancopy.service.peers.find_spec", lambda _: True)

    async def both(peers: Peers) -> Comparison:
        with pytest.raises(
            RequestError, match=r"trafilatura cannot be loaded .*project of its own.*pip install"
        ) as told:
            await peers.ask(Job("trafilatura", PAGE, Options()))
        assert (told.value.status, told.value.code) == (404, "not_installed")
        return await peers.ask(Job("resiliparse", PAGE, Options()))

    with closing(Peers(LIMITS, seconds=20)) as peers:
        assert "on the quay" in asyncio.run(both(peers)).text


def test_unknown_tools_and_tools_that_are_not_there_are_told() -> None:
    assert _peer("resiliparse", ("resiliparse",)) == "resiliparse"
    for name in ("justext", None, 3, ["trafilatura"]):
        with pytest.raises(RequestError, match="one of: trafilatura, resiliparse") as refused:
            _peer(name, ("resiliparse",))
        assert refused.value.status == 404
    with pytest.raises(RequestError, match="pip install trafilatura") as refused:
        _peer("trafilatura", ("resiliparse",))
    assert (refused.value.status, refused.value.code) == (404, "not_installed")
