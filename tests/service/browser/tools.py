"""The service as a user starts it, and what a page in the browser must never do."""

import json
import os
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the service needs: pip install 'cleancopy[serve]'")
pytest.importorskip("playwright", reason="browser tests need: pip install playwright (make test brings it)")

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

__all__ = ["Browser", "BrowserContext", "Page", "Route", "expect", "sync_playwright"]

CHROMIUM = os.environ.get("CLEANCOPY_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 30_000  # milliseconds: a machine that also does something else is slow, not wrong
expect.set_options(timeout=PATIENCE)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Watch:
    """What a page must never do: complain, ask another host, open a dialog."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.pardoned: tuple[str, ...] = ()
        self.address = address
        context.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self._asked(request.url))
        context.on("dialog", self._dialog)

    def pardon(self, *words: str) -> None:
        """Let complaints pass that hold one of these: a browser reports every status above 399."""
        self.pardoned = words

    def check(self) -> None:
        left = [words for words in self.complaints if not any(pardon in words for pardon in self.pardoned)]
        assert (left, self.strangers, self.dialogs) == ([], [], [])

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self.address, "blob:" + self.address)):
            self.strangers.append(url)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


Opener = Callable[..., Page]


SAMPLES = Path(__file__).parents[3] / "src" / "cleancopy" / "demo"


def explained(service: str, page: bytes, content_type: str = "text/html", query: str = "") -> dict[str, Any]:
    request = urllib.request.Request(f"{service}explain{query}", page, {"Content-Type": content_type})
    with urllib.request.urlopen(request) as answer:
        document: dict[str, Any] = json.load(answer)
    return document


def page_of_many_blocks(blocks: int) -> bytes:
    """The bundled page over and over, until it has so many blocks."""
    head, tag, rest = (SAMPLES / "harbour.html").read_text("utf-8").partition('<body class="page page--story">')
    body, end, _ = rest.rpartition("</body>")
    return (head + tag + body * (blocks // 60) + end).encode()


def give(page: Page, text: str) -> None:
    """Paste a page and have it inspected."""
    page.fill("#paste", text)
    page.click("#inspect")
    page.wait_for_selector("body[data-stage=result]")


def wait_for_mode(page: Page) -> None:
    """Wait until an answer for another mode is there."""
    page.wait_for_selector("body[data-stage=result]")
