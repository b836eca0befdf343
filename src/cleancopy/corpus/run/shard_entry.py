"""Makes the ledger entry of a shard from the results of its items."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleancopy.corpus.inputs import Source
from cleancopy.corpus.ledger import (
    MAX_NAME_LENGTH,
    MAX_UNCERTAIN_PAGES,
    TEXT_START_LENGTH,
    Entry,
    SiteWork,
    UncertainPage,
    count_values,
    find_least_certain,
    make_rounded_key,
    make_step_key,
    merge_site_work,
)
from cleancopy.corpus.record import Damage, Item, SkippedRecord

MAX_SITES = 50
"""Number of hosts with their times in an entry: the slowest ones."""


class WorkItem(NamedTuple):
    """An item to work on, or the end of a source.

    digest       of the source, by `compute_source_digest`
    bytes_read   bytes of the source since the item before
    """

    source: Source
    shard: int
    item: Item | None
    digest: str = ""
    bytes_read: int = 0
    is_last: bool = False
    error: str | None = None


class WorkResult(NamedTuple):
    """What became of a work item.

    row       None where there is none to write
    seconds   of work on the page
    size      of the page, in bytes or characters
    """

    work: WorkItem
    row: dict[str, Any] | None = None
    status: str = ""
    reason: str = ""
    seconds: float = 0.0
    size: int = 0


def make_entry(results: list[WorkResult], rows: int, file: str | None) -> Entry:
    """Make the entry of a shard.

    rows   number of rows that were written
    file   name of the file that has them, None where there are no rows
    """
    work = results[-1].work
    pages = [r for r in results if r.row is not None and r.seconds]
    page_rows = [page.row for page in pages if page.row is not None]
    return Entry(
        source=work.source.path,
        source_size=work.source.size,
        shard=work.shard,
        is_last=work.is_last,
        outcomes=_count_outcomes(results),
        rows=rows,
        file=file,
        bytes_in=sum(page.size for page in pages),
        work_seconds=round(sum(page.seconds for page in pages), 3),
        damage=tuple(r.work.item for r in results if isinstance(r.work.item, Damage)),
        error=work.error,
        confidence_steps=count_values(f"{min(int(row['confidence'] * 20), 19) / 20:.2f}" for row in page_rows),
        word_steps=count_values(make_step_key(row["words"]) for row in page_rows),
        languages=count_values(row["language"] or "" for row in page_rows if "language" in row),
        millisecond_steps=count_values(make_step_key(int(page.seconds * 1000)) for page in pages),
        sites=_sum_sites(pages),
        flags=count_values(flag for row in page_rows for flag in row["flags"]),
        word_counts=count_values(make_rounded_key(row["words"]) for row in page_rows),
        millisecond_counts=count_values(make_rounded_key(int(page.seconds * 1000)) for page in pages),
        uncertain_pages=_find_uncertain_pages(page_rows),
        source_stamp=work.source.stamp,
        source_digest=work.digest,
        bytes_read=sum(r.work.bytes_read for r in results),
        skipped_files=tuple(_list_skipped_files(results)),
    )


def _count_outcomes(results: list[WorkResult]) -> dict[str, dict[str, int]]:
    outcomes: dict[str, Counter[str]] = {}
    for result in results:
        if result.status:
            outcomes.setdefault(result.status, Counter())[result.reason] += 1
    return {status: dict(sorted(reasons.items())) for status, reasons in sorted(outcomes.items())}


def _list_skipped_files(results: list[WorkResult]) -> Iterator[tuple[str, str]]:
    """List files that are no pages. Records of archives that are no pages are counted, not listed."""
    for result in results:
        item = result.work.item
        if result.work.source.kind == "folder" and isinstance(item, SkippedRecord) and item.status == "skipped":
            yield item.id, item.detail or item.reason


def _find_uncertain_pages(rows: list[dict[str, Any]]) -> tuple[UncertainPage, ...]:
    return find_least_certain((_make_uncertain_page(row) for row in rows if row["status"] == "ok"), MAX_UNCERTAIN_PAGES)


def _make_uncertain_page(row: dict[str, Any]) -> UncertainPage:
    url = row["url"] and row["url"][:MAX_NAME_LENGTH]
    text_start = " ".join(row["text"][: 4 * TEXT_START_LENGTH].split())[:TEXT_START_LENGTH]
    page_id, source = row["id"][:MAX_NAME_LENGTH], row["source"][:MAX_NAME_LENGTH]
    return UncertainPage(round(row["confidence"], 3), page_id, source, url, row["words"], text_start)


def _sum_sites(pages: list[WorkResult]) -> dict[str, SiteWork]:
    sites: dict[str, SiteWork] = {}
    for page in pages:
        row = page.row or {}
        seconds = round(page.seconds, 3)
        name = str(row.get("url") or row.get("id") or "")[:MAX_NAME_LENGTH]
        work = SiteWork(1, seconds, seconds, name, {make_rounded_key(int(page.seconds * 1000)): 1})
        host = _get_host(row.get("url"))
        sites[host] = merge_site_work(sites[host], work) if host in sites else work
    slowest = sorted(sites.items(), key=lambda site: -site[1].seconds)[:MAX_SITES]
    return {host: work._replace(seconds=round(work.seconds, 3)) for host, work in slowest}


def _get_host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
