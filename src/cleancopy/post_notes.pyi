"""What short lines say of a post: when it was written and by whom."""

from collections.abc import Iterable, Sequence

from cleancopy.block import Block, Segmentation

NOTE_CHARS: int
"""Characters of the longest line that dates or signs a post."""
USER_CHARS: int
"""Characters of the longest line that the class of a user makes a note, and of the longest label of one."""
USER_WORDS: frozenset[str]
"""Words of classes that name the user who wrote a post."""
DATE: str
USER: str
"""What a note says, as a letter."""

def is_user_link(address: str) -> bool:
    """Whether an address is that of a user."""

def is_of_user(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line says since when a user is a member, or the one above is a label that does."""

def find_notes(page: Segmentation, indices: Iterable[int]) -> dict[int, str]:
    """Find the short lines that say something of a post, by index: its date, its user, or both as letters."""
