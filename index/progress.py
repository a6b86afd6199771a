"""Progress bars on stderr, one for each step of a long run, with counts and the time left."""

import sys
from typing import NoReturn

from tqdm import tqdm


class Bars:
    """Shows one step at a time; use it as a context, so that the last bar is closed."""

    def __init__(self) -> None:
        self._what = ""
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, what: str, n_done: int, n_all: int) -> None:
        """Draw the state of the step ``what``; a step that begins again gets a new bar."""
        if self._bar is None or what != self._what or n_done < self._bar.n:
            self.__exit__()
            self._what, self._bar = what, tqdm(desc=what, total=n_all, file=sys.stderr)
        self._bar.update(n_done - self._bar.n)
