"""What a walk over a page tells, written down."""

from collections.abc import Container

from cleancopy.dom import Reader, Tree


class Recorder(Reader):
    """Writes down what a walk tells: all of it, and the texts."""

    def __init__(self) -> None:
        self.all: list[tuple[object, ...]] = []
        self.texts: list[str] = []

    def text(self, text: str) -> None:
        self.texts.append(text)
        self.all.append(("text", text))

    def begin(self, tag: str, naming: str, anchor: str, detail: tuple[str, ...]) -> None:
        self.all.append(("begin", tag, naming, anchor, detail))

    def end(self, tag: str) -> None:
        self.all.append(("end", tag))

    def image(self, alt: str, src: str) -> None:
        self.all.append(("image", alt, src))

    def hidden(self, prose: int, streamed: bool) -> None:
        self.all.append(("hidden", prose, streamed))


def walked(page: str, reveal: Container[int] = ()) -> Recorder:
    recorder = Recorder()
    Tree(page).walk(recorder, reveal)
    return recorder
