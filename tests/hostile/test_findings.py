"""Every input that was found to be answered wrongly: `findings/`, written by ``python -m fuzzing``, chosen by hand."""

from pathlib import Path

import pytest

import cleancopy
from fuzzing.check import check
from fuzzing.findings import read_page

FINDINGS = sorted(Path(__file__).with_name("findings").iterdir())


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
def test_a_finding_is_answered(path, monkeypatch):
    monkeypatch.setattr("fuzzing.check.SAMPLE_EVERY", 1)
    page = read_page(path)
    assert check(page) is None
    for kind in ("html", "text"):
        article = cleancopy.extract(page, kind=kind)
        assert article.text or article.flags
