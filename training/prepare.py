"""Labelled pages to training examples: the shipped decoder, segmenters and features, plus labels and roles."""

import hashlib
import os
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from cleancopy.block import PROSE_CHARS, Role, Segmentation
from cleancopy.decode import decode
from cleancopy.dom import Tree
from cleancopy.features import FEATURE_SET, Features, featurise
from cleancopy.segment.html import segment_html
from cleancopy.segment.text import segment_text
from training.flatten import FLATTEN
from training.labels import block_labels
from training.roles import KEPT, block_roles, norm
from training.split import site_of

SETS = ("wcxb", "news-en", "news-world", "daniel", "segments")
FIELDS = ("title", "dek", "headings", "captions", "credits", "authors")
ROLES = tuple(Role)
Stated = tuple[str | None, str | None, tuple[str, ...]]
EMPTIED = 12
"""One page in so many is given a second time without its article: there is nothing to keep."""
SHORTENED = 3
"""One article in so many is given again with its first paragraphs only: a short text amid all the rest."""
SHORTENED_TO = range(1, 5)


class Example(NamedTuple):
    """A page as the trainer sees it, n blocks long.

    source     name of the set; `input` says how the page came (html or a flattening)
    features   what the model sees
    label      share of each block in the reference (0..1); -1 where it is not known
    role       index into ROLES, -1 where it is not known
    words      words of each block, as the scorer counts them
    """

    source: str
    id: str
    site: str
    input: str
    features: Features
    label: npt.NDArray[np.float32]
    role: npt.NDArray[np.int64]
    words: npt.NDArray[np.float32]
    texts: list[str]


def bench_path() -> Path:
    """Where the labelled sets are: the setting CLEANCOPY_BENCH."""
    return Path(os.environ.get("CLEANCOPY_BENCH", "../shared/bench"))


def read_set(name: str) -> list[dict[str, Any]]:
    """The rows of a labelled set."""
    return list(pq.read_table(bench_path() / "sets" / f"{name}.parquet").to_pylist())


def examples_of(row: dict[str, Any], source: str, inputs: tuple[str, ...]) -> list[Example]:
    """The examples that a labelled page gives, one for each input that has blocks."""
    tree = Tree(decode(row["html"], kind="html").text)
    meta = tree.meta()
    page = segment_html(tree)
    if not page.blocks:
        return []
    fields = {f: [row[f]] if isinstance(row[f], str) else row[f] or [] for f in FIELDS}
    label = _labels([b.text for b in page.blocks], row)
    roles = block_roles(page, label, fields, meta)
    stated = (
        meta.get("og:title") or tree.title(),
        meta.get("description") or meta.get("og:description"),
        tree.words(),
    )
    out = []
    for name in inputs:
        if name == "html":
            out += _examples(row, source, name, _Labelled(page, label, roles), stated)
        elif (flat := segment_text(decode(FLATTEN[name](row["html"]), kind="text").text)).blocks:
            flat_label = _labels([b.text for b in flat.blocks], row)
            flat_roles = _carry_roles(page, roles, flat, flat_label)
            out += _examples(row, source, name, _Labelled(flat, flat_label, flat_roles))
    return out


def _labels(texts: list[str], row: dict[str, Any]) -> list[float]:
    if row["text"]:
        return block_labels(texts, row["text"])
    if (row["with"] is None and row["without"] is None) or not (row["with"] or row["without"]):
        return [0.0] * len(texts)
    return [_snippet_label(norm(t), row) for t in texts]


def _snippet_label(text: str, row: dict[str, Any]) -> float:
    """1 with a snippet that must be there, 0 with one that must not, -1 where nothing is known."""
    if any((s := norm(snippet)) and s in text for snippet in row["with"] or ()):
        return 1.0
    if any((s := norm(snippet)) and (s in text or (text and text in s)) for snippet in row["without"] or ()):
        return 0.0
    return -1.0


def _carry_roles(
    page: Segmentation, roles: list[Role | None], flat: Segmentation, label: list[float]
) -> list[Role | None]:
    """Roles of flattened lines: that of the page's next block with the same words."""
    waiting: dict[str, list[Role | None]] = {}
    for block, role in zip(page.blocks, roles, strict=True):
        waiting.setdefault(norm(block.text), []).append(role)
    out: list[Role | None] = []
    for block, share in zip(flat.blocks, label, strict=True):
        found = waiting.get(norm(block.text))
        role = (found.pop(0) if len(found) > 1 else found[0]) if found else None
        if role is None and share >= 0:
            role = Role.PARAGRAPH if share >= KEPT else Role.OTHER
        if share >= KEPT and role not in {Role.PARAGRAPH, Role.SUBHEADING, Role.HEADLINE, Role.DEK}:
            role = Role.PARAGRAPH
        out.append(role)
    return out


