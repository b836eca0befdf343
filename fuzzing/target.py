"""The part of the coverage-guided fuzzer that runs in a process of its own: ``python -m fuzzing.target NAME OPTIONS``.

atheris never gives control back, so `fuzzing.coverage` starts this, once for each target.
"""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

import atheris

with atheris.instrument_imports(include=["cleancopy"]):
    import cleancopy
    from cleancopy.decode import decode
    from cleancopy.dom import Tree
    from cleancopy.segment.html import segment_html
    from cleancopy.segment.text import segment_text


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _extract_text(data: bytes) -> None:
    article = cleancopy.extract(_text(data), kind="text")
    if not (article.text or article.flags):
        raise AssertionError("neither text nor a flag")


TARGETS: Mapping[str, Callable[[bytes], object]] = MappingProxyType(
    {
        "decode": decode,
        "segment-html": lambda data: segment_html(Tree(_text(data))),
        "segment-text": lambda data: segment_text(_text(data)),
        "extract-text": _extract_text,
    }
)


def main() -> None:
    """Fuzz the target that the first argument names; the others are libFuzzer's."""
    name, *options = sys.argv[1:]
    target = TARGETS[name]

    def run(data: bytes) -> None:
        target(data)

    atheris.Setup([sys.argv[0], *options], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
