"""``cleancopy serve``: run the HTTP service with the inspector page."""

import ipaddress
import socket

import click

from cleancopy.cli.console import ConsoleCommand, print_message
from cleancopy.cli.extras import require_serve

_MEGA = 1_000_000


@click.command(
    "serve",
    cls=ConsoleCommand,
    short_help="Serve extraction over HTTP, with the inspector page.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="Port; 0 picks a free one."
)
@click.option("--workers", type=click.IntRange(1), help="Worker processes.  [default: one per processor]")
@click.option(
    "--queue", type=click.IntRange(0), default=8, show_default=True, help="Requests that may wait for a worker."
)
@click.option(
    "--max-body",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="Maximum size of a request body, in megabytes.",
)
@click.option("--fetch", is_flag=True, help="Fetch pages by URL, from public addresses only.")
def serve_command(host: str, port: int, workers: int | None, queue: int, max_body: int, *, fetch: bool) -> None:
    """Serve extraction over HTTP, documented at /docs, and the inspector at /, a page that explains extractions.

    There is no authentication. If you listen on anything but localhost, put an authenticating proxy in front. The log
    is JSON on standard error, one line per request. On SIGTERM it finishes in-flight requests and exits.
    """
    require_serve()
    # These imports need the extra.
    from cleancopy.service.server import run  # noqa: PLC0415
    from cleancopy.service.settings import LOOPBACK, ServiceSettings, count_cpus  # noqa: PLC0415

    listener = _open_listener(host, port)
    settings = ServiceSettings(
        workers or count_cpus(),
        queue,
        fetch,
        body_bytes=max_body * _MEGA,
        page_bytes=2 * max_body * _MEGA,
        hosts=LOOPBACK if _is_loopback(host) else None,
    )
    print_message(f"cleancopy: the inspector is at {_format_url(listener)}")
    run(settings, listener)


def _open_listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _format_url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
