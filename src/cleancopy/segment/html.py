"""Cuts the tree of an HTML page into blocks: every visible text exactly once, in reading order.

Takes a `Tree`, returns a `Segmentation`. Uses the display types of the HTML standard (section 15.3 "Rendering: flow
content"). What a block is for is decided later.
"""

from itertools import accumulate

from cleancopy.block import Segmentation
from cleancopy.dom import Tree
from cleancopy.input import is_parse_bomb, strip_controls
from cleancopy.limits import LIMITS, Limits
from cleancopy.segment.data import SCRIPT_TEXT_CHARS, find_script_markup
from cleancopy.segment.segmenter import Segmenter


def segment_html(tree: Tree, limits: Limits = LIMITS) -> Segmentation:
    """Cut a page's tree into blocks. Time grows linearly with the tree.

    A page of frames has its text in `noframes`. Hidden parts that a script would show are read too (see
    `cleancopy.segment.hidden`). If even then the page shows almost nothing, the text that a script holds as data is
    read instead.
    """
    page = _segment_with_hidden(tree, limits)
    if not page.blocks and (noframes := tree.find_noframes()) and not is_parse_bomb(noframes):
        return _segment_with_hidden(Tree(strip_controls(noframes)), limits)
    if any(chars >= SCRIPT_TEXT_CHARS for chars in accumulate(len(block.text) for block in page.blocks)):
        return page
    markup = find_script_markup(tree.find_scripts())
    if markup is None or is_parse_bomb(markup):
        return page
    return Segmenter(limits).run(Tree(strip_controls(markup)))._replace(used_script_data=True)


def _segment_with_hidden(tree: Tree, limits: Limits) -> Segmentation:
    segmenter = Segmenter(limits)
    visible = segmenter.run(tree)
    reveal = segmenter.hidden_parts.choose(visible.blocks)
    if reveal is None:
        return visible
    revealed = Segmenter(limits).run(tree, reveal)
    return revealed._replace(used_hidden_text=len(revealed.blocks) > len(visible.blocks))