class _Labelled(NamedTuple):
    """A segmented page with the truth about its blocks."""

    page: Segmentation
    label: list[float]
    roles: list[Role | None]

    def part(self, places: list[int]) -> "_Labelled":
        blocks = tuple(self.page.blocks[i] for i in places)
        page = self.page._replace(blocks=blocks)
        return _Labelled(page, [self.label[i] for i in places], [self.roles[i] for i in places])


def _examples(
    row: dict[str, Any], source: str, name: str, whole: _Labelled, stated: Stated = (None, None, ())
) -> list[Example]:
    """The page itself, and for some pages what is left of it without its article, or with its start only."""
    out = [_example(row, source, name, whole, stated)]
    rest = [i for i, share in enumerate(whole.label) if 0 <= share < STRAY]
    if not row["text"] or not rest:
        return out
    dice = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16)
    if dice % EMPTIED == 0:
        out.append(_example(row, source, f"{name}-emptied", whole.part(rest), stated))
    if dice % SHORTENED == 1 and row["page_type"] == "article":
        paragraphs = SHORTENED_TO[dice // 1000 % len(SHORTENED_TO)]
        if start := _start(whole, paragraphs):
            out.append(_example(row, source, f"{name}-shortened", whole.part(sorted(rest + start)), stated))
    return out


STRAY = 0.1
"""A block with less of it in the reference has nothing to do with it."""


def _start(whole: _Labelled, paragraphs: int) -> list[int]:
    """The places of what a page keeps up to so many paragraphs; none where that is half of them or more."""
    some = [i for i, share in enumerate(whole.label) if share >= STRAY]
    prose = [i for i in some if whole.label[i] >= KEPT and len(whole.page.blocks[i].text) >= PROSE_CHARS]
    return [i for i in some if i <= prose[paragraphs - 1]] if len(prose) > 2 * paragraphs else []


def _example(row: dict[str, Any], source: str, name: str, labelled: _Labelled, stated: Stated) -> Example:
    page, label, roles = labelled
    texts = [b.text for b in page.blocks]
    aside = [r in {Role.HEADLINE, Role.DEK} for r in roles]  # never running text, whatever the reference's habit
    return Example(
        source,
        row["id"],
        site_of(row["url"], f"{source}:{row['id']}"),
        name,
        featurise(page, *stated),
        np.array([0 if a and v > 0 else v for a, v in zip(aside, label, strict=True)], np.float32),
        np.array([ROLES.index(r) if r is not None else -1 for r in roles], np.int64),
        np.array([len(norm(t).split()) for t in texts], np.float32),
        texts,
    )


def _prepare_chunk(args: tuple[str, int, int, tuple[str, ...]]) -> list[Example]:
    name, start, step, inputs = args
    return [e for row in read_set(name)[start::step] for e in examples_of(row, name, inputs)]


def prepare(inputs: tuple[str, ...], work: Path, workers: int = 2) -> list[Example]:
    """All examples of all sets for some inputs, made once and kept under `work`."""
    code = hashlib.sha256("".join(_source_files()).encode()).hexdigest()[:12]
    cache = work / f"{'-'.join(inputs)}-{FEATURE_SET}-{code}.pickle"
    if not cache.exists():
        jobs = [(name, start, 4 * workers, inputs) for name in SETS for start in range(4 * workers)]
        with ProcessPoolExecutor(workers) as pool:
            examples = [e for chunk in pool.map(_prepare_chunk, jobs) for e in chunk]
        examples.sort(key=lambda e: (e.source, e.id, e.input))
        work.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(examples, protocol=5))
    return list(pickle.loads(cache.read_bytes()))


def _source_files() -> list[str]:
    """The code that examples depend on."""
    here = Path(__file__).parent
    shipped = here.parent / "src" / "cleancopy"
    files = [*shipped.glob("segment/*.py"), *shipped.glob("features/*.py"), shipped / "decode.py", shipped / "dom.py"]
    files += [here / f"{n}.py" for n in ("labels", "roles", "prepare", "flatten")]
    return [f.read_text() for f in sorted(files)]
