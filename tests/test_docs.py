import ast
import inspect
import json
import re
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import click
import pytest

import cleancopy
from cleancopy.article import Article
from cleancopy.cli.main import main
from cleancopy.cli.serve import serve_command
from cleancopy.flags import Flag
from cleancopy.render import RENDERERS

SERVICE = (Path(__file__).parents[1] / "docs/service.md").read_text(encoding="utf-8")
DESCRIPTION = json.loads(files("cleancopy.service").joinpath("openapi.json").read_text(encoding="utf-8"))
README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def options() -> list[str]:
    names = [name for option in main.params if isinstance(option, click.Option) for name in option.opts]
    return [name for name in names if name.startswith("--") and name != "--version"]


@pytest.mark.parametrize("word", [*options(), *RENDERERS, *(field.name for field in fields(Article)), *Flag])
def test_the_readme_names_it(word: str) -> None:
    assert f"`{word}`" in README


@pytest.mark.parametrize("function", [cleancopy.extract, cleancopy.decompress], ids=lambda function: function.__name__)
def test_the_readme_has_every_parameter_and_its_default(function) -> None:
    told = re.search(rf"`{function.__name__}\((.+)\)`", README)
    assert told
    parameters = inspect.signature(function).parameters.values()
    known = {p.name: None if p.default is p.empty else p.default for p in parameters}
    call = ast.parse(f"def f({told[1]}): ...").body[0]
    assert isinstance(call, ast.FunctionDef)
    arguments = call.args
    assert [a.arg for a in (*arguments.args, *arguments.kwonlyargs)] == list(known)
    assert [a.arg for a in arguments.kwonlyargs] == [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    for name, default in zip(reversed(known), reversed([*arguments.defaults, *arguments.kw_defaults]), strict=False):
        assert default is not None
        assert eval(ast.unparse(default), vars(cleancopy)) == known[name]  # the README is ours


@pytest.mark.parametrize(
    "word",
    [*(name for option in serve_command.params for name in option.opts),
     *(f"{method.upper()} {path}" for path, methods in DESCRIPTION["paths"].items() for method in methods),
     *DESCRIPTION["components"]["parameters"]],
)  # fmt: skip
def test_the_document_of_the_service_names_it(word: str) -> None:
    assert f"`{word}`" in SERVICE
