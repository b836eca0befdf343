"""What lines are made of: tests of characters that stages ask for hundreds of times a page."""

def has_digit(text: str) -> bool:
    """Whether a text has a digit of any script, or a raised one."""

def find_digits(texts: list[str], most: int) -> list[int]:
    """The indices of texts of at most so many characters that have a digit."""

def find_beginning(texts: list[str], signs: str, *, or_digit: bool = False) -> list[int]:
    """The indices of texts whose first character is one of some signs, or else a decimal digit."""

def find_ending(texts: list[str], signs: str) -> list[int]:
    """The indices of texts whose last character is one of some signs."""

def count_wide(text: str) -> int:
    """Count the characters of Chinese, Japanese and Korean (`lexicon.CJK`), which say as much as several letters."""

def fold_words(text: str) -> str:
    """Return the words of a text without case and signs: texts with the same words say the same."""

def count_words(text: str) -> int:
    r"""Count the words of a text, as the pattern ``\w+`` finds them."""
