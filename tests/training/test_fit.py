import random
from dataclasses import replace

import pytest

pytest.importorskip("torch")

import torch

from tests.training.pages import make_row
from training.fit import Recipe, _choose_items, _draw_epochs, fit_network, predict
from training.prepare import PAGE_TYPES, Page, make_examples

QUICK = Recipe(epochs=2, broad_epochs=1, hidden=4, blocks_a_batch=60)


@pytest.fixture(scope="module")
def examples():
    rows = [make_row(n, ("article", "listing")[n % 2]) for n in range(12)]
    return [e for n, row in enumerate(rows) for e in make_examples(Page(row, "news-en", n), ("html",))]


def test_the_same_recipe_gives_the_same_network(examples):
    one, two = (fit_network(examples, QUICK)[0].state_dict() for _ in range(2))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_endings_start_from_the_same_network_and_their_mean_is_kept(examples):
    """Without dropout and lost words an ending depends on its batches alone, and with one page there is no choice."""
    still = replace(QUICK, dropout=0, token_loss=0, forget_words=0, forget_names=0)
    one, two = (fit_network(examples[:1], replace(still, endings=n))[0].state_dict() for n in (1, 3))
    assert all(torch.allclose(one[name], two[name], atol=1e-6) for name in one)


def test_the_last_epochs_see_all_core_pages_and_a_share_of_the_others(examples):
    class Item:
        def __init__(self, source):
            self.example = examples[0]._replace(source=source)

    items = [Item("wcxb"), *(Item("dragnet") for _ in range(400))]
    recipe = replace(QUICK, broad_share=0.25)
    assert _choose_items(items, 0, recipe, random.Random(0)) == items
    chosen = _choose_items(items, 1, recipe, random.Random(0))
    assert chosen[0] is items[0]
    assert 70 < len(chosen) < 135


def test_no_epochs_have_no_batches():
    assert _draw_epochs([], range(0), QUICK, random.Random(0)) == []


def test_a_network_says_what_blocks_and_pages_are(examples):
    network, vocabularies = fit_network(examples, QUICK)
    said = next(predict(network, vocabularies, examples))
    assert said.roles.sum(1) == pytest.approx(1)
    assert len(said.roles) == len(examples[0].label)
    assert said.types.sum() == pytest.approx(1)
    assert len(said.types) == len(PAGE_TYPES)
