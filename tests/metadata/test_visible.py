import numpy as np

from cleancopy.block import Block, Layout, Role
from cleancopy.classify.classifier import Verdict
from cleancopy.metadata.visible import pictures

TRUCK = "A truck stands at a checkpoint on the outskirts of the town, 13 November 2020."


def shown(*blocks, chance=0.9):
    roles = tuple(role for _, role in blocks)
    empty = np.zeros(len(roles))
    verdict = Verdict(roles, empty, empty.astype(bool), empty, 1.0)
    return pictures([block for block, _ in blocks], verdict, np.full(len(roles), chance))


def test_a_caption_that_stands_twice_is_given_once():
    captions, credits = shown(
        (Block(f"{TRUCK} (photo credit: ANN LEE/REUTERS)"), Role.CAPTION),
        (Block(TRUCK), Role.CAPTION),
        (Block(TRUCK.upper()), Role.CAPTION),
        (Block(TRUCK[:30]), Role.CAPTION),
    )
    assert captions == (TRUCK,)
    assert credits == ("ANN LEE/REUTERS",)


def test_credits_stand_in_the_order_of_the_page():
    _, credits = shown(
        (Block("(photo credit: FIRST)"), Role.CREDIT),
        (Block(f"{TRUCK} (photo credit: SECOND)"), Role.CAPTION),
    )
    assert credits == ("FIRST", "SECOND")


def test_a_short_line_is_a_caption_only_where_the_markup_says_so():
    captions, _ = shown((Block("Advertisement"), Role.CAPTION), (Block("The pier", Layout.CAPTION), Role.CAPTION))
    assert captions == ("The pier",)


def test_an_unlikely_caption_needs_a_credit_or_a_copy_beside_it():
    pitch = Block("Subscribe to the newsletter of the Post")
    assert shown((pitch, Role.CAPTION), chance=0.2) == ((), ())
    assert shown((Block(TRUCK), Role.CAPTION), (Block("© ANN LEE"), Role.CREDIT), chance=0.2)[0] == (TRUCK,)
    assert shown((Block(TRUCK), Role.CAPTION), (Block(TRUCK), Role.CAPTION), chance=0.2)[0] == (TRUCK,)
