"""Authors and dates of posts."""

import numpy as np
import pytest

from cleancopy.block import Role
from cleancopy.classify import BlockPredictions, RoleProbabilities, load_model
from cleancopy.metadata.line_dates import LineDates
from cleancopy.metadata.page_view import PageView
from cleancopy.metadata.posts import find_posts
from cleancopy.post_boxes import find_post_boxes
from tests.threads import TEXT, make_header, make_mask, make_post, segment_thread


def posts_of(page: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    """Author and date of each post of a page."""
    segmentation, text = segment_thread(page)
    model, kept = load_model("html"), make_mask(segmentation, text)
    values = np.zeros((len(kept), len(model.roles)))
    probabilities = RoleProbabilities(values, model.roles, dict.fromkeys(model.floors, 0.5))
    boxes = find_post_boxes(segmentation, text)
    roles = (Role.PARAGRAPH,) * len(kept)
    predictions = BlockPredictions(roles, kept.astype(float), kept, probabilities, 1.0, None, boxes)
    view = PageView(segmentation, predictions)
    found = find_posts(view, LineDates(view.texts, language), language, "The page", "2020-05-31")
    return [(post.author, post.published) for post in found]


def thread(*headers: str) -> str:
    return "".join(make_post(n, header) for n, header in enumerate(headers))


THREE = [("ann", "2020-05-01"), ("bo", "2020-05-02"), ("ann", "2020-05-03")]


def test_links_to_users_and_dates():
    assert posts_of(thread(*(make_header(user, int(day[-1])) for user, day in THREE))) == THREE


@pytest.mark.parametrize("header", [
    '<div class="nickname">{0}</div><div>{2}.05.2020</div>',
    "<p>by {0} » {2} May 2020</p>",
    "<p>{0} wrote: {2} May 2020</p>",
    '<p><span class="author">{0}</span> <time datetime="2020-05-0{2}">{2}. Mai</time></p>',
    '<p class="username">{0}</p><p>Joined: {2} March 2009</p><p>{2} May 2020</p>',
    '<dl><dt>Dabei seit</dt><dd>0{2}.03.2009</dd></dl><h4><a href="/members/{0}">{0}</a></h4><p>0{2}.05.2020</p>',
    '<a href="/search.php?user=1">View posts</a><p><a href="/u/{0}">{0}</a></p><p>{2} May 2020</p>',
    '<p><a href="/users/{0}">1,234</a></p><p class="username">{0}</p><p>{2} May 2020</p>',
])  # fmt: skip
def test_other_headers(header):
    headers = [header.format(user, day, day[-1]) for user, day in THREE]
    assert posts_of(thread(*headers), "de") == THREE


def test_dates_of_posts_go_up_or_down():
    joined, written = (3, 1, 2, 9), (4, 5, 6, 7)
    headers = [
        f'<p class="username">user{n}</p><p class="since">{a} May 2009</p><p class="when">{b} May 2020</p>'
        for n, (a, b) in enumerate(zip(joined, written, strict=True))
    ]
    assert [day for _, day in posts_of(thread(*headers))] == [f"2020-05-0{n}" for n in written]


def test_names_that_no_class_states_stand_at_one_place_and_differ():
    dated = "<p>{} May 2020, 10:00</p>"
    headers = [
        f"{dated.format(n)}<h4>{name}</h4><h5>Member</h5>" for n, name in enumerate(("ann", "bo", "cy", "ann"), 1)
    ]
    assert [name for name, _ in posts_of(thread(*headers))] == ["ann", "bo", "cy", "ann"]


def test_an_initial_keeps_its_point_and_a_name_its_digits():
    headers = [f'<p><a href="/users/{n}">{name}</a> {n} May 2020</p>' for n, name in ((1, "Marta K."), (2, "ann1968"))]
    assert posts_of(thread(*headers)) == [("Marta K.", "2020-05-01"), ("ann1968", "2020-05-02")]


def test_text_above_the_posts_is_that_of_the_page():
    page = f"<p>{TEXT} of the question, which stands in no box.</p>" + thread(
        make_header("ann", 1), make_header("bo", 2)
    )
    assert posts_of(page) == [("The page", "2020-05-31"), *THREE[:2]]
    assert posts_of(page.replace(f"{TEXT} of the question, which stands in no box.", "Text")) == THREE[:2]


@pytest.mark.parametrize("headers", [
    ("<p>1 May 2020</p>", "<p>2 May 2020</p>"),
    ("<p>1 May 2020</p>", "<p>2 May 2020</p>", "", "", ""),
    ("<h4>Battery</h4>", "<h4>Screen</h4>", "<h4>Price</h4>", "<h4>Since 2019</h4>"),
    (make_header("ann", 1),),
])  # fmt: skip
def test_sections_and_teasers_are_no_posts(headers):
    assert posts_of(thread(*headers)) == []


def test_time_elements_that_a_script_fills():
    header = '<p class="username">{0}</p><p><time datetime="{1}"></time></p>'
    assert posts_of(thread(*(header.format(*post) for post in THREE))) == THREE


def test_the_surer_of_two_kinds_of_names_counts_though_it_is_farther_from_the_text():
    signed = "<p>{0} wrote: {1} May 2020</p>"
    named = '<p class="username">{0}</p>'
    linked = '<p><a href="/users/{0}">{0}</a></p>'
    pairs = [(f"old{n}", f"new{n}", n) for n in range(1, 4)]
    for first, second in ((signed, named), (named + "<p>{1} May 2020</p>", linked)):
        headers = [second.format(new) + first.format(old, n) for old, new, n in pairs]
        assert [name for name, _ in posts_of(thread(*headers))] == ["new1", "new2", "new3"]
