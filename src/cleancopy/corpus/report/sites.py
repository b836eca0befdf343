"""Finds hosts whose pages take long, and says why to look at them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from cleancopy.corpus.ledger import SiteWork, compute_median
from cleancopy.corpus.report.data import Site, SiteRankings

MAX_SITES = 15
"""Number of sites in a ranking."""

_MUCH_WORK = 0.1  # of the run's work
_SLOW_MEDIAN = 3.0  # times the median of all pages
_SLOW_PAGE = 10.0  # times the median of all pages
_MIN_SECONDS = 0.25  # faster pages are never reported


def rank_sites(works: Mapping[str, SiteWork], run_seconds: float, median_seconds: float | None) -> SiteRankings:
    """Rank hosts by the time that their pages took.

    run_seconds      of the run's work on pages
    median_seconds   of a page of the run
    """
    sites = [make_site(host, work, run_seconds, median_seconds) for host, work in works.items()]
    return SiteRankings(
        slowest=_rank(sites, lambda site: site.seconds),
        slowest_per_page=_rank(sites, lambda site: site.seconds_per_page),
        to_check=_rank([site for site in sites if site.reason], lambda site: site.seconds),
    )


def _rank(sites: Sequence[Site], key: Callable[[Site], float]) -> tuple[Site, ...]:
    return tuple(sorted(sites, key=lambda site: (-key(site), site.host))[:MAX_SITES])


def make_site(host: str, work: SiteWork, run_seconds: float, median_seconds: float | None) -> Site:
    """Make a site, with the reason to look at it; the arguments are those of `rank_sites`."""
    median = compute_median(work.millisecond_counts)
    site_median = None if median is None else median / 1000
    reason = "; ".join(_find_reasons(work, site_median, run_seconds, median_seconds))
    return Site(host, work.pages, work.seconds, site_median, work.slowest_seconds, work.slowest_page, reason)


def _find_reasons(
    work: SiteWork, site_median: float | None, run_seconds: float, median_seconds: float | None
) -> Iterable[str]:
    if work.seconds < _MIN_SECONDS:
        return
    if run_seconds and work.seconds >= _MUCH_WORK * run_seconds:
        yield f"{100 * work.seconds / run_seconds:.0f} % of the run's work"
    if not median_seconds:
        return
    if site_median and site_median >= _SLOW_MEDIAN * median_seconds:
        yield f"its median page takes {site_median / median_seconds:.0f} times as long as that of the run"
    if work.slowest_seconds >= max(_MIN_SECONDS, _SLOW_PAGE * median_seconds):
        yield f"one page takes {work.slowest_seconds / median_seconds:.0f} times as long as the run's median page"
