class Line:
    """A line that is not blank.

    number   its number in the page, counted from 0
    indent   columns of white space before it; quote marks count as white space
    quoted   depth of mail quotation (the number of ``>`` before it)
    mark     the bullet or numeral that makes it a list item, else ""
    body     the rest, without white space around it; it includes a numeral, but not a bullet
    raw      the original line, without white space at its end
    width    columns of the whole line, with tabs before it expanded
    """

    number: int
    indent: int
    quoted: int
    mark: str
    body: str
    raw: str
    width: int

def parse_lines(text: str) -> list[Line]:
    """Parse the lines of `text` that are not blank."""

def is_cjk(char: str) -> bool:
    """Whether `char` belongs to a script without spaces between words (Chinese, Japanese)."""

def is_unspaced(char: str) -> bool:
    """Whether `char` belongs to a script whose lines break without a space (CJK, Thai to Khmer)."""
