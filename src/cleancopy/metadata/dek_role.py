"""The roles of the dek's block, and of blocks that the model took for the dek, once the dek is known."""

from collections.abc import Sequence

from cleancopy.block import Block, Layout, Role
from cleancopy.classify import BlockPredictions, get_text_role, make_running
from cleancopy.metadata.candidate import make_key
from cleancopy.metadata.page_view import PageView

_DEK, _SUBHEADING = Role.DEK, Role.SUBHEADING


def assign_dek_role(view: PageView, dek: str | None) -> BlockPredictions:
    """Settle which block is the dek, and make text of what only looked like one.

    A dek that stands apart from the text keeps its position with its own role: `Article.full_text` includes it, as
    many references do, and `Article.text` leaves it out. A paragraph of the text that the page also states as its dek
    stays a paragraph. A block between headline and end of the text that the model took for the dek is text.
    """
    key = make_key("dek", dek or "")
    predictions = view.predictions
    if predictions.wall is not None:
        return predictions
    roles, kept = [*predictions.roles], predictions.kept.copy()
    in_text = range(max(0, view.top_index), view.last_index + 1)
    for i in in_text:
        if roles[i] is _DEK and make_key("dek", view.texts[i]) != key:
            roles[i], kept[i] = _role_in_text(view.blocks[i]), True
    others = [i for i, role in enumerate(roles) if role is _SUBHEADING or (not kept[i] and i in in_text)] if key else []
    for i in _find_copies(view.blocks, others, dek or ""):
        roles[i], kept[i] = _DEK, True
    return predictions._replace(roles=make_running(roles, kept), kept=kept)


def _role_in_text(block: Block) -> Role:
    return _SUBHEADING if block.layout is Layout.HEADING else get_text_role(block)


def _find_copies(blocks: Sequence[Block], indices: Sequence[int], dek: str) -> list[int]:
    """Those of some blocks that have the words of the dek. Their length is compared first, because that is quick."""
    key, lengths = make_key("dek", dek), range(len(dek) // 2, 2 * len(dek) + 1)
    alike = [i for i in indices if len(blocks[i].text) in lengths and blocks[i].layout is not Layout.ALT]
    return [i for i in alike if make_key("dek", blocks[i].text) == key]
