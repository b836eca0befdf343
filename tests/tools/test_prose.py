"""What of a module is prose: docstrings, comments and messages, each on its line."""

import pytest

from tools.prose import _keep_prose


@pytest.mark.parametrize(
    "source, prose",
    [
        ('"""A docstring."""', ["A docstring."]),
        ('"""A docstring that reads like a message."""', ["A docstring that reads like a message."]),
        ("x = 1  # a comment", ["a comment"]),
        ('raise ValueError(f"{x} is no page: name another file")', ["is no page: name another file"]),
        ('x = 1\nprint("The page has no text")', ["", "The page has no text"]),
        ('WORDS = "monday tuesday januar februar".split()', [""]),
        ('PATTERN = r"By (?:the|a) [a-z]+ of it"', [""]),
        ('KEY = "two words"', [""]),
    ],
)
def test_prose_of_a_module(source, prose):
    found = [line.strip() for line in _keep_prose(source).split("\n")]
    assert found[: len(prose)] == prose
    assert not any(found[len(prose) :])
