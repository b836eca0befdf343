import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleancopy.metadata.dates import TEXT_LIMIT, find_dates, find_url_date, parse_date
from cleancopy.metadata.month_names import find_month, fold_name

NAMED = [
    ("By Ann Lee, March 3rd, 2021", "en-US", "2021-03-03"),
    ("3rd of March 2021", "en-GB", "2021-03-03"),
    ("Mon 5 Jan 2020", "en", "2020-01-05"),
    ("5-Jan-2020", None, "2020-01-05"),
    ("Sept. 9, 2019 | Ann Lee", "en-US", "2019-09-09"),
    ("MARCH 21ST, 2022", None, "2022-03-21"),
    ("2024 May 3", "en", "2024-05-03"),
    ("© 2024 May 3, 2021", "en", "2021-05-03"),
    ("14:30, 8 July 2016", "en-GB", "2016-07-08"),
    ("May 3, 202410:30 AM", "en-US", "2024-05-03"),
    ("Stand: 5. März 2021, 12:30 Uhr", "de", "2021-03-05"),
    ("Montag, 4. Jänner 2021", "de-AT", "2021-01-04"),
    ("6. Okt 2017", "de", "2017-10-06"),
    ("Publié le 1er août 2019 à 12h30", "fr", "2019-08-01"),
    ("14 févr. 2020", "fr", "2020-02-14"),
    ("5 de enero de 2020", "es", "2020-01-05"),
    ("9 de setiembre del 2018", "es-PE", "2018-09-09"),
    ("lunedì 17 maggio 2021", "it", "2021-05-17"),
    ("1º giugno 2022", "it", "2022-06-01"),
    ("25 de março de 2017", "pt", "2017-03-25"),
    ("7 de out. de 2021", "pt-BR", "2021-10-07"),
    ("vrijdag 12 mrt 2021", "nl", "2021-03-12"),
    ("den 3. maj 2018", "da", "2018-05-03"),
    ("9 augusti 2020", "sv", "2020-08-09"),
    ("17. desember 2019", "nb", "2019-12-17"),
    ("24. tammikuuta 2022", "fi", "2022-01-24"),
    ("6. júní 2015", "is", "2015-06-06"),
    ("12 listopada 2020", "pl", "2020-11-12"),
    ("21 września 2019", "pl", "2019-09-21"),
    ("1. října 2018", "cs", "2018-10-01"),
    ("28. februára 2021", "sk", "2021-02-28"),
    ("2020. január 5., vasárnap", "hu", "2020-01-05"),
    ("2021. márc. 15-én", "hu", "2021-03-15"),
    ("3 noiembrie 2016", "ro", "2016-11-03"),
    ("12. listopada 2020.", "hr", "2020-10-12"),
    ("7. септембар 2014.", "sr", "2014-09-07"),
    ("7. septembar 2014.", "sr-Latn", "2014-09-07"),
    ("30. avgust 2021", "sl", "2021-08-30"),
    ("11. juni 2017.", "bs", "2017-06-11"),
    ("8 март 2019 г.", "bg", "2019-03-08"),
    ("2 август 2020", "mk", "2020-08-02"),
    ("24 серпня 2021 року", "uk", "2021-08-24"),
    ("5 января 2020 года", "ru", "2020-01-05"),
    ("9-го мая 2018", "ru", "2018-05-09"),
    ("3 ліпеня 2020", "be", "2020-07-03"),
    ("25 Μαρτίου 2021", "el", "2021-03-25"),
    ("29 Ekim 2019 Salı", "tr", "2019-10-29"),
    ("19 ARALIK 2020", "tr", "2020-12-19"),
    ("24. veebruar 2018", "et", "2018-02-24"),
    ("2020. gada 5. maijs", "lv", "2020-05-05"),
    ("2020 m. gegužės 3 d.", "lt", "2020-05-03"),
    ("11 de setembre de 2017", "ca", "2017-09-11"),
    ("2 d'abril de 2019", "ca", "2019-04-02"),
    ("2020(e)ko urtarrilaren 5a", "eu", "2020-01-05"),
    ("25 de xullo de 2016", "gl", "2016-07-25"),
    ("1 Mawrth 2020", "cy", "2020-03-01"),
    ("1 Meán Fómhair 2020", "ga", "2020-09-01"),
    ("28 nëntor 2012", "sq", "2012-11-28"),
    ("28 may 2018", "az", "2018-05-28"),
    ("21 սեպտեմբերի, 2019", "hy", "2019-09-21"),
    ("26 მაისი, 2018", "ka", "2018-05-26"),
    ("5 בינואר 2020", "he", "2020-01-05"),
    ("٥ يناير ٢٠٢٠", "ar", "2020-01-05"),
    ("5 كانون الثاني 2020", "ar-LB", "2020-01-05"),
    ("۱۲ ژوئن ۲۰۲۱", "fa", "2021-06-12"),
    ("15 अगस्त 2019", "hi", "2019-08-15"),
    ("५ मई २०२१", "hi", "2021-05-05"),
    ("২১ ফেব্রুয়ারি ২০২০", "bn", "2020-02-21"),
    ("14 اگست، 2019", "ur", "2019-08-14"),
    ("3 மே, 2021", "ta", "2021-05-03"),
    ("9 జూన్, 2020", "te", "2020-06-09"),
    ("2020, ജനുവരി 5", "ml", "2020-01-05"),
    ("5 มกราคม 2563", "th", "2020-01-05"),
    ("5 ม.ค. 2563", "th", "2020-01-05"),
    ("5 มกราคม พ.ศ. 2563", "th", "2020-01-05"),
    ("ngày 5 tháng 1 năm 2020", "vi", "2020-01-05"),
    ("5 Thg 1, 2020", "vi", "2020-01-05"),
    ("17 Agustus 2018", "id", "2018-08-17"),
    ("31 Ogos 2017", "ms", "2017-08-31"),
    ("9 Desemba 2021", "sw", "2021-12-09"),
    ("16 Junie 2020", "af", "2020-06-16"),
    ("2020年1月5日(日)", "ja", "2020-01-05"),
    ("2020 年 1 月 5 日 星期日", "zh", "2020-01-05"),
    ("2020년 1월 5일", "ko", "2020-01-05"),
]

