"""The nearest vectors: exactly while they are few, and nearly always the same ones by their shadow."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import nearest
from index.nearest import Nearest, best

Array = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Array:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def vectors() -> Array:
    """Unit vectors that differ along few directions, as those of an encoder do."""
    generator = np.random.default_rng(0)
    shape = generator.standard_normal((3_000, 12)) @ generator.standard_normal((12, 128))
    return unit(shape + 0.1 * generator.standard_normal(shape.shape) + 5)


def exact(vectors: Array, vector: Array, n: int) -> set[int]:
    return set(np.argsort(-(vectors @ vector))[:n].tolist())


def test_few_vectors_are_all_compared(vectors: Array) -> None:
    assert set(Nearest.of(vectors).rows(vectors[7], 20).tolist()) == exact(vectors, vectors[7], 20)


def test_among_many_the_shadow_finds_the_same_ones(vectors: Array, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT", 1_000)
    index = Nearest.of(vectors)
    found = [len(exact(vectors, vectors[row], 20) & set(index.rows(vectors[row], 20).tolist())) for row in range(50)]
    assert sum(found) / (50 * 20) >= 0.99


def test_what_is_saved_finds_the_same_rows(vectors: Array, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "EXACT", 1_000)
    index = Nearest.of(vectors)
    index.save(tmp_path / "shadow")
    opened = Nearest.open(tmp_path / "shadow", vectors)
    assert opened.rows(vectors[3], 30).tolist() == index.rows(vectors[3], 30).tolist()


def test_more_than_all_is_all() -> None:
    assert best(np.array([3, 1, 2], np.float32), 5).tolist() == [0, 1, 2]
