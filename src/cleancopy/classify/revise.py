"""What a block's neighbours say of it after the network has spoken. Few rules, each with its reason.

The network's chances are soft where a page speaks plainly: a credit in brackets ends a caption, whatever its words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.artifact import Model
from cleancopy.credit import ends_in_credit, is_credit

Array = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]


def revise(blocks: Sequence[Block], scores: Array, chances: Array, kept: Kept, model: Model) -> dict[int, Role]:
    """Blocks of a page that are not running text after all, by their place, with their roles."""
    revised = captions_by_credit(blocks)
    revised |= boxed_with_next(blocks, scores, chances, kept, model)
    revised |= insets(blocks, chances, kept, model)
    standing = kept.copy()
    standing[list(revised)] = False
    dek = find_dek(blocks, chances, standing, model, revised)
    return revised if dek is None else revised | {dek: Role.DEK}


def the_one(role: Role, chances: Array, model: Model, but: Mapping[int, Role] | None = None) -> int | None:
    """The block that likeliest has a role which at most one block of a page has; None where none is likely enough.

    but   places of blocks that are known to be something else
    """
    column = chances[:, model.roles.index(role)].copy()
    column[list(but or ())] = 0
    best = int(column.argmax())
    return best if column[best] >= model.floors[role] else None


CAPTION_WORDS = 5
CAPTION_REACH = 2
_OPENING, _CLOSING = ("(", "["), (")", "]")


def captions_by_credit(blocks: Sequence[Block]) -> dict[int, Role]:
    """A sentence with a credit in brackets at its end or right below is a caption, and so is its copy beside it.

    Pages show a picture's text twice: as alternative text and below the picture. Flattened, the credit may stand
    on lines of its own: "A crowd gathers (", "Image:", "Getty Images)".
    """
    found: dict[int, Role] = {}
    for i in _beside_brackets([block.text for block in blocks]):
        block = blocks[i]
        if block.layout is Layout.CODE or not _credited(blocks, i) or len(block.text.split()) < CAPTION_WORDS:
            continue
        for j in range(max(0, i - CAPTION_REACH), min(len(blocks), i + CAPTION_REACH + 1)):
            if _same_start(block.text, blocks[j].text):
                found[j] = Role.CAPTION
    return found


def _beside_brackets(texts: Sequence[str]) -> list[int]:
    """The places of texts that end in a bracket or stand above one that begins with one: others have no credit."""
    ends = {i for i, text in enumerate(texts) if text.endswith(_OPENING + _CLOSING)}
    return sorted(ends | {i for i, text in enumerate(texts[1:]) if text.startswith(_OPENING)})


def _credited(blocks: Sequence[Block], place: int) -> bool:
    text = blocks[place].text
    if text.endswith(_OPENING):
        below = (b.text for b in blocks[place + 1 : place + 1 + CAPTION_REACH])
        return ends_in_credit(" ".join([text, *below]), CAPTION_WORDS)
    if text.endswith(_CLOSING) and ends_in_credit(text, CAPTION_WORDS):
        return True
    below_it = blocks[place + 1].text if place + 1 < len(blocks) else ""
    return below_it.startswith(_OPENING) and is_credit(below_it)


def _same_start(a: str, b: str) -> bool:
    a, b = sorted((" ".join(a.split()), " ".join(b.split())), key=len)
    return len(a.split()) >= CAPTION_WORDS and b.startswith(a[: len(a) * 9 // 10])


DOUBT = 0.6
BOXED_WORDS = 8
BOXES = (Role.PROMOTION, Role.ADVERTISEMENT, Role.FORM)


def boxed_with_next(
    blocks: Sequence[Block], scores: Array, chances: Array, kept: Kept, model: Model
) -> dict[int, Role]:
    """A doubtful short line right above a pitch is the pitch's own heading: "Stay updated!" over "Subscribe"."""
    boxes = [model.roles.index(r) for r in BOXES]
    found: dict[int, Role] = {}
    for i in np.flatnonzero(kept[:-1] & ~kept[1:] & (scores[:-1] < DOUBT)).tolist():
        best = int(chances[i + 1].argmax())
        if best in boxes and len(blocks[i].text.split()) <= BOXED_WORDS:
            found[i] = model.roles[best]
    return found