NUMERIC = [
    ("03.04.2021", "en-US", "2021-04-03"),
    ("03.04.2021", "de", "2021-04-03"),
    ("24. 11. 2018, 07:45", "cs", "2018-11-24"),
    ("3/4/2021", "en", "2021-03-04"),
    ("3/4/2021", "en-US", "2021-03-04"),
    ("3/4/2021", "en_PH", "2021-03-04"),
    ("3/4/2021", "en-Latn-GB", "2021-04-03"),
    ("3/4/2021", "fr-CA", "2021-04-03"),
    ("3/4/2021", None, "2021-04-03"),
    ("25/12/2021", "en-US", "2021-12-25"),
    ("12/25/2021", "en-GB", "2021-12-25"),
    ("03-04-2021", "nl", "2021-04-03"),
    ("2021/03/04", "en-GB", "2021-03-04"),
    ("2021-03-04", None, "2021-03-04"),
    ("2021. 3. 4.", "ko", "2021-03-04"),
    ("31.12.19", "de", "2019-12-31"),
    ("Lagt ut 09.02.23 kl. 08:15", "no", "2023-02-09"),
    ("1/5/20", "en-US", "2020-01-05"),
    ("20/01/05", "ja", "2020-01-05"),
    ("05/01/2563", "th", "2020-01-05"),
    ("٠٥/٠١/٢٠٢٠", "ar", "2020-01-05"),
    ("5\u200f/1\u200f/2020", "ar", "2020-01-05"),
    ("２０２０/０１/０５", "ja", "2020-01-05"),
    ("05.03.202110:32", "pl", "2021-03-05"),
]

NONE = [
    "no digit here",
    "Jan 5 '20",
    "March 2021",
    "5 January",
    "31 February 2021",
    "29.02.2021",
    "2 May 1889",
    "2 May 2101",
    "12.12.70",
    "version 3.6.12",
    "at 10.30.15",
    "host 192.10.12.20",
    "host 10.0.12.2020",
    "call 555-03-04-2021",
    "5 Mayor 2020",
    "the Maya 5, 2020",
    "5 out of 2020 readers",
    "2020-13-01",
    "12345/01/05",
    "5 May 20201",
    "20 of the 2020 pages",
]


