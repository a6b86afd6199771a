"""A small server that speaks OpenAI's streaming form rightly, or fails in one of the ways servers do."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal["", "slow", "drip", "cut", "garbage", "429", "500", "empty", "wrong json", "chatter", "by line"]


class ModelServer(ThreadingHTTPServer):
    """Gives every request the same reply; remembers what it was asked."""

    daemon_threads = True

    def __init__(self, reply: str, fault: Fault) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply, self.fault = reply, fault
        self.asked: list[dict[str, Any]] = []
        self.closing = threading.Event()
        self.lines = threading.Semaphore(0)  # "by line": how many it may write by now

    @property
    def url(self) -> str:
        """The base of the API, as a person would configure it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up waiting is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer one request for a chat completion."""
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        fault = self.server.fault
        if fault in ("429", "500"):
            self.send_error(int(fault))
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if fault == "wrong json" else "text/event-stream")
        self.end_headers()
        if fault == "slow":
            self.server.closing.wait()
        elif fault == "drip":
            self._drip()
        elif fault == "by line":
            self._by_line()
        elif fault == "garbage":
            self._write(b"\x00\xff\xfe<html>data: {{{\n\ndata: \x9f\x00not json\n\n")
        elif fault == "wrong json":
            self._write(b'{"choices": "none", "data": [1, 2]}')
        elif fault != "empty":
            self._stream(self.server.reply if fault != "chatter" else "Vâng, tôi rất sẵn lòng giúp bạn.")

    def _stream(self, text: str) -> None:
        is_cut = self.server.fault == "cut"
        for at in range(0, len(text), 7):
            self._write(_event({"content": text[at : at + 7]}))
        if is_cut:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._write(_event({}, finish="stop") + b"data: [DONE]\n\n")

    def _by_line(self) -> None:
        """As slowly as it is let."""
        for line in self.server.reply.splitlines(keepends=True):
            while not self.server.lines.acquire(timeout=0.05):
                if self.server.closing.is_set():
                    return
            self._write(_event({"content": line}))
        self._write(_event({}, finish="stop") + b"data: [DONE]\n\n")

    def _drip(self) -> None:
        """Never silent for long, and never done."""
        while not self.server.closing.wait(0.02):
            self._write(_event({"content": " "}))

    def _write(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    row = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


@contextmanager
def serving(reply: str = "", fault: Fault = "") -> Iterator[ModelServer]:
    """Serve on a free port of this machine while the block runs."""
    server = ModelServer(reply, fault)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
