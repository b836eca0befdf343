import pytest

from cleancopy.corpus.output.filters import find_drop_reason, parse_expression
from cleancopy.corpus.settings import PageFilter
from cleancopy.errors import CorpusError

ROW = {"words": 120, "confidence": 0.8, "language": "en", "flags": ["short"], "title": None, "site": "The Gazette"}


@pytest.mark.parametrize(
    "source, holds",
    [
        ("words > 100", True),
        ("100 < words < 120", False),
        ("words >= 120 and confidence > 0.7", True),
        ("'short' in flags or language == 'de'", True),
        ("not 'short' in flags", False),
        ("language in ('en', 'de')", True),
        ("language not in ['en']", False),
        ("title is None", True),
        ("title > 'a'", False),
        ("lower(site) == 'the gazette' and len(site) == 11", True),
        ("words > -1", True),
    ],
)
def test_an_expression_is_asked_of_the_columns(source, holds):
    expression = parse_expression(source, list(ROW))
    assert find_drop_reason(ROW, PageFilter(expression=source), expression) == (None if holds else "keep:expression")


@pytest.mark.parametrize(
    "source",
    ["words >", "__import__('os')", "nothing > 1", "words + 1 > 2", "site.upper()", "flags[0]", "len(site, 2)",
     "[w for w in flags]", "lambda: 1", "len(*flags)", "(" * 500 + "1" + ")" * 500, "f'{site}'", "site\0"],
)  # fmt: skip
def test_what_is_no_condition_on_columns_is_refused(source):
    with pytest.raises(CorpusError, match="--keep"):
        parse_expression(source, list(ROW))
