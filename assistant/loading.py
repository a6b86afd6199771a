"""The assistant as the interface sees it, and the one that stands in for it while it loads.

The server listens before the index is open, so that whoever waits is told "not yet" and not "nobody here".
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from assistant.answer import Answer, Turn
from assistant.speech import NOBODY, Listener
from corpus.document import Document
from corpus.error import UserError

NOT_READY = "Trợ lý đang nạp tài liệu, xin đợi một lát rồi hỏi lại."


class Asked(Protocol):
    """What this page and this API need of an assistant."""

    @property
    def documents(self) -> Mapping[str, Document]: ...
    @property
    def index_build(self) -> str: ...
    @property
    def is_ready(self) -> bool: ...
    @property
    def examples(self) -> tuple[str, ...]: ...
    def ask(
        self, question: str, history: Sequence[Turn] = (), *, speak: bool = True, listener: Listener = NOBODY
    ) -> Answer: ...


class NotReadyError(UserError):
    """What is asked cannot be answered yet, and can in a moment."""


class Loading:
    """Stands in for an assistant until its factory has made it, then passes everything on."""

    def __init__(self, factory: Callable[[], Asked]) -> None:
        self.factory = factory
        self.made: Asked | None = None
        self.error: Exception | None = None

    def start(self, on_failure: Callable[[], None] = lambda: None) -> threading.Thread:
        """Begin loading in a thread of its own."""

        def load() -> None:
            try:
                self.made = self.factory()
            except Exception as error:  # noqa: BLE001 - carried to serve(), which raises it once the server has stopped
                self.error = error
                on_failure()

        thread = threading.Thread(target=load, name="load-assistant", daemon=True)
        thread.start()
        return thread

    @property
    def documents(self) -> Mapping[str, Document]:
        return {} if self.made is None else self.made.documents

    @property
    def index_build(self) -> str:
        return "" if self.made is None else self.made.index_build

    @property
    def is_ready(self) -> bool:
        return self.made is not None and self.made.is_ready

    @property
    def examples(self) -> tuple[str, ...]:
        return () if self.made is None else self.made.examples

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, speak: bool = True, listener: Listener = NOBODY
    ) -> Answer:
        """Ask the assistant, or say that it is not there yet."""
        if self.made is None:
            raise NotReadyError(NOT_READY)
        return self.made.ask(question, history, speak=speak, listener=listener)
