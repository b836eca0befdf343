"""Writes the model card of an artefact from its manifest, and from the figures of an evaluation if they are given:
``python -m training.card RUN.json`` (see `evaluation.report`)."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleancopy.classify import ARTIFACT_NAMES
from tools.tables import make_markdown_table

SHIPPED = Path(__file__).parent.parent / "src" / "cleancopy" / "classify" / "artifacts"

HEADINGS = ("set", "input", "pages", "F1", "95 %", "precision", "recall")
TEMPLATE = """# Model card: {name}

**What it does.** Gives every block of {what} a role: running text, subheading, headline, dek, byline, caption,
credit, or a kind of boilerplate. It is one half of cleancopy; the other half cuts the page into blocks.

**What it takes.** {features} named features of each block (`cleancopy.features`), its words, and{names} the blocks
around it. No word leaves the machine, nothing is learnt from the pages it reads.

**Its fields.** `fields.json` ranks what a page's sources give for title, dek, authors, dates, captions and credits:
weights of named clues, fitted like the network without the site that they are measured on. Figures: README, "Fields".

**How it was trained.** {pages} labelled pages of {sites} sites, {blocks} blocks, as {inputs}; labels from reference
texts. Sets (digests of the files in the manifest): {sets}. The pages are third parties' content, used for training
and measuring only; nothing of them is in the artefact but words that at least six sites share. Recipe, seed and
trainer stand in `manifest.json`. `make train` makes it again; the same data and code give the same bytes.

**How good it is.** Word F1 of the running text with its bootstrap 95 % interval, each page answered by a model that
never saw its site. Page types, languages, other tools and what confidence is worth: QUALITY.md of the project.

{figures}

**Known to fail.** Pages that are lists of teasers or products; forum threads where the page does not say what is a
post; captions in flattened text; comments longer than the article; languages that the sets do not have (they have
mostly English, German, Russian, Polish, Greek and Chinese), where the model knows shape and place but no words.

**Not for.** Deciding whether a text is true, good or safe.
"""


def write_card(folder: Path, sets: Mapping[str, Any] | None = None) -> None:
    """Write MODEL_CARD.md beside a manifest; `sets` are those of the document that `evaluation.run --json` writes."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    training = manifest["training"]
    is_html = manifest["kind"] == "html"
    card = TEMPLATE.format(
        name=manifest["name"],
        what="an HTML page" if is_html else "a flattened page",
        names=" the tags and class names above it, and" if is_html else "",
        features=len(manifest["features"]),
        pages=training["pages"],
        sites=training["sites"],
        blocks=training["blocks"],
        inputs=" and ".join(training["inputs"]),
        sets=", ".join(training["sets"]),
        figures="\n".join(
            make_markdown_table(HEADINGS, _list_rows(sets or {}, ("html",) if is_html else ("wet", "inscriptis")))
        ),
    )
    (folder / "MODEL_CARD.md").write_text(card, "utf-8")


def _list_rows(sets: Mapping[str, Any], forms: tuple[str, ...]) -> Iterator[list[str]]:
    for name, by_form in sets.items():
        for form in forms:
            figures = by_form.get(form, {}).get("cleancopy", {}).get("figures", {})
            if "F1" in figures:
                f1 = figures["F1"]
                means = [f"{figures[n]['mean']:.3f}" for n in ("F1", "P", "R")]
                yield [name, form, str(f1["n"]), means[0], f"{f1['low']:.3f}–{f1['high']:.3f}", *means[1:]]


if __name__ == "__main__":
    document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    for artefact in (SHIPPED / name for name in ARTIFACT_NAMES.values()):
        write_card(artefact, document["sets"])
