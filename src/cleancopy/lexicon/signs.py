"""Signs of punctuation."""

SENTENCE_ENDS = ".!?…。！？।؟۔։።｡"
"""Marks that end a sentence in some script."""
CLOSING_QUOTES = '"”’»'
"""Quotation marks that may follow the mark at the end of a sentence."""
