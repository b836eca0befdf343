"""Runs one target of the coverage-guided fuzzer: ``python -m fuzzing.target NAME OPTIONS``.

atheris never returns, so `fuzzing.coverage` starts a process for each target.
"""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import atheris

with atheris.instrument_imports(include=["cleancopy"]):
    import cleancopy
    from cleancopy.dom import Tree
    from cleancopy.input import decode
    from cleancopy.segment import segment_html, segment_text


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _extract_text(data: bytes) -> None:
    article = cleancopy.extract(_decode(data), kind="text")
    if not (article.text or article.flags):
        raise AssertionError("neither text nor a flag")


TARGETS: Mapping[str, Callable[[bytes], object]] = MappingProxyType(
    {
        "decode": decode,
        "segment-html": lambda data: segment_html(Tree(_decode(data))),
        "segment-text": lambda data: segment_text(_decode(data)),
        "extract-text": _extract_text,
    }
)


def main() -> None:
    """Fuzz the target that the first argument names; the other arguments are for libFuzzer."""
    name, *options = sys.argv[1:]
    target = TARGETS[name]

    def run(data: bytes) -> None:
        target(data)

    atheris.Setup([sys.argv[0], *options], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
