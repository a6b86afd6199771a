"""Questions that are being answered: what is verified of each answer so far, and whether its reader has enough.

A reader's page makes the name, 128 random bits, so nobody looks into another's question by trying. Held in memory
and only while the question is answered.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answer import Answer
from assistant.speech import NOBODY, Listener

NAME = re.compile(r"[0-9a-f]{32}")


class Underway:
    """One question; the thread that answers it tells, other threads look and stop."""

    def __init__(self) -> None:
        self.so_far: Answer | None = None  # every claim of it is verified
        self._is_stopped = threading.Event()

    def hear(self, so_far: Answer) -> None:
        """Take notice of what is verified by now."""
        self.so_far = so_far

    def has_enough(self) -> bool:
        """Tell whether its reader stopped it."""
        return self._is_stopped.is_set()

    def stop(self) -> None:
        """Be content with what is there."""
        self._is_stopped.set()


class Desk:
    """All questions that one server is answering, by the names their pages gave them."""

    def __init__(self) -> None:
        self._underway: dict[str, Underway] = {}
        self._lock = threading.Lock()

    @contextmanager
    def follow(self, name: str) -> Iterator[Listener]:
        """Let a question be looked at and stopped by ``name`` while the block runs; by no other form of name."""
        if not NAME.fullmatch(name):
            yield NOBODY
            return
        underway = Underway()
        with self._lock:
            self._underway[name] = underway
        try:
            yield underway
        finally:
            with self._lock:
                if self._underway.get(name) is underway:
                    del self._underway[name]

    def find(self, name: str) -> Underway | None:
        """Give the question of this name, if it is being answered."""
        with self._lock:
            return self._underway.get(name)
