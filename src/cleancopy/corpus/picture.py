"""The report of a run as one page of HTML that needs nothing else: no script, no request, light or dark as its reader.

Names in it come from crawls. All of them pass through `charts.text`.
"""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote

from cleancopy import links
from cleancopy.corpus.accounts import OUTCOMES
from cleancopy.corpus.charts import Bar, Column, bars, histogram, stack, text
from cleancopy.corpus.figures import count, rate, share, short, size, span
from cleancopy.corpus.ledger import FOLDER, SKIPPED
from cleancopy.corpus.notable import Doubtful, Site
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report import Report, Step, losses

_REASONS = 5
"""So many reasons are told why nothing was written."""
LANGUAGES = 10
"""So many are drawn; the table has all."""
SKIPPED_SHOWN = 20
"""Names of files that are no pages; `SKIPPED` has all."""
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

INSPECTOR = "http://127.0.0.1:8010/"
"""Where `cleancopy serve --fetch` has the inspector unless it is told another place."""
_HOW_TO_LOOK = "Links lead to the inspector, which runs here once you start it: cleancopy serve --fetch"
_EXPLAINED = (".html", ".htm", ".xhtml", ".txt")
"""Endings of files that hold one page each: what `cleancopy explain` takes."""

_FIGURES = frozenset({"Pages", "Records", "Time", "Middle page", "Confidence", "Words"})
"""Heads of columns that hold figures; those of shares do, too."""
_SHARE = "Share of the "


class Link(NamedTuple):
    """Words that lead to an address of ours."""

    words: str
    address: str


Cell = str | Link

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
            *_looks(report),
            *_sources(report),
            *_skipped(report),
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
    yield from _nothing(report)
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
        (
            "Work",
            span(report.work),
            f"median {_told_ms(report.usual_seconds)}, mean {_told_ms(report.mean_seconds)} a page",
        ),
    )
    yield '<dl class="tiles">'
    yield from (f"<div><dt>{name}</dt><dd>{figure}<small>{more}</small></dd></div>" for name, figure, more in tiles)
    yield "</dl>"


def _nothing(report: Report) -> Iterator[str]:
    """Why a run wrote nothing, before all else."""
    if not report.rows:
        yield f'<section class="warning first"><h2>Nothing was written</h2><p>{text(why_nothing(report))}</p></section>'


def why_nothing(report: Report) -> str:
    """Why a run has no rows, in a sentence."""
    errors = sum(source.state == "error" for source in report.sources)
    if report.records:
        reasons = [
            (number, f"{outcome} ({reason})" if reason else outcome)
            for outcome, reasons in report.outcomes.items()
            for reason, number in reasons.items()
        ]
        told = ", ".join(f"{count(number)} {name}" for number, name in sorted(reasons, reverse=True)[:_REASONS])
        return f"No row came of {_of(report.records, 'record')}: {told}."
    if errors:
        return f"{_of(errors, 'source')} of {count(len(report.sources))} ended in an error before the first record."
    if report.state == "stopped":
        return "The run was stopped before the first record was done. The same command goes on."
    if report.skipped_files:
        name, reason = report.skipped_files[0]
        return f"All {_of(report.skipped_number, 'file')} were skipped: {name} as {reason}, for one."
    if report.sources:
        return f"There was no record in {_of(len(report.sources), 'source')}: see whether they are empty."
    return "No source was found: see whether the inputs are the folders or files that you meant."


def _of(number: int, name: str) -> str:
    return f"{count(number)} {name}{'' if number == 1 else 's'}"


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
    drawn = bars("Records by outcome and reason", by_reason, whole)
    body += drawn + _numbers("Outcome", "Records", by_reason, whole, "records read")
    told = "some are not accounted for" if report.imbalances else "all of them accounted for"
    what = f"{_of(whole, 'record')} read, {told}; shares are of these records"
    yield _section("What became of the records", what, body)


def _colour(outcome: str) -> str:
    return outcome if outcome in OUTCOMES else "plain"


def _outcome_name(outcome: str, reason: str) -> str:
    return f"{outcome}: {reason}" if reason else outcome


def _distributions(report: Report) -> Iterator[str]:
    confidence = [Column(f"{s.low:.2f}", f"{s.low:.2f} to {s.below:.2f}", s.pages) for s in report.confidence]
    words = [Column(short(s.low), f"{_whole_numbers(s)} words", s.pages) for s in report.words]
    times = [Column(short(s.low), f"{_whole_numbers(s)} ms", s.pages) for s in report.times]
    usual = f"median {_told(report.usual_words)}, mean {_told(report.mean_words)} words"
    took = f"median {_told_ms(report.usual_seconds)}, mean {_told_ms(report.mean_seconds)}"
    yield from _histogram("Confidence", "Pages read by the word F1 that is expected of their text", confidence)
    yield from _histogram("Length", f"Pages read by words, each step twice the one before: {usual}", words)
    yield from _histogram("Time a page", f"Pages read by milliseconds, each step twice the one before: {took}", times)


def _told(number: float | None) -> str:
    return "–" if number is None else count(number)


def _told_ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{1000 * seconds:,.0f} ms"


