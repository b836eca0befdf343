"""Superscripts and subscripts: text that style sets small, which plain text must show in another way."""

from cleancopy.block import MarkKind
from cleancopy.lexicon import lower_text, raise_text
from cleancopy.segment.run import Run

MAX_RAISED_CHARS = 20
"""Characters of the longest exponent or index; what is longer is only set small."""
_ORDINAL_ENDINGS = frozenset(
    "e o a r st nd rd th er re nde me eme ème ère ers res es ros ras os as to ta mo ma no na do da ro ra vo va º ª "
    "lle mme mlle gr dr sr sra tm sm".split()
)
"""Endings of ordinal numbers, titles and names, which are set small and belong to the word: "1st", "Mlle"."""
_NOTE_SIGNS = frozenset("0123456789*†‡§¶")


def close_raised(run: Run, tag: str, *, in_link: bool) -> None:
    """Write the text of the innermost `sup` or `sub` of a run in small characters.

    Without that "10" and its exponent are one number. Endings of words stay as they are, and so do links, but for
    the numbers and signs of notes.

    in_link   whether a link is open around it
    """
    start = run.raised.pop()
    text = "".join(run.chunks[start:]).strip()
    if not text or len(text) > MAX_RAISED_CHARS:
        return
    write = raise_text if tag == "sup" else lower_text
    if any(kind is MarkKind.LINK for kind, _, end, _ in run.marks if end > start) or in_link:
        if _NOTE_SIGNS.issuperset(text) and tag == "sup":
            run.chunks[start:] = [write(c) if c.isdigit() else c for c in run.chunks[start:]]
        return
    before = "".join(run.chunks[:start])[-1:]
    if _belongs_to_word(text, before):
        return
    run.chunks[start:] = [write(text), *[""] * (len(run.chunks) - start - 1)]
    run.marks = [mark for mark in run.marks if mark[1] < start]
    run.marks.append((MarkKind.SUPERSCRIPT if tag == "sup" else MarkKind.SUBSCRIPT, start, len(run.chunks), text))


def _belongs_to_word(text: str, before: str) -> bool:
    """Whether a raised text is the end of a word, or is set small for other reasons."""
    if not text.isalpha():
        return text.startswith(("[", "(")) or " " in text
    if len(text) == 1 and before.isdigit():
        return text.lower() in _ORDINAL_ENDINGS
    return not before.isalnum() or (len(text) > 1 and text.lower() in _ORDINAL_ENDINGS)
