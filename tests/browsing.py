"""A person at the page: a real Chromium before a running server, for the tests that look at it."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from assistant.recording import OFF, Recording

if TYPE_CHECKING:
    from assistant.loading import Asked

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def serving(assistant: "Asked", recording: Recording = OFF, model: str = "") -> Iterator[str]:
    """Run the server of an assistant on a free port; its address."""
    import uvicorn

    from assistant.api import LOOPBACK, create_app
    from assistant.app import mount
    from assistant.underway import Desk

    listener, desk = socket.create_server(("127.0.0.1", 0)), Desk()
    app = create_app(assistant, recording=recording, desk=desk, allowed_hosts=LOOPBACK)
    app = mount(app, assistant, recording=recording, desk=desk, model=model)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def chromium() -> Iterator["sync_api.Browser"]:
    """Run the browser that the page is looked at with."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"no Chromium at {CHROMIUM}: make chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Reader:
    """A person at the page, and everything the page asked the network for."""

    def __init__(self, browser: "sync_api.Browser", url: str, folder: Path, **options: object) -> None:
        self.folder = folder
        self.context = browser.new_context(locale="vi-VN", **options)
        self.page = self.context.new_page()
        self.asked_hosts: set[str] = set()
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked_hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.goto(url)
        self.page.locator("#conversation :is(.welcome, .turn)").first.wait_for()

    def ask(self, question: str) -> "sync_api.Locator":
        """Type a question, send it with Enter, and wait for what it gets."""
        before = self.page.locator("#conversation .turn:not(.failed)").count()
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        turn = self.page.locator("#conversation .turn").nth(before)
        turn.wait_for()
        self.page.wait_for_function("document.querySelector('#working .working').hidden")
        return turn

    def shoot(self, name: str) -> None:
        """Keep a picture for whoever wants to look."""
        self.page.wait_for_timeout(300)  # the sheet slides in
        self.page.screenshot(path=self.folder / f"{name}.png")
