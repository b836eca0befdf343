"""Titles, deks, dates, captions, credits and images of small pages, on either side of each bound.

What a model could say of each block is part of the example.
"""

# ruff: noqa: E501 - a page stands on one line

from collections.abc import Iterator
from pathlib import Path

from cleancopy.block import Role
from cleancopy.metadata.candidate import ScoredValue, make_key
from cleancopy.metadata.caption_candidates import caption_candidates
from cleancopy.metadata.dates_in_blocks import date_candidates
from cleancopy.metadata.figures import find_figures
from cleancopy.metadata.headline_dek import dek_candidates, site_candidates, title_candidates
from cleancopy.metadata.images import make_lead_image, select_images
from cleancopy.metadata.line_dates import LineDates
from tests.golden import assert_listing
from tests.metadata.page_views import Example, candidate_lines, segmented, view_of, words

HERE = Path(__file__).parent
HEADLINE, DEK, SITE, CAPTION, CREDIT = Role.HEADLINE, Role.DEK, Role.SITE, Role.CAPTION, Role.CREDIT


def numbered(number: int, tag: str = "p") -> str:
    return "".join(f"<{tag}>word number {n} here</{tag}>" for n in range(number))


TITLES = {
    "a big heading": Example("<h1>Pier <p>reopens</h1><h2>At last</h2><h3>Not yet</h3>"),
    "likely headlines, the likeliest told": Example(
        numbered(7), (), {HEADLINE: {1: 0.2, 2: 0.3, 3: 0.4, 4: 0.9, 5: 0.45, 6: 0.1}}
    ),
    "a title of 45 words": Example(f"<h1>{words(45)}</h1>"),
    "one of 46": Example(f"<h1>{words(46)}</h1>"),
    "one of a single word, and of none": Example("<h1>Pier</h1><h1>–!</h1>"),
    "sizes of titles": Example("".join(f"<h2>{words(n)}</h2>" for n in (7, 8))),
    "an alternative text is none": Example("<img src=a alt='The pier at dawn'><h1>Pier</h1>"),
    "parts": Example("<h1><span class=credit>News:</span> Pier reopens</h1><h1><span class=credit>All</span></h1>"),
    "separators": Example(
        "<h1>Pier | reopens | now</h1><h1>News: Pier - open</h1><h1>| Pier</h1><h1>Pier: </h1><h1>A – b — c</h1>"
    ),
    "in flattened text": Example("# Pier\n\nNews\n\n## At last\n\n### Not yet", [1], {HEADLINE: {0: 0.6}}),
}


def test_titles():
    lines = [line for name, e in TITLES.items() for line in (name, *candidate_lines(title_candidates(view_of(e))))]
    assert_listing(HERE / "golden/titles.txt", lines)


def test_only_the_first_sixty_headings_may_be_titles():
    found = {c.source for c in title_candidates(view_of(Example(numbered(8) + numbered(61, "h2"))))}
    assert found == {f"block {i}" for i in (*range(5), *range(8, 68))}


LIKELY_DEKS = dict.fromkeys(range(25, 30), 0.3)

DEKS = {
    "below the headline": Example(numbered(30), [20], {HEADLINE: {4: 0.9}, DEK: LIKELY_DEKS}),
    "the headline is the first block": Example(numbered(30), [20], {HEADLINE: {0: 0.9}, DEK: LIKELY_DEKS}),
    "without a headline": Example(numbered(30), [10], {DEK: LIKELY_DEKS}),
    "without a headline, at the start": Example(numbered(30), [1], {DEK: LIKELY_DEKS}),
    "without a headline or text": Example(numbered(30), (), {DEK: LIKELY_DEKS}),
    "sizes of deks": Example(
        "<h1>Pier</h1>" + "".join(f"<p>{words(n)}</p>" for n in (3, 4, 7, 8, 14, 15, 29, 30, 59, 60, 120, 121))
    ),
    "what is true of a dek": Example(
        "<p>word by word here <b>bold in half of it all</b><p>half<b>bold</b> a b c<p>a <a href=/x>link in most of it</a>"
        "<p>half<a href=/>link</a> a b c<p>It is a sentence.<img src=a alt='The pier at dawn, again.'><blockquote>A quote in four words",
        (), {DEK: {0: 0.1, 1: 0.9}, CAPTION: {2: 0.3}, Role.BYLINE: {3: 0.6}}, {0: DEK, 4: Role.PARAGRAPH},
    ),
    "bold and linked in exactly half": Example("<p>abcd efg <b>hij klmnop</b><p>abcd efg <a href=/>hij klmnop</a><p>abcd efg <b>hij klmno</b><p>abcd efg <a href=/>hij klmno</a>"),
    "in flattened text": Example("Pier\n\nIt opens once more today.\n\nText", [2], {HEADLINE: {0: 0.9}}, {1: DEK}),
}  # fmt: skip


