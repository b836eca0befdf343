"""Makes training examples of labelled pages: the shipped decoder, segmenters and features, plus labels and roles."""

import hashlib
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cleancopy.block import PROSE_CHARS, Role, Segmentation
from cleancopy.dom import Tree
from cleancopy.features import FEATURE_SET, Features, compute_features
from cleancopy.input import decode
from cleancopy.page_type import PageType
from cleancopy.segment import segment_html, segment_text
from labelled import FLATTENERS, LINE_SETS, SET_NAMES, find_page_site, normalize_words, read_set
from training.labels import label_blocks
from training.rewrite import REWRITERS, drop_marks, split_lines
from training.roles import MIN_KEPT_SHARE, guess_roles

FIELDS = ("title", "dek", "headings", "captions", "credits", "authors")
ROLES = tuple(Role)
PAGE_TYPES = tuple(t for t in PageType if t not in {PageType.EVENT, PageType.SEARCH, PageType.ERROR})
"""The types of pages that the sets label."""
EMPTIED_EVERY = 12
"""One page in this many is taught a second time without its article, so that there is nothing to keep."""
SHORTENED_EVERY = 3
"""One article in this many is taught again with its first paragraphs only: a short text among all the rest."""
REWRITTEN_EVERY = 6
"""One page in this many is taught again with its markup rewritten (`training.rewrite`)."""
UNMARKED_EVERY = 8
"""One Chinese or Japanese page in this many is taught again without marks between sentences."""
HASH_STEP = 7919
"""A prime, so that pages are not rewritten for the same remainder for which they are shortened."""
SHORTENED_PARAGRAPHS = range(1, 5)
"""Numbers of paragraphs of a shortened article."""


Stated = tuple[str | None, str | None, tuple[str, ...]]


class Page(NamedTuple):
    """A page of a labelled set, and its number in the set."""

    row: dict[str, Any]
    source: str
    number: int


class Example(NamedTuple):
    """A page as the trainer sees it, n blocks long.

    source     name of the set
    number     of the page in the set
    input      form of the page: html or a flattening, with a suffix for a modified page
    features   input of the model
    label      share of each block in the reference (0..1); -1 if it is unknown
    role       index into ROLES; -1 if it is unknown
    words      word count of each block, as the scorer counts
    page_type  index into PAGE_TYPES; -1 if it is unknown
    twin       for each block its index among the blocks of the HTML page, -1 if the page has no block with these words
    """

    source: str
    number: int
    id: str
    site: str
    input: str
    features: Features
    label: npt.NDArray[np.float32]
    role: npt.NDArray[np.int64]
    words: npt.NDArray[np.float32]
    page_type: int
    twin: npt.NDArray[np.int64]


def make_examples(page: Page, inputs: tuple[str, ...]) -> list[Example]:
    """The examples of a labelled page: for each input that has blocks, the page and its modified copies."""
    html = decode(page.row["html"], kind="html").text
    out = _make_page_examples(page, inputs, html)
    if "html" in inputs:
        for name, rewritten in _rewrite(page.row, html):
            out += _make_page_examples(page, ("html",), rewritten, f"-{name}")
    return out


