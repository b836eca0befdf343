"""Checks the English of documents, docstrings, comments and messages: spelling, usage, words this project avoids.

``python -m tools.prose [PATH…]``, part of ``make lint``. Spelling is codespell's, usage is proselint's, and `AVOID` is
ours: words and phrases that make a reader stop, each with what to write instead. Code is blanked out before anything
is checked, so that lists of foreign words do not count.
"""

import ast
import io
import re
import shutil
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[1]
CODE = ("src", "labelled", "training", "evaluation", "benchmarks", "fuzzing", "mutation", "tools")
DOCUMENTS = ("*.md", "docs/*.md", "training/*.md", "evaluation/*.md")
HISTORY = ("training/LOG.md",)
"""Kept as written: entries are dated."""

AVOID: Mapping[str, str] = MappingProxyType(
    {
        r"\btold\b": "say who reports what: reports, says, names, known",
        r"\btells? (?:what|that|which|how|whether|apart)\b": "says, shows, distinguishes",
        r"\bunless told\b": "by default",
        r"\bso (?:many|much)\b(?! (?:that|as))": "give the number, or name what is counted",
        r"\bparted\b": "separated, split",
        r"\bnone of (?:its|their) own\b": "no … of its own",
        r"(?<!\bthere )\b(?:is|are|was|were) (?-i:none)\b": "there is no …, or None",
        r"\bthat which\b": "what, the … that",
        r"\bcosts itself\b": "fails alone",
        r"\ba (?:third|quarter|fifth|sixth|seventh|eighth|tenth|half|twice) (?:of )?(?:the|its) time\b": (
            "measured speed belongs in benchmarks"
        ),
    }
)


def main(paths: list[str]) -> int:
    """Print every finding with its file and line; 1 if there are any."""
    files = [Path(path).resolve() for path in paths] or sorted(_find_files())
    with tempfile.TemporaryDirectory() as directory:
        copies = [_write_prose(file, Path(directory)) for file in files]
        findings = [*_find_avoided(copies, Path(directory)), *_run_checkers(copies, Path(directory))]
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def _find_files() -> Iterator[Path]:
    for pattern in DOCUMENTS:
        yield from (file for file in ROOT.glob(pattern) if str(file.relative_to(ROOT)) not in HISTORY)
    for folder in CODE:
        yield from (ROOT / folder).rglob("*.py")


def _write_prose(file: Path, directory: Path) -> Path:
    """A copy of a file in which only its prose stands, each line where it was."""
    text = file.read_text(encoding="utf-8")
    copy = directory / file.relative_to(ROOT)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(_keep_prose(text) if file.suffix == ".py" else _drop_code(text), encoding="utf-8")
    return copy


def _keep_prose(source: str) -> str:
    """Docstrings, comments and messages of a module; a docstring is a string that is a statement."""
    kept = [""] * (source.count("\n") + 2)
    begins_statement = True
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_docstring = token.type == tokenize.STRING and begins_statement
        if token.type == tokenize.COMMENT or is_docstring:
            for offset, line in enumerate(token.string.split("\n")):
                kept[token.start[0] - 1 + offset] += re.sub(r'^\w?"""|"""$|^# ?', "", line) + " "
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            begins_statement = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)
    for line_number, message in _list_messages(source):
        kept[line_number - 1] += message + " "
    return _drop_code("\n".join(kept))


_MESSAGE = re.compile(r"\W{0,3}[A-Z]?[a-z]+,?(?: [\w'’,;:()./-]+){3,}\W{0,3}")
_SENTENCE_SIGNS = re.compile(r"^\W*[A-Z]|[,;:] |\.$")


def _list_messages(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a module that read like a sentence, each with its line; lists of words and patterns do not."""
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {node.value for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            text = node.value
            if "\n" not in text and _MESSAGE.fullmatch(text) and _SENTENCE_SIGNS.search(text):
                yield node.lineno, text


_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"``[^`\n]+``|`[^`\n]+`|\"[^\"\n]+\"|https?://\S+")


def _drop_code(text: str) -> str:
    """Text without code and quotations; line numbers stay."""
    text = _FENCED.sub(lambda code: "\n" * code[0].count("\n"), text)
    return _INLINE.sub("…", text)


def _find_avoided(copies: list[Path], directory: Path) -> Iterator[str]:
    for copy in copies:
        for number, line in enumerate(copy.read_text(encoding="utf-8").split("\n"), 1):
            for phrase, instead in AVOID.items():
                if found := re.search(phrase, line, re.IGNORECASE):
                    yield f"{copy.relative_to(directory)}:{number}: {found[0]!r}: {instead}"


def _run_checkers(copies: list[Path], directory: Path) -> Iterator[str]:
    """What codespell and proselint find."""
    shutil.copy(ROOT / "tools/proselint.json", directory / ".proselintrc.json")  # read from the working directory
    names = [str(copy.relative_to(directory)) for copy in copies]
    commands = (
        ["codespell_lib", "--ignore-words", str(ROOT / "tools/spelling.txt"), *names],
        ["proselint", "check", *names],
    )
    for module, *arguments in commands:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=directory, capture_output=True, text=True, check=False
        )
        yield from (line.replace(f"{directory}/", "") for line in done.stdout.splitlines() if line.strip())
        if done.returncode and not done.stdout.strip():
            raise RuntimeError(done.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
