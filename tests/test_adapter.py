"""The adapter's thin matrices are added to the weights they belong to, and nothing else is changed."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.adapter import ADAPTER, DENIER, Adapted, adapter_hash
from index.marking import N_MARKS
from index.model import bundled_source
from index.packed import Packed, Shape, Specials, read_packed

SHAPE = Shape(2, 2, 1, 4, 4, 8, 1, 1e-12, 32)


@pytest.fixture
def adapted(tmp_path: Path) -> Adapted:
    values = np.arange(12, dtype="<f4")
    packed = Packed(
        SHAPE,
        Specials(0, 1, 2, 3),
        [],
        {"l1.q.w": (0, 4, 0), "l1.q.b": (0, 2, 16), "l0.q.w": (0, 4, 0)},
        values.tobytes(),
    )
    changes = {
        "l1.q.w.down": np.array([[1, 2]], np.float16),
        "l1.q.w.up": np.array([[10], [100]], np.float16),
        "l1.q.b": np.array([7, 8], np.float16),
        "sides": np.array([[0, 0], [1, 1]], np.float16),
        "head.w": np.ones((2, 2), np.float16),
        "head.b": np.zeros(2, np.float16),
    }
    save_file(changes, tmp_path / "a.safetensors")
    return Adapted(packed, tmp_path / "a.safetensors")


def test_a_changed_weight_is_the_old_one_and_the_product_of_its_matrices(adapted: Adapted) -> None:
    assert adapted.tensor("l1.q.w").tolist() == [0 + 10, 1 + 20, 2 + 100, 3 + 200]
    assert adapted.tensor("l1.q.b").tolist() == [7, 8]
    assert adapted.tensor("l0.q.w").tolist() == [0, 1, 2, 3]
    assert adapted.first_layer == 1 and adapted.shape == SHAPE


def test_a_file_changed_by_one_byte_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(ADAPTER.read_bytes()[:-1] + b"?")
    assert adapter_hash(tmp_path / "a") != adapter_hash()


@pytest.mark.slow
@pytest.mark.parametrize("path", [ADAPTER, DENIER], ids=lambda path: path.stem)
def test_a_bundled_adapter_fits_the_bundled_model(path: Path) -> None:
    packed = read_packed(bundled_source())
    adapted = Adapted(packed, path)
    at = f"l{adapted.first_layer}."
    assert adapted.sides.shape == (N_MARKS, packed.shape.hidden) and adapted.head.shape == (3, packed.shape.hidden)
    for name in ("q.w", "fi.w", "fo.w", "q.b", "aln.w"):
        old, new = packed.tensor(at + name), adapted.tensor(at + name)
        assert old.shape == new.shape and 0 < np.abs(new - old).max() < 10
    assert np.array_equal(adapted.tensor("l0.q.w"), packed.tensor("l0.q.w"))
