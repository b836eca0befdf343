"""What the routes share while the service runs."""

from dataclasses import dataclass
from typing import Any, cast

from starlette.requests import Request
from starlette.types import Scope

from cleancopy.service.fetcher import Fetcher
from cleancopy.service.health import HealthCheck
from cleancopy.service.metrics import Metrics
from cleancopy.service.other_tools import ToolRunner
from cleancopy.service.settings import ServiceSettings
from cleancopy.service.workers import CapacityLimiter, Workers

_LOG_FIELDS = "cleancopy.log_fields"
"""Key of the ASGI scope for the extra log fields of a request."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of the running service. `fetcher` is None if fetching is off."""

    settings: ServiceSettings
    metrics: Metrics
    workers: Workers
    limiter: CapacityLimiter
    health: HealthCheck
    fetcher: Fetcher | None
    tools: ToolRunner


def get_service(request: Request) -> Service:
    """Return the service that handles a request."""
    return cast("Service", request.state.service)


def add_log_fields(request: Request, **fields: object) -> None:
    """Add fields to the log line of a request."""
    request.scope.setdefault(_LOG_FIELDS, {}).update(fields)


def get_log_fields(scope: Scope) -> dict[str, Any]:
    """Return the fields that `add_log_fields` has added to a request."""
    return cast("dict[str, Any]", scope.get(_LOG_FIELDS, {}))
