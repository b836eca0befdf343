from collections.abc import Container

from cleancopy.block import Segmentation
from cleancopy.dom import Tree
from cleancopy.limits import Limits
from cleancopy.segment.hidden import HiddenParts
from cleancopy.tree_walk import TreeHandler

class Segmenter(TreeHandler):
    hidden_parts: HiddenParts
    def __init__(self, limits: Limits) -> None: ...
    def run(self, tree: Tree, reveal: Container[int] = ...) -> Segmentation: ...