@pytest.mark.parametrize("text, language, expected", NAMED + NUMERIC)
def test_a_date_is_found_as_its_language_writes_it(text, language, expected):
    assert [found.date for found in find_dates(text, language)] == [expected]


@pytest.mark.parametrize("text, language, expected", NAMED)
def test_a_named_month_needs_no_language_unless_two_differ(text, language, expected):
    found = [found.date for found in find_dates(text)]
    assert found == ([] if "listopad" in text else [expected])


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_complete_date_of_a_page_is_none(text):
    assert find_dates(text, "en") == ()


def test_a_date_knows_where_it_stands():
    text = "Updated 5 May 2020, first published April 30, 2020 and 01.02.2020"
    found = find_dates(text, "en")
    assert [text[f.start : f.end] for f in found] == ["5 May 2020", "April 30, 2020", "01.02.2020"]


def test_both_ends_of_a_range_are_found():
    assert [f.date for f in find_dates("3.5.2024-5.5.2024")] == ["2024-05-03", "2024-05-05"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2024-05-03T10:00:00+02:00", "2024-05-03T10:00:00+02:00"),
        ("Posted 2024-05-03 10:00 by Ann", "2024-05-03T10:00:00"),
        ("Open 2024-05-03 10:00-12:00", "2024-05-03T10:00:00"),
        ("Jan -5 2020 10:00", "2020-01-05"),
        ("3 May 2024 10:00", "2024-05-03"),
        ("2024-05-03 at 10:00", "2024-05-03"),
    ],
)
def test_a_visible_time_is_kept_only_where_a_machine_wrote_it(text, expected):
    assert [f.date for f in find_dates(text)] == [expected]


@pytest.mark.parametrize(
    "value, expected",
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-5-3", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("20240503T1000", "2024-05-03T10:00:00"),
        ("20240503T100000Z", "2024-05-03T10:00:00+00:00"),
        ("20240503100000", "2024-05-03T10:00:00"),
        ("2024-05-03T10:00", "2024-05-03T10:00:00"),
        (" 2024-05-03T10:00:00Z ", "2024-05-03T10:00:00+00:00"),
        ("2024-05-03T10:00:00.000Z", "2024-05-03T10:00:00+00:00"),
        ("2024-05-03T10:00:00.1234567-0500", "2024-05-03T10:00:00-05:00"),
        ("2024-05-03T10:00:00+02", "2024-05-03T10:00:00+02:00"),
        ("2024-05-03 10:00:00 +0200", "2024-05-03T10:00:00+02:00"),
        ("2024-05-03 10:00:00 UTC", "2024-05-03T10:00:00+00:00"),
        ("2024-05-03T10:00:00-04:00[America/New_York]", "2024-05-03T10:00:00-04:00"),
        ("2024 05 03 10:00:00", "2024-05-03T10:00:00"),
        ("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03T10:00:00+00:00"),
        ("Fri, 3 May 2024 10:00:00 -0400", "2024-05-03T10:00:00-04:00"),
        ("Fri May 03 2024 10:00:00 GMT+0200 (Central European Summer Time)", "2024-05-03T10:00:00+02:00"),
        ("Fri May  3 10:00:00 CEST 2024", "2024-05-03T10:00:00"),
        ("1714730400", "2024-05-03T10:00:00+00:00"),
        ("1714730400000", "2024-05-03T10:00:00+00:00"),
        ("May 3, 2024", "2024-05-03"),
        ("May 3, 2024 at 10:05 PM", "2024-05-03T22:05:00"),
        ("3 May 2024, 12:05 am", "2024-05-03T00:05:00"),
        ("2024-05-03T25:00:00", "2024-05-03"),
        ("2024-05-03T10:00:00+99:00", "2024-05-03"),
        ("3. toukokuuta 2024", "2024-05-03"),
    ],
)
def test_an_attribute_is_read_with_its_time_and_zone(value, expected):
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("", "0", "2024", "2024-05", "2024-13-03", "20241303", "99999999", "9999999999", "0000000000", "PT15M"),
        *("10:30", "yesterday", "DD-MM-YYYY 00:00", "x" * 100 + " 2024-05-03", "2024-05-03" + " " * 5_000),
    ],
)
def test_an_attribute_that_holds_no_date_is_none(value):
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://example.com/2024/05/03/a-title", "2024-05-03"),
        ("https://example.com/2024/5/3", "2024-05-03"),
        ("https://example.com/news/2012/05/31/", "2012-05-31"),
        ("https://example.com/2024/may/03/a-title", "2024-05-03"),
        ("https://example.com/2024-05-03-a-title", "2024-05-03"),
        ("https://example.com/a-title-20240503-b.html", "2024-05-03"),
        ("https://example.com/n1/2024/0503/c1.html", "2024-05-03"),
        ("https://example.com/202405/03/c1.html", "2024-05-03"),
        ("/2024/05/03.html", "2024-05-03"),
        ("https://example.com/news/29-10-2021", "2021-10-29"),
        ("https://example.com/10-29-2021-a-title", "2021-10-29"),
        ("https://example.com/a-title-05.05.2021.html", "2021-05-05"),
        ("https://example.com/05-06-2021", None),  # May or June
        ("https://example.com/31-02-2021", None),
        ("https://example.com/2024/10/12-tips", None),
        ("https://example.com/2024/05/a-title", None),
        ("https://example.com/2024/02/31/a-title", None),
        ("https://example.com/id-120240503", None),
        ("https://2024-05-03.example.com/a-title", None),
        ("https://example.com/?before=2024-05-03", None),
        ("https://example.com/a#2024-05-03", None),
    ],
)
def test_a_url_dates_a_page_only_in_full(url, expected):
    assert find_url_date(url) == expected


