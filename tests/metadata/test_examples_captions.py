"""How a caption and its credits are split, on either side of each bound."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleancopy.block import Block, Mark, MarkKind
from cleancopy.metadata.caption_parser import find_labelled, is_credit_element, parse_caption, split_credits
from tests.golden import assert_listing
from tests.metadata.page_views import short

HERE = Path(__file__).parent
PIER = "The pier at dawn."
TEXTS = (
    PIER,
    "",
    "Foto: Ann Lee",
    "Foto: " + "Ab " * 37 + "Abc",
    "Foto: " + "Ab " * 37 + "Abcd",
    f"{PIER} © Ann Lee",
    "© Ann Lee",
    f"{PIER} © " + "A" * 120,
    f"{PIER} © " + "A" * 121,
    f"{PIER} © A",
    f"{PIER} © Ab",
    f"{'x' * 300}. © Ann Lee",
    f"{'x' * 300}. (Ann Lee)",
    "The pier, © Ann Lee, at dawn" + " and so on" * 30,
    "The pier at dawn, photo by Ann Lee",
    "The pier at dawn, image of Ann Lee",
    "The pier at dawn - Foto: Ann Lee",
    "The pier at dawn (Foto: Ann Lee)",
    "The pier at dawn [Ann Lee/Post]",
    "The pier at dawn (Ann Lee).",
    "The pier at dawn (in the rain)",
    "The pier at dawn | Ann Lee",
    "The pier at dawn | Ann Lee | Post",
    "| Ann Lee",
    "The pier at dawn.Ann Lee",
    "The pier at dawn. Ann Lee",
    "The pier at dawn. Ann Lee, Post/AFP",
    "Der Pier am 3. Ann Lee",
    "The pier of J. Ann Lee",
    "The pier at dawn / Ann Lee",
    "The pier at dawn – Ann Lee",
    "The pier at dawn by Ann Lee",
    "The pier at dawn, by the sea",
    "Caption: The pier at dawn. Photo:",
    "The pier at dawn [Bild",
    "The old photo",
    "Bild 12: Der Pier. Foto: Ann Lee",
    "항구의 아침이다. 사진=김안",
    "El muelle al amanecer. Fuente: EFE",
    "Le port à l’aube. Crédit : AFP",
    "Порт на рассвете. Фото: Анна Ли",
)
LONG = "x" * 30
PARTS = {
    "a named part of 120 characters": ("A" * 10 + " " + "b" * 120, ("named_span", 11, 131, "credit")),
    "one of 121": ("A" * 10 + " " + "b" * 121, ("named_span", 11, 132, "credit")),
    "the whole text": ("Ann Lee, Bob Ray", ("named_span", 0, 16, "credit")),
    "all but one sign": ("Ann Lee, Bob Rayx", ("named_span", 0, 16, "credit")),
    "two parts that are all of it": (
        "Ann Lee, Bob Ray",
        ("named_span", 0, 8, "credit"),
        ("named_span", 8, 16, "source"),
    ),
    "two parts within": ("Ann Lee The pier. Bob Ray", ("named_span", 18, 25, "credit"), ("named_span", 0, 7, "source")),
    "a part in a part": (f"{PIER} Ann Lee / AFP", ("named_span", 18, 31, "credit"), ("named_span", 18, 25, "author")),
    "a part that overlaps": (
        f"{PIER} Ann Lee / AFP now",
        ("named_span", 18, 31, "credit"),
        ("named_span", 22, 25, "author"),
    ),
    "a caption is no credit": (PIER, ("named_span", 0, 7, "credit caption")),
    "the last name decides": ("Ann Lee The pier.", ("named_span", 0, 7, "caption credit")),
    "another kind of mark": ("Ann Lee The pier", ("link", 0, 7, "credit")),
    "a last part of 60 characters": (f"{LONG} {'y' * 60}", ("named_span", 31, 91, "abc")),
    "a last part of 61": (f"{LONG} {'y' * 61}", ("named_span", 31, 92, "abc")),
    "a last part that begins the text": ("Ann Lee", ("named_span", 0, 7, "abc")),
    "a part before the end": ("The pier Ann Lee x", ("named_span", 9, 16, "abc")),
    "emphasis at the end": ("The pier (Ann Lee )", ("emphasis", 9, 19, "")),
    "strong words at the end": ("The pier Ann Lee", ("strong", 9, 16, "")),
    "the last of two": ("The pier Ann Lee Bob", ("named_span", 9, 20, "abc"), ("emphasis", 17, 20, "")),
}
CREDITS = (
    "",
    "Ann Lee",
    "A" * 120,
    "A" * 121,
    "Ann Lee, " + "B" * 120,
    "Ann Lee, " + "B" * 121,
    "Foto: Photo: © Ann Lee",
    "Ann Lee and Bob Ray",
    "Ann Lee & Bob Ray und Cy Day y Di Fox",
    "Ann Lee; Bob | Cy, Di",
    "Ann,Bob",
    "(Ann Lee)",
    "(Ann) Lee (AFP)",
    "(Ann Lee",
    "Ann Lee)",
    "Ann (Lee",
    "(Ann Lee (AFP)",
    "Ann Lee © AFP",
    "Ann Lee Foto: AFP",
    "Ann Lee, Ann Lee",
    "| – Ann Lee /.",
    "Ann  Lee\n/ AFP",
    "...",
    "Photo:",
    "By Ann Lee",
)


def split_lines() -> Iterator[str]:
    for text in TEXTS:
        caption, credits, how = parse_caption(Block(text))
        yield f"{short(text)}: {short(caption)} {credits} {how}"
    for name, (text, *marks) in PARTS.items():
        block = Block(text, marks=tuple(Mark(MarkKind(kind), *rest) for kind, *rest in marks))
        caption, credits, how = parse_caption(block)
        yield f"{name}: {short(caption)} {tuple(map(short, credits))} {how}"
    for text in CREDITS:
        yield f"credits {short(text)}: {', '.join(map(short, split_credits(text)))}"


def test_captions_and_their_credits():
    assert_listing(HERE / "golden/captions.txt", [*split_lines()])


@pytest.mark.parametrize(
    "names, called",
    [
        ("credit", True),
        ("photo credit", True),
        ("imagecredits big", True),
        ("credit caption", False),
        ("caption", False),
        ("creditor", False),
        ("", False),
    ],
)
def test_names_of_credits(names, called):
    assert is_credit_element(names.split()) is called


def test_a_label_or_a_credit_in_brackets():
    lines = [
        "Ann Lee",
        "Foto: Ann Lee",
        "x" * 120 + " Foto: y",
        "(Credit: Ann Lee)",
        "📷 Ann Lee",
        "Photos of the pier",
    ]
    assert find_labelled(lines) == {1, 3, 4}
