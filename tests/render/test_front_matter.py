import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cleancopy.article import Article
from cleancopy.render.front_matter import render_front_matter


@given(st.text(st.characters(), min_size=1, max_size=40))
@example("yes")
@example("2024-05-03")
@example("- a: 'b' \"c\" #d\n---\n@%`\t\r\x00\x85\u2028\u2029\x7f\x9f\ufeff\ufffe\U0001f600")
@example("null")
@example("&a *a !!python/object:os.system")
def test_whatever_a_page_says_stays_one_string(text):
    front_matter = render_front_matter(Article(title=text, authors=(text, "b"), tags=(text,)))
    opened, *lines, closed = front_matter.split("\n")
    assert (opened, closed, len(lines)) == ("---", "---", 3)
    sound = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    assert yaml.safe_load("\n".join(lines)) == {"title": sound, "authors": [sound, "b"], "tags": [sound]}


def test_what_is_not_known_is_left_out():
    assert render_front_matter(Article()) == ""
    assert render_front_matter(Article(language="en")) == '---\nlanguage: "en"\n---'
