"""Prints the environment for fuzzing with sanitizers: ``python -m fuzzing.sanitized FOLDER``.

The folder has the package, as `make sanitized` compiles it. AddressSanitizer, UndefinedBehaviorSanitizer and libFuzzer
are one library, which atheris brings and which must be loaded before all others.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

RUNTIME = "asan_with_fuzzer.so"


def is_sanitized() -> bool:
    """Whether this process runs with the sanitizers."""
    return RUNTIME in os.environ.get("LD_PRELOAD", "")


def list_settings(folder: Path) -> dict[str, str]:
    """Give the settings; none where atheris is not installed. Python has to ask the sanitizer for all memory."""
    found = find_spec("atheris")
    if found is None or found.origin is None:
        return {}
    return {
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "LD_PRELOAD": str(Path(found.origin).parents[1] / RUNTIME),
        "PYTHONMALLOC": "malloc",
        "PYTHONPATH": str(folder),
    }


def main() -> None:
    settings = list_settings(Path(sys.argv[1]))
    if not settings:
        print("without sanitizers: atheris is not installed, which brings them", file=sys.stderr)
    print(*(f"{name}={value}" for name, value in settings.items()))


if __name__ == "__main__":
    main()