HOSTILE = [
    "9" * 5_000,
    "1" * 1_000_000,
    "1/" * 500_000,
    "5 May " * 200_000,
    "2020 de de " * 100_000,
    "฿ม." * 300_000 + "2020",
    "\u200f" * 100_000 + "1",
    "\ud800 5 May 2020 \udfff",
    "²/³/2020 ⅷ",
    "é" * 1_000_000 + "2020",
    "T10:" * 100_000,
    "/2020" * 200_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_comes_to_an_end(text):
    # With a time that is squared this takes hours, and the limit of pytest-timeout ends it.
    find_dates(text, "en" * 100_000), parse_date(text), find_url_date(text)


@given(st.text(), st.text(max_size=9))
def test_no_text_raises(text, language):
    find_dates(text, language), parse_date(text, language), find_url_date(text)


@given(
    st.lists(
        st.sampled_from([*"0123456789²٣./-:T年月日Z+ ", "2024", "May", "tháng", "ม.ค.", "de", "of", "th", "\u200f"])
    )
)
def test_no_row_of_parts_of_dates_raises(parts):
    text = "".join(parts)
    assert all(0 <= f.start < f.end <= len(text) for f in find_dates(text, "en"))
    parse_date(text), find_url_date(f"/{text}")


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    assert parse_date(day.isoformat()) == find_url_date(f"/{day:%Y/%m/%d}/") == day.isoformat()
    assert find_dates(f"{day:%d.%m.%Y}")[0].date == day.isoformat()


def test_a_number_that_the_limit_cuts_is_no_year():
    before = "x" * (TEXT_LIMIT - len(" 12.12.20")) + " 12.12.20"
    assert find_dates(before)[0].date == "2020-12-12"
    assert find_dates(before + "24") == ()


def test_the_table_is_folded_sorted_and_of_months():
    table = json.loads(files("cleancopy.metadata").joinpath("months.json").read_text("utf-8"))
    assert list(table) == sorted(table)
    assert all(fold_name(name) == name for name in table)
    months = [m for entry in table.values() for m in (entry.values() if isinstance(entry, dict) else (entry,))]
    assert set(months) == set(range(1, 13))


def test_a_name_of_two_months_needs_its_language():
    assert (find_month("listopad", "hr"), find_month("listopad", "pl"), find_month("listopad", "")) == (10, 11, None)
