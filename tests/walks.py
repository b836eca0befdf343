"""What a walk over a page tells, written down."""

from collections.abc import Container

from cleancopy.dom import Tree
from cleancopy.tree_walk import TreeHandler


class Recorder(TreeHandler):
    """Writes down what a walk tells: all of it, and the texts."""

    def __init__(self) -> None:
        self.all: list[tuple[object, ...]] = []
        self.texts: list[str] = []

    def add_text(self, text: str) -> None:
        self.texts.append(text)
        self.all.append(("text", text))

    def start_element(self, tag: str, class_and_id: str, html_id: str, attributes: tuple[str, ...]) -> None:
        self.all.append(("begin", tag, class_and_id, html_id, attributes))

    def end_element(self, tag: str) -> None:
        self.all.append(("end", tag))

    def add_image(self, alt: str, src: str) -> None:
        self.all.append(("image", alt, src))

    def skip_hidden(self, prose: int, streamed: bool) -> None:
        self.all.append(("hidden", prose, streamed))


def walked(page: str, reveal: Container[int] = ()) -> Recorder:
    recorder = Recorder()
    Tree(page).walk(recorder, reveal)
    return recorder
