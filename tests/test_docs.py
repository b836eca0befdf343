from dataclasses import fields
from pathlib import Path

import click
import pytest

from cleancopy import decode, flags, limits, markup
from cleancopy.article import Article
from cleancopy.cli.main import main
from cleancopy.guard import terms
from cleancopy.render import RENDERERS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def options() -> list[str]:
    names = [name for option in main.params if isinstance(option, click.Option) for name in option.opts]
    return [name for name in names if name.startswith("--") and name != "--version"]


def flag_names() -> list[str]:
    return [
        v for m in (decode, flags, limits, markup, terms) for k, v in vars(m).items() if k.isupper() and v == k.lower()
    ]


def test_every_flag_is_found() -> None:
    assert {"not_text", "no_running_text", "paywall", "degraded", "truncated", "timed_out"} <= set(flag_names())


@pytest.mark.parametrize("word", [*options(), *RENDERERS, *(field.name for field in fields(Article)), *flag_names()])
def test_the_readme_names_it(word: str) -> None:
    assert f"`{word}`" in README
