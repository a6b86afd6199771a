"""How often two words stand in a row, looked up on the disk: a million pairs open in a millisecond.

A pair is one number, made of the places of its words in the alphabet; the numbers stand sorted beside their counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import map_array


class PairCounts(Mapping[str, int]):
    """Counts by pair ("lâm đồng"); read-only, shared by threads."""

    def __init__(self, words: Sequence[str], table: NDArray[np.int64]) -> None:
        self._words = words  # in order, each once
        self._number = {word: number for number, word in enumerate(words)}
        self._pairs, self._counts = table  # (2, n_pairs)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "PairCounts":
        """Take the counts of a dictionary."""
        words = sorted({word for pair in counts for word in pair.split(" ")})
        number = {word: at for at, word in enumerate(words)}
        table = np.zeros((2, len(counts)), np.int64)
        for at, (pair, count) in enumerate(counts.items()):
            first, _, second = pair.partition(" ")
            table[:, at] = number[first] * len(words) + number[second], count
        return cls(words, table[:, np.argsort(table[0])])

    @classmethod
    def open(cls, path: Path, words: Sequence[str]) -> "PairCounts":
        """Open what ``save`` wrote, for the words it was made of."""
        return cls(words, map_array(path))

    def save(self, path: Path) -> None:
        """Write the numbers; the words are the caller's to keep."""
        np.save(path, np.stack([self._pairs, self._counts]))

    @property
    def words(self) -> Sequence[str]:
        """The words of all pairs, in order."""
        return self._words

    def __getitem__(self, pair: str) -> int:
        """Give the count of ``pair``."""
        one, _, other = pair.partition(" ")
        first, second = self._number[one], self._number[other]
        sought = first * len(self._words) + second
        at = int(self._pairs.searchsorted(sought))
        if at == len(self._pairs) or self._pairs[at] != sought:
            raise KeyError(pair)
        return int(self._counts[at])

    def __iter__(self) -> Iterator[str]:
        for number in self._pairs.tolist():
            first, second = divmod(number, len(self._words))
            yield f"{self._words[first]} {self._words[second]}"

    def __len__(self) -> int:
        return len(self._pairs)
