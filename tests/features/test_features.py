import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleancopy.block import Block, Element, Layout, Segmentation, count_prose_chars
from cleancopy.dom import Tree
from cleancopy.features import FEATURES, compute_features
from cleancopy.segment.html import segment_html

MASKED_CHARS = 60
"""The longest text that has a pattern."""
PROSE = "The harbour board met on Tuesday and agreed to widen the northern channel before the winter storms come. "
PAGE = f"""<title>Channel to be widened</title>
<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>
<article class="story main"><h1>Channel to be widened</h1><p>{PROSE}<p>{PROSE * 2}</article>
<footer>© 2024 Harbour Post</footer>"""


def column(page, name, **stated):
    names = [f.name for f in FEATURES if (f.in_html if page.elements else f.in_text)]
    return compute_features(page, **stated).dense[:, names.index(name)].tolist()


@pytest.fixture
def page():
    return segment_html(Tree(PAGE))


def test_names_are_unique_and_every_feature_has_a_meaning():
    names = [f.name for f in FEATURES]
    assert len(set(names)) == len(names)
    assert all(f.meaning for f in FEATURES)


def test_markup_features(page):
    assert column(page, "above_nav") == [1, 1, 0, 0, 0, 0]
    assert column(page, "link_share") == [1, 1, 0, 0, 0, 0]
    assert column(page, "tag_p") == [0, 0, 0, 1, 1, 0]
    assert column(page, "prose_2") == pytest.approx([0, 0, 1, 1, 1, 1])
    assert column(page, "siblings_1") == pytest.approx([np.log(2), np.log(2), 0, np.log(2), np.log(2), 0])
    assert column(page, "has_copyright") == [0, 0, 0, 0, 0, 1]


def test_stated_title(page):
    title = "Channel to be widened"
    assert column(page, "block_in_title", title=title)[2] == 1
    past = column(page, "headline_offset", title=title)
    assert past[2] == 0
    assert past[1] < 0 < past[3]


def test_position_features(page):
    assert column(page, "prose") == [0, 0, 0, 1, 1, 0]
    assert column(page, "from_start")[0] == 0
    assert column(page, "repeats") == [0] * 6
    assert column(page, "prose_before")[3] == 0


def test_repeats():
    page = Segmentation((Block("Read more now"), Block("Another line"), Block("Read more now")))
    assert column(page, "repeats") == pytest.approx([np.log(2), 0, np.log(2)])
    assert column(page, "repeats_below") == [1, 0, 0]
    assert column(page, "repeats_above") == [0, 0, 1]


def flat(*texts):
    return Segmentation(tuple(map(Block, texts)))


def test_credits_in_flattened_text():
    page = flat("A crowd at the pier", "Photo: Ann Lee/Harbour Post", "The board met.", "© Ann Lee", "It agreed.")
    assert column(page, "credit") == [0, 1, 0, 1, 0]
    assert column(page, "credit_below") == [1, 1, 1, 0, 0]


def test_adjacent_copies_and_open_brackets():
    page = flat("A crowd at the pier (", "Ann Lee)", "The board met", "The board met", "It agreed (twice)")
    assert column(page, "adjacent_copy") == [0, 0, 1, 1, 0]
    assert column(page, "open_bracket") == [1, -1, 0, 0, 0]


def test_patterns_of_lines():
    page = flat("Anna Lee, 3 May 2024", "A fine idea, I think", "Bo Hall, 12 June 2023", "Who pays?")
    assert column(page, "masked_repeats") == pytest.approx([np.log(2), 0, np.log(2), 0])


def test_the_main_run_of_prose():
    page = flat(PROSE, "Menu", "News", "Sport", "Weather", "Contact", PROSE * 3, "Work begins", PROSE * 2, "Legal")
    assert column(page, "in_main_run") == [0] * 6 + [1, 1, 1, 0]
    assert column(page, "main_run_offset")[5] == pytest.approx(-np.log(2))
    assert column(page, "main_run_offset")[9] == pytest.approx(np.log(2))
    assert column(page, "run_share")[7] > 0.8
    assert column(page, "topic_main")[0] == pytest.approx(1)
    assert column(page, "topic_main")[1] == 0


def test_groups_of_flattened_text():
    groups = compute_features(flat("Home", PROSE, "Photo: Ann Lee", PROSE * 2, "News", "Photo: Bo Hall")).groups
    assert groups[:, 0].tolist() == [0, 1, 1, 1, 2, 2]  # before, in and after the run of prose
    assert groups[2, 2] == groups[5, 2] != groups[4, 2]  # the pattern of a credit


def test_groups_of_html(page):
    parent, *_, style, _places, _records = compute_features(page).groups.T.tolist()
    assert parent[0] == parent[1]
    assert parent[2] == parent[3] == parent[4] != parent[0]
    assert style[3] == style[4] != style[2]


_marks = st.lists(st.sampled_from([*"0 1 2 9 3 : . h 𝟑 ² a B É _ © ( ) … ’ - 19 20 12:30 2024 \x00".split(" "), " "]))


