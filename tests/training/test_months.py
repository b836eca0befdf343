import json

import pytest

pytest.importorskip("babel")

from training import months


def test_the_table_that_ships_is_the_one_that_the_script_writes():
    shipped = json.loads(months.MONTHS.read_text("utf-8"))
    assert shipped == {name: months.make_entry(found) for name, found in months.collect().items()}


def test_no_language_lacks_a_month_but_for_vietnamese_numbers_and_the_breton_du():
    found = months.collect()
    for language in {code.partition("_")[0] for code in months.LOCALES} - {"br", "vi"}:
        assert {m[language] for m in found.values() if language in m} == set(range(1, 13)), language


def test_names_of_one_language_do_not_leak_into_another():
    found = months.collect()
    assert set(found["yanvar"]) <= {"az", "uz"}
