"""A circuit breaker: what failed several times in a row is left alone for a while, then tried once.

After M. Nygard, *Release It!* (2018), chapter 5. Threads may share it.
"""

import threading
import time
from collections.abc import Callable
from typing import Literal

State = Literal["ready", "paused"]
FAILURES = 3  # in a row
PAUSE = 60.0  # seconds


class Breaker:
    """Counts failures in a row and says whether to try."""

    def __init__(
        self, *, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures, self._pause, self._clock = failures, pause, clock
        self._n_failed, self._until = 0, 0.0
        self._lock = threading.Lock()

    @property
    def state(self) -> State:
        """Tell whether the next one may try."""
        with self._lock:
            return "paused" if self._is_open() else "ready"

    def allows(self) -> bool:
        """Tell whether to try now; after a pause one may, and the others wait for what it finds."""
        with self._lock:
            if self._is_open():
                return False
            if self._n_failed >= self._failures:
                self._until = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._n_failed = 0

    def failed(self) -> None:
        """Count one failure."""
        with self._lock:
            self._n_failed += 1
            self._until = self._clock() + self._pause

    def _is_open(self) -> bool:
        return self._n_failed >= self._failures and self._clock() < self._until
