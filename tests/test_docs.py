import json
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import click
import pytest

from cleancopy import decode, flags, limits, markup
from cleancopy.article import Article
from cleancopy.cli.main import main
from cleancopy.cli.serve import serve_command
from cleancopy.containers import found
from cleancopy.guard import terms
from cleancopy.render import RENDERERS

SERVICE = (Path(__file__).parents[1] / "docs/service.md").read_text(encoding="utf-8")
DESCRIPTION = json.loads(files("cleancopy.service").joinpath("openapi.json").read_text(encoding="utf-8"))
README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def options() -> list[str]:
    names = [name for option in main.params if isinstance(option, click.Option) for name in option.opts]
    return [name for name in names if name.startswith("--") and name != "--version"]


def flag_names() -> list[str]:
    return [
        v
        for m in (decode, flags, found, limits, markup, terms)
        for k, v in vars(m).items()
        if k.isupper() and isinstance(v, str) and v == k.lower()
    ]


def test_every_flag_is_found() -> None:
    assert {"not_text", "no_running_text", "paywall", "degraded", "truncated", "timed_out"} <= set(flag_names())


@pytest.mark.parametrize("word", [*options(), *RENDERERS, *(field.name for field in fields(Article)), *flag_names()])
def test_the_readme_names_it(word: str) -> None:
    assert f"`{word}`" in README


@pytest.mark.parametrize(
    "word",
    [*(name for option in serve_command.params for name in option.opts),
     *(f"{method.upper()} {path}" for path, methods in DESCRIPTION["paths"].items() for method in methods),
     *DESCRIPTION["components"]["parameters"]],
)  # fmt: skip
def test_the_document_of_the_service_names_it(word: str) -> None:
    assert f"`{word}`" in SERVICE
