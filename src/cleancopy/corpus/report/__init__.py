"""Reports what became of a run: as data, as text for a terminal, as JSON and as an HTML page."""

from cleancopy.corpus.formatting import (
    escape_invisible,
    format_count,
    format_duration,
    format_rate,
    format_share,
    format_size,
    shorten,
)
from cleancopy.corpus.report.data import Report, RunState
from cleancopy.corpus.report.html_page import render_html
from cleancopy.corpus.report.json_report import to_json
from cleancopy.corpus.report.losses import count_losses, get_exit_code
from cleancopy.corpus.report.summary import summarise
from cleancopy.corpus.report.text import format_losses, format_verdict

__all__ = [
    "Report",
    "RunState",
    "count_losses",
    "escape_invisible",
    "format_count",
    "format_duration",
    "format_losses",
    "format_rate",
    "format_share",
    "format_size",
    "format_verdict",
    "get_exit_code",
    "render_html",
    "shorten",
    "summarise",
    "to_json",
]
