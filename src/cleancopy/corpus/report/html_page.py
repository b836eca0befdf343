"""The report of a run as one HTML page without scripts or requests, light or dark as its reader prefers.

Names in it come from crawls. All of them pass through `charts.escape_text`.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from cleancopy.corpus.formatting import (
    format_axis_number,
    format_count,
    format_duration,
    format_rate,
    format_share,
    format_size,
)
from cleancopy.corpus.ledger import RUN_FOLDER, SKIPPED_FILE, UncertainPage
from cleancopy.corpus.record import Damage
from cleancopy.corpus.report.charts import Bar, HistogramColumn, draw_bars, draw_histogram, draw_stack, escape_text
from cleancopy.corpus.report.data import Report, Site, Step
from cleancopy.corpus.report.html_parts import (
    MAX_ROWS,
    Cell,
    Link,
    make_list_section,
    make_numbers,
    make_row,
    make_section,
    make_table,
)
from cleancopy.corpus.report.losses import count_losses
from cleancopy.corpus.report.reconcile import OUTCOMES
from cleancopy.corpus.report.text import count_noun, explain_empty_run, format_losses, format_verdict
from cleancopy.urls import safe_url

MAX_LANGUAGES = 10
"""Number of languages in the chart; the table has all."""
MAX_SKIPPED_FILES = 20
"""Number of skipped files that are named; `SKIPPED_FILE` has all."""
INSPECTOR = "http://127.0.0.1:8010/"
"""Where `cleancopy serve --fetch` has the inspector by default."""
_HOW_TO_INSPECT = "Links lead to the inspector, which runs here once you start it: cleancopy serve --fetch"
_EXPLAINED_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
"""Suffixes of files that hold one page each: what `cleancopy explain` takes."""

# If markup ever got into the page, it could do nothing: no script, no picture and no address is allowed.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(report: Report) -> str:
    """Render the page."""
    style = files("cleancopy.corpus.report").joinpath("report.css").read_text("utf-8")
    title = f"Corpus run: {format_count(report.records)} records"
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>",
            *_render_head(report),
            "<main>",
            *_render_losses(report),
            *_render_outcomes(report),
            *make_row("thirds", _render_distributions(report)),
            *make_row("halves", _render_names(report)),
            *_render_checks(report),
            *_render_sources(report),
            *_render_skipped_files(report),
            *_render_settings(report),
            "</main>\n</body>\n</html>\n",
        )
    )


def _render_head(report: Report) -> Iterator[str]:
    settings = report.settings
    state = "losses" if count_losses(report) else "done"
    yield f'<header><h1>Corpus run</h1>\n<span class="state {state}">{format_verdict(report)}</span>'
    n_complete = sum(source.state == "complete" for source in report.sources)
    sources = f"{format_count(n_complete)} of {format_count(len(report.sources))} sources read to their end"
    yield f"<p>{escape_text(f'{sources}; {settings.mode} mode; {settings.format}')}</p></header>"
    if not report.rows:
        reason = escape_text(explain_empty_run(report))
        yield f'<section class="warning first"><h2>Nothing was written</h2><p>{reason}</p></section>'
    yield '<dl class="tiles">'
    for name, figure, detail in _list_tiles(report):
        yield f"<div><dt>{name}</dt><dd>{figure}<small>{detail}</small></dd></div>"
    yield "</dl>"


def _list_tiles(report: Report) -> Sequence[tuple[str, str, str]]:
    whole, ok, failed = report.records, report.count_outcome("ok"), report.count_outcome("failed")
    speed = report.bytes_per_second
    page = report.typical_page
    median, mean = _format_milliseconds(page.median_seconds), _format_milliseconds(page.mean_seconds)
    return (
        ("Records read", format_count(whole), "pages and everything else"),
        ("Pages with text", format_count(ok), f"{format_share(ok, whole)} of the records"),
        ("Rows written", format_count(report.rows), f"in {format_count(report.files)} files"),
        ("Failed", format_count(failed), f"{format_share(failed, whole)} of the records"),
        ("Pages read", format_count(report.pages), f"{format_size(report.bytes_in)}, decoded"),
        (
            "Pages a second",
            format_rate(report.pages_per_second),
            "–" if speed is None else f"{format_size(speed)} a second",
        ),
        ("Time", format_duration(report.seconds), "by the clock"),
        ("Work", format_duration(report.work_seconds), f"median {median}, mean {mean} a page"),
    )


def _render_losses(report: Report) -> Iterator[str]:
    if lines := format_losses(report):
        yield '<section class="warning"><h2>Losses</h2><p>What the output lacks although it should have it.</p><ul>'
        yield from (f"<li>{escape_text(line)}</li>" for line in lines)
        yield "</ul></section>"


def _render_outcomes(report: Report) -> Iterator[str]:
    by_reason = [
        Bar(f"{outcome}: {reason}" if reason else outcome, number, _get_colour(outcome))
        for outcome, reasons in report.outcomes.items()
        for reason, number in reasons.items()
    ]
    if not by_reason:
        return
    whole = report.records
    totals = [
        Bar(name, number, _get_colour(name)) for name in report.outcomes if (number := report.count_outcome(name))
    ]
    legend = (f'<li><i class="{t.colour}"></i>{escape_text(t.name)} {format_count(t.number)}</li>' for t in totals)
    body = f"{draw_stack('Records by outcome', totals, whole)}\n<ul class='legend'>{''.join(legend)}</ul>\n"
    body += draw_bars("Records by outcome and reason", by_reason, whole)
    body += make_numbers("Outcome", "Records", by_reason, whole, "records read")
    balance = "some are not accounted for" if report.imbalances else "all of them accounted for"
    description = f"{count_noun(whole, 'record')} read, {balance}; shares are of these records"
    yield make_section("What became of the records", description, body)


def _get_colour(outcome: str) -> str:
    return outcome if outcome in OUTCOMES else "plain"


def _render_distributions(report: Report) -> Iterator[str]:
    confidence = [
        HistogramColumn(f"{s.low:.2f}", f"{s.low:.2f} to {s.below:.2f}", s.pages) for s in report.confidence_steps
    ]
    words = [HistogramColumn(format_axis_number(s.low), f"{_format_step(s)} words", s.pages) for s in report.word_steps]
    times = [
        HistogramColumn(format_axis_number(s.low), f"{_format_step(s)} ms", s.pages) for s in report.millisecond_steps
    ]
    page = report.typical_page
    usual = f"median {_format_optional(page.median_words)}, mean {_format_optional(page.mean_words)} words"
    took = f"median {_format_milliseconds(page.median_seconds)}, mean {_format_milliseconds(page.mean_seconds)}"
    yield from _render_histogram("Confidence", "Pages read by the word F1 that is expected of their text", confidence)
    doubling = "each step twice the one before"
    yield from _render_histogram("Length", f"Pages read by words, {doubling}: {usual}", words)
    yield from _render_histogram("Time a page", f"Pages read by milliseconds, {doubling}: {took}", times)


def _format_optional(number: float | None) -> str:
    return "–" if number is None else format_count(number)


def _format_milliseconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{1000 * seconds:,.0f} ms"


def _format_step(step: Step) -> str:
    last = step.below - 1
    return format_count(step.low) if last <= step.low else f"{format_count(step.low)} to {format_count(last)}"


def _render_histogram(title: str, description: str, columns: Sequence[HistogramColumn]) -> Iterator[str]:
    pages = sum(column.number for column in columns)
    if pages:
        rows = [Bar(column.name, column.number) for column in columns]
        body = draw_histogram(f"{title}: {description.lower()}", columns)
        yield make_section(title, description, body + make_numbers(title, "Pages", rows, pages, "pages read"))


def _render_names(report: Report) -> Iterator[str]:
    languages = [Bar(name or "not known", number) for name, number in report.languages.items()]
    shown, rest = languages[:MAX_LANGUAGES], languages[MAX_LANGUAGES:]
    if rest:
        shown.append(Bar(f"{len(rest)} others", sum(bar.number for bar in rest), "empty"))
    pages = sum(bar.number for bar in languages)
    if shown:
        numbers = make_numbers("Language", "Pages", languages, pages, "pages read")
        description = f"Shares are of {count_noun(pages, 'page')} read, including those without text"
        yield make_section("Languages", description, draw_bars("Pages by language", shown, pages) + numbers)
    flags = [Bar(name, number) for name, number in report.flags.items()]
    if flags:
        numbers = make_numbers("Flag", "Pages", flags, report.pages, "pages read")
        description = f"Shares are of {count_noun(report.pages, 'page')} read, of which some have several flags"
        yield make_section("Flags", description, draw_bars("Pages by flag", flags, report.pages) + numbers)


def _render_checks(report: Report) -> Iterator[str]:
    """Render sites and pages that are worth a look, each with a way to look at it."""
    description = "Each with a reason to look. Pages and seconds are minimums: each file lists its fifty slowest sites"
    site_head = ("Site", "Pages", "Time", "Median page", "Slowest page", "Why look", "Look")
    if report.sites.to_check:
        yield make_section("Slow sites", description, make_table(site_head, map(_make_site_row, report.sites.to_check)))
    description = "The pages with text that have the least confidence, the least certain first"
    page_head = ("Page", "Source", "Confidence", "Words", "Begins with", "Look")
    if report.uncertain_pages:
        more = f'\n<p class="more">{escape_text(_HOW_TO_INSPECT)}</p>'
        table = make_table(page_head, map(_make_page_row, report.uncertain_pages))
        yield make_section("Least certain pages", description, table + more)


def _make_site_row(site: Site) -> tuple[Cell, ...]:
    slowest = _format_milliseconds(site.slowest_seconds)
    return (
        site.host or "not known",
        format_count(site.pages),
        format_duration(site.seconds),
        _format_milliseconds(site.median_seconds),
        f"{slowest}: {site.slowest_page}" if site.slowest_page else slowest,
        site.reason,
        _make_look_cell(site.slowest_page),
    )


def _make_page_row(page: UncertainPage) -> tuple[Cell, ...]:
    return (
        page.url or page.id,
        page.source,
        f"{page.confidence:.2f}",
        format_count(page.words),
        page.text_start,
        _make_look_cell(page.url or _find_path(page)),
    )


def _find_path(page: UncertainPage) -> str:
    """Find the path of a page that is a file: its source, or a file in the folder that is its source."""
    return page.source if page.source.endswith(page.id) else f"{page.source.rstrip('/')}/{page.id}"


def _make_look_cell(address: str) -> Cell:
    """Make a link to the inspector for a web address, or the command that explains a file."""
    if safe_url(address) and address.startswith(("http://", "https://")):
        return Link("inspect", f"{INSPECTOR}?url={quote(address, safe='')}")
    return f"cleancopy explain {shlex.quote(address)}" if address.endswith(_EXPLAINED_SUFFIXES) else "–"


def _render_sources(report: Report) -> Iterator[str]:
    damage = [(source.path, damage) for source in report.sources for damage in source.damage]
    description = f"{format_size(sum(each.end - each.start for _, each in damage))} of the sources gave no records"
    rows = [_make_damage_row(path, each) for path, each in damage[:MAX_ROWS]]
    yield from make_list_section("Damage", description, ("Source", "Bytes", "What"), rows, len(damage))
    errors = [(source.path, source.error) for source in report.sources if source.error is not None]
    description = "Sources that could not be read to their end"
    yield from make_list_section("Errors", description, ("Source", "Error"), errors, len(errors))
    unread = [(source.path, format_count(source.records)) for source in report.sources if source.state == "incomplete"]
    description = "The same command continues where the run ended"
    yield from make_list_section("Not read to their end", description, ("Source", "Records"), unread, len(unread))
    faults = [(fault,) for fault in report.imbalances]
    description = "A fault of cleancopy, or of the folder"
    yield from make_list_section("Accounts that do not balance", description, ("Account",), faults, len(faults))


def _make_damage_row(path: str, damage: Damage) -> tuple[str, str, str]:
    what = f"{damage.kind.replace('_', ' ')}, {format_size(damage.end - damage.start)}"
    span = f"{format_count(damage.start)} to {format_count(damage.end)}"
    return path, span, f"{what}: {damage.detail}" if damage.detail else what


def _render_skipped_files(report: Report) -> Iterator[str]:
    names, number = report.skipped_files[:MAX_SKIPPED_FILES], report.skipped_file_count
    if names:
        rest = number - len(names)
        more = f'\n<p class="more">… and {format_count(rest)} more, all in {RUN_FOLDER}/{SKIPPED_FILE}</p>'
        description = f"{count_noun(number, 'file')} that {'was' if number == 1 else 'were'} found and not read"
        yield make_section("Skipped files", description, make_table(("File", "Why"), names) + (more if rest else ""))


def _render_settings(report: Report) -> Iterator[str]:
    table = make_table(("Setting", "Value"), _list_settings(report.settings))
    yield f'<section class="quiet"><details><summary>Settings of the run</summary>{table}</details></section>'


def _list_settings(settings: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for field in fields(settings):
        value = getattr(settings, field.name)
        if hasattr(value, "__dataclass_fields__"):
            yield from _list_settings(value, f"{field.name}.")
        else:
            yield prefix + field.name, "–" if value is None or value == () else str(value)
