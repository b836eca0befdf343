"""Short posts that the network drops from a thread."""

from cleancopy.classify.lost_posts import find_lost_posts
from cleancopy.post_boxes import find_post_boxes
from tests.threads import TEXT, make_header, make_post, segment_thread


def found(page: str) -> list[str]:
    segmentation, text = segment_thread(page)
    boxes = find_post_boxes(segmentation, text)
    return [segmentation.blocks[i].text for i in find_lost_posts(segmentation, boxes, text)]


SHORT = make_post(9, make_header("ann", 9), text="Thanks!")


def thread(size: int) -> str:
    return "".join(make_post(n, make_header(f"user{n}", n)) for n in range(1, size + 1))


def test_a_post_of_which_nothing_is_kept():
    assert found(thread(3) + SHORT) == ["Thanks!"]
    assert found(thread(3)) == []


def test_only_what_stands_where_texts_stand():
    buttons = '<p class="foot">Report this</p>'
    posts = "".join(
        make_post(n, make_header(f"user{n}", n)).replace("</div></div>", f"</div>{buttons}</div>") for n in "123"
    )
    assert found(posts + SHORT.replace("</div></div>", f"</div>{buttons}</div>")) == ["Thanks!"]


def test_links_and_dates_are_no_text():
    link = make_post(9, make_header("ann", 9), text='<a href="/next">Next page</a>')
    edited = make_post(9, make_header("ann", 9), text="edited 3 May 2020")
    assert found(thread(3) + link + edited) == []


def test_comments_below_an_article_stay_out():
    article = "".join(f"<p>{TEXT} {n}.</p>" for n in range(20))
    assert found(f"<article>{article}</article>{thread(2)}{SHORT}") == []


def test_many_lost_posts_are_no_thread():
    assert found(thread(2) + SHORT * 17) == []
    assert len(found(thread(2) + SHORT * 16)) == 16


def test_posts_without_users_stay():
    dated = "".join(make_post(n, f'<p class="head">{n} May 2020</p>') for n in range(1, 4))
    assert found(dated + make_post(9, '<p class="head">9 May 2020</p>', text="Thanks!")) == []


def test_of_equal_places_the_innermost_counts():
    posts = thread(3).replace('"body"', '"body inner text prose message entry wrap words"')
    assert found(posts + SHORT.replace('"body"', '"other"')) == ["Thanks!"]
    assert found(posts + SHORT.replace("<p>Thanks!</p>", "<div>Thanks!</div>")) == []
