"""Compiles the core: every `.pyx`, and every `.py` with a `.pxd` beside it, below `src/`. pyproject.toml has the rest.

`CLEANCOPY_BUILD` names the way:

    release     what is shipped (the default)
    profiled    the same, with the lines of the sources for profilers
    checked     for tests: an index out of bounds and a division by zero are errors of Python, an overflow ends it
    sanitized   for fuzzing, by clang: AddressSanitizer, UndefinedBehaviorSanitizer, and counters for libFuzzer

Each way has a folder in `build/`, where only what changed is compiled again.
"""

import os
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from Cython.Build import cythonize
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import PlatformError

SOURCES = Path("src")
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


class Way(NamedTuple):
    """How to compile.

    options      options of the C compiler, where it is not Microsoft's
    directives   Cython's, for the sources in its own language
    has_lines    whether the lines of C bear the numbers of the source
    """

    options: tuple[str, ...]
    directives: dict[str, bool]
    has_lines: bool = False


# An index out of bounds of a list, a string or an array is an error in a release, too. Pointers are not checked.
FAST = {"boundscheck": True, "cdivision": True, "initializedcheck": False, "wraparound": False}
CHECKED = {"boundscheck": True, "cdivision": False, "initializedcheck": True, "wraparound": False}
# A signed overflow ends the process. Cython's own check would refuse hashes, too, whose products of unsigned overflow.
OVERFLOW = ("-fsanitize=signed-integer-overflow", "-fsanitize-undefined-trap-on-error", "-fno-wrapv")
# The runtime of the sanitizers is preloaded (`fuzzing/sanitized.py`), so nothing is linked. Python's own options make
# overflow defined; here it is a fault. Offsets of pointers are not: Cython adds 0 to none where there are no arguments.
SANITIZERS = (
    "-fsanitize=address,undefined,fuzzer-no-link",
    "-fno-sanitize-coverage=stack-depth",
    "-fno-sanitize-recover=undefined",
    "-fno-omit-frame-pointer",
    "-fno-wrapv",
    "-fno-sanitize=pointer-overflow",
)
WAYS = {
    "release": Way(("-O3", "-g0"), FAST),
    "profiled": Way(("-O3", "-g"), FAST, has_lines=True),
    "checked": Way(("-O1", "-g", "-UNDEBUG", *OVERFLOW), CHECKED),
    "sanitized": Way(("-O1", "-g", "-UNDEBUG", *SANITIZERS), FAST),
}
# A product and a sum are never one operation that rounds once: floats are the same on all processors.
ROUNDING = "-ffp-contract=off"
NEEDED = """cleancopy is compiled, and here {missing}. It needs a C compiler and Python's headers:
  Debian, Ubuntu: apt install gcc python3-dev
  Fedora: dnf install gcc python3-devel
  macOS: xcode-select --install
  Windows: the Build Tools of Visual Studio, with C++
A wheel needs neither: pip install --only-binary cleancopy cleancopy"""


class CompileModules(build_ext):
    """Compiles what changed, to the folder of the way."""

    def initialize_options(self) -> None:
        """Choose the way."""
        super().initialize_options()
        self.way_name = os.environ.get("CLEANCOPY_BUILD", "release")
        self.way = WAYS[self.way_name]
        self.folder = Path("build", self.way_name)
        if self.way_name == "sanitized":
            os.environ["CC"] = "clang"  # libFuzzer reads what only clang counts

    def finalize_options(self) -> None:
        """Choose folders that stay where modules go beside their sources, and compile on all cores."""
        self.build_temp = str(self.folder / f"temp-{sys.implementation.cache_tag}")
        if self.inplace or self.editable_mode:
            self.build_lib = str(self.folder / f"lib-{sys.implementation.cache_tag}")
        self.parallel = os.cpu_count()
        super().finalize_options()

    def run(self) -> None:
        """Compile, and take away modules whose sources are gone."""
        super().run()
        for folder in {Path(self.build_lib), SOURCES if self.inplace else Path(self.build_lib)}:
            kept = {folder / self.get_ext_filename(extension.name) for extension in self.extensions}
            for path in set(folder.rglob(f"*{SUFFIX}")) - kept:
                path.unlink()

    def build_extensions(self) -> None:
        """Translate what changed to C, and compile it."""
        if missing := self._find_missing():
            raise PlatformError(NEEDED.format(missing=missing))
        own = [extension for extension in self.extensions if extension.sources[0].endswith(".pyx")]
        pure = [extension for extension in self.extensions if extension not in own]
        directives = {name: value for name, value in self.way.directives.items() if value}  # they only add errors
        # Plain Python divides as Python does, and its C types are those of the `.pxd` alone.
        directives |= {"annotation_typing": False, "cdivision": False}
        self._translate(own, self.way.directives)
        self._translate(pure, directives)
        super().build_extensions()

    def _translate(self, extensions: list[Extension], directives: dict[str, bool]) -> None:
        translated = cythonize(
            extensions,
            build_dir=str(self.folder / "c"),
            compiler_directives={"language_level": 3, **directives},
            emit_linenums=self.way.has_lines,
            force=self.force,
            nthreads=os.cpu_count() or 1,
        )
        sources = {extension.name: extension.sources for extension in translated}
        is_microsoft = self.compiler.compiler_type == "msvc"
        for extension in extensions:
            extension.sources = sources[extension.name]
            extension.extra_compile_args = ["/O2"] if is_microsoft else [*self.way.options, ROUNDING]

    def _find_missing(self) -> str:
        """Say what a compilation lacks; empty if nothing. Microsoft's compiler is looked for by setuptools."""
        if self.compiler.compiler_type == "msvc":
            return ""
        compiler, headers = self.compiler.compiler_so[0], Path(sysconfig.get_path("include"))
        if not shutil.which(compiler):
            return f"there is no compiler ({compiler})"
        return "" if (headers / "Python.h").exists() else f"Python's headers are missing ({headers}/Python.h)"


def list_extensions() -> list[Extension]:
    """List the compiled modules."""
    with_types = {path.with_suffix(".py") for path in SOURCES.rglob("*.pxd") if path.with_suffix(".py").exists()}
    own = set(SOURCES.rglob("*.pyx"))
    sources = own | {path for path in with_types if path.with_suffix(".pyx") not in own}
    return [make_extension(path) for path in sorted(sources)]


def make_extension(path: Path) -> Extension:
    """Make the module of a source. It can include headers that lie beside it."""
    headers = [str(header) for header in path.parent.glob("*.h")]
    name = ".".join(path.with_suffix("").parts[1:])
    return Extension(name, [str(path)], include_dirs=[str(path.parent)], depends=headers)


if __name__ == "__main__":
    setup(ext_modules=list_extensions(), cmdclass={"build_ext": CompileModules})
