"""Decides which pages are written."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from cleancopy.corpus.settings import PageFilter
from cleancopy.errors import CorpusError

Row = Mapping[str, Any]

_OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {"len": len, "lower": lambda text: (text or "").lower()}


def find_drop_reason(row: Row, page_filter: PageFilter, expression: ast.expr | None) -> str | None:
    """Find why a row is dropped: the name of the first condition that fails; None if the row is kept."""
    if row["confidence"] < page_filter.min_confidence:
        return "keep:confidence"
    if row["words"] < page_filter.min_words:
        return "keep:words"
    if page_filter.languages and row["language"] not in page_filter.languages:
        return "keep:language"
    if expression is not None and not _is_true(expression, row):
        return "keep:expression"
    return None


def parse_expression(source: str | None, columns: list[str]) -> ast.expr | None:
    """Parse a condition on a row's columns, in Python's syntax: names, literals, comparisons, and, or, not, len, lower.

    Raises `CorpusError`, which names what is not allowed.
    """
    if source is None:
        return None
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise CorpusError(f"--keep {source!r} is not a valid expression: {error}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in {*columns, *_FUNCTIONS}:
            raise CorpusError(f"--keep: there is no column {node.id!r}: the columns are {', '.join(columns)}")
        if not isinstance(node, _ALLOWED_NODES) or (isinstance(node, ast.Call) and not _is_allowed_call(node)):
            allowed = "columns, literals, comparisons, and, or, not, len and lower"
            raise CorpusError(f"--keep {source!r}: only {allowed} are allowed")
    return tree


_ALLOWED_NODES = (
    ast.Name, ast.Load, ast.Constant, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub,
    ast.Tuple, ast.List, ast.Set, ast.Call, ast.cmpop,
)  # fmt: skip


def _is_allowed_call(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in _FUNCTIONS and not call.keywords and len(call.args) == 1


def _is_true(tree: ast.expr, row: Row) -> bool:
    try:
        return bool(_evaluate(tree, row))
    except TypeError:  # a column without a value compares with nothing
        return False


def _evaluate(node: ast.expr, row: Row) -> Any:  # noqa: PLR0911 - one line per kind of node
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return row[name]
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_evaluate(value, row) for value in values)
        case ast.BoolOp(values=values):
            return any(_evaluate(value, row) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _evaluate(operand, row)
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, row)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _FUNCTIONS[name](_evaluate(argument, row))
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            values = [_evaluate(left, row), *(_evaluate(c, row) for c in comparators)]
            return all(_OPERATORS[type(op)](a, b) for op, a, b in zip(ops, values, values[1:], strict=False))
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return [_evaluate(part, row) for part in parts]
    raise TypeError(f"no value: {ast.dump(node)}")  # `parse_expression` has refused all other nodes
