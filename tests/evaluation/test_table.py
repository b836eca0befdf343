from evaluation.table import aligned


def test_figures_stand_right_and_words_left() -> None:
    assert list(aligned([["set", "F1"], ["a", "0.9"], ["long", "10.5"]])) == [
        "set     F1",
        "a      0.9",
        "long  10.5",
    ]


def test_a_figure_below_zero_stands_right() -> None:
    assert list(aligned([["set", "rank"], ["a", "-0.5"], ["b", "0.9"]])) == ["set  rank", "a    -0.5", "b     0.9"]


def test_a_column_without_any_value_is_left_out() -> None:
    assert list(aligned([["set", "leak", "out"], ["a", "", "1"]])) == ["set  out", "a      1"]
