"""``cleancopy serve``: the HTTP service and the inspector page."""

import ipaddress
import socket

import click

from cleancopy.cli.endings import Program, note
from cleancopy.cli.needs import need_serve

_MEGA = 1_000_000


@click.command(
    "serve",
    cls=Program,
    short_help="Serve extraction over HTTP, with a page to look into it.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="0 takes one that is free."
)
@click.option("--workers", type=click.IntRange(1), help="Processes that read pages.  [default: one a processor]")
@click.option("--queue", type=click.IntRange(0), default=8, show_default=True, help="Requests that may wait for them.")
@click.option("--max-body", type=click.IntRange(1), default=16, show_default=True, help="Megabytes of a body.")
@click.option("--fetch", is_flag=True, help="Fetch pages by their address, from public addresses only.")
def serve_command(host: str, port: int, workers: int | None, queue: int, max_body: int, *, fetch: bool) -> None:
    """Serve extraction over HTTP (/docs says how), and at / the inspector: a page to look into pages.

    Nobody is asked who they are: on any address but the loopback, put something before it that does. The log is JSON, a
    line a request, on standard error. SIGTERM has it answer what is in flight, and end.
    """
    need_serve()
    # Imported here because they need the extra.
    from cleancopy.service.server import run  # noqa: PLC0415
    from cleancopy.service.settings import LOOPBACK, ServiceSettings, processors  # noqa: PLC0415

    listener = _listener(host, port)
    settings = ServiceSettings(
        workers or processors(),
        queue,
        fetch,
        body_bytes=max_body * _MEGA,
        page_bytes=2 * max_body * _MEGA,
        hosts=LOOPBACK if _is_loopback(host) else None,
    )
    note(f"cleancopy: the inspector is at {_address(listener)}")
    run(settings, listener)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise click.UsageError(f"{host}:{port} cannot be listened on: {error.strerror or error}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
