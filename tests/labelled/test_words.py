from labelled import list_trigrams, normalize_words, split_words


def test_words_are_lower_cased_and_cjk_is_split_by_character():
    assert split_words("The Pier, 2 weeks") == ["the", "pier", "2", "weeks"]
    assert split_words("董事会met") == ["董", "事", "会", "met"]
    assert split_words(None) == []


def test_texts_that_differ_in_case_and_punctuation_are_equal_by_their_words():
    assert normalize_words("“Old pier”,\nto REOPEN") == normalize_words("old pier to reopen") == "old pier to reopen"


def test_trigrams_are_all_runs_of_three():
    assert list_trigrams(["a", "b", "c", "d"]) == [("a", "b", "c"), ("b", "c", "d")]
    assert list_trigrams(["a", "b"]) == []
