from cleancopy.article_data import Passage
from cleancopy.block import Mark, MarkKind, Role
from cleancopy.render.inline import Span, build_spans


def tree(text: str, *marks: Mark) -> list[tuple[object, ...]]:
    def shown(found: list[Span]) -> list[tuple[object, ...]]:
        return [(s.kind.value, text[s.start : s.end], *shown(s.inner)) for s in found]

    return shown(build_spans(Passage(Role.PARAGRAPH, text, marks=marks)))


STRONG, EMPHASIS, CODE = MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.CODE


def test_marks_nest() -> None:
    assert tree("a b c", Mark(EMPHASIS, 2, 3), Mark(STRONG, 0, 5)) == [("strong", "a b c", ("emphasis", "b"))]


def test_a_mark_that_overlaps_is_cut() -> None:
    assert tree("abc", Mark(STRONG, 0, 2), Mark(EMPHASIS, 1, 3)) == [("strong", "ab", ("emphasis", "b"))]


def test_marks_have_words_at_both_ends_and_stay_in_the_text() -> None:
    assert tree("a b c", Mark(STRONG, -4, 2), Mark(STRONG, 3, 99), Mark(STRONG, 1, 2)) == [
        ("strong", "a"),
        ("strong", "c"),
    ]


def test_nothing_stands_in_one_of_its_kind_or_in_code() -> None:
    assert tree("abc", Mark(STRONG, 0, 3), Mark(STRONG, 1, 2)) == [("strong", "abc")]
    assert tree("abc", Mark(CODE, 0, 3), Mark(STRONG, 1, 2)) == [("code", "abc")]


def test_links_that_lead_nowhere_and_times_are_left_out() -> None:
    assert tree("abc", Mark(MarkKind.LINK, 0, 3, "javascript:x"), Mark(MarkKind.TIME, 0, 3, "2024")) == []
