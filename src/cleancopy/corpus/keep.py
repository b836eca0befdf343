"""Which pages are written."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from cleancopy.corpus.settings import Keep
from cleancopy.errors import CorpusError

Row = Mapping[str, Any]

_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_CALLED: dict[str, Callable[..., Any]] = {"len": len, "lower": lambda text: (text or "").lower()}


def reason_against(row: Row, keep: Keep, expression: ast.expr | None) -> str | None:
    """Why a row is not written, None if it is: the name of the first condition that does not hold."""
    if row["confidence"] < keep.min_confidence:
        return "keep:confidence"
    if row["words"] < keep.min_words:
        return "keep:words"
    if keep.languages and row["language"] not in keep.languages:
        return "keep:language"
    if expression is not None and not _holds(expression, row):
        return "keep:expression"
    return None


def parse_expression(source: str | None, columns: list[str]) -> ast.expr | None:
    """A condition on a row's columns, in Python's syntax: names, literals, comparisons, and, or, not, len, lower.

    Raises `CorpusError`, naming what is not allowed.
    """
    if source is None:
        return None
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise CorpusError(f"--keep {source!r} is no expression: {error}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in {*columns, *_CALLED}:
            raise CorpusError(f"--keep names no column {node.id!r}: there are {', '.join(columns)}")
        if not isinstance(node, _ALLOWED) or (isinstance(node, ast.Call) and not _is_known(node)):
            raise CorpusError(f"--keep {source!r}: only columns, literals, comparisons, and, or, not, len and lower")
    return tree


_ALLOWED = (
    ast.Name, ast.Load, ast.Constant, ast.Compare, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub,
    ast.Tuple, ast.List, ast.Set, ast.Call, ast.cmpop,
)  # fmt: skip


def _is_known(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in _CALLED and not call.keywords and len(call.args) == 1


def _holds(tree: ast.expr, row: Row) -> bool:
    try:
        return bool(_value(tree, row))
    except TypeError:  # a column without a value is neither more nor less than anything
        return False


def _value(node: ast.expr, row: Row) -> Any:  # noqa: PLR0911 - a case a line
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return row[name]
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, row) for value in values)
        case ast.BoolOp(values=values):
            return any(_value(value, row) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, row)
        case ast.UnaryOp(operand=operand):
            return -_value(operand, row)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _CALLED[name](_value(argument, row))
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            values = [_value(left, row), *(_value(c, row) for c in comparators)]
            return all(_COMPARED[type(op)](a, b) for op, a, b in zip(ops, values, values[1:], strict=False))
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return [_value(part, row) for part in parts]
    raise TypeError(f"no value: {ast.dump(node)}")  # `parse_expression` lets nothing else pass
