"""What the inspector is made of keeps the policy under which it is served."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "src" / "cleancopy" / "service" / "inspector"
SCRIPTS, STYLES = sorted(FOLDER.glob("*.js")), sorted(FOLDER.glob("*.css"))
MARKUP_OF_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment|srcdoc"
    r"|\beval\b|new Function|setTimeout\([\"'`]|\.cssText|setAttribute\([\"']style|import\(\s*[^\"')]"
)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed((FOLDER / "index.html").read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_markup_has_no_script_style_or_handler_of_its_own_and_names_no_other_host() -> None:
    for tag, attributes in Elements().found:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "script":
            assert (attributes["src"] or "").startswith("inspector/")
        for name in ("src", "href"):
            assert "//" not in (attributes.get(name) or "")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_or_code_of_text(path: Path) -> None:
    assert MARKUP_OF_TEXT.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "//" not in re.sub(r"(?m)^\s*//.*$|\s// .*$", "", text).replace("https://…", "")
    assert "@import" not in text
    assert len(text.splitlines()) < 400


def test_every_file_that_is_named_is_there() -> None:
    named = {
        name for tag, a in Elements().found for key in ("src", "href") if (name := a.get(key) or "").startswith("ins")
    }
    for path in SCRIPTS:
        named |= {f"inspector/{name}" for name in re.findall(r'from "\./(.+?)"', path.read_text(encoding="utf-8"))}
    assert {name.removeprefix("inspector/") for name in named} <= {path.name for path in FOLDER.iterdir()}
    assert {path.name for path in SCRIPTS} == {Path(name).name for name in named if name.endswith(".js")}
