"""The report of a run as one page of HTML that needs nothing else: no script, no request, light or dark as its reader.

Names in it come from crawls. All of them pass through `charts.text`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any

from cleancopy.corpus.accounts import OUTCOMES
from cleancopy.corpus.charts import Bar, Column, bars, histogram, stack, text
from cleancopy.corpus.figures import count, rate, share, short, size, span
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import Report, Site, Step, losses

LANGUAGES = 10
"""So many are drawn; the table has all."""
MOST = 200
"""Rows of a table of damage, errors or sources; ``report.json`` has all."""

LOSS_WORDS: Mapping[str, tuple[str, str]] = {
    "failed": ("record could not be read", "records could not be read"),
    "damage": ("damaged stretch in the sources", "damaged stretches in the sources"),
    "errors": ("source ended in an error", "sources ended in an error"),
    "open": ("source was not read to its end", "sources were not read to their end"),
    "stopped": ("run was stopped before its end", "runs were stopped before their end"),
    "imbalances": ("account does not balance", "accounts do not balance"),
    "timed_out": ("page ran out of time", "pages ran out of time"),
    "out_of_memory": ("page ran out of memory", "pages ran out of memory"),
    "crashed": ("page crashed its worker", "pages crashed their workers"),
}
"""What a kind of `losses` is called, of one and of more."""

_FIGURES = frozenset({"Pages", "Records", "Share", "Time", "A page"})
"""Heads of columns that hold figures."""

# Should anything ever slip into the page, it cannot act: no script, no picture, no address is let through.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def draw(report: Report) -> str:
    """Give the page."""
    style = files("cleancopy.corpus").joinpath("picture.css").read_text("utf-8")
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Corpus run: {count(report.records)} records</title>\n<style>\n{style}</style>\n</head>\n<body>",
            *_head(report),
            "<main>",
            *_losses(report),
            *_outcomes(report),
            *_row("thirds", _distributions(report)),
            *_row("halves", _names(report)),
            *_row("halves", _sites(report)),
            *_sources(report),
            *_settings(report),
            "</main>\n</body>\n</html>\n",
        )
    )


def loss_lines(report: Report) -> list[str]:
    """What was lost, a line for each kind."""
    return [f"{count(number)} {LOSS_WORDS[kind][number > 1]}" for kind, number in losses(report).items()]


def verdict(report: Report) -> str:
    """How the run ended, in a word or three."""
    if report.state == "stopped":
        return "stopped"
    return "done with losses" if losses(report) else "done"


def _head(report: Report) -> Iterator[str]:
    settings = report.settings
    state = "losses" if losses(report) else "done"
    yield f'<header><h1>Corpus run</h1>\n<span class="state {state}">{verdict(report)}</span>'
    read = sum(source.state == "whole" for source in report.sources)
    told = f"{count(read)} of {count(len(report.sources))} sources read to their end; {settings.mode} mode; "
    yield f"<p>{text(told)}{text(settings.format)}</p></header>"
    whole, ok = report.records, report.outcome("ok")
    speed = report.bytes_per_second
    tiles = (
        ("Records read", count(whole), "pages and everything else"),
        ("Pages with text", count(ok), f"{share(ok, whole)} of the records"),
        ("Rows written", count(report.rows), f"in {count(report.files)} files"),
        ("Failed", count(report.outcome("failed")), f"{share(report.outcome('failed'), whole)} of the records"),
        ("Pages read", count(report.pages), f"{size(report.bytes_in)}, decoded"),
        ("Pages a second", rate(report.pages_per_second), "–" if speed is None else f"{size(speed)} a second"),
        ("Time", span(report.seconds), "by the clock"),
        ("Work", span(report.work), f"{_each(report.work, report.pages)} a page, all workers"),
    )
    yield '<dl class="tiles">'
    yield from (f"<div><dt>{name}</dt><dd>{figure}<small>{more}</small></dd></div>" for name, figure, more in tiles)
    yield "</dl>"


def _each(seconds: float, pages: int) -> str:
    return f"{1000 * seconds / pages:.1f} ms" if pages else "–"


def _losses(report: Report) -> Iterator[str]:
    if lines := loss_lines(report):
        yield '<section class="warning"><h2>Losses</h2><p>What the output lacks though it should have it.</p><ul>'
        yield from (f"<li>{text(line)}</li>" for line in lines)
        yield "</ul></section>"


def _outcomes(report: Report) -> Iterator[str]:
    by_reason = [
        Bar(_outcome_name(outcome, reason), number, _colour(outcome))
        for outcome, reasons in report.outcomes.items()
        for reason, number in reasons.items()
    ]
    if not by_reason:
        return
    whole = report.records
    totals = [Bar(name, number, _colour(name)) for name in report.outcomes if (number := report.outcome(name))]
    legend = (f'<li><i class="{t.colour}"></i>{text(t.name)} {count(t.number)}</li>' for t in totals)
    body = f"{stack('Records by outcome', totals, whole)}\n<ul class='legend'>{''.join(legend)}</ul>\n"
    body += bars("Records by outcome and reason", by_reason, whole) + _numbers("Outcome", "Records", by_reason, whole)
    told = "some are not accounted for" if report.imbalances else "all of them accounted for"
    yield _section("What became of the records", f"{count(whole)} records, {told}", body)


def _colour(outcome: str) -> str:
    return outcome if outcome in OUTCOMES else "plain"


def _outcome_name(outcome: str, reason: str) -> str:
    return f"{outcome}: {reason}" if reason else outcome


def _distributions(report: Report) -> Iterator[str]:
    confidence = [Column(f"{s.low:.2f}", f"{s.low:.2f} to {s.below:.2f}", s.pages) for s in report.confidence]
    words = [Column(short(s.low), f"{_whole_numbers(s)} words", s.pages) for s in report.words]
    times = [Column(short(s.low), f"{_whole_numbers(s)} ms", s.pages) for s in report.times]
    yield from _histogram("Confidence", "Pages by the word F1 that is expected of their text", confidence)
    yield from _histogram("Length", "Pages by words, each step twice the one before", words)
    yield from _histogram("Time a page", "Pages by milliseconds, each step twice the one before", times)


def _whole_numbers(step: Step) -> str:
    last = step.below - 1
    return count(step.low) if last <= step.low else f"{count(step.low)} to {count(last)}"


def _histogram(title: str, what: str, columns: Sequence[Column]) -> Iterator[str]:
    pages = sum(column.number for column in columns)
    if pages:
        rows = [Bar(column.name, column.number) for column in columns]
        body = histogram(f"{title}: {what.lower()}", columns) + _numbers(title, "Pages", rows, pages)
        yield _section(title, what, body)


def _names(report: Report) -> Iterator[str]:
    languages = [Bar(name or "not told", number) for name, number in report.languages.items()]
    shown, rest = languages[:LANGUAGES], languages[LANGUAGES:]
    if rest:
        shown.append(Bar(f"{len(rest)} others", sum(bar.number for bar in rest), "empty"))
    pages = sum(bar.number for bar in languages)
    if shown:
        body = bars("Pages by language", shown, pages) + _numbers("Language", "Pages", languages, pages)
        yield _section("Languages", f"{count(pages)} pages", body)
    flags = [Bar(name, number) for name, number in report.flags.items()]
    if flags:
        body = bars("Pages by flag", flags, report.pages) + _numbers("Flag", "Pages", flags, report.pages)
        yield _section("Flags", f"What there is to know of {count(report.pages)} pages; some have several flags", body)


def _sites(report: Report) -> Iterator[str]:
    told = "At least so many pages and seconds: of each file the fifty slowest sites are counted"
    for title, sites in (
        ("Sites that took longest", report.slowest),
        ("Sites with the slowest pages", report.slowest_per_page),
    ):
        if sites:
            yield _section(title, told, _table(("Site", "Pages", "Time", "A page"), map(_site_row, sites)))


def _site_row(site: Site) -> tuple[str, ...]:
    return site.host or "not told", count(site.pages), span(site.seconds), f"{1000 * site.per_page:,.0f} ms"


def _sources(report: Report) -> Iterator[str]:
    damage = [(source.path, loss) for source in report.sources for loss in source.damage]
    told = f"{size(sum(loss.end - loss.start for _, loss in damage))} of the sources gave no records"
    rows = [_damage_row(path, loss) for path, loss in damage[:MOST]]
    yield from _listed("Damage", told, ("Source", "Bytes", "What"), rows, len(damage))
    errors = [(source.path, source.error) for source in report.sources if source.error is not None]
    yield from _listed("Errors", "Sources that ended before their end", ("Source", "Error"), errors, len(errors))
    unread = [(source.path, count(source.records)) for source in report.sources if source.state == "open"]
    told = "The same command goes on where the run ended"
    yield from _listed("Not read to their end", told, ("Source", "Records"), unread, len(unread))
    wrong = [(words,) for words in report.imbalances]
    told = "A fault of cleancopy, or of the folder"
    yield from _listed("Accounts that do not balance", told, ("Account",), wrong, len(wrong))


def _damage_row(path: str, loss: Damage) -> tuple[str, str, str]:
    told = f"{loss.what.replace('_', ' ')}, {size(loss.end - loss.start)}"
    return path, f"{count(loss.start)} to {count(loss.end)}", f"{told}: {loss.detail}" if loss.detail else told


def _settings(report: Report) -> Iterator[str]:
    table = _table(("Setting", "Value"), _setting_rows(report.settings))
    yield f'<section class="quiet"><details><summary>Settings of the run</summary>{table}</details></section>'


def _setting_rows(settings: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for field in fields(settings):
        value = getattr(settings, field.name)
        if hasattr(value, "__dataclass_fields__"):
            yield from _setting_rows(value, f"{field.name}.")
        else:
            yield prefix + field.name, "–" if value is None or value == () else str(value)


def _row(shape: str, sections: Iterable[str]) -> Iterator[str]:
    """Sections beside each other, as far as there is room."""
    if shown := list(sections):
        yield f'<div class="{shape}">'
        yield from shown
        yield "</div>"


def _section(title: str, what: str, body: str) -> str:
    return f"<section><h2>{text(title)}</h2><p>{text(what)}</p>\n{body}\n</section>"


def _listed(title: str, what: str, head: Sequence[str], rows: Sequence[Sequence[str]], number: int) -> Iterator[str]:
    """A section with a table of the first rows, if there are any.

    number   rows that there are
    """
    if rows:
        more = f'\n<p class="more">{count(number - MOST)} more are in report.json</p>' if number > MOST else ""
        yield _section(title, what, _table(head, rows[:MOST]) + more)


def _numbers(name: str, what: str, rows: Sequence[Bar], whole: int) -> str:
    """The numbers of a chart, for those who cannot see it or want them to the digit."""
    told = ((bar.name, count(bar.number), share(bar.number, whole)) for bar in rows)
    return f"\n<details><summary>Numbers</summary>{_table((name, what, 'Share'), told)}</details>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with words to the left and figures to the right."""
    sides = ['class="figure"' if name in _FIGURES else "" for name in head]
    top = "".join(f'<th scope="col" {side}>{text(name)}</th>' for name, side in zip(head, sides, strict=True))
    lines = (
        "<tr>" + "".join(f"<td {side}>{text(cell)}</td>" for cell, side in zip(row, sides, strict=True)) + "</tr>"
        for row in rows
    )
    body = "\n".join(lines)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'
