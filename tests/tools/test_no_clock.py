from pathlib import Path

import pytest

from tools.no_clock import find_clocks, main


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.sleep(1)",
        "import time as t\nbegan = t.monotonic()",
        "from time import perf_counter as now\nnow()",
        "from time import sleep\nprocess = sleep",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "from datetime import UTC, datetime\ndatetime.now(UTC)",
        "import asyncio\nasync def f(): await asyncio.sleep(0.1)",
        "import threading\nthreading.Timer(1, print)",
        "assert event.wait(5)",
        "process.wait(20)",
        "thread.join(3)",
        "page.wait_for_timeout(50)",
        "connection.settimeout(0.5)",
        "subprocess.run(['x'], timeout=10)",
        "expect(button).to_be_enabled(timeout=5000)",
    ],
)
def test_what_depends_on_the_clock_is_found(source):
    assert list(find_clocks(source))


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nasync def f(): await asyncio.sleep(0)",
        "event.wait()",
        "thread.join()",
        "', '.join(words)",
        "words.get('time')",
        "httpx.Client(timeout=None)",
        "from datetime import datetime\ndatetime(2020, 1, 1)",
        "import time\ntime.strftime('%Y')",
        "sleep = 3",
        "def time(): pass\ntime()",
    ],
)
def test_what_does_not_is_not(source):
    assert not list(find_clocks(source))


def test_no_test_depends_on_the_clock():
    assert main([]) == 0


def test_findings_are_named_by_file_and_line(tmp_path: Path, capsys):
    path = tmp_path / "test_x.py"
    path.write_text("import time\n\ntime.sleep(1)\n")
    assert main([str(path)]) == 1
    assert capsys.readouterr().out == f"{path}:3: time.sleep waits for time to pass\n"
