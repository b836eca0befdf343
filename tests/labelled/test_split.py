from labelled import N_FOLDS, assign_fold, find_page_site, find_site


def test_a_site_is_on_one_side():
    assert (
        find_site("https://news.example.co.uk/a", "x") == find_site("http://www.example.co.uk", "x") == "example.co.uk"
    )
    assert find_site(None, "set:7") == "set:7"
    assert {assign_fold(f"site{i}.org") for i in range(99)} == set(range(N_FOLDS))


def test_a_page_without_a_usable_url_is_its_own_site():
    assert find_page_site("news-en", {"url": None, "id": "7"}) == "news-en:7"
    assert find_page_site("news-en", {"url": "https://a.example.org/7", "id": "7"}) == "example.org"
