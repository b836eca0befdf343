"""Checks cases, pages with what a person expects of them: ``python -m evaluation.cases [FOLDER]``.

A case is NAME.html (or NAME.txt for flattened text) with NAME.json beside it; tests/cases/README.md says what the JSON
holds. `cleancopy explain --case` makes a new one.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cleancopy
from evaluation.cases_peers import PEERS, Answer
from tools.tables import align_columns, make_markdown_table

CASES = Path(__file__).parents[1] / "tests" / "cases" / "pages"
SECTION = "## Cases"
MIN_REPEATED_CHARS = 60
"""Characters of the shortest paragraph that Markdown must not show twice."""


class Case(NamedTuple):
    """A page with what is expected of it.

    expect           the assertions, by kind of assertion
    known_failures   assertions that do not hold yet, as `check` names them
    """

    name: str
    kind: str
    page: bytes
    is_text: bool
    expect: Mapping[str, Any]
    known_failures: tuple[str, ...]


class Tally(NamedTuple):
    """How many assertions held, of how many, and how many cases were wholly right, of how many."""

    held: int = 0
    assertions: int = 0
    right: int = 0
    cases: int = 0

    def add(self, n_failed: int, n_assertions: int) -> "Tally":
        held, is_right = n_assertions - n_failed, not n_failed
        return Tally(self.held + held, self.assertions + n_assertions, self.right + is_right, self.cases + 1)


def load_cases(folder: Path = CASES) -> list[Case]:
    """The cases of a folder, by name. Raises `ValueError` for a case without a page, or an unknown assertion."""
    return [_load_case(path) for path in sorted(folder.glob("*.json"))]


def _load_case(path: Path) -> Case:
    said = json.loads(path.read_text("utf-8"))
    page = next((p for p in (path.with_suffix(".html"), path.with_suffix(".txt")) if p.exists()), None)
    if page is None:
        raise ValueError(f"{path}: there is no page beside it: {path.stem}.html or {path.stem}.txt")
    if unknown := set(said["expect"]) - set(_CHECKS):
        raise ValueError(f"{path}: no such assertion: {', '.join(sorted(unknown))}; use {', '.join(_CHECKS)}")
    failures = tuple(said.get("known_failures", ()))
    return Case(path.stem, said["kind"], page.read_bytes(), page.suffix == ".txt", said["expect"], failures)


def answer_case(case: Case) -> Answer:
    """What cleancopy says of the page of a case."""
    article = cleancopy.extract(case.page, kind="text" if case.is_text else "auto")
    fields = ("text", "full_text", "title", "dek", "published", "flags")
    markdown = article.render("markdown")
    posts = [[post.author, (post.published or "")[:10] or None] for post in article.posts]
    lists = {"authors": [*article.authors], "posts": posts}
    return {name: getattr(article, name) for name in fields} | lists | {"markdown": markdown}


def check(case: Case, answer: Answer) -> dict[str, bool]:
    """By assertion whether it holds. Assertions about what the answer does not have are left out."""
    results: dict[str, bool] = {}
    for kind, wanted in case.expect.items():
        results.update(_CHECKS[kind](kind, wanted, answer))
    if "markdown" in answer and not case.expect.get("repeats_ok"):
        results["no paragraph twice"] = not _find_repeated(answer["markdown"])
    return results


def find_failures(case: Case, answer: Answer) -> list[str]:
    """The assertions that do not hold."""
    return [assertion for assertion, holds in check(case, answer).items() if not holds]


# ── assertions ────────────────────────────────────────────────────────────────────────────────────


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())


def _check_order(kind: str, wanted: Sequence[str], answer: Answer) -> Iterator[tuple[str, bool]]:
    """Pieces of the text, each behind the one before."""
    text, position = _fold(answer["full_text"]), 0
    for piece in wanted:
        found = text.find(_fold(piece), position)
        position = found + len(_fold(piece)) if found >= 0 else position
        yield f"{kind} {piece!r}", found >= 0


def _check_absence(kind: str, unwanted: Sequence[str], answer: Answer) -> Iterator[tuple[str, bool]]:
    text = _fold(answer["full_text"])
    return ((f"{kind} {piece!r}", _fold(piece) not in text) for piece in unwanted)


def _check_field(kind: str, wanted: Any, answer: Answer) -> Iterator[tuple[str, bool]]:
    """A field equals the value, or one of several; null stands for none."""
    if kind not in answer:
        return
    value = answer[kind]
    if kind in {"authors", "posts"}:
        yield kind, list(value or ()) == wanted
        return
    value = _fold(value)[:10] if kind == "published" else _fold(value)
    yield kind, value in [_fold(one) for one in (wanted if isinstance(wanted, list) else [wanted])]


def _check_markdown(kind: str, wanted: Sequence[str], answer: Answer) -> Iterator[tuple[str, bool]]:
    if "markdown" in answer:
        holds = {"markdown_has": lambda n: n > 0, "markdown_lacks": lambda n: n == 0, "markdown_once": lambda n: n == 1}
        yield from ((f"{kind} {piece!r}", holds[kind](answer["markdown"].count(piece))) for piece in wanted)


def _check_flags(kind: str, flags: Sequence[str], answer: Answer) -> Iterator[tuple[str, bool]]:
    if "flags" in answer:
        yield from ((f"{kind} {flag}", (flag in answer["flags"]) is (kind == "flags_have")) for flag in flags)


def _check_nothing(_kind: str, _wanted: Any, _answer: Answer) -> Iterator[tuple[str, bool]]:
    return iter(())


_CHECKS: Mapping[str, Callable[[str, Any, Answer], Iterable[tuple[str, bool]]]] = {
    "text_has": _check_order,
    "text_lacks": _check_absence,
    **dict.fromkeys(("title", "dek", "authors", "published", "posts"), _check_field),
    **dict.fromkeys(("markdown_has", "markdown_lacks", "markdown_once"), _check_markdown),
    **dict.fromkeys(("flags_have", "flags_lack"), _check_flags),
    "repeats_ok": _check_nothing,
}
"""By kind of assertion what checks it: its results, each with the name of the assertion."""


def _find_repeated(markdown: str) -> list[str]:
    paragraphs = Counter(_fold(re.sub(r"[*_>#|\\-]", "", line)) for line in markdown.splitlines())
    return [text for text, count in paragraphs.items() if count > 1 and len(text) >= MIN_REPEATED_CHARS]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def count_by_kind(cases: Iterable[Case], answer_of: Callable[[Case], Answer]) -> dict[str, Tally]:
    """By kind of case, and for all of them as ``all``, what held."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in cases:
        results = check(case, answer_of(case))
        n_failed = sum(not holds for holds in results.values())
        for kind in (case.kind, "all"):
            tallies[kind] = tallies[kind].add(n_failed, len(results))
    return dict(sorted(tallies.items(), key=lambda item: (item[0] == "all", item[0])))