def insets(blocks: Sequence[Block], chances: Array, kept: Kept, model: Model) -> dict[int, Role]:
    """A would-be subheading that stands twice, each time right below running text, is an inset: "Advertisement".

    One that a table of contents repeats does not: there it stands below other such lines.
    """
    below = np.append(False, kept[:-1])
    heading, paragraph = (chances[:, model.roles.index(r)] for r in (Role.SUBHEADING, Role.PARAGRAPH))
    likely = np.flatnonzero(below & kept & (heading > paragraph)).tolist()
    if not likely:
        return {}
    seen = Counter(blocks[i].text for i in np.flatnonzero(below).tolist())
    return {
        i: Role.OTHER for i in likely
        if seen[blocks[i].text] > 1 and len(blocks[i].text.split()) <= BOXED_WORDS
    }  # fmt: skip


RUN_ON_CHANCE = 0.2
RUN_ON_CHARS = 20
_SENTENCE_ENDS = tuple('.!?…。！？"”’»)')
_ASIDE = frozenset({Role.CAPTION, Role.CREDIT, Role.DEK, Role.HEADLINE, Role.BYLINE})


def runs_on(blocks: Sequence[Block], scores: Array, roles: Sequence[Role], kept: Kept) -> list[int]:
    """The places of sentences right below running text that may well be more of it: last paragraphs, above all.

    At its ends a text has neighbours on one side only, and the network doubts. In flattened text this finds 1 to 4
    of 100 last paragraphs that were lost, and word F1 stays what it is (LOG.md).
    """
    found: list[int] = []
    for i in np.flatnonzero(~kept[1:] & (scores[1:] >= RUN_ON_CHANCE)).tolist():
        place, text = i + 1, blocks[i + 1].text
        below_text = kept[i] or (found and found[-1] == i)
        if below_text and roles[place] not in _ASIDE and len(text) >= RUN_ON_CHARS and text.endswith(_SENTENCE_ENDS):
            found.append(place)
    return found


DEK_WORDS = range(5, 46)
LEAST_TEXT = 3
DEK_CHANCE = 0.02
"""Behind a lead picture a small chance is enough; elsewhere the artefact's floor holds."""


def find_dek(
    blocks: Sequence[Block], chances: Array, kept: Kept, model: Model, known: Mapping[int, Role]
) -> int | None:
    """The block that is likeliest the dek, else the one sentence between lead picture and text."""
    dek = the_one(Role.DEK, chances, model, known)
    headline = the_one(Role.HEADLINE, chances, model, known)
    if dek is not None or headline is None:
        return dek
    after = np.flatnonzero(kept[headline + 1 :])[:LEAST_TEXT] + headline + 1
    if len(after) < LEAST_TEXT:
        return None
    first = int(after[0])
    if Role.CAPTION not in {known.get(i) for i in range(headline, first)}:
        return None
    is_dek = chances[first, model.roles.index(Role.DEK)] >= DEK_CHANCE
    return first if is_dek and len(blocks[first].text.split()) in DEK_WORDS else None


NAME_WORDS = range(2, 8)
NAME_WEIGHT = 4
MOST_NAMES = 200
"""So many blocks are looked for in all others: time must stay linear. The labelled pages have up to thirty."""


def find_site(texts: Sequence[str], chances: Array, model: Model) -> int | None:
    """The block that is likeliest the site's name. One that stands again inside another line counts fourfold.

    "Subscribe to the Harbour Post" and "© Harbour Post" tell the name from the menu words around it.
    """
    column = chances[:, model.roles.index(Role.SITE)].copy()
    floor = model.floors[Role.SITE]
    # The likeliest first: the first of them that counts fourfold is before all others that do.
    likely = np.flatnonzero(column >= max(floor, float(column.max())) / NAME_WEIGHT).tolist()
    likely.sort(key=lambda i: -column[i])
    everything = "\0".join(texts) if likely else ""  # no text has this sign in it
    for i in likely[:MOST_NAMES]:
        name = texts[i]
        if len(name.split()) in NAME_WORDS and everything.count(name) > texts.count(name):
            column[i] *= NAME_WEIGHT
            break
    best = int(column.argmax())
    return best if column[best] >= floor else None