def test_deks():
    views = {name: view_of(example) for name, example in DEKS.items()}
    stated = {name: [make_key("dek", text) for text in view.texts] for name, view in views.items()}
    lines = [line for name, v in views.items() for line in (name, *candidate_lines(dek_candidates(v, stated[name])))]
    assert_listing(HERE / "golden/deks.txt", lines)


def test_the_name_of_the_site():
    (site,) = site_candidates(view_of(Example("<p>a<p>Harbour <b>Post</b>", (), {SITE: {1: 0.5}})))
    assert site == ("site", "Harbour Post", "block 1", ("shown",))
    assert not [*site_candidates(view_of(Example("<p>a", (), {SITE: {0: 0.49}})))]


DATES = {
    "time elements": Example(
        "<p>x <time datetime=2024-02-03>a</time> <time datetime=x>b</time> <time>2024-02-04</time>"
    ),
    "a date and a time element in one line": Example("<p>Posted 3 March 2024 <time datetime=2024-02-03>soon</time>"),
    "a line of 200 characters": Example(f"<p>3 March 2024 {'x' * 187}"),
    "one of 201": Example(f"<p>3 March 2024 {'x' * 188}"),
    "a time element in prose": Example(f"<p>{'x' * 300} <time datetime=2024-02-03>soon</time>"),
    "sizes": Example("".join(f"<p>3 March 2024 {'x' * n}</p>" for n in (6, 7, 19, 20, 26, 27, 66, 67))),
    "the whole line is a date": Example("".join(f"<p>3 March 2024 {'x' * n}</p>" for n in (18, 19, 20))),
    "behind 39, 40 and 41 characters": Example("".join(f"<p>{'x' * n} 3 March 2024</p>" for n in (38, 39, 40, 41))),
    "a label within 30 characters": Example("".join(f"<p>Updated {'x' * n} 3 March 2024</p>" for n in (21, 22, 23))),
    "published within 30": Example("".join(f"<p>abc Posted {'x' * n} 3 March 2024</p>" for n in (21, 22, 23, 24))),
    "a label behind the date": Example("<p>3 March 2024 updated"),
    "an element that is named so": Example("<p class=updated>3 March 2024</p><p class=published>4 March 2024</p>"),
    "updated and published": Example("<p>Published 3 March 2024, last updated 4 March 2024 at 10:30 by Ann Lee"),
    "a byline": Example("<p>By Ann Lee, 3 March 2024, 9.45", (), {Role.DATELINE: {0: 0.3}, Role.BYLINE: {0: 0.1}}),
    "in flattened text": Example("Pier\n\nAktualisiert: 3. März 2024, 10h30\n\nText", [2], {HEADLINE: {0: 0.9}}),
    "no date": Example("<p>1234 boats<p>10:30"),
}


def dates_of(example: Example) -> Iterator[str]:
    view = view_of(example)
    yield from candidate_lines(date_candidates(view, LineDates(view.texts, "en-GB"), "en-GB"))


def test_dates():
    assert_listing(HERE / "golden/line_dates.txt", [line for name, e in DATES.items() for line in (name, *dates_of(e))])


def test_the_region_says_which_number_is_the_day():
    view = view_of(Example("<p><time datetime='03/04/2024'>then</time>"))
    british, american = (
        [c.value for c in date_candidates(view, LineDates(view.texts, of), of)] for of in ("en-GB", "en-US")
    )
    assert (british, american) == (["2024-04-03"], ["2024-03-04"])


def pages_of_images() -> Iterator[tuple[str, Example, str | None, tuple[ScoredValue, ...]]]:
    def gallery(number: int) -> str:
        return "".join(f"<p>p{n}</p><img src=/{n}>" for n in range(number))

    def nested(levels: int, names: str, tag: str = "div") -> str:
        return f"<p>p</p><{tag} class='{names}'>{'<div>' * levels}<img src=/a>{'</div>' * levels}</{tag}><p>q"

    lead = "https://img.example/x/5?w=1"
    told = (
        ScoredValue("captions", "Pier", ("block 1",), 1, chosen=True),
        ScoredValue("captions", "Lost", ("block 1",), 1),
        ScoredValue("credits", "Ann", ("block 2", "line 9"), 1, chosen=True),
        ScoredValue("title", "Title", ("block 1",), 1, chosen=True),
    )
    yield "no text, no image but that of the head", Example(gallery(2)), lead, ()
    yield "around headline and text", Example(gallery(30), [18, 19]), None, ()
    yield "the headline counts", Example(gallery(30), [18, 20], {HEADLINE: {15: 0.9}}), None, ()
    yield "the one that the head names", Example(gallery(8), [4]), lead, ()
    yield "another is shown early", Example(gallery(8), [4]), "https://img.example/9", ()
    yield "none is shown early", Example(numbered(3) + gallery(3), [0, 1, 2]), "https://img.example/9", ()
    yield "none is named or early", Example(numbered(3) + gallery(3), [0, 1, 2]), None, ()
    yield "behind the first passage", Example(gallery(4), [0, 1]), None, ()
    yield (
        "the same again, and one without address",
        Example("<p>a</p><img src=/a alt=A><img src='javascript:x'><img src=/a>", [0]),
        None,
        (),
    )
    yield (
        "captions and credits",
        Example("<p>p<figure><img src=/a><p>one<p>two</figure><figure><img src=/b><p>three</figure>", [0]),
        None,
        told,
    )
    for levels in (0, 10, 11, 12):
        yield f"in a box {levels} levels up", Example(nested(levels, "related"), [0]), None, ()
    yield "in a nav", Example(nested(1, "", "nav"), [0]), None, ()
    yield "in a section", Example(nested(1, "main", "section"), [0]), None, ()


