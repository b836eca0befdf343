import pytest

from cleancopy.urls import absolute_url, safe_url

BASE = "https://example.org/news/a.html"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\n javascript:alert(1)",
        "\x01javascript:alert(1)", "javascript&colon;alert(1)", "vbscript:x", "data:text/html,x", "blob:x", "file:///x",
        "view-source:https://a.b/", "java\x00script:x", "https:", "http://", "http:a", "https://a@b.c/", "http://[", "",
        "https://a.b:x/", "https://a\ud800.b/", "mailto:", "tel:1", "#", "#a",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_no_address(address):
    assert safe_url(address) is None


@pytest.mark.parametrize(
    "address, expected",
    [
        ("https://a.b", "https://a.b"),
        (" HTTP://a.b/c?d#e\n", "HTTP://a.b/c?d#e"),
        ('http://a.b/ (x)"<>', "http://a.b/%20(x)%22%3C%3E"),
        ("https://a.b/100%/%41", "https://a.b/100%25/%41"),
        ("https://a.b/#c#d", "https://a.b/#c%23d"),
        ("https://el.example/Ελλάδα", "https://el.example/Ελλάδα"),
        ("mailto:a@b.c", "mailto:a@b.c"),
    ],
)
def test_every_character_of_an_address_is_fit_for_a_uri(address, expected):
    assert safe_url(address) == expected


@pytest.mark.parametrize(
    "address, expected",
    [
        ("../b", "https://example.org/b"),
        ("//c.d/e", "https://c.d/e"),
        ("#f", f"{BASE}#f"),
        ("javascript:x", None),
        ("http://[", None),
        ("//[", None),
        ("", None),
    ],
)
def test_addresses_are_made_absolute(address, expected):
    assert absolute_url(address, BASE) == expected


def test_without_the_address_of_the_page_only_absolute_links_lead_somewhere():
    assert absolute_url("../b", None) is None
    assert absolute_url("https://a.b/", None) == "https://a.b/"
