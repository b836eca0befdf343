"""Writes `locks/`: exact versions with hashes of everything that development installs.

    python -m tools.lock            writes all lock files, from the newest versions that pyproject.toml allows
    python -m tools.lock --latest   prints the newest versions for the tests, without the pins of pyproject.toml

There is one resolution for all files, so a package has one version. The files are for Python 3.11 to 3.14 on Linux and
macOS (`tool.uv.environments`); markers say where a line counts. They are complete: install them with
`pip install --require-hashes --no-deps`.

It uses uv, which resolves for other machines, too; pip-tools locks only for the Python that runs it.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
OLDEST_PYTHON = "3.11"

EXTRAS = ("codings", "corpus", "fetch", "ray", "serve")
ADDED = ("fuzz", "lock", "peers", "train", "wheel")
"""Groups that have a lock file each, with what they need in addition to `dev.txt`."""

CPU_TORCH = """\
torch==2.13.0+cpu \\
    --hash=sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
"""
"""PyTorch's build without GPU support for Linux on x86-64 and Python 3.11: a smaller download that gives the same
weights. PyPI does not have it; pip finds it through `PIP_FIND_LINKS` or `PIP_EXTRA_INDEX_URL`."""

GPU_PACKAGE = re.compile(r"(?:cuda-|nvidia-|torch==|triton==)")
ENTRY = re.compile(r"^(?=[a-z0-9])", re.MULTILINE)

# uv restricts each line to `tool.uv.environments`. Without that, pip says on other machines what it cannot install.
ENVIRONMENTS = r" and \(\(platform_machine .*?'\)\)"
ENVIRONMENT_MARKER = re.compile(rf" ; python_full_version < '3\.15'(?:{ENVIRONMENTS})(?= \\)|{ENVIRONMENTS}")

HEAD = "# Written by `make lock` from pyproject.toml: change that, and run `make lock`.\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latest", action="store_true", help="print the newest versions, without the pins")
    if parser.parse_args().latest:
        print(resolve_latest())
    else:
        write_locks()


def write_locks() -> None:
    dev = ("build", "lint", "test")
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder, "everything.txt")
        everything.write_text("".join(lock(EXTRAS, (*dev, *ADDED))), "utf-8")
        constraints = ("--constraints", str(everything))
        locked = {"base": lock((), ("build",), *constraints), "dev": lock(EXTRAS, dev, *constraints)}
        for group in ADDED:
            entries = lock(EXTRAS, (*dev, group), *constraints)
            locked[group] = [entry for entry in entries if entry not in locked["dev"]]
    locked["train-cpu"] = [CPU_TORCH, *(e for e in locked["train"] if not GPU_PACKAGE.match(e))]
    for name, entries in locked.items():
        (LOCKS / f"{name}.txt").write_text(HEAD + "".join(entries), "utf-8")
        print(f"locks/{name}.txt: {len(entries)} packages")


def lock(extras: tuple[str, ...], groups: tuple[str, ...], *options: str) -> list[str]:
    """Give the entries, each a version with its hashes, of the project with these extras and groups."""
    universal = ("--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes")
    return ENTRY.split(ENVIRONMENT_MARKER.sub("", resolve(extras, groups, *universal, *options)))[1:]


def resolve_latest() -> str:
    """Give the newest versions of what the tests need, for this Python: a pin `name==version` counts as `name`."""
    with tempfile.TemporaryDirectory() as folder:
        overrides = Path(folder, "overrides.txt")
        overrides.write_text("\n".join(sorted(list_pinned_names())), "utf-8")
        return resolve(EXTRAS, ("build", "lint", "test"), "--overrides", str(overrides))


def list_pinned_names() -> set[str]:
    """Give the packages that pyproject.toml pins to one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = [project["project"]["dependencies"]]
    lists += project["project"]["optional-dependencies"].values()
    lists += project["dependency-groups"].values()
    requirements = (requirement for each in lists for requirement in each if isinstance(requirement, str))
    return {requirement.split("==")[0] for requirement in requirements if "==" in requirement.split(";")[0]}


def resolve(extras: tuple[str, ...], groups: tuple[str, ...], *options: str) -> str:
    """Have uv resolve the project with these extras and groups."""
    wanted = [f"--extra={extra}" for extra in extras] + [f"--group=pyproject.toml:{group}" for group in groups]
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "--quiet",
        "--upgrade",
        "--no-header",
        "--no-annotate",
    ]
    return subprocess.run([*command, *wanted, *options], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