def _whole_numbers(step: Step) -> str:
    last = step.below - 1
    return count(step.low) if last <= step.low else f"{count(step.low)} to {count(last)}"


def _histogram(title: str, what: str, columns: Sequence[Column]) -> Iterator[str]:
    pages = sum(column.number for column in columns)
    if pages:
        rows = [Bar(column.name, column.number) for column in columns]
        body = histogram(f"{title}: {what.lower()}", columns) + _numbers(title, "Pages", rows, pages, "pages read")
        yield _section(title, what, body)


def _names(report: Report) -> Iterator[str]:
    languages = [Bar(name or "not told", number) for name, number in report.languages.items()]
    shown, rest = languages[:LANGUAGES], languages[LANGUAGES:]
    if rest:
        shown.append(Bar(f"{len(rest)} others", sum(bar.number for bar in rest), "empty"))
    pages = sum(bar.number for bar in languages)
    if shown:
        numbers = _numbers("Language", "Pages", languages, pages, "pages read")
        what = f"Shares are of {_of(pages, 'page')} read, those without text among them"
        yield _section("Languages", what, bars("Pages by language", shown, pages) + numbers)
    flags = [Bar(name, number) for name, number in report.flags.items()]
    if flags:
        numbers = _numbers("Flag", "Pages", flags, report.pages, "pages read")
        what = f"Shares are of {_of(report.pages, 'page')} read, of which some have several flags"
        yield _section("Flags", what, bars("Pages by flag", flags, report.pages) + numbers)


def _looks(report: Report) -> Iterator[str]:
    """What is worth a look, each with a way to look at it."""
    told = "Each with a reason to look. At least so many pages and seconds: of each file the fifty slowest sites count"
    head = ("Site", "Pages", "Time", "Middle page", "Slowest page", "Why look", "Look")
    if report.notable:
        yield _section("Slow sites", told, _table(head, map(_site_row, report.notable)))
    told = "The pages with text that have the least confidence, first those of which the model is least sure"
    columns = ("Page", "Source", "Confidence", "Words", "Begins with", "Look")
    if report.doubtful:
        more = f'\n<p class="more">{text(_HOW_TO_LOOK)}</p>'
        yield _section("Least certain pages", told, _table(columns, map(_doubtful_row, report.doubtful)) + more)


def _site_row(site: Site) -> tuple[Cell, ...]:
    middle = "–" if site.median is None else _milliseconds(site.median)
    slowest = f"{_milliseconds(site.slowest)}: {site.page}" if site.page else _milliseconds(site.slowest)
    told = (site.host or "not told", count(site.pages), span(site.seconds), middle, slowest, site.reason)
    return (*told, _look_at(site.page))


def _doubtful_row(page: Doubtful) -> tuple[Cell, ...]:
    told = (page.url or page.id, page.source, f"{page.confidence:.2f}", count(page.words), page.begins)
    return (*told, _look_at(page.url or _path_of(page)))


def _path_of(page: Doubtful) -> str:
    """Where a page is that is a file: its source, or a file of the folder that its source is."""
    return page.source if page.source.endswith(page.id) else f"{page.source.rstrip('/')}/{page.id}"


def _look_at(address: str) -> Cell:
    """A link to the inspector for an address of the web; for a file the command that explains it."""
    if links.safe(address) and address.startswith(("http://", "https://")):
        return Link("inspect", f"{INSPECTOR}?url={quote(address, safe='')}")
    return f"cleancopy explain {shlex.quote(address)}" if address.endswith(_EXPLAINED) else "–"


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:,.0f} ms"


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


def _skipped(report: Report) -> Iterator[str]:
    names, number = report.skipped_files[:SKIPPED_SHOWN], report.skipped_number
    if names:
        rest = number - len(names)
        more = f'\n<p class="more">… and {count(rest)} more, all in {FOLDER}/{SKIPPED}</p>' if rest else ""
        told = f"{_of(number, 'file')} that {'was' if number == 1 else 'were'} found and not read"
        yield _section("Skipped files", told, _table(("File", "Why"), names) + more)


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


def _numbers(name: str, what: str, rows: Sequence[Bar], whole: int, of: str) -> str:
    """The numbers of a chart, for those who cannot see it or want them to the digit; `of` says what `whole` is."""
    told = ((bar.name, count(bar.number), share(bar.number, whole)) for bar in rows)
    return f"\n<details><summary>Numbers</summary>{_table((name, what, _SHARE + of), told)}</details>"


def _table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with words to the left and figures to the right."""
    sides = ['class="figure"' if name in _FIGURES or name.startswith(_SHARE) else "" for name in head]
    top = "".join(f'<th scope="col" {side}>{text(name)}</th>' for name, side in zip(head, sides, strict=True))
    lines = (
        "<tr>" + "".join(f"<td {side}>{_cell(cell)}</td>" for cell, side in zip(row, sides, strict=True)) + "</tr>"
        for row in rows
    )
    body = "\n".join(lines)
    return f'<div class="scroll"><table><thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{text(cell.address)}" rel="noreferrer">{text(cell.words)}</a>'
    return text(cell)