def _make_rows(by_tool: Mapping[str, Mapping[str, Tally]]) -> Iterator[list[str]]:
    kinds = next(iter(by_tool.values()))
    for kind in kinds:
        cells = [
            f"{t.held / t.assertions:.0%} · {t.right}/{t.cases}" for t in (tool[kind] for tool in by_tool.values())
        ]
        yield [kind, *cells]


def replace_section(document: str, table: Iterable[str]) -> str:
    """A document with its section of cases made anew, at its end if it has none."""
    text = "\n".join(
        [
            SECTION,
            "",
            "Pages written for this project, each with what a person expects of it (`tests/cases`). The share of the",
            "assertions that hold, and how many cases are wholly right; what a tool does not offer is not counted.",
            "`python -m evaluation.cases --peers --document QUALITY.md` makes this table.",
            "",
            *table,
            "",
        ]
    )
    before, found, after = document.partition(f"\n{SECTION}\n")
    rest = after[after.find("\n## ") :] if found and "\n## " in after else ""
    return f"{before.rstrip()}\n\n{text}{rest}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m evaluation.cases", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CASES, help="default: the cases of the project")
    parser.add_argument("--peers", action="store_true", help=f"beside {', '.join(PEERS)}")
    parser.add_argument("--document", type=Path, metavar="FILE", help="write the table into this Markdown document")
    options = parser.parse_args(arguments)
    cases = load_cases(options.folder)
    answers = {case.name: answer_case(case) for case in cases}
    for case in cases:
        for failure in find_failures(case, answers[case.name]):
            print(f"{case.name} [{case.kind}] {failure}")
    tools: dict[str, Callable[[Case], Answer]] = {"cleancopy": lambda case: answers[case.name]}
    if options.peers:
        tools |= {name: lambda case, peer=peer: peer(case.page, case.is_text) for name, peer in PEERS.items()}
    by_tool = {name: count_by_kind(cases, answer_of) for name, answer_of in tools.items()}
    headings, rows = ["kind", *by_tool], list(_make_rows(by_tool))
    print("", *align_columns([headings, *rows]), sep="\n")
    if options.document:
        table = make_markdown_table(headings, rows)
        options.document.write_text(replace_section(options.document.read_text("utf-8"), table), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
