"""Enumerations whose members are shown as the strings that they are."""

from enum import StrEnum


class StringEnum(StrEnum):
    """An enumeration of strings for callers, who see ``'short'`` instead of ``<Flag.SHORT: 'short'>``."""

    def __repr__(self) -> str:
        """Look like the string that it is."""
        return repr(self.value)
