"""The model card of an artefact, written from its manifest."""

import json
from pathlib import Path

CARD = """# Model card: {name}

**What it does.** Gives every block of {what} a role: running text, subheading, headline, dek, byline, caption,
credit, or a kind of boilerplate. It is one half of cleancopy; the other half cuts the page into blocks.

**What it takes.** {features} named features a block (`cleancopy.features`), the block's words, and{names} the blocks
around it. No word leaves the machine, nothing is learnt from the pages it reads.

**How it was trained.** {pages} labelled pages of {sites} sites, {blocks} blocks, as {inputs}; labels from reference
texts. Sets (digests of the files in the manifest): {sets}. The pages are third parties' content, used for training
and measuring only; nothing of them is in the artefact but words that at least six sites share. Recipe, seed and
trainer stand in `manifest.json`. `make train` makes it again; the same data and code give the same bytes.

**How good it is.** `make evaluate` scores every page with a model that never saw its site. The table stands in the
README of the project.

**Known to fail.** Pages that are lists of teasers or products; forum threads where the page does not say what is a
post; captions in flattened text; comments longer than the article; languages that the sets do not have (they hold
mostly English, German, Russian, Polish, Greek and Chinese), where shape and place must do without words.

**Not for.** Deciding whether a text is true, good or safe.
"""


def write_card(folder: Path) -> None:
    """Write MODEL_CARD.md beside a manifest."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    training = manifest["training"]
    is_html = manifest["kind"] == "html"
    card = CARD.format(
        name=manifest["name"],
        what="an HTML page" if is_html else "a flattened page",
        names=" the tags and class names above it, and" if is_html else "",
        features=len(manifest["features"]),
        pages=training["pages"],
        sites=training["sites"],
        blocks=training["blocks"],
        inputs=" and ".join(training["inputs"]),
        sets=", ".join(training["sets"]),
    )
    (folder / "MODEL_CARD.md").write_text(card, "utf-8")
