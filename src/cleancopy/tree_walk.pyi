from collections.abc import Container, Set

from turbohtml import Document, Node

from cleancopy.formulas import Formula

SPECIAL_SELECTOR: str
ALL_HIDDEN: Container[int]

class TreeHandler:
    def add_text(self, text: str) -> None: ...
    def start_element(self, tag: str, class_and_id: str, html_id: str, attributes: tuple[str, ...]) -> None: ...
    def end_element(self, tag: str) -> None: ...
    def add_image(self, alt: str, src: str) -> None: ...
    def add_formula(self, formula: Formula) -> None: ...
    def skip_hidden(self, prose: int, streamed: bool) -> None: ...

def walk_tree(
    document: Document,
    special_elements: Set[Node],
    handler: TreeHandler,
    reveal: Container[int] = ...,
    *,
    has_shadow: bool = ...,
) -> int: ...
