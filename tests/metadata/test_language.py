import pytest

from cleancopy.metadata.language import choose_locale, identify_language


@pytest.mark.parametrize(
    "text, language",
    [
        ("The council voted to keep the night buses running for another year, and nobody spoke against it.", "en"),
        ("Der Stadtrat hat beschlossen, dass die Nachtbusse noch ein Jahr lang weiterfahren sollen.", "de"),
        ("Городской совет решил, что ночные автобусы будут ходить ещё один год, и никто не возражал.", "ru"),
        ("市议会决定夜班公交车再运行一年，没有人反对这个决定，居民们对此表示欢迎，并感谢各位议员的努力和支持。", "zh"),
        ("Yes.", None),
        ("", None),
        ("12345 67890 12345 67890 12345 67890 12345 67890", None),
    ],
)
def test_language_of_a_text(text, language):
    assert identify_language(text) == language


@pytest.mark.parametrize(
    "language, stated, url, locale",
    [
        ("en", "en_US", None, "en-US"),
        ("en", "de-DE", "https://post.example.co.uk/x", "en-GB"),
        ("en", None, "https://post.example/x", "en"),
        (None, "fr-CA", None, "fr-CA"),
        (None, None, None, None),
        ("en", None, "not an address", "en"),
    ],
)
def test_the_region_of_a_language(language, stated, url, locale):
    assert choose_locale(language, stated, url) == locale