def images_of(example: Example, lead: str | None, told: tuple[ScoredValue, ...]) -> Iterator[str]:
    view, pictures = view_of(example), segmented(example).pictures
    for image in select_images(view, pictures, find_figures(view, pictures), told, "https://post.example/", lead):
        yield f"  {image.src} {image.alt!r} {image.caption!r} {image.credit!r} {image.passage_index}{' lead' * image.lead}"


def test_images():
    lines = [line for name, *given in pages_of_images() for line in (name, *images_of(*given))]
    assert_listing(HERE / "golden/images.txt", lines)


def test_a_page_has_200_images_at_most():
    page = Example("<p>p</p>" + "".join(f"<img src=/{n}>" for n in range(201)), [0])
    assert len([*images_of(page, None, ())]) == 200


def test_the_image_of_a_head_leads():
    (image,) = make_lead_image("a.jpg", "https://post.example/b/")
    assert (image.src, image.lead, image.passage_index) == ("https://post.example/b/a.jpg", True, None)
    assert (
        make_lead_image(None, "https://post.example/")
        == make_lead_image("", None)
        == make_lead_image("javascript:x", None)
        == ()
    )


def shown(example: Example) -> Iterator[str]:
    view, pictures = view_of(example), segmented(example).pictures
    beside = find_figures(view, pictures)
    if beside:
        yield "  beside " + ", ".join(f"{pictures[f.picture_index].src}: {[*f.block_indices]}" for f in beside)
    yield from candidate_lines(caption_candidates(view, beside))


def box(inside: str, around: str = "<p>p</p>{}<p>q") -> str:
    return around.format(f"<figure><img src=/a>{inside}</figure>")


