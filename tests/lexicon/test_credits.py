import pytest

from cleancopy.lexicon.credits import ends_with_credit, split_credit

TRUCK = "A truck stands at a checkpoint on the outskirts of the town, 13 November 2020."


@pytest.mark.parametrize(
    "text, caption, credit",
    [
        (f"{TRUCK} (photo credit: ANN LEE/REUTERS)", TRUCK, "ANN LEE/REUTERS"),
        (f"{TRUCK} (credit: POOL/ REUTERS)", TRUCK, "POOL/ REUTERS"),
        (f"{TRUCK} Photo: Ann Lee", TRUCK, "Ann Lee"),
        (f"{TRUCK} Foto: dpa", TRUCK, "dpa"),
        (f"{TRUCK} (AP Photo/Ann Lee)", TRUCK, "AP Photo/Ann Lee"),
        (f"{TRUCK} | Bild: Ann Lee", TRUCK, "Ann Lee"),
        (f"{TRUCK} Фото: РИА Новости", TRUCK, "РИА Новости"),
        (TRUCK, TRUCK, ""),
        ("The picture shows a truck (left) and a car", "The picture shows a truck (left) and a car", ""),
        ("(photo credit: ANN LEE/REUTERS)", "", "ANN LEE/REUTERS"),
    ],
)
def test_a_credit_at_the_end_of_a_caption(text, caption, credit):
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text, ends",
    [
        (f"{TRUCK} (photo credit: ANN LEE)", True),
        (f"{TRUCK} Photo: Ann Lee", False),  # too weak a sign to decide alone
        ("Trucks (photo credit: ANN LEE)", False),
        (f"{TRUCK} (left)", False),
    ],
)
def test_a_sentence_that_ends_in_a_bracketed_credit(text, ends):
    assert ends_with_credit(text, 5) is ends
