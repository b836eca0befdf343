"""Elements that XML ends where HTML does not."""

import pytest

import cleancopy
from cleancopy.input import close_empty_elements
from fuzzing.growth import count_calls

TEXT = "".join(
    f"<p>The ferry to the {place} sails again, after eleven weeks in the yard at the mouth of the river.</p>"
    for place in ("islands", "lighthouse", "salt works", "old fort")
)


@pytest.mark.parametrize(
    "markup, closed",
    [
        ("<iframe src=x/><p>one</p>", "<iframe src=x/></iframe><p>one</p>"),
        ("<iframe src='x' /> <p>one</p></iframe>", "<iframe src='x' /></iframe> <p>one</p></iframe>"),
        ("<SCRIPT SRC='x'/>\n<p>one</p>", "<SCRIPT SRC='x'/></script>\n<p>one</p>"),
        ("<script/>var x = 1;</script>", "<script/>var x = 1;</script>"),
        ("<script>a = '<iframe/><p>'</script><p>", "<script>a = '<iframe/><p>'</script><p>"),
        ("<script>cut off <iframe/><p>", "<script>cut off <iframe/><p>"),
        ("<textarea/>", "<textarea/></textarea>"),
        ("<textarea>one<p>two", "<textarea></textarea>one<p>two"),
        ("<title>one<p>two", "<title>one</title><p>two"),
        ("<title>one", "<title>one"),
        ("<title>one</title><iframe></iframe>", "<title>one</title><iframe></iframe>"),
        ("<iframes/><p>", "<iframes/><p>"),
    ],
)
def test_what_is_closed(markup, closed):
    assert close_empty_elements(markup) == closed


@pytest.mark.parametrize(
    "before, behind",
    [
        ("<head><title>Ferry</title><script src='a.js'/></head><body>", "<script>var x;</script>"),
        ("<head><title>Ferry<meta name=a content=b></head><body>", ""),
        ("<body><iframe src='a'/>", "<iframe src='b'></iframe>"),
        ("<body><iframe src='a'>", ""),
        ("<body><textarea name=q/>", ""),
        ("<body><textarea name=q>", ""),
        ("<body><noembed/><iframe/>", ""),
    ],
)
def test_the_text_behind_them_is_read(before, behind):
    article = cleancopy.extract(f"<html>{before}<h1>Ferry</h1>{TEXT}{behind}")
    assert article.title == "Ferry"
    assert len(article.text.split("\n")) == 4


def test_an_element_of_the_head_is_no_part_of_the_title():
    head = '<title>The ferry sails<meta http-equiv="Content-Type" content="text/html"></title>'
    assert cleancopy.extract(f"<head>{head}</head>{TEXT}").title == "The ferry sails"
    assert cleancopy.extract(f"<title>The &lt;div&gt; element</title>{TEXT}").title == "The <div> element"


@pytest.mark.parametrize("piece", ["<iframe/>", "<iframe>", "<script>", "<title>", "<title/>x", "<textarea/"])
def test_time_grows_with_the_page(piece):
    small, large = (count_calls(lambda n=n: close_empty_elements(piece * n)) for n in (200, 2000))
    assert large <= 12 * small
