"""Dates on either side of each rule and bound, compared with a listing of what is found where."""

# ruff: noqa: E501 - an example stands on one line

from pathlib import Path

from cleancopy.metadata.dates import ATTRIBUTE_LIMIT, TEXT_LIMIT, find_dates, find_url_date, parse_date
from cleancopy.metadata.month_names import find_month, fold_name
from tests.golden import assert_listing

HERE = Path(__file__).parent

TEXTS = {
    None: (
        *("1 January 1990", "31 December 1989", "31 December 2100", "1 January 2101", "1.1.1990", "31.12.1989"),
        *("1 January 2533", "31 December 2532", "31 December 2643", "1 January 2644", "1.1.2563", "29.2.2563"),
        *("29 February 2024", "29 February 2023", "31 April 2024", "0 May 2024", "5 May 999", "5 May 12345"),
        *("3rd May 2024", "3abc May 2024", "3abcd May 2024", "May 3, 2024th", "May 3, 2024ever", "th May 3, 2024"),
        *("003 May 2024", "103 May 2024", "2024 May 3", "2024 3 May", "2024 May 3 2025", "2024 3 May 2025"),
        *("5 of May 2024", "5 out 2024", "5 of out 2024", "5 out of 2024", "May of 5, 2024", "2024 of May 5"),
        *("5 de de May 2024", "5 de de de May 2024", "May de 5 de de 2024", "2024 de de de May de 5"),
        *("2024 de de de 5 de May", "2024 de de de de May 5", "May 5 de de de 2024", "5 May de de de 2024"),
        *("May5 2024", "5May2024", "5-May-2024", "5/May/2024", "(5) May (2024)", "5 -- -- -- May 2024", "5*May 2024"),
        *("thang 5, 5 May 2024", "5 tháng 3 2024", "ngày 7 tháng 12, 2024", "ngày 31 tháng 4, 2024", "tháng 3 5, 2024"),
        *("5 tháng 13 2024", "5 thg 0 2024", "2024 tháng 3 5", "tháng 2024 5 3", "5 كانون الثاني 2020", "كانون 5 2020"),
        *("5 كانون 2020", "5 كانون الأول 2020", "5 كانون، الثاني 2020", "5 Meán 2020", "5 Deireadh Fómhair 2020"),
        *("/3/5/2024", "1/3/5/2024", "x/3/5/2024", "12/3/5/2024", "3/5/2024/6", "3/5/2024/", "3.5.2024.6", "3.5.2024."),
        *("3-5-2024-6", "33/5/2024", "333/5/2024", "3/5/202", "3/5/20245", "3/5-2024", "3./5/2024", "3 / 5 / 2024"),
        *("3  /  5  /  2024", "3   /5/2024", "2024/3/5", "2024/30/5", "2024/3/50", "2024/3/2024", "2024/3/5/6", "24/3/5"),
        *("12/11/2024", "11/12/2024", "12/13/2024", "13/12/2024", "13/13/2024", "0/1/2024", "1/0/2024", "12.13.2024"),
        *("1/5/69", "1/5/70", "1/5/00", "1/5/5", "01.05.69", "01.05.70", "1.05.20", "01.5.20", "01.13.20", "01.12.20"),
        *("1-5-20", "01-05-20", "31/12/99", "1/ 5/20", "01. 05. 20", "v 01.05.20.3", "3/5/202410:30", "3.5.20249:30"),
        *("3.5.202410:3", "2024/05/202410:30", "2024年5月3日", "2024年5月3日2024年5月4日", "2024 年 5 月 3 號", "2024年13月3日"),
        *("2024年5月", "12024年5月3日", "2024년 5월 3일", "2024년5월3号", "2643年1月1日", "2644年1月1日", "1989年1月1日"),
        *("3.5.2024, 4.5.2024", "3.5.20244.5.2024", "3 May 2024 May 4 2024", "May 3 2024 4 May", "Friday, May 3, 2024"),
        *("3.5.2024 June 4, 2024", "2024-05-03/2024-05-04", "1 May 2024 - 2 May 2024", "1-2 May 2024", "May 2024", "3 May"),
        *("3\u200f May\u200f 2024", "MÄRZ 3, 2024", "3 Févr. 2024", "3 feVR 2024", "3 OCAK 2024", "3 Kası̇m 2024"),
        *("5 ม.ค. 2563", "5 มค 2563", "5 ม.ค 2563", "٣ مايو ٢٠٢٤", "3 میی 2024", "3 mayis 2024", "3 MAYIS 2024", "3 maı 2024"),
    ),
    "en": ("3/4/2024", "3-4-2024", "3.4.2024", "3/13/2024", "13/3/2024", "12/12/2024", "12/5/2024", "13/5/2024", "3/4/24",
           "24/3/4", "24/03/04", "03.04.24", "03.14.24", "13/12/24", "3/4/69", "3/4/70"),
    "en-US": ("3/4/2024", "12/11/2024", "11/12/2024"),
    "en_us": ("3/4/2024",),
    " EN-ca ": ("3/4/2024",),
    "en-GB": ("3/4/2024", "12/11/2024", "12/13/2024", "13/12/2024"),
    "en-Latn-US": ("3/4/2024",),
    "en-US-GB": ("3/4/2024",),
    "en-GB-US": ("3/4/2024",),
    "US": ("3/4/2024",),
    "es-US": ("3/4/2024",),
    "en-" + "x" * 33 + "-GB": ("3/4/2024",),
    "en-" + "x" * 34 + "-GB": ("3/4/2024",),
    "en-" + "x" * 35 + "-GB": ("3/4/2024",),
    "en-" + "x" * 36 + "-GB": ("3/4/2024",),
    "hu": ("24/3/4", "24/03/04", "24.03.04", "3/4/2024", "69/3/4", "69/03/04", "70/03/04", "24-03-04", "24/13/04"),
    "ja": ("24/03/04", "24/3/04"),
    "ko-KR": ("24/03/04",),
    "zh_TW": ("24/03/04",),
    "hr": ("3 listopada 2024", "3 listopad 2024"),
    "pl": ("3 listopada 2024", "3 listopad 2024"),
    "vi": ("3 thg 5 2024", "3 thang 05 2024", "Thg 5 3, 2024"),
}  # fmt: skip

