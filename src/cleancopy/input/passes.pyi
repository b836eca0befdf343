from enum import IntEnum, IntFlag

import numpy as np
import numpy.typing as npt

class TagKind(IntEnum):
    """What a tag may do to a tree, see `input.markup`."""

    OTHER_TAG = 0
    MERGED_TAG = 1
    REOPENED_TAG = 2
    OPTION_TAG = 3

class Fault(IntFlag):
    """What a pass finds in characters.

    SURROGATE     half a surrogate pair
    REPLACEMENT   U+FFFD, which stands for what could not be decoded
    NUL           U+0000
    CONTROL       another control character that is no tab, line feed, carriage return or form feed
    GARBLED       two characters that look like two bytes of UTF-8
    """

    SURROGATE = 1
    REPLACEMENT = 2
    NUL = 4
    CONTROL = 8
    GARBLED = 16

def decode_utf8(data: bytes) -> str | None:
    """Decode UTF-8, without carriage returns if each is before a line feed (as on half of all pages).

    None if it is not well-formed.
    """

def find_faults(text: str) -> int:
    """Find which faults (`Fault`) the characters of a text have."""

def normalize_controls(text: str) -> str:
    """Put a line feed for each line end, and a space for each other control character.

    Vertical tab and NEL end lines, too (Unicode, section 5.8). Tabs and form feeds stay.
    """

def count_tags(markup: str, kinds: bytes, names: npt.NDArray[np.uint64]) -> list[int]:
    """Count each ``<`` of markup by the kind (`TagKind`) of tag that begins there.

    kinds   for two ASCII characters, at 128 times the first plus the second, the kind of a tag that can begin so
    names   the whole names of the merged and the reopened tags, each as a number of its letters; a tag with another
            name is of the kind `OTHER_TAG`. A merged tag has attributes
    """

def find_control_reference(markup: str, start: int) -> tuple[int, int] | None:
    """Find the next character reference to a control character from `start`: where it begins and ends.

    References from 128 to 159 mean characters of windows-1252 (HTML standard, section 13.2.5.80), except for five that
    it lacks.
    """
