"""Compiled modules and their sources say the same. Where no compiler was at hand there is nothing to compare."""

import importlib.machinery
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cleancopy
from cleancopy.features import concat_codepoints, scan
from cleancopy.features.char_table import char_table, table_index
from cleancopy.segment import names
from fuzzing.shapes import SHAPES

PACKAGE = Path(cleancopy.__file__).parent
COMPILED = sorted(
    path for path in PACKAGE.rglob("*") if path.name.endswith(tuple(importlib.machinery.EXTENSION_SUFFIXES))
)
ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "fuzzing" / "seeds"
SIZE = 20
ANSWERS = """
import dataclasses, json, sys
import cleancopy
from cleancopy import dom
from fuzzing.shapes import SHAPES
pages = [open(path, "rb").read() for path in sys.argv[2:]] + [make(int(sys.argv[1])) for make in SHAPES.values()]
answers = []
for page in pages:
    trace = cleancopy.explain(page)
    article = dataclasses.replace(trace.article, confidence=round(trace.article.confidence, 3), flags=frozenset())
    blocks = [(block.block, block.location, block.role) for block in trace.blocks]
    fields = [(field.field, field.value, field.sources) for field in trace.fields]
    answers.append(repr((dataclasses.astuple(article), sorted(trace.article.flags), blocks, fields)))
json.dump([dom.__file__, answers], sys.stdout)
"""

pytestmark = pytest.mark.skipif(not COMPILED, reason="no module of this install is compiled: no compiler was found")


def answers(package: Path) -> tuple[str, list[str]]:
    """The answers of the package in a folder, and the file that one of its modules came from."""
    words = [sys.executable, "-c", ANSWERS, str(SIZE), *map(str, sorted(SEEDS.iterdir()))]
    run = subprocess.run(
        words, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": f"{package}{os.pathsep}{ROOT}"}
    )
    place, found = json.loads(run.stdout)
    return place, found


def test_the_answers_are_the_same_without_a_compiler(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "cleancopy", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__"))
    (of_source, plain), (of_compiled, compiled) = answers(tmp_path), answers(PACKAGE.parent)
    assert of_source.endswith(".py")
    assert not of_compiled.endswith(".py")
    assert len(plain) > len(SHAPES)
    assert plain == compiled


def plain(module: ModuleType) -> ModuleType:
    """A module as its Python source has it."""
    path = PACKAGE.joinpath(*module.__name__.split(".")[1:]).with_suffix(".py")
    loader = importlib.machinery.SourceFileLoader(f"{module.__name__}_plain", str(path))
    found = ModuleType(loader.name)
    loader.exec_module(found)
    return found


@pytest.fixture
def rng():
    return np.random.default_rng(8)


def same(found, expected):
    """Whether arrays, or lists of words, are the same to the bit."""
    assert [type(value) for value in found] == [type(value) for value in expected]
    assert [getattr(value, "dtype", None) for value in found] == [getattr(value, "dtype", None) for value in expected]
    assert [np.asarray(value).tolist() for value in found] == [np.asarray(value).tolist() for value in expected]


def compare_scans(texts, head=4, search=9, cut=(6, 3)):
    codes, starts, ends = concat_codepoints(texts)
    same(*(m.scan_characters(table_index(codes), ends, char_table(), head, search) for m in (scan, plain(scan))))
    long = ends - starts > sum(cut)
    skipped = np.where(long, [starts + cut[0], ends - cut[1]], ends)
    same(*(m.split_words(codes, ends, skipped, char_table().lowercase) for m in (scan, plain(scan))))


_texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from("aB Éé.,1９_ İΣς中の\0\x1c𝔘𠀀𝟏©😀")
)


@given(st.lists(_texts, min_size=1, max_size=9))
@example([""])
@example(["", "", "a", ""])
@example(["ab ab ba", "Ab 12:30 c", "\U0010ffff" * 40, "x" * 12])
def test_scans_of_texts(texts):
    compare_scans(texts)


def test_scans_of_long_texts(rng):
    letters = np.array(list("abcdefgh   ÉΩ1.中𠀀"))
    long = "".join(rng.choice(letters, 200_000))
    compare_scans([long, "a", "", long[:70_000], *long[:20_000].split()], 240, 300, (70_000, 50_000))
    compare_scans([long.replace(" ", "")], 240, 300, (10**6, 0))


def test_words_that_collide():
    """More collisions than the table of `scan.pyx` searches: a dictionary takes over."""
    letters = np.arange(ord("a"), ord("z") + 1, dtype=np.uint64)
    hashed, words = np.zeros(1, np.uint64), [""]
    for _ in range(4):
        hashed = ((hashed[:, None] ^ letters) * np.uint64(0x9E3779B97F4A7C15)).ravel()
        words = [word + chr(letter) for word in words for letter in letters]
    hashed ^= hashed >> np.uint64(32)
    alike = [words[i] for i in np.flatnonzero(hashed % 2048 == 8)]
    assert len(alike) > 200
    compare_scans([" ".join(alike + words[:2000] + alike)], cut=(10**6, 0))


def test_a_character_that_is_not_there_is_an_error():
    codes, starts, ends = concat_codepoints(["some words", "and more"])
    lowercase = char_table().lowercase
    for wrong in (ends[::-1].copy(), ends + 1, ends - 20, ends * 10**12):
        with pytest.raises(IndexError):
            scan.scan_characters(codes, wrong, char_table(), 4, 9)
        with pytest.raises(IndexError):
            scan.split_words(codes, wrong, np.stack([wrong, wrong]), lowercase)
    for wrong in ([ends + 1, ends + 1], [ends, starts], [starts - 1, ends], [starts, ends + 1], [ends]):
        with pytest.raises(IndexError):
            scan.split_words(codes, ends, np.stack(wrong), lowercase)
    with pytest.raises(IndexError):
        scan.scan_characters(np.full_like(codes, 1 << 17), ends, char_table(), 4, 9)


def test_name_words(rng):
    signs = np.array([*"abcXYZ -_1\u00e9\u0130\u017f\u212a\U0001f600"])
    for size in range(60):
        for _ in range(20):
            class_and_id = "".join(rng.choice(signs, size))
            assert names.split_identifiers(class_and_id) == plain(names).split_identifiers(class_and_id)