TIMES = (
    *("2024-05-03T10:00", "2024-05-03 10:00", "2024-05-03 9:30", "2024-05-03T9:30", "2024-05-03, 10:00", "2024-5-3 10:00"),
    *("2024-05-03  10:00", "2024/05/03 10:00", "3.5.2024 10:00", "2024-05-03T10:00:07", "2024-05-03T10:00:07.5"),
    *("2024-05-03T24:00", "2024-05-03T23:59:59", "2024-05-03T10:60", "2024-05-03T10:00:60", "2024-05-03T10:00Z"),
    *("2024-05-03T10:00+01:30", "2024-05-03T10:00-01:30", "2024-05-03 10:00-12:00", "2024-05-03 10:00:00-12:00"),
    *("2024-05-03T10:00-12:00", "2024-05-03 10:00+12:00", "2024-05-03 10:00 -12:00", "2024-05-03 10:00 GMT-12:00"),
    *("2024-05-03 12:30 am", "2024-05-03 12:30 pm", "2024-05-03 11:30 P.M.", "2024-05-03 11:30 A.M.", "2024-05-03 01:05 PM"),
    *("2024-05-03 13:05 PM", "2024-05-03 10:00 UTC", "2024-05-03 10:00 UTC+02", "2024-05-03T10:00+23:59"),
    *("2024-05-03T10:00+24:00", "2024-05-03T10:00-0530", "2024-05-03T10:00+0", "12024-05-03T10:00", "2024-May-03T10:00"),
    *("2024-05-03 at 10:00", "on 2024-05-03T10:00Z he", "3 May 2024 at 10:05 pm", "May 3, 2024 10:05", "3.5.24 10:05"),
)  # fmt: skip
ATTRIBUTES = (
    *("20240503", "2024050", "202405031", "20240503T10", "20240503T1005", "202405031005", "20240503T100507", "20240503Z"),
    *("20240503T100507.25Z", "20240503100507+0200", "20240503T1005-02:30", "20240503T2505", "20240503T1060", "19891231"),
    *("19900101", "21001231", "21010101", "25630105", "20240230", "631151999", "0631151999", "0631152000", "4133980799"),
    *("4133980800", "1714730400", "1714730400123", "1714730400.5", "17147304001", "171473040012", "2024 05 03", "2024 5 3"),
    *("2024 05 03x", "x 2024 05 03", "2024-02-30", "2024-02-30T10:00", "2024-05-03T10:00:00Z", "2024-05-03 10:00 foo"),
    *("2024-05-03foo", "2024-05-03Tfoo", "May  3 10:00:07 2024", "May 3 10:00:07 CEST 2024", "May 3 10:00 2024"),
    *("Fri, 3 May 2024 10:05:07 +0000", "Fri, 3 May 2024 10:05:07 -0030", "3 May 2024 kl. 9:05", "3.5.2024 um 9:05"),
    *("3/4/2024 9:05 PM", "13/4/2024 12:05 am", "3 May 2024 and 4 May 2024 9:05", "2024-05-03T10:00:00 PM"),
    *("x" * 87 + " 3 May 2024 ", "x" * 89 + " 3 May 2024", "x" * 90 + " 3 May 2024", " " * 1988 + "3 May 2024  "),
    *(" " * 1990 + "3 May 2024 ", " " * 1988 + "3 May 2024" + " " * 3),
)  # fmt: skip
ADDRESSES = (
    *("https://a.example/2024/05/03", "//a.example/2024/05/03", "/2024/05/03", "2024/05/03", "https://2024/05/03/x"),
    *("/2024/05/03?x", "/x?2024/05/03", "/x#2024/05/03", "/2024/05/03#x", "/2024/5/3/x", "/2024/13/03/", "/2024/12/32/"),
    *("/2024/May/03/", "/2024/september/3/", "/2024/xyz/3/", "/2024/mai/3/", "/1989/12/31/", "/1990/01/01/", "/2100/12/31/"),
    *("/2101/01/01/", "/20240503", "/202405030", "/120240503", "/1.20240503", "/2024-05-03", "/2024_05_03x", "/2024.5.3"),
    *("/2024-5-33", "/2024-05_03", "/202405/03/", "/202405/03x", "/2024-05/03/", "/2024/0503/", "/2024/05-03", "/2024/05/03-x"),
    *("/2024/05/03.html", "/2024/05/03.5", "/2024/02/30/2024/02/28/", "/2024/02/30/x-20240228", "/2563/01/05/", "/x/2024/05/"),
    *("/" + "x" * 1990 + "20240503", "/" + "x" * 1991 + "20240503", "/" + "x" * 1992 + "20240503"),
)  # fmt: skip
WORDS = (
    *("MAY", "März", "févr.", "Mai̇", "ı", "I", "İ", "ᾴ", "maj'", "ינואר׳", "जन॰", "x.y.", "a\u200bb", "é\u200b", "ﬁ", "كانون"),
    *("يناير", "ىناير", "ینایر", "کانون", "5é", "é5", "é.", "é-"),
)  # fmt: skip


