"""The dense half: which passages are nearest to a question, and how near, as a whole and in their best sentence.

Knows passages only by their row.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.record import CENTRE, DOCUMENT_ROWS, SENTENCE_STARTS, SENTENCE_VECTORS, VECTORS
from index.vocabulary import map_array

Array = NDArray[np.float32]

# Where sign, exponent and fraction of a half lie in a single, and what the exponents differ by.
HALF_BITS, HALF_SHIFT, HALF_SCALE = np.int32(-0x70002000), 13, np.float32(2.0**112)


class DenseIndex:
    """The opened vectors; they stay on the disk until they are read. Read-only, shared by threads."""

    def __init__(self, folder: Path) -> None:
        self._vectors: Array = map_array(folder / VECTORS)
        self._sentences: NDArray[np.float16] = map_array(folder / SENTENCE_VECTORS)
        self._starts: NDArray[np.int64] = map_array(folder / SENTENCE_STARTS)
        self.centre: Array = map_array(folder / CENTRE)  # the mean of all passages, (dim,)
        self.document_rows: NDArray[np.int64] = map_array(folder / DOCUMENT_ROWS)

    def sentences(self, row: int) -> Array:
        """Give the vectors of the sentences of a passage, (n_sentences, dim)."""
        return single(self._sentences[self._starts[row] : self._starts[row + 1]])

    def nearest(self, vector: Array, n: int) -> NDArray[np.int64]:
        """Give the rows of the ``n`` passages nearest to ``vector``, in no order."""
        return best(self._vectors @ vector, n)

    def cosines(self, vector: Array, rows: NDArray[np.int64]) -> tuple[Array, Array]:
        """Give the cosine of each passage and of its best sentence; a passage without any is its own."""
        whole: Array = self._vectors[rows] @ vector
        starts, n_sentences = self._starts[rows], self._starts[rows + 1] - self._starts[rows]
        ends = np.cumsum(n_sentences)
        # One gather and one product for all sentences of all rows: row by row it took ten times as long.
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - n_sentences), n_sentences)
        scores = single(self._sentences[at]) @ vector
        sentence, has_any = whole.copy(), n_sentences > 0
        if has_any.any():
            sentence[has_any] = np.maximum.reduceat(scores, (ends - n_sentences)[has_any])
        return whole, sentence


def single(halves: NDArray[np.float16]) -> Array:
    """Give finite numbers of half precision in single precision, exactly; ``astype`` takes five times as long."""
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= HALF_SHIFT
    bits &= HALF_BITS
    numbers: Array = bits.view(np.float32)
    numbers *= HALF_SCALE
    return numbers


def best(scores: Array, n: int) -> NDArray[np.int64]:
    """Give the rows of the ``n`` highest scores, in no order."""
    if len(scores) <= n:
        return np.arange(len(scores))
    return np.argpartition(-scores, n)[:n]
