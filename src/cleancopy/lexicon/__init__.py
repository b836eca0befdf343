"""Lists of words, signs and tags that several stages share."""

from cleancopy.lexicon.credits import LABEL_MARKS, ends_with_credit, is_credit, split_credit

__all__ = ["LABEL_MARKS", "ends_with_credit", "is_credit", "split_credit"]