PICTURES = {
    "a page without images": Example("<p>a<p>b"),
    "a figure with caption and credit": Example(
        box("<figcaption>The pier at dawn. <span class=credit>Photo: Ann Lee</span></figcaption>"), [0, 2]
    ),
    "six blocks beside an image": Example(box(numbered(6)), [0]),
    "seven are none of its own": Example(box(numbered(7)), [0]),
    "900 characters beside an image": Example(box(f"<p>{'x' * 450}<p>{'y' * 450}"), [0]),
    "901 are none of its own": Example(box(f"<p>{'x' * 451}<p>{'y' * 450}"), [0]),
    "spread over 24 blocks": Example("<p>p<div><p>a</p>" + "<img src=/a alt=A>" * 23 + "<p>b</div>", [0]),
    "spread over 25": Example("<p>p<div><p>a</p>" + "<img src=/a alt=A>" * 24 + "<p>b</div>", [0]),
    "text of the article is none": Example("<p>p<div><img src=/a><p>a<p>b</div>", [0, 1]),
    "but what is called a caption": Example("<p>p<div><img src=/a><p>a<p class=caption>b<div class=caption><p>c</p></div></div>", [0, 1]),
    "called so three levels up": Example("<p>p<div class=caption><div><div><img src=/a><p>a</p><p>b</p></div></div></div>", [0, 1]),
    "two images share a box": Example("<p>p<div><img src=/a><img src=/b><p>a</div><div><p><img src=/c></p><section><img src=/d></section><p>b</div>", [0]),
    "an image with nothing beside it": Example("<p>p</p><div><img src=/a></div>", [0]),
    "boxes in boxes": Example("<main><p>p</p><div><div><p>a</p></div><div><img src=/a></div><div><p>b</p></div></div><p>q</main>", [0, 3]),
    "places beside an image": Example(box("<p>a<p>b<p>c<p>d<p>e"), [0]),
    "twins, images and credits beside each other": Example(
        "<p>p<img src=/a alt='The pier'><p class=caption>The pier<p>The pier<p>Photo: Ann Lee<p>© Bob Ray<img src=/b alt=B>", [0],
        {CAPTION: dict.fromkeys(range(2, 6), 0.1)},
    ),
    "chances of captions in HTML": Example(numbered(4), [0], {CAPTION: {1: 0.09, 2: 0.1}, CREDIT: {3: 0.1}}),
    "chances of captions in text": Example("a\n\nb\n\nc\n\nd", [0], {CAPTION: {1: 0.019, 2: 0.02}, CREDIT: {3: 0.02}}),
    "roles and layouts": Example("<p>a<p>b<p>c<figcaption>d</figcaption><img src=/a alt=A>", (), {CAPTION: {4: 0.9}}, {0: CAPTION, 1: CREDIT}),
    "labels in text of 120 characters": Example("a\n\nFoto: " + "Abc " * 28 + "Ab", [0]),
    "labels in text of 121": Example("a\n\nFoto: " + "Abc " * 28 + "Abc", [0]),
    "labels in HTML need more": Example("<p>a<p>Foto: Ann Lee", [0]),
    "a label at either end of the page": Example("Foto: Ann Lee\n\na\n\nFoto: Bob Ray", [1]),
    "15 blocks above the text": Example(numbered(40), [16, 20], {CAPTION: {0: 0.5, 1: 0.5, 35: 0.5, 36: 0.5}}),
    "15 above the headline": Example(numbered(40), [20], {HEADLINE: {16: 0.9}, CAPTION: {0: 0.5, 1: 0.5, 35: 0.5, 36: 0.5}}),
    "no text: all blocks": Example(numbered(40), (), {CAPTION: {0: 0.5, 39: 0.3}}),
    "a label outside is a neighbour": Example("Foto: Ann Lee\n\n" + "x\n\n" * 16 + "y\n\n" + "z\n\n" * 15 + "Foto: Bob Ray", [16, 17], {CAPTION: {1: 0.5, 32: 0.5}}),
    "a caption of 90 words": Example(box(f"<p>{'ab ' * 90}"), [0]),
    "one of 91": Example(box(f"<p>{'ab ' * 91}"), [0]),
    "sizes of captions": Example(box("".join(f"<p>{'ab ' * n}</p>" for n in (1, 2, 3, 4))), [0]),
    "more sizes of captions": Example(box("".join(f"<p>{'ab ' * n}</p>" for n in (7, 8, 29, 30))), [0]),
    "sizes of credits": Example(box("".join(f"<p>Foto: A{'b' * n}</p>" for n in (10, 11, 28, 29, 58, 59))), [0]),
    "a whole line of 120 as credit": Example(box(f"<p>{'abcd ' * 23}abcde"), [0]),
    "one of 121 is none": Example(box(f"<p>{'abcd ' * 23}abcdef"), [0]),
    "an alternative text says it": Example("<p>p<figure><img src=/a alt='The  PIER at dawn.'><p>The pier at dawn.<p>Other", [0]),
    "boxes of the page": Example("<p>p<aside class=related><img src=/a><p>a</aside>", [0]),
    "linked in more than half": Example(box("<p>abcd <a href=/>efghij</a><p>abcd <a href=/>efghi</a><p>abcde <a href=/>fghi</a>"), [0]),
    "a short text behind a caption": Example(box(f"<p>The pier at dawn.<p>{'x' * 60}<p>{'y' * 61}<p>It is one."), [0]),
    "likelier a credit": Example(box("<p>Ann Lee<p>Bob Ray"), [0], {CREDIT: {1: 0.3, 2: 0.2}, CAPTION: {1: 0.3, 2: 0.1}}),
    "likelier a credit, and first": Example(box("<p>Ann Lee"), [0], {CREDIT: {1: 0.3}, CAPTION: {1: 0.2}}),
    "an element that is called a credit": Example(box(f"<p class=credit>{'x' * 120}<p class=credit>{'x' * 121}"), [0]),
    "blocks of one caption": Example("<p>p<figcaption><div>The pier.</div><div>Ann Lee</div></figcaption><figcaption>Bob Ray</figcaption>", [0]),
    "a caption in two lines": Example("<p>p<figcaption>The pier.<br><br>Ann Lee</figcaption>", [0]),
    "the first block is a caption": Example("<figcaption>Ann Lee</figcaption><p>p", [1]),
    "a caption in the text": Example(box("<figcaption>A pier</figcaption>"), [0, 2], {CAPTION: {1: 0.3}}),
    "in the text without an image": Example(numbered(3), [0, 2], {CAPTION: {1: 0.1}}),
}  # fmt: skip


def test_captions_and_credits():
    assert_listing(
        HERE / "golden/caption_candidates.txt", [line for name, e in PICTURES.items() for line in (name, *shown(e))]
    )
