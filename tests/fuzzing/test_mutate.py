from random import Random

import pytest

from fuzzing.check import check
from fuzzing.mutate import generate_cases, make_case
from fuzzing.mutations import MAX_BYTES, MUTATIONS, mutate
from fuzzing.sources import Source, read_seeds

SEEDS = [Source("seeds", 1.0, read_seeds())]


def test_an_input_is_made_of_its_seed_and_number():
    assert make_case(3, 5, SEEDS) == make_case(3, 5, SEEDS)
    assert [i.page for i in generate_cases(3, SEEDS, 20, 60)] != [i.page for i in generate_cases(4, SEEDS, 20, 60)]


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_takes_any_page(name):
    changed = 0
    for seed in range(20):
        for page in (b"", b"x", b"<p>caf\xe9 &amp; <b>x</b></p>\n" * 9):
            made = MUTATIONS[name](Random(seed), page, b"<i>other</i>" if page else b"")
            assert isinstance(made, bytes)
            changed += made != page
    assert changed


def test_pages_do_not_grow_without_end():
    page = b"<p>x</p>" * 1000
    for seed in range(200):
        page = mutate(Random(seed), page, page)
    assert len(page) <= MAX_BYTES


@pytest.mark.parametrize("page", read_seeds())
def test_nothing_is_wrong_with_a_seed(page):
    assert check(page) is None


def test_mutated_seeds_are_answered():
    assert [i for i in generate_cases(0, SEEDS, 200, 60) if check(i.page)] == []
