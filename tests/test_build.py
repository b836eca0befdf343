"""What setup.py compiles, and what it says where it cannot."""

import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from pathlib import Path

import pytest
from setuptools import Distribution

import cleancopy

ROOT = Path(__file__).parents[1]
PACKAGE = Path(cleancopy.__file__).parent


@pytest.fixture
def setup_file(monkeypatch):
    """setup.py as a module, in its folder."""
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("setup_file", ROOT / "setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_modules_that_should_be_compiled_are(setup_file):
    names = [extension.name for extension in setup_file.list_extensions()]
    assert names
    for name in names:
        module = importlib.import_module(name)
        assert isinstance(module.__spec__.loader, ExtensionFileLoader), f"{name} is not compiled: run `make build`"


def test_every_compiled_module_has_a_source(setup_file):
    names = {extension.name for extension in setup_file.list_extensions()}
    compiled = [path for path in PACKAGE.rglob("*") if path.name.endswith(tuple(EXTENSION_SUFFIXES))]
    paths = [path.relative_to(PACKAGE.parent) for path in compiled]
    found = {".".join((*path.parts[:-1], path.name.partition(".")[0])) for path in paths}
    assert found <= names


def test_modules_in_cython_import_only_from_below():
    """As the contracts of the import linter, which does not see them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "stages point one way")
    height = {name: -i for i, layer in enumerate(layers) for name in re.split(r"[|:\s]+", layer)}
    height["tree_walk"] = height["replaced_elements"] + 0.5  # between these and `dom`
    height["post_groups"] = height["post_notes"] = height["trace"] + 0.5
    height["lines"] = height["elements"] = height["block"]
    height["block_fields"] = height["block"] + 0.5
    height["characters"] = -len(layers)
    sources = list((ROOT / "src/cleancopy").rglob("*.pyx"))
    assert sources
    for source in sources:
        own = source.relative_to(ROOT / "src/cleancopy").with_suffix("").parts[0]
        used = re.findall(r"^(?:from|c?import) cleancopy\.(\w+)", source.read_text("utf-8"), re.MULTILINE)
        assert [name for name in used if height[name] >= height[own] and name != own] == [], source


def test_no_source_switches_checks_off_itself():
    """setup.py decides, or the build of the tests would not check."""
    switch = re.compile(r"\b(boundscheck|cdivision|initializedcheck|nonecheck|wraparound)\b")
    sources = [path for path in (ROOT / "src").rglob("*.p*") if path.suffix in (".py", ".pyx", ".pxd")]
    assert [path for path in sources if switch.search(path.read_text("utf-8"))] == []


def test_a_machine_without_a_compiler_is_told_what_to_install(tmp_path):
    found = subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "--build-lib", tmp_path],
        env=os.environ | {"PATH": str(tmp_path), "CC": "no-such-compiler"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert "error: cleancopy is compiled, and here there is no compiler (no-such-compiler)." in found.stderr
    assert "apt install gcc python3-dev" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_machine_without_the_headers_is_told_what_to_install(setup_file, monkeypatch, tmp_path):
    command = setup_file.CompileModules(Distribution())
    monkeypatch.setattr(setup_file.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(setup_file.shutil, "which", lambda name: name)
    command.ensure_finalized()
    command.compiler = type("Compiler", (), {"compiler_type": "unix", "compiler_so": ["cc"]})
    with pytest.raises(setup_file.PlatformError, match=r"Python's headers are missing .*Python\.h"):
        command.build_extensions()
