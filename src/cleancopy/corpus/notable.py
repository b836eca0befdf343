"""What of a run is worth a look: sites whose pages take long, pages of which the model is least sure, usual values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

DOUBTFUL = 5
"""Pages of a shard that are told as the least certain; a report has twice as many."""
BEGINNING = 80
"""Characters of a page's text that are told with it."""
ADDRESS = 500
"""Characters of an address or a name that are told."""
SITES = 15
"""Sites that a table has."""

_MUCH_WORK = 0.1  # of the run's: a tenth can be felt in its time
_SLOW_PAGES = 3.0  # times the median of all pages
_SLOW_PAGE = 10.0  # times the median of all pages
_LONG = 0.25  # seconds: a page that takes less is nothing to look at


class SiteWork(NamedTuple):
    """What the pages of a host took.

    seconds   of all its pages
    slowest   seconds of the one that took longest, whose address or name is `page`
    times     pages by milliseconds, as `rounded` has them
    """

    pages: int
    seconds: float
    slowest: float = 0.0
    page: str = ""
    times: Mapping[str, int] = {}


class Doubtful(NamedTuple):
    """A page with text of which the model is not sure: where it is, its words and how its text begins."""

    confidence: float
    id: str
    source: str
    url: str | None
    words: int
    begins: str


@dataclass(frozen=True, slots=True)
class Site:
    """A host with its pages and the seconds of work that they took: at least those, as a shard tells its slowest.

    median    seconds of its middle page, None where nobody counted
    slowest   seconds of the one that took longest, whose address or name is `page`
    reason    to look at it, "" where there is none
    """

    host: str
    pages: int
    seconds: float
    median: float | None = None
    slowest: float = 0.0
    page: str = ""
    reason: str = ""

    @property
    def per_page(self) -> float:
        """Seconds."""
        return self.seconds / max(1, self.pages)


def rounded(number: int) -> str:
    """A whole number to two digits: a name for about as much, of which there are few."""
    return str(int(float(f"{number:.1e}")))


def median(counts: Mapping[str, int]) -> int | None:
    """The middle of numbers that `rounded` names, with how often each is there; the lower one of two."""
    middle, seen = (sum(counts.values()) + 1) // 2, 0
    for number in sorted(map(int, counts)):
        seen += counts[str(number)]
        if seen >= middle > 0:
            return number
    return None


def mean(counts: Mapping[str, int]) -> float | None:
    """The mean of numbers that `rounded` names."""
    whole = sum(counts.values())
    return sum(int(number) * times for number, times in counts.items()) / whole if whole else None


def least_certain(pages: Iterable[Doubtful], most: int) -> tuple[Doubtful, ...]:
    """The pages of least confidence, the same ones in whatever order they come."""
    return tuple(sorted(set(pages), key=lambda page: (page.confidence, page.source, page.id))[:most])


def merged(one: SiteWork, other: SiteWork) -> SiteWork:
    """The work of two shards on a host."""
    slowest, page = max((one.slowest, one.page), (other.slowest, other.page))
    times = Counter(one.times)
    times.update(other.times)
    return SiteWork(one.pages + other.pages, one.seconds + other.seconds, slowest, page, dict(times))


def site_of(host: str, work: SiteWork, all_work: float, usual: float | None) -> Site:
    """A host with the reason to look at it.

    all_work   seconds of the run on pages
    usual      seconds of the run's middle page
    """
    middle = median(work.times)
    site = Site(host, work.pages, work.seconds, None if middle is None else middle / 1000, work.slowest, work.page)
    reason = "; ".join(_reasons(site, all_work, usual))
    return Site(host, site.pages, site.seconds, site.median, site.slowest, site.page, reason)


def _reasons(site: Site, all_work: float, usual: float | None) -> Iterable[str]:
    if site.seconds < _LONG:
        return
    if all_work and site.seconds >= _MUCH_WORK * all_work:
        yield f"{100 * site.seconds / all_work:.0f} % of the run's work"
    if not usual:
        return
    if site.median and site.median >= _SLOW_PAGES * usual:
        yield f"its middle page takes {site.median / usual:.0f} times as long as that of all pages"
    if site.slowest >= max(_LONG, _SLOW_PAGE * usual):
        yield f"one page takes {site.slowest / usual:.0f} times as long as the middle one of all"
