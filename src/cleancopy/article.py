"""The answer: the article a reader came for."""

from dataclasses import dataclass

from cleancopy.block import Role


@dataclass(frozen=True, slots=True)
class Passage:
    """A kept block of the article's body: a part of the running text or a subheading.

    level    1-6 for a subheading, the nesting depth for a list item, else 0
    indent   columns of white space that stood before it (code and column tables)
    """

    role: Role
    text: str
    level: int = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article."""

    src: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Clean copy and everything that stands beside it.

    body         running text and subheadings in reading order
    confidence   0..1, the expected word F1 of `full_text`
    flags        short codes of what the caller should know; never empty when `text` is

    A value that the page does not give is None or an empty tuple.
    """

    body: tuple[Passage, ...] = ()
    title: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    language: str | None = None
    url: str | None = None
    images: tuple[Image, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    confidence: float = 0.0
    flags: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The running text, one paragraph a line."""
        return "\n".join(_line(p) for p in self.body if p.role is not Role.SUBHEADING)

    @property
    def full_text(self) -> str:
        """The running text with the subheadings in their places."""
        return "\n".join(_line(p) for p in self.body)

    @property
    def headings(self) -> tuple[str, ...]:
        """The subheadings, in order."""
        return tuple(p.text for p in self.body if p.role is Role.SUBHEADING)

    def render(self, output: str) -> str:
        """Render as ``text``, ``markdown`` or ``json``.

        Raises `TypeError` or `ValueError`, naming the allowed values.
        """
        # Imported here because rendering stands above this module.
        from cleancopy.render import render  # noqa: PLC0415

        return render(self, output)


def _line(passage: Passage) -> str:
    return " " * passage.indent + passage.text
