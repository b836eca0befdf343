"""Generated articles: any text, any marks, any structure, also such as no page gives."""

from hypothesis import strategies as st

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage, Post
from cleancopy.block import RUNNING_TEXT, Cell, CellPart, Layout, Mark, MarkKind, Role

MARKUP = [
    *"#*_`~[]()<>!|\\-+=:.&;/^\"'",
    "1.",
    "12)",
    "a",
    "b c",
    " ",
    "é",
    "中",
    "。",
    "\u00a0",
    "http://a.b/_c_d",
    "&amp;",
]
ADDRESSES = [
    "https://example.org/a?b=1&copy;=2#c", "http://a.b/x_(y)_*z*", "mailto:a@example.org", "#1", "#*", "#absent",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
    "data:text/html,<script>", "vbscript:x", "https://a@b.c/", "https://a.b/\" onclick=\"x", "//a.b", "relative", "",
    "https://a.b/]]>", "http://[", "https://a.b:99999999/",
]  # fmt: skip

words = st.lists(st.sampled_from(MARKUP), max_size=12).map("".join)
texts = words | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
marks = st.builds(
    Mark,
    st.sampled_from(sorted(set(MarkKind) - {MarkKind.NAMED_SPAN})),
    st.integers(-2, 15),
    st.integers(-2, 25),
    st.sampled_from(ADDRESSES),
)
parts = st.builds(
    CellPart, texts, st.sampled_from([Layout.TEXT, Layout.LIST_ITEM, Layout.CODE]), st.integers(0, 3),
    st.lists(marks, max_size=3).map(tuple),
)  # fmt: skip
cells = st.builds(
    Cell, texts, st.booleans(), st.integers(0, 5), st.integers(0, 5), st.lists(parts, max_size=3).map(tuple)
)


def make_passage(*args: object, **fields: object) -> Passage:
    """A passage whose other fields have their defaults: of a tuple with names hypothesis would make them up."""
    return Passage(*args, **fields)


passages = st.builds(
    make_passage,
    st.sampled_from([*RUNNING_TEXT, Role.SUBHEADING]),
    texts,
    level=st.integers(0, 12),
    group=st.integers(0, 3),
    item=st.integers(0, 4),
    number=st.none() | st.integers(-1, 12),
    cells=st.lists(cells, max_size=4).map(tuple),
    marks=st.lists(marks, max_size=5).map(tuple),
    language=st.sampled_from([None, "python", "c++", "x y", "`"]),
    author=st.none() | texts,
    note=st.sampled_from([None, None, "1", "*"]),
    post=st.sampled_from([0, 0, 1, 2, 3]),
)
posts = st.builds(Post, st.none() | texts, st.sampled_from([None, "2024-05-06", "2024-05-06T07:08:09+02:00", "*"]))
comments = st.builds(make_passage, st.just(Role.COMMENT), texts, marks=st.lists(marks, max_size=2).map(tuple))
images = st.builds(
    Image,
    st.none() | st.sampled_from(ADDRESSES),
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.booleans(),
    st.none() | st.integers(0, 9),
)
fields = st.none() | texts
articles = st.builds(
    Article,
    body=st.lists(passages, max_size=8).map(tuple),
    title=fields,
    dek=fields,
    authors=st.lists(texts, max_size=2).map(tuple),
    published=st.sampled_from([None, "2024-03-14", "2024-02-31", "2024-03-14T10:00:00Z", "yesterday"]),
    modified=fields,
    site=fields,
    language=st.sampled_from([None, "el", "zh-Hant", "no language"]),
    url=st.none() | st.sampled_from(ADDRESSES),
    images=st.lists(images, max_size=3).map(tuple),
    tags=st.lists(texts, max_size=2).map(tuple),
    section=fields,
    license=fields,
    comments=st.lists(comments, max_size=2).map(tuple),
    posts=st.lists(posts, max_size=2).map(tuple),
)
