"""Tables of every shape: each output gives back the same grid."""

import json
from collections.abc import Callable

import pytest
import turbohtml

import cleancopy
from evaluation.parse_back import OUTPUTS, find_fault, markdown

CONTENTS = {
    "en": (
        ["Place", "Depth", "Keeper"],
        [["Upper pond", "2 m", "Ann Lee"], ["Lower pond", "3 m", "nobody"], ["Race", "", "Bo"]],
    ),
    "de": (
        ["Ort", "Tiefe", "Wer"],
        [["Oberer Teich", "2 m", "Anna Berg"], ["Unterer Teich", "3 m", "niemand"], ["Graben", "", "Bo"]],
    ),
    "ru": (
        ["Место", "Глубина", "Кто"],
        [["Верхний пруд", "2 м", "Анна"], ["Нижний пруд", "3 м", "никто"], ["Канава", "", "Бо"]],
    ),
    "ja": (
        ["場所", "深さ", "番人"],
        [["上の池", "2メートル", "安"], ["下の池", "3メートル", "なし"], ["水路", "", "某"]],
    ),
}
PROSE = {
    "en": "The ponds above the mill have been measured every spring since the year of the great flood, by the same family.",
    "de": "Die Teiche über der Mühle werden seit dem Jahr der großen Flut jeden Frühling vermessen, von derselben Familie.",
    "ru": "Пруды над мельницей измеряют каждую весну со времён большого наводнения, и делает это всегда одна и та же семья.",
    "ja": "水車小屋の上にある池は、大洪水の年から毎年春に測られており、測るのはいつも同じ家族である。",
}
Rows = list[list[str]]


def tr(cells: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def body(rows: Rows) -> str:
    return "".join(map(tr, rows))


def decorate(rows: Rows, change: Callable[[str], str]) -> Rows:
    return [[row[0], change(row[1]) if row[1] else "", *row[2:]] for row in rows]


SHAPES: dict[str, Callable[[list[str], Rows], str]] = {
    "headers": lambda head, rows: f"<table>{tr(head, 'th')}{body(rows)}</table>",
    "thead": lambda head, rows: f"<table><thead>{tr(head, 'th')}</thead><tbody>{body(rows)}</tbody></table>",
    "thead-td": lambda head, rows: f"<table><thead>{tr(head)}</thead><tbody>{body(rows)}</tbody></table>",
    "tfoot": lambda head, rows: f"<table>{tr(head, 'th')}{body(rows[:2])}<tfoot>{body(rows[2:])}</tfoot></table>",
    "bodies": lambda head, rows: f"<table><thead>{tr(head, 'th')}</thead>"
    + "".join(f"<tbody>{tr(row)}</tbody>" for row in rows) + "</table>",
    "colgroup": lambda head, rows: f"<table><colgroup><col><col></colgroup>{tr(head, 'th')}{body(rows)}</table>",
    "unclosed": lambda head, rows: "<table><tr><th>" + "<th>".join(head)
    + "".join("<tr><td>" + "<td>".join(row) for row in rows) + "</table>",
    "row-headers": lambda head, rows: f"<table>{tr(head, 'th')}"
    + "".join(f"<tr><th scope=row>{row[0]}</th>{''.join(f'<td>{c}</td>' for c in row[1:])}</tr>" for row in rows) + "</table>",
    "wikitable": lambda head, rows: f'<table class="wikitable sortable">{tr(head, "th")}{body(rows)}</table>',
    "no-headers": lambda head, rows: f"<table>{tr(head)}{body(rows)}</table>",
    "in-div": lambda head, rows: f'<div class="table-responsive"><table>{tr(head, "th")}{body(rows)}</table></div>',
    "in-figure": lambda head, rows: f"<figure><table>{tr(head, 'th')}{body(rows)}</table></figure>",
    "paragraphs": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<p>{0}</p><p>{0}</p>'.format))}</table>",
    "breaks": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '{0}<br>{0}'.format))}</table>",
    "lists": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<ul><li>{0}</li><li>{0}</li></ul>'.format))}</table>",
    "links": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<a href=/x>{0}</a>'.format))}</table>",
    "code": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<code>{0}</code>'.format))}</table>",
    "emphasis": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<b>{0}</b> <i>{0}</i>'.format))}</table>",
    "pictures": lambda head, rows: f"<table>{tr(head, 'th')}{body(decorate(rows, '<img src=/x.png alt=> {0}'.format))}</table>",
    "spans": lambda head, rows: f"<table><tr><th>{head[0]}</th><th colspan=2>{head[1]}</th></tr>"
    f"<tr><td rowspan=2>{rows[0][0]}</td><td>{rows[0][1]}</td><td>{rows[0][2]}</td></tr>"
    f"<tr><td>{rows[1][1]}</td><td>{rows[1][2]}</td></tr></table>",
    "key-value": lambda head, rows: f'<table class="infobox"><tr><th colspan=2>{head[0]}</th></tr>'
    + "".join(f"<tr><th>{row[0]}</th><td>{row[2]}</td></tr>" for row in rows) + "</table>",
    "in-list": lambda head, rows: f"<ol><li>{head[0]}:<table>{tr(head, 'th')}{body(rows)}</table></li><li>{head[2]}</li></ol>",
}  # fmt: skip
CASES = [(shape, language) for shape in SHAPES for language in CONTENTS]


def make_page(shape: str, language: str) -> tuple[str, str]:
    head, rows = CONTENTS[language]
    table = SHAPES[shape](head, rows)
    prose = PROSE[language]
    return (
        f"<html lang={language}><article><h1>{head[0]}</h1><p>{prose}</p>{table}<p>{prose} {prose}</p></article>",
        table,
    )


def letters(text: str) -> str:
    return "".join(text.split())


def read_grid(table: str) -> list[list[tuple[str, str, str, str]]]:
    """Each cell of a table: tag, spans and letters."""
    return [
        [
            ("th" if cell.tag == "th" or row.closest("thead") else "td", cell.attr("colspan") or "1",
             cell.attr("rowspan") or "1", letters(cell.text))
            for cell in row.children if isinstance(cell, turbohtml.Element)
        ]
        for row in turbohtml.parse(table).find_all("tr")
    ]  # fmt: skip


def test_there_are_enough():
    assert len(CASES) >= 80


@pytest.mark.parametrize("shape, language", CASES)
def test_html_has_the_same_cells(shape, language):
    page, table = make_page(shape, language)
    assert read_grid(cleancopy.extract(page).render("html")) == read_grid(table)


@pytest.mark.parametrize("shape, language", CASES)
def test_json_has_the_same_cells(shape, language):
    page, table = make_page(shape, language)
    passages = json.loads(cleancopy.extract(page).render("json"))["body"]
    found = [
        [("th" if c["header"] else "td", str(c["columns"]), str(c["rows"]), letters(c["text"])) for c in p["cells"]]
        for p in passages if p["role"] == "table_row"
    ]  # fmt: skip
    assert found == read_grid(table)


@pytest.mark.parametrize("shape, language", CASES)
def test_markdown_has_one_table_with_the_same_grid(shape, language):
    page, table = make_page(shape, language)
    blocks = markdown.parse_blocks(cleancopy.extract(page).render("markdown"))
    assert sum(block[0] == "table" for block in blocks) == 1
    found = [[cell for cell in block[1:] if cell] for block in blocks if block[0] == "row"]
    assert found == [[text for *_, text in row if text] for row in read_grid(table)]


@pytest.mark.parametrize("shape, language", CASES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_gives_the_table_back(shape, language, output):
    assert find_fault(cleancopy.extract(make_page(shape, language)[0]), output) is None
