"""Figures with the number they rest on and a 95 % interval: shares by Wilson, means by a bootstrap over facts.

Questions about one fact stand or fall together, so facts are drawn, not questions. ``None`` stands for no figure,
never for a bad one.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.metric import CONFIDENCE, N_RESAMPLES, wilson_interval

Figure = dict[str, float | int | None]
EMPTY: Figure = {"value": None, "low": None, "high": None, "n": 0}
Array = NDArray[np.float64]


def share(flags: Iterable[bool]) -> Figure:
    """Give the share of what is true."""
    flags = list(flags)
    if not flags:
        return dict(EMPTY)
    return _figure(sum(flags) / len(flags), *wilson_interval(sum(flags), len(flags)), len(flags))


def ratio(counts: Iterable[tuple[int, int]]) -> Figure:
    """Give the share of all counted pieces (right, all) taken together."""
    counts = list(counts)
    n_right, n = sum(right for right, _ in counts), sum(n for _, n in counts)
    return _figure(n_right / n, *wilson_interval(n_right, n), n) if n else dict(EMPTY)


def clustered_mean(values: Sequence[float], clusters: Sequence[str], *, seed: int = 0) -> Figure:
    """Give a mean with its interval, whole clusters drawn (Cameron, Gelbach and Miller, 2008)."""
    if not values:
        return dict(EMPTY)
    sums, sizes = _by_cluster(np.asarray(values, np.float64), clusters)
    drawn = np.random.default_rng(seed).integers(0, len(sums), (N_RESAMPLES, len(sums)))
    low, high = _ends(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    return _figure(float(np.mean(values)), low, high, len(values))


def quantile(values: Sequence[float], q: float, *, seed: int = 0) -> Figure:
    """Give a quantile with its bootstrap interval."""
    if not values:
        return dict(EMPTY)
    sample = np.asarray(values, np.float64)
    drawn = np.random.default_rng(seed).choice(sample, (N_RESAMPLES, len(sample)))
    return _figure(float(np.quantile(sample, q)), *_ends(np.quantile(drawn, q, axis=1)), len(sample))


def _by_cluster(values: Array, clusters: Sequence[str]) -> tuple[Array, Array]:
    names = {name: row for row, name in enumerate(dict.fromkeys(clusters))}
    rows = [names[name] for name in clusters]
    return np.bincount(rows, values).astype(np.float64), np.bincount(rows).astype(np.float64)


def _ends(resampled: Array) -> tuple[float, float]:
    low, high = np.quantile(resampled, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def _figure(value: float, low: float, high: float, n: int) -> Figure:
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4), "n": n}
