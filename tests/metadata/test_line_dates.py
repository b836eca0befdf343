"""The dates in lines, and which lines are read at all."""

import pytest

from cleancopy.metadata.line_dates import LineDates

ARABIC = str.maketrans("0123456789", "".join(map(chr, range(0x660, 0x66A))))


def test_a_line_of_four_digits_may_hold_a_date_and_one_of_three_may_not() -> None:
    assert LineDates(["Room 204", "In 2026 it rained", "no number"], "en").line_indices == {1}


def test_digits_of_every_script_count_from_the_first_on() -> None:
    lines = ["05/02/2000".translate(ARABIC), chr(0x65F) * 4]
    assert LineDates(lines, "ar").line_indices == {0}


def test_each_date_of_a_line_becomes_a_bar() -> None:
    dates = LineDates(["2 March 2026 Anna Berg 3 March 2026 Harbour", "Anna Berg 12345"], "en")
    assert dates.replace_dates(0) == "Anna Berg  |  Harbour"


def test_a_line_without_a_date_keeps_its_bars() -> None:
    assert LineDates(["| 12345 |"], "en").replace_dates(0) == "| 12345 |"


@pytest.mark.parametrize(
    "line, rest",
    [
        ("Jane Doe Tuesday, 5 September 2023", "Jane Doe"),
        ("Anna Berg, Dienstag, 5. September 2023", "Anna Berg,"),
        ("Nguyễn Thu Hà Thứ ba, 5/9/2023", "Nguyễn Thu Hà"),
        ("João Silva, terça-feira, 5 de setembro de 2023", "João Silva,"),
        ("Plácido Domingo 5 September 2023", "Plácido Domingo"),  # a name, too
        ("Friday 5 September 2023 in Hull", "in Hull"),
        ("Jane Doe Harbour 5 September 2023", "Jane Doe Harbour"),
    ],
)
def test_a_weekday_goes_with_its_date(line, rest):
    assert LineDates([line], "en").replace_dates(0) == rest
