"""What the routes share while the service runs."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from cleancopy.service.fetcher import Fetcher
from cleancopy.service.health import Health
from cleancopy.service.metrics import Metrics
from cleancopy.service.peers import Peers
from cleancopy.service.settings import ServiceSettings
from cleancopy.service.workers import Gate, Workers


@dataclass(frozen=True, slots=True)
class Service:
    """The service as it runs; `fetcher` is None where pages are not fetched."""

    settings: ServiceSettings
    metrics: Metrics
    workers: Workers
    gate: Gate
    health: Health
    fetcher: Fetcher | None
    peers: Peers


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    return cast("Service", request.state.service)


def note(request: Request, **facts: object) -> None:
    """Have something said of a request in the log."""
    request.scope.setdefault("cleancopy.facts", {}).update(facts)
