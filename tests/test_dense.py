"""The dense half by itself."""

import numpy as np

from index.dense import single


def test_every_finite_half_is_the_same_number_in_single_precision() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = halves[np.isfinite(halves)]
    found = single(finite)
    assert found.dtype == np.float32
    assert np.array_equal(found.view(np.uint32), finite.astype(np.float32).view(np.uint32))  # the sign of zero as well
    assert len(finite) == (1 << 16) - (1 << 11)


def test_rows_keep_their_shape() -> None:
    halves = np.array([[0.5, -0.25, 1e-7], [0.0, -1.0, 65504.0]], np.float16)
    assert np.array_equal(single(halves), halves.astype(np.float32))
    assert single(halves[:0]).shape == (0, 3)