def _found(text, language):
    return "; ".join(f"{f.date} {text[f.start : f.end]!r} at {f.start}" for f in find_dates(text, language)) or "none"


def _short(text):
    return repr(text if len(text) < 80 else f"{len(text)} long …{text[-20:]}")


def test_dates_of_visible_texts():
    lines = [f"{language}: {text!r} {_found(text, language)}" for language, texts in TEXTS.items() for text in texts]
    assert_listing(HERE / "golden/dates.txt", lines)


def test_times_behind_visible_dates_and_in_attributes():
    lines = [f"{text!r} {_found(text, 'en')}, as an attribute {parse_date(text)}" for text in TIMES]
    assert_listing(HERE / "golden/times.txt", lines)


def test_dates_of_attributes():
    lines = [f"{_short(text)} {parse_date(text)}, in German {parse_date(text, 'de')}" for text in ATTRIBUTES]
    lines += [f"{text} {parse_date(text, 'en-US')}" for text in ("3/4/2024", "13/4/2024", "3/4/2024 9:05")]
    assert_listing(HERE / "golden/attributes.txt", lines)


def test_dates_of_addresses():
    assert_listing(HERE / "golden/addresses.txt", [f"{_short(text)} {find_url_date(text)}" for text in ADDRESSES])


def test_words_of_months():
    lines = [f"{word!a} {fold_name(word)!a} {find_month(fold_name(word), 'en')}" for word in WORDS]
    lines += [
        f"{word} {language} {find_month(word, language)}"
        for word in ("listopad", "may", "x")
        for language in ("hr", "pl", "")
    ]
    assert_listing(HERE / "golden/months.txt", lines)


def test_what_stands_behind_the_limit_is_not_read():
    date = "3 May 2024"
    ends = {
        size: _found("x" * (size - len(date) - 1) + " " + date, None) for size in range(TEXT_LIMIT - 1, TEXT_LIMIT + 3)
    }
    assert [bool(found != "none") for found in ends.values()] == [True, True, False, False]
    for after, found in (("", True), ("x", True), (" ", True), ("1", False), ("²", False), ("٣", False)):
        for size in (TEXT_LIMIT - 1, TEXT_LIMIT):
            text = "x" * (size - 9) + " 12.12.20" + after.rjust(TEXT_LIMIT + 1 - size) + " y"
            assert bool(find_dates(text)) == (found or size < TEXT_LIMIT), (size, after)


def test_the_zone_of_a_time_may_stand_far_behind_it():
    before = "2024-05-03T10:00:00." + "1" * 9
    assert find_dates(before + "Z")[0].date == "2024-05-03T10:00:00+00:00"
    assert len(before) < ATTRIBUTE_LIMIT
