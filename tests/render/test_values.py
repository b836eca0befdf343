import pytest

from cleancopy.render.values import check_language_tag, normalize_date, to_xml_characters


def test_characters_that_xml_does_not_have_are_replaced() -> None:
    assert to_xml_characters("a\x00\ud800\uffffb\t\r\nc\rd😀") == "a\ufffd\ufffd\ufffdb\t\nc\nd😀"


@pytest.mark.parametrize(
    "language, expected", [("el", "el"), ("zh-Hant-TW", "zh-Hant-TW"), ("x y", None), (None, None)]
)
def test_languages(language: str | None, expected: str | None) -> None:
    assert check_language_tag(language) == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2024-03-14", "2024-03-14"),
        ("2024-03-14T10:00:00Z", "2024-03-14T10:00:00+00:00"),
        ("2024-03-14 10:00", "2024-03-14T10:00:00"),
        ("2024-02-31", None),
        ("2024-W11-4", "2024-03-14"),
        ("", None),
        (None, None),
    ],
)
def test_moments(value: str | None, expected: str | None) -> None:
    assert normalize_date(value) == expected
