"""Lists the small changes that can be made to a module: mutmut's operators and three more, on decision logic only.

They change comparisons and their bounds, `and`, `or` and `not`, arithmetic, numbers by one up and down, `True` and
`False`, `in` and `is`, `break` and `continue`, the branches of conditional expressions, and return values.
They do not change code without decisions: annotations, decorators, imports, raised exceptions, texts.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators


class Mutant(NamedTuple):
    """One change of one module.

    path    the module's file, from the root of the sources
    line    line of the change, from 1
    start   index of the first changed character; `end` is the index after the last
    text    the replacement
    """

    path: str
    line: int
    start: int
    end: int
    text: str

    def apply(self, source: str) -> str:
        """The module's source with the change."""
        return source[: self.start] + self.text + source[self.end :]


def list_mutants(path: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Visitor(path, source, wrapper.module)
    wrapper.visit(visitor)
    return sorted(set(visitor.found))


def list_package_mutants(root: Path, package: str) -> list[Mutant]:
    """Every mutant of a package's modules below `root`."""
    modules = sorted((root / package).rglob("*.py"))
    return [m for module in modules for m in list_mutants(str(module.relative_to(root)), module.read_text("utf-8"))]


def _decrement(node: cst.Integer | cst.Float) -> Iterator[cst.BaseExpression]:
    text = repr(node.evaluated_value - 1)
    yield cst.parse_expression(text if text[0] != "-" else f"({text})")


def _invert_comparison(node: cst.ComparisonTarget) -> Iterator[cst.ComparisonTarget]:
    """The opposite comparison: `a < b` as `a >= b`."""
    inverted = _INVERTED.get(type(node.operator))
    if inverted is not None:
        yield node.with_changes(operator=inverted())


def _drop_value(node: cst.Return) -> Iterator[cst.Return]:
    if node.value is not None and not (isinstance(node.value, cst.Name) and node.value.value == "None"):
        yield node.with_changes(value=cst.Name("None"), whitespace_after_return=cst.SimpleWhitespace(" "))


_INVERTED: dict[type[cst.CSTNode], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.GreaterThanEqual,
    cst.LessThanEqual: cst.GreaterThan,
    cst.GreaterThan: cst.LessThanEqual,
    cst.GreaterThanEqual: cst.LessThan,
}
_OPERATORS: tuple[tuple[type[cst.CSTNode], Callable[[Any], Iterable[cst.CSTNode]]], ...] = (
    (cst.BaseNumber, mutators.operator_number),
    (cst.BaseNumber, _decrement),
    (cst.Name, mutators.operator_name),
    (cst.UnaryOperation, mutators.operator_remove_unary_ops),
    (cst.CSTNode, mutators.operator_keywords),
    (cst.CSTNode, mutators.operator_swap_op),
    (cst.IfExp, mutators.operator_if_exp),
    (cst.ComparisonTarget, _invert_comparison),
    (cst.Return, _drop_value),
)
_DECIDES_NOTHING = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise)
_SAFETY_ARGUMENTS = frozenset({"strict"})
"""Arguments that only reveal a mistake: `zip(..., strict=True)`."""


class _Visitor(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, path: str, source: str, module: cst.Module) -> None:
        super().__init__()
        self._path, self._source, self._module = path, source, module
        lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))
        self.found: list[Mutant] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _DECIDES_NOTHING) or _is_safety_argument(node):
            return False
        for kind, operator in _OPERATORS:
            if isinstance(node, kind):
                for changed in operator(node):
                    self._add(node, changed)
        return True

    def _add(self, node: cst.CSTNode, changed: cst.CSTNode) -> None:
        span = self.get_metadata(PositionProvider, node)
        start = self._starts[span.start.line - 1] + span.start.column
        end = self._starts[span.end.line - 1] + span.end.column
        text = self._module.code_for_node(changed)
        if isinstance(node, cst.ComparisonTarget | cst.BaseCompOp | cst.BaseBooleanOp):
            text = text.strip()
        if text != self._source[start:end]:
            self.found.append(Mutant(self._path, span.start.line, start, end, text))


def _is_safety_argument(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value in _SAFETY_ARGUMENTS
