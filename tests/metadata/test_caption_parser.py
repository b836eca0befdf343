import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.block import Block, Mark, MarkKind
from cleancopy.metadata.caption_parser import find_labelled, parse_caption, split_credits

CAPTION = "A truck waits at the checkpoint near the town."


@pytest.mark.parametrize(
    "text, caption, credits",
    [
        (CAPTION, CAPTION, ()),
        (f"{CAPTION} (photo credit: ANN LEE/REUTERS)", CAPTION, ("ANN LEE/REUTERS",)),
        (f"{CAPTION} © Ann Lee / Harbour Post", CAPTION, ("Ann Lee / Harbour Post",)),
        (f"{CAPTION} (Bob Ray/Post)", CAPTION, ("Bob Ray/Post",)),
        (f"{CAPTION} Photo by Ann Lee", CAPTION, ("Ann Lee",)),
        (f"{CAPTION} | Ann Lee", CAPTION, ("Ann Lee",)),
        (f"{CAPTION} Foto: Ann Lee | dpa", CAPTION, ("Ann Lee", "dpa")),
        (f"{CAPTION}Ann Lee / Harbour Press", CAPTION, ("Ann Lee / Harbour Press",)),
        (f"{CAPTION} Supplied", CAPTION, ("Supplied",)),
        ("The old pier / A. Lee / Post", "The old pier", ("A. Lee / Post",)),
        ("Foto: Ann Lee (Getty)", "", ("Ann Lee (Getty)",)),
        ("Image credit: Post", "", ("Post",)),
        ("© Ann Lee and Bob Ray", "", ("Ann Lee", "Bob Ray")),
        ("연설하고 있다. 연합통신", "연설하고 있다.", ("연합통신",)),
        ("시장의 모습. [사진 = 시청]", "시장의 모습.", ("시청",)),
        ("Taken on the 3. Juli.", "Taken on the 3. Juli.", ()),
        ("Legende: Der Pier am Morgen.", "Der Pier am Morgen.", ()),
    ],
)
def test_a_credit_is_parted_from_its_caption(text, caption, credits):
    assert parse_caption(Block(text))[:2] == (caption, credits)


def test_a_part_that_is_named_so_is_the_credit():
    text = f"Harbour Post {CAPTION}"
    block = Block(text, marks=(Mark(MarkKind.NAMED_SPAN, 0, 12, "img-credit"),))
    assert parse_caption(block) == (CAPTION, ("Harbour Post",), "named part")


def test_a_short_last_part_is_the_credit():
    text = "The pier at dawn Ann Lee"
    assert parse_caption(Block(text, marks=(Mark(MarkKind.NAMED_SPAN, 17, 24, "sc xyz"),)))[:2] == (
        "The pier at dawn",
        ("Ann Lee",),
    )


def test_labels():
    lines = ["Photo: Ann Lee", "(photo credit: ANN LEE)", "Photography is a craft that takes years.", "© Ann Lee"]
    assert find_labelled(lines) == {0, 1, 3}
    assert split_credits("Photo: © Ann Lee; Bob Ray") == ("Ann Lee", "Bob Ray")


@pytest.mark.parametrize(
    "line, credits",
    [
        ("(photo credit: ANN LEE)", ("ANN LEE",)),
        ("Ann Lee / Getty", ("Ann Lee / Getty",)),
        ("Photograph: Ann Lee", ("Ann Lee",)),
    ],
)
def test_a_credit_line_without_its_label(line, credits):
    assert split_credits(line) == credits


@given(st.text())
def test_any_text_is_split(text):
    parse_caption(Block(text))
    split_credits(text)


@pytest.mark.parametrize("piece", ["A ", "(", "a/", "|", "Photo: ", "x. ", "/ A", "Foto "])
def test_long_lines_of_one_piece_come_to_an_end(piece):
    # With a time that is squared this takes hours, and the limit of pytest-timeout ends it.
    parse_caption(Block(piece * 200_000))
    split_credits(piece * 200_000)