def _rewrite(row: dict[str, Any], html: str) -> Iterator[tuple[str, str]]:
    """Rewritten copies of an HTML page, the same ones for the same page."""
    number = _make_random_number(row) // HASH_STEP
    if number % UNMARKED_EVERY == 0 and (unmarked := drop_marks(html)):
        yield "unmarked", unmarked
    if number % REWRITTEN_EVERY == 0:
        name = sorted(REWRITERS)[number // REWRITTEN_EVERY % len(REWRITERS)]
        if (rewritten := REWRITERS[name](html)) != html:
            yield name, rewritten


def _make_page_examples(page: Page, inputs: tuple[str, ...], html: str, suffix: str = "") -> list[Example]:
    row, tree = page.row, Tree(html)
    meta = tree.meta_by_name
    segmented = segment_html(tree)
    if not segmented.blocks:
        return []
    fields = {f: [row[f]] if isinstance(row[f], str) else row[f] or [] for f in FIELDS}
    label = _label_texts([b.text for b in segmented.blocks], row)
    roles = guess_roles(segmented, label, fields, meta)
    twin = [-1 if suffix else i for i in range(len(label))]
    stated = (
        meta.get("og:title") or tree.title,
        meta.get("description") or meta.get("og:description"),
        tree.find_page_words(),
    )
    out = []
    for name in inputs:
        if name == "html":
            out += _make_variants(page, f"{name}{suffix}", _LabelledPage(segmented, label, roles, twin), stated)
            continue
        for flat_name, text in _flatten(row, name):
            flat = segment_text(decode(text, kind="text").text)
            if flat.blocks:
                flat_label = _label_texts([b.text for b in flat.blocks], row)
                flat_twin = _find_twins(segmented, flat)
                flat_roles = _carry_roles(roles, flat_twin, flat_label)
                out += _make_variants(page, flat_name, _LabelledPage(flat, flat_label, flat_roles, flat_twin))
    return out


def _flatten(row: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """A page flattened in one way, and for some pages a rewritten copy of that."""
    text = FLATTENERS[name](row["html"])
    yield name, text
    number = _make_random_number(row) // HASH_STEP
    if name == "wet":
        if number % UNMARKED_EVERY == 0 and (unmarked := drop_marks(text)):
            yield f"{name}-unmarked", unmarked
        if number % REWRITTEN_EVERY == 0:
            yield f"{name}-sentences", split_lines(text)


def _make_random_number(row: dict[str, Any]) -> int:
    """A number that depends on the page alone."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16)


def _label_texts(texts: list[str], row: dict[str, Any]) -> list[float]:
    if row["text"]:
        return label_blocks(texts, row["text"])
    if not row["without"]:
        # An empty reference says that there is no text. Required snippets alone would teach to keep everything.
        return [0.0 if row["text"] == "" else -1.0] * len(texts)
    return [_label_by_snippets(normalize_words(t), row) for t in texts]


def _label_by_snippets(text: str, row: dict[str, Any]) -> float:
    """1 with a required snippet, 0 with a forbidden one, -1 if nothing is known."""
    if any((s := normalize_words(snippet)) and s in text for snippet in row["with"] or ()):
        return 1.0
    if any((s := normalize_words(snippet)) and (s in text or (text and text in s)) for snippet in row["without"] or ()):
        return 0.0
    return -1.0


def _find_twins(page: Segmentation, flat: Segmentation) -> list[int]:
    """For each flattened line the page's next block with the same words, -1 if there is none."""
    unused: dict[str, list[int]] = {}
    for i, block in enumerate(page.blocks):
        unused.setdefault(normalize_words(block.text), []).append(i)
    out = []
    for block in flat.blocks:
        found = unused.get(normalize_words(block.text), [-1])
        out.append(found.pop(0) if len(found) > 1 else found[0])
    return out


def _carry_roles(roles: list[Role | None], twin: list[int], label: list[float]) -> list[Role | None]:
    """Roles of flattened lines: each gets the role of its twin."""
    out: list[Role | None] = []
    for index, share in zip(twin, label, strict=True):
        role = roles[index] if index >= 0 else None
        if role is None and share >= 0:
            role = Role.PARAGRAPH if share >= MIN_KEPT_SHARE else Role.OTHER
        if share >= MIN_KEPT_SHARE and role not in {Role.PARAGRAPH, Role.SUBHEADING, Role.HEADLINE, Role.DEK}:
            role = Role.PARAGRAPH
        out.append(role)
    return out


class _LabelledPage(NamedTuple):
    """A segmented page with the labels and roles of its blocks."""

    page: Segmentation
    label: list[float]
    roles: list[Role | None]
    twin: list[int]

    def select_blocks(self, indices: list[int]) -> "_LabelledPage":
        blocks = tuple(self.page.blocks[i] for i in indices)
        page = self.page._replace(blocks=blocks)
        return _LabelledPage(
            page, [self.label[i] for i in indices], [self.roles[i] for i in indices], [self.twin[i] for i in indices]
        )


def _make_variants(page: Page, name: str, whole: _LabelledPage, stated: Stated = (None, None, ())) -> list[Example]:
    """The page itself, and for some pages a copy without the article, or with only its start."""
    out = [_make_example(page, name, whole, stated)]
    rest = [i for i, share in enumerate(whole.label) if 0 <= share < MIN_SHARE]
    if not page.row["text"] or not rest:
        return out
    random_number = _make_random_number(page.row)
    if random_number % EMPTIED_EVERY == 0:
        out.append(_make_example(page, f"{name}-emptied", whole.select_blocks(rest), stated))
    if random_number % SHORTENED_EVERY == 1 and page.row["page_type"] == "article":
        paragraphs = SHORTENED_PARAGRAPHS[random_number // 1000 % len(SHORTENED_PARAGRAPHS)]
        if start := _find_start(whole, paragraphs):
            out.append(_make_example(page, f"{name}-shortened", whole.select_blocks(sorted(rest + start)), stated))
    return out


MIN_SHARE = 0.1
"""Blocks with less than this share in the reference do not belong to it."""


def _find_start(whole: _LabelledPage, paragraphs: int) -> list[int]:
    """Indices of the kept blocks up to this number of paragraphs; empty if that is half of the paragraphs or more."""
    some = [i for i, share in enumerate(whole.label) if share >= MIN_SHARE]
    prose = [i for i in some if whole.label[i] >= MIN_KEPT_SHARE and len(whole.page.blocks[i].text) >= PROSE_CHARS]
    return [i for i in some if i <= prose[paragraphs - 1]] if len(prose) > 2 * paragraphs else []


def _make_example(page: Page, name: str, labelled: _LabelledPage, stated: Stated) -> Example:
    row, (segmented, label, roles, twin) = page.row, labelled
    is_aside = [r in {Role.HEADLINE, Role.DEK} for r in roles]  # never running text; references differ in this
    return Example(
        page.source,
        page.number,
        row["id"],
        find_page_site(page.source, row),
        name,
        compute_features(segmented, *stated),
        np.array([0 if a and v > 0 else v for a, v in zip(is_aside, label, strict=True)], np.float32),
        np.array([ROLES.index(r) if r is not None else -1 for r in roles], np.int64),
        np.array([len(normalize_words(b.text).split()) for b in segmented.blocks], np.float32),
        PAGE_TYPES.index(row["page_type"]) if row["page_type"] in PAGE_TYPES else -1,
        np.array(twin, np.int64),
    )


def _prepare_chunk(args: tuple[str, int, int, tuple[str, ...]]) -> list[Example]:
    name, start, step, inputs = args
    pages = (Page(row, name, start + i * step) for i, row in enumerate(read_set(name)[start::step]))
    return [example for page in pages for example in make_examples(page, inputs)]


def list_set_names(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The sets that examples of some inputs are made of."""
    return SET_NAMES if "html" in inputs else (*SET_NAMES, *LINE_SETS)


def prepare_examples(inputs: tuple[str, ...], work: Path, workers: int = 2) -> list[Example]:
    """All examples of all sets for some inputs, cached in the folder `work`."""
    code = hashlib.sha256("".join(_read_sources()).encode()).hexdigest()[:12]
    cache = work / f"{'-'.join(inputs)}-{FEATURE_SET}-{code}.pickle"
    if not cache.exists():
        jobs = [(name, start, 4 * workers, inputs) for name in list_set_names(inputs) for start in range(4 * workers)]
        with ProcessPoolExecutor(workers) as pool:
            examples = [e for chunk in pool.map(_prepare_chunk, jobs) for e in chunk]
        examples.sort(key=lambda e: (e.source, e.number, e.input))
        work.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(examples, protocol=5))
    return list(pickle.loads(cache.read_bytes()))


def _read_sources() -> list[str]:
    """The source code that examples depend on, as the key of the cache."""
    here = Path(__file__).parent
    root = here.parent
    shipped = root / "src" / "cleancopy"
    stages = ("input", "formulas", "lexicon", "segment", "features")
    files = [file for stage in stages for file in shipped.glob(f"{stage}/*.py")]
    files += [file for stage in stages for file in shipped.glob(f"{stage}/*.pyx")] + list(shipped.glob("*.pyx"))
    files += [shipped / f"{name}.py" for name in ("block", "code_parts", "dom", "json_ld", "limits", "page_type")]
    files += [here / f"{name}.py" for name in ("labels", "roles", "prepare", "rewrite")]
    files += [root / "labelled" / f"{name}.py" for name in ("flatten", "split", "words")]
    return [f.read_text() for f in sorted(files)]
