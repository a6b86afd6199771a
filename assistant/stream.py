"""Text that arrives from a model piece by piece, read with a limit that no server can stretch.

A client's own timeout starts anew with every byte, so a server that drips holds it for ever; here the pieces are
read in a thread of their own and waited for with the time that is left.
"""

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Literal

FaultKind = Literal["unreachable", "slow", "cut", "status", "unreadable", "empty", "stopped"]
LOOK = 0.2  # seconds after which a waiting reader looks whether anybody still wants what is read


class ModelError(Exception):
    """A model that did not do its part; ``kind`` says how, the message is for the log."""

    def __init__(self, kind: FaultKind, message: str = "", *, status: int = 0) -> None:
        super().__init__(message or kind)
        self.kind: FaultKind = kind
        self.status = status  # of HTTP, where the server answered with an error


def pieces(
    opened: Callable[[], Iterator[str]], left: Callable[[], float], is_stopped: Callable[[], bool] = lambda: False
) -> Generator[str, None, None]:
    """Give what ``opened()`` gives as long as ``left()`` seconds are left and nobody stops it; then ``ModelError``.

    Its errors are raised here. The reading thread ends with the next piece after this iterator is closed, or with
    the client's timeout.
    """
    waiting: queue.Queue[str | Exception | None] = queue.Queue()
    closed = threading.Event()

    def read() -> None:
        try:
            for piece in opened():
                if closed.is_set():
                    return
                waiting.put(piece)
            waiting.put(None)
        except Exception as error:  # noqa: BLE001 - of any kind: raised where it is waited for, else lost
            waiting.put(error)

    threading.Thread(target=read, name="read-model", daemon=True).start()
    try:
        while True:
            piece = _next(waiting, left, is_stopped)
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        closed.set()


def _next(
    waiting: "queue.Queue[str | Exception | None]", left: Callable[[], float], is_stopped: Callable[[], bool]
) -> str | Exception | None:
    while not is_stopped():
        seconds = max(left(), 0.0)
        try:
            return waiting.get(timeout=min(seconds, LOOK))
        except queue.Empty:
            if seconds <= LOOK:
                raise ModelError("slow") from None
    raise ModelError("stopped")
