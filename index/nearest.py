"""The nearest of many vectors: exactly while they are few, by a shadow of them where reading all takes too long.

The shadow is what is left of the vectors, about their mean, in the few directions along which they differ most
(principal components); the rows that are nearest in it are then compared exactly. It is made by the build.
Knows vectors only by their row.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vocabulary import map_array

Array = NDArray[np.float32]

# Vectors up to which all are compared. At 100,000 × 384 that takes 20 ms of a core and the shadow 7, but of the 20
# nearest it proposed only 0.82 where vectors were mixed with noise; not yet measured on 100,000 real ones.
EXACT = 200_000
DIMENSIONS = 96
SHORTLIST = 10  # rows compared exactly for each row wanted
SAMPLE = 20_000  # vectors that the directions are found from
BLOCK = 8_192
DIRECTIONS, SHADOW = "directions.npy", "shadow.npy"


class Nearest:
    """Finds rows by dot product; read-only, shared by threads."""

    def __init__(self, vectors: Array, directions: Array, shadow: Array) -> None:
        self._vectors = vectors  # (n, dim)
        self._directions = directions  # (dim, n_dimensions)
        self._shadow = shadow  # (n, n_dimensions); empty while all vectors are compared

    @classmethod
    def of(cls, vectors: Array) -> "Nearest":
        """Make the shadow of ``vectors``, if there are enough of them."""
        if len(vectors) <= EXACT:
            return cls(vectors, *(np.zeros((0, 0), np.float32) for _ in range(2)))
        sample = vectors[:: -(-len(vectors) // SAMPLE)]
        _, directions = np.linalg.eigh(np.cov(sample, rowvar=False))
        directions = directions[:, -DIMENSIONS:].astype(np.float32)
        mean = sample.mean(axis=0)
        blocks = (vectors[start : start + BLOCK] for start in range(0, len(vectors), BLOCK))
        return cls(vectors, directions, np.concatenate([(block - mean) @ directions for block in blocks]))

    @classmethod
    def open(cls, folder: Path, vectors: Array) -> "Nearest":
        """Open what ``save`` wrote."""
        return cls(vectors, map_array(folder / DIRECTIONS), map_array(folder / SHADOW))

    def save(self, folder: Path) -> None:
        """Write two files into ``folder``, which is made."""
        folder.mkdir(parents=True)
        np.save(folder / DIRECTIONS, self._directions)
        np.save(folder / SHADOW, self._shadow)

    def rows(self, vector: Array, n: int) -> NDArray[np.int64]:
        """Give the rows of the ``n`` highest dot products with ``vector``, in no order."""
        if not len(self._shadow):
            return best(self._vectors @ vector, n)
        near = np.sort(best(self._shadow @ (vector @ self._directions), SHORTLIST * n))  # read in the disk's order
        return near[best(self._vectors[near] @ vector, n)]


def best(scores: Array, n: int) -> NDArray[np.int64]:
    """Give the rows of the ``n`` highest scores, in no order."""
    if len(scores) <= n:
        return np.arange(len(scores))
    return np.argpartition(-scores, n)[:n]
