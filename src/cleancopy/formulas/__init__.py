"""Formulas of a page as TeX: those that programs like KaTeX have rendered, and those that stand in its text."""

from cleancopy.formulas.delimiters import Formula, split_at_formulas, write_formula
from cleancopy.formulas.rendered import FORMULA_SELECTOR, find_formulas

__all__ = [
    "FORMULA_SELECTOR",
    "Formula",
    "find_formulas",
    "split_at_formulas",
    "write_formula",
]
