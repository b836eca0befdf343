import io
import sys

import pytest

from cleancopy.cli.progress import PERIOD, ProgressState, format_progress, make_shard_callback, show_progress
from tests.corpus.entries import DAMAGED, FIRST


class Clock:
    """Stands still until `now` is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_reports_pace_failures_and_time_left() -> None:
    step = ProgressState(5000, 40_000_000, {"timed_out": 2, "none": 0}, 250)
    assert format_progress(step, 10.0, 1000) == "5,000 pages · 500/s · 4.00 MB/s · failed: timed_out 2 · 0:00:30 left"


def test_what_an_earlier_run_read_is_not_this_ones_pace() -> None:
    assert format_progress(ProgressState(10, 0, {}, 600), 10.0, 1000, start=500).endswith("0:00:40 left")


@pytest.mark.parametrize("total, position, seconds", [(None, 250, 10.0), (1000, 0, 10.0), (1000, 250, 0.0)])
def test_time_left_is_reported_only_when_it_is_known(total, position, seconds) -> None:
    assert "left" not in format_progress(ProgressState(1, 1, {}, position), seconds, total)


def test_without_a_terminal_a_plain_line_comes_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with show_progress(1000, clock=clock) as update:
        for n in range(1, 26):
            clock.now += 1
            update(ProgressState(n, 0, {}, n))
    result = capsys.readouterr().err.splitlines()
    assert PERIOD == 10
    assert [words.split(" pages")[0] for words in result] == ["10", "20", "25"]


def test_the_last_line_comes_even_if_the_work_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        with show_progress(None) as update:
            update(ProgressState(7, 0, {}, 1))
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        work()
    assert capsys.readouterr().err.startswith("7 pages")


def test_work_without_a_step_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(None):
        pass
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("total", [1000, None])
def test_on_a_terminal_a_bar_is_drawn(monkeypatch: pytest.MonkeyPatch, total: int | None) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with show_progress(total, clock=Clock()) as update:
        update(ProgressState(7, 0, {"[red]\x1b": 3}, 430))
    shown = terminal.getvalue()
    assert "7 pages" in shown
    assert "[red]\\x1b 3" in shown
    assert ("43%" in shown) is (total is not None)


def test_entries_are_summed_up_to_steps() -> None:
    steps: list[ProgressState] = []
    add = make_shard_callback(steps.append, start=100)
    add(FIRST)
    add(DAMAGED)
    assert steps == [ProgressState(7, 7000, {}, 3100), ProgressState(9, 8000, {"timed_out": 1}, 5100)]
