"""Terms by number: a dictionary on the disk, of which a look-up reads a few dozen entries and loads none.

The terms stand sorted, one after another; their numbers may be in any order. A million terms open in a millisecond,
where reading them as JSON took seconds and a hundred megabytes.
"""

from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TERMS, STARTS, NUMBERS = "terms.npy", "starts.npy", "numbers.npy"


class Vocabulary:
    """Read-only, shared by threads."""

    def __init__(self, letters: NDArray[np.uint8], starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        self._letters = memoryview(letters)  # type: ignore[arg-type]
        self._starts = starts  # n_terms + 1 values
        self._numbers = numbers

    @classmethod
    def of(cls, numbers: Mapping[str, int]) -> "Vocabulary":
        """Take the terms of a dictionary."""
        written = sorted((term.encode(), number) for term, number in numbers.items())
        starts = np.zeros(len(written) + 1, np.int64)
        np.cumsum([len(term) for term, _ in written], out=starts[1:])
        letters = np.frombuffer(b"".join(term for term, _ in written), np.uint8)
        return cls(letters, starts, np.array([number for _, number in written], np.int32))

    @classmethod
    def open(cls, folder: Path) -> "Vocabulary":
        """Open what ``save`` wrote."""
        return cls(*(map_array(folder / name) for name in (TERMS, STARTS, NUMBERS)))

    def save(self, folder: Path) -> None:
        """Write three files into ``folder``."""
        for name, array in zip((TERMS, STARTS, NUMBERS), self.arrays, strict=True):
            np.save(folder / name, array)

    @property
    def arrays(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """What it is made of, to be stored by who has a place for it."""
        return np.frombuffer(self._letters, np.uint8), self._starts, self._numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def get(self, term: str) -> int | None:
        """Give the number of ``term``; ``None`` for one that is not there."""
        sought = term.encode()
        at = bisect_left(range(len(self)), sought, key=self._term)
        return int(self._numbers[at]) if at < len(self) and self._term(at) == sought else None

    def under(self, beginning: str) -> dict[str, int]:
        """Give what follows in the terms that begin so, each with its number."""
        sought = beginning.encode()
        at = bisect_left(range(len(self)), sought, key=self._term)
        found = {}
        while at < len(self) and (term := self._term(at)).startswith(sought):
            found[term[len(sought) :].decode()] = int(self._numbers[at])
            at += 1
        return found

    def _term(self, at: int) -> bytes:
        return bytes(self._letters[self._starts[at] : self._starts[at + 1]])


def map_array(path: Path) -> NDArray[Any]:
    """Open an array where it lies; as a plain array, because slicing a ``memmap`` costs a microsecond each time."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an empty array cannot be mapped
        array = np.load(path, allow_pickle=False)
    return np.asarray(array)