@given(st.lists(_marks.map("".join).filter(len), min_size=1, max_size=8))
def test_what_texts_hold_is_what_regular_expressions_find(texts):
    page = flat(*texts)
    some_digit = [any(map(str.isdigit, text.replace("𝟑", ""))) for text in texts]
    for name, pattern in {"has_clock": r"\d[:.h]\d\d\b", "has_year": r"(?<!\d)(?:19|20)\d\d(?!\d)"}.items():
        found = [bool(re.search(pattern, text)) for text in texts]
        assert column(page, name) == [f and d for f, d in zip(found, some_digit, strict=True)]
    assert column(page, "starts_digit") == [text[0].isdigit() for text in texts]
    assert column(page, "starts_symbol") == [not text[0].isalnum() and text[0] != "-" for text in texts]
    assert column(page, "ends_ellipsis") == [text.endswith(("…", "...")) for text in texts]


def test_only_the_start_of_a_text_is_looked_at_for_times_and_marks():
    start = "x" * 295 + " "
    page = flat(start + "1:30", start + "1:305", start + "11:30", start + "© 1", start + "abcd ©")
    assert column(page, "has_clock") == [1, 1, 0, 0, 0]
    assert column(page, "has_copyright") == [0, 0, 0, 1, 0]


@given(st.lists((_marks.map("".join) | st.text(st.characters(exclude_categories=["Cs"]))).filter(len), min_size=1))
@example(["x" * (MASKED_CHARS + 1), "y" * (MASKED_CHARS + 1), "Ab1 12"])
def test_patterns_are_what_regular_expressions_leave(texts):
    name = r"\b[A-Z\u00c0-\u00de\u0391-\u03ab\u0410-\u042f]\w*"
    masked = [re.sub(name, "N", re.sub(r"\d+", "0", t)) if len(t) <= MASKED_CHARS else "" for t in texts]
    first = {pattern: i for i, pattern in enumerate(dict.fromkeys(masked))}
    assert compute_features(flat(*texts)).groups[:, 2].tolist() == [first[pattern] for pattern in masked]


@given(st.lists(st.tuples(st.integers(70, 90), st.integers(30, 60), st.sampled_from(Layout)), min_size=1, max_size=9))
def test_prose_is_what_blocks_say_it_is(made):
    blocks = [Block("x" * size, layout, link_chars=links) for size, links, layout in made]
    assert column(Segmentation(tuple(blocks)), "prose") == [count_prose_chars(block) > 0 for block in blocks]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_steps_to_the_nearest_common_element(ups):
    """Elements in the page's order, each under one of those that are open."""
    elements, open_ = [], []
    for up in ups:
        del open_[max(0, len(open_) - up + 1) :]
        elements.append(Element("div", open_[-1] if open_ else -1, len(open_) + 1, (), ""))
        open_.append(len(elements) - 1)
    page = Segmentation(tuple(Block("x", element=i) for i in range(len(elements))), tuple(elements))

    def chain(at):
        return [at, *chain(elements[at].parent)] if at >= 0 else []

    near = [next((k for k, e in enumerate(chain(i)) if e in chain(0)), len(chain(i))) for i in range(len(elements))]
    assert column(page, "to_lead") == pytest.approx(np.log1p(near))


def test_sums_over_a_deep_tree():
    page = segment_html(Tree("<p>Home</p>" + "<div>" * 40 + f"<p>{PROSE}</p><p>Links</p>" + "</div>" * 40))
    assert column(page, "prose_5") == pytest.approx([0, 1, 1])
    assert column(page, "density_2")[1] == pytest.approx(len(PROSE.strip()) / (len(PROSE.strip()) + 5))
    assert column(page, "to_lead") == pytest.approx([np.log(2), 0, np.log(2)])


def test_columns_stand_in_the_order_of_the_table(page):
    flat = Segmentation(tuple(b._replace(element=-1) for b in page.blocks))
    assert compute_features(page).dense.shape == (6, sum(f.in_html for f in FEATURES))
    assert compute_features(flat).dense.shape == (6, sum(f.in_text for f in FEATURES))


@given(
    st.lists(
        st.builds(
            Block,
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip),
            st.sampled_from(Layout),
            level=st.just(0),
            element=st.just(-1),
            links=st.just(0),
            link_chars=st.integers(0, 9),
            bold_chars=st.just(0),
            inline_names=st.just(()),
            line=st.integers(0, 9),
            lines=st.integers(1, 9),
            gap=st.integers(0, 9),
            indent=st.integers(0, 80),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_value_is_finite_whatever_the_blocks(made):
    dense = compute_features(Segmentation(tuple(made))).dense
    assert dense.dtype == np.float32
    assert np.isfinite(dense).all()


def test_distances_from_headline_and_lead(page):
    title = "Channel to be widened"
    assert column(page, "to_lead", title=title)[3:5] == pytest.approx([0, np.log(2)])
    assert column(page, "lead_style", title=title) == [0, 0, 0, 1, 1, 0]
    assert column(page, "to_headline", title=title)[2] == 0
    assert column(page, "from_body")[3:5] == [0, 0]


def test_the_words_of_the_page_reach_every_block(page):
    features = compute_features(page, words=("og:article",))
    assert {features.element_names[i] for i in features.ancestor_kinds[:, -1]} == {("og:article",)}
