"""The service put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import TypedDict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from cleancopy.errors import RequestError
from cleancopy.fetch import Rules
from cleancopy.service.about import about
from cleancopy.service.batch import batch_route
from cleancopy.service.compare import compare_route
from cleancopy.service.edge import Edge, refused, unrouted
from cleancopy.service.fetcher import Fetcher, rules_of
from cleancopy.service.files import index, inspector_file, sample, samples
from cleancopy.service.health import Health
from cleancopy.service.metrics import Metrics
from cleancopy.service.openapi import docs, openapi
from cleancopy.service.pages import explain_route, extract_route
from cleancopy.service.peers import Peers
from cleancopy.service.probes import healthz, metrics_route
from cleancopy.service.settings import ServiceSettings
from cleancopy.service.state import Service
from cleancopy.service.workers import Gate, Workers

ROUTES = (
    Route("/", index),
    Route("/inspector/{file}", inspector_file),
    Route("/samples", samples),
    Route("/samples/{name}", sample),
    Route("/about", about),
    Route("/extract", extract_route, methods=["POST"]),
    Route("/explain", explain_route, methods=["POST"]),
    Route("/compare", compare_route, methods=["POST"]),
    Route("/batch", batch_route, methods=["POST"]),
    Route("/openapi.json", openapi),
    Route("/docs", docs),
    Route("/healthz", healthz),
    Route("/metrics", metrics_route),
)


class _State(TypedDict):
    service: Service


def make_app(settings: ServiceSettings, rules: Rules | None = None) -> Starlette:
    """Build the service; its workers live as long as it runs.

    rules   what may be fetched where `settings` say that pages are; None: what is public, within the settings' bounds
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[_State]:
        metrics = Metrics()
        fetcher = Fetcher(rules or rules_of(settings), settings.capacity, metrics) if settings.fetch else None
        async with Workers(settings, metrics) as workers:
            gate = Gate(settings.capacity, metrics)
            with closing(Peers(settings.limits, settings.explain_seconds)) as peers:
                yield {"service": Service(settings, metrics, workers, gate, Health(workers), fetcher, peers)}
        if fetcher is not None:
            fetcher.close()

    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Edge, settings=settings)],
        exception_handlers={RequestError: refused, HTTPException: unrouted},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # what is not there is told: nobody is sent elsewhere by what he asks for
    return app
