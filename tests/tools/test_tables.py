from tools.tables import align_columns


def test_figures_stand_right_and_words_left() -> None:
    assert list(align_columns([["set", "F1"], ["a", "0.9"], ["long", "10.5"]])) == [
        "set     F1",
        "a      0.9",
        "long  10.5",
    ]


def test_a_figure_below_zero_stands_right() -> None:
    assert list(align_columns([["set", "rank"], ["a", "-0.5"], ["b", "0.9"]])) == [
        "set  rank",
        "a    -0.5",
        "b     0.9",
    ]


def test_a_column_without_any_value_is_left_out() -> None:
    assert list(align_columns([["set", "leak", "out"], ["a", "", "1"]])) == ["set  out", "a      1"]
