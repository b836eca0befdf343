import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.block import Block, Mark, MarkKind
from cleancopy.metadata.captions import labelled, split, split_credits

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
    assert split(Block(text))[:2] == (caption, credits)


def test_a_part_that_is_named_so_is_the_credit():
    text = f"Harbour Post {CAPTION}"
    block = Block(text, marks=(Mark(MarkKind.PART, 0, 12, "img-credit"),))
    assert split(block) == (CAPTION, ("Harbour Post",), "named part")


def test_a_short_last_part_is_the_credit():
    text = "The pier at dawn Ann Lee"
    assert split(Block(text, marks=(Mark(MarkKind.PART, 17, 24, "sc xyz"),)))[:2] == ("The pier at dawn", ("Ann Lee",))


def test_labels():
    lines = ["Photo: Ann Lee", "(photo credit: ANN LEE)", "Photography is a craft that takes years.", "© Ann Lee"]
    assert labelled(lines) == {0, 1, 3}
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
    split(Block(text))
    split_credits(text)


@pytest.mark.parametrize("piece", ["A ", "(", "a/", "|", "Photo: ", "x. ", "/ A", "Foto "])
def test_text_that_repeats_itself_is_read_to_its_end(piece):
    """Where time grew with the square of the text, this would not end before the timeout of the tests."""
    split(Block(piece * 200_000))
    split_credits(piece * 20_000)
