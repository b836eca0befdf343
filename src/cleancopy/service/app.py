"""Build the service from its parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import TypedDict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from cleancopy.errors import RequestError
from cleancopy.fetch import Rules
from cleancopy.service.about import get_about
from cleancopy.service.batch import post_batch
from cleancopy.service.compare import post_compare
from cleancopy.service.fetcher import Fetcher, make_fetch_rules
from cleancopy.service.health import HealthCheck
from cleancopy.service.metrics import Metrics
from cleancopy.service.middleware import ResponseMiddleware, handle_http_error, handle_request_error
from cleancopy.service.monitoring import get_health, get_metrics
from cleancopy.service.openapi import get_docs, get_openapi
from cleancopy.service.other_tools import ToolRunner
from cleancopy.service.pages import post_explain, post_extract
from cleancopy.service.settings import ServiceSettings
from cleancopy.service.state import Service
from cleancopy.service.static_files import get_index, get_inspector_file, get_sample, list_samples
from cleancopy.service.workers import CapacityLimiter, Workers

ROUTES = (
    Route("/", get_index),
    Route("/inspector/{file}", get_inspector_file),
    Route("/samples", list_samples),
    Route("/samples/{name}", get_sample),
    Route("/about", get_about),
    Route("/extract", post_extract, methods=["POST"]),
    Route("/explain", post_explain, methods=["POST"]),
    Route("/compare", post_compare, methods=["POST"]),
    Route("/batch", post_batch, methods=["POST"]),
    Route("/openapi.json", get_openapi),
    Route("/docs", get_docs),
    Route("/healthz", get_health),
    Route("/metrics", get_metrics),
)


class _AppState(TypedDict):
    service: Service


def make_app(settings: ServiceSettings, rules: Rules | None = None) -> Starlette:
    """Build the service; its workers live as long as it runs.

    rules   what may be fetched, if `settings.fetch`; None for public addresses, within the limits of `settings`
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[_AppState]:
        metrics = Metrics()
        fetcher = Fetcher(rules or make_fetch_rules(settings), settings.capacity, metrics) if settings.fetch else None
        async with Workers(settings, metrics) as workers:
            limiter = CapacityLimiter(settings.capacity, metrics)
            with closing(ToolRunner(settings.limits, settings.explain_seconds)) as tools:
                yield {"service": Service(settings, metrics, workers, limiter, HealthCheck(workers), fetcher, tools)}
        if fetcher is not None:
            fetcher.close()

    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(ResponseMiddleware, settings=settings)],
        exception_handlers={RequestError: handle_request_error, HTTPException: handle_http_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # report 404; never redirect based on the requested path
    return app
