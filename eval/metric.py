"""Ranking metrics, and how sure we are of their means.

A ranking is document ids, the best first, each once; gains are the judged grades of one question, and a grade above
0 means relevant. A question without a relevant document scores 0 everywhere: it is counted, never dropped.
Values agree with ``ir_measures`` (tested). Knows nothing of files or of what made a ranking.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Ranking = Sequence[str]
Gains = Mapping[str, int]

N_RESAMPLES = 2_000  # moves the ends of an interval by less than 0.001 at 600 questions
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its 95 % interval."""

    value: float
    low: float
    high: float


def ndcg_at_k(ranking: Ranking, gains: Gains, k: int) -> float:
    """Discounted cumulative gain of the first ``k`` over the best possible one (Järvelin and Kekäläinen, 2002)."""
    found = _discounted([gains.get(id_, 0) for id_ in _first(ranking, k)])
    best = _discounted(sorted(gains.values(), reverse=True)[:k])
    return found / best if best else 0.0


def recall_at_k(ranking: Ranking, gains: Gains, k: int) -> float:
    """Share of the relevant documents that are among the first ``k``."""
    relevant = {id_ for id_, gain in gains.items() if gain > 0}
    n_found = len(relevant.intersection(_first(ranking, k)))
    return n_found / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Ranking, gains: Gains, k: int) -> float:
    """One over the rank of the first relevant document, 0 when none is among the first ``k``."""
    ranks = (rank for rank, id_ in enumerate(_first(ranking, k), 1) if gains.get(id_, 0) > 0)
    return 1 / next(ranks, math.inf)


def bootstrap_interval(values: Sequence[float], *, seed: int = 0, n_resamples: int = N_RESAMPLES) -> Interval:
    """Give the mean over questions with its percentile bootstrap interval (Efron, 1979); reproducible."""
    if not values:
        raise ValueError("an interval needs at least one value")
    sample = np.asarray(values, np.float64)
    generator = np.random.default_rng(seed)
    means = [generator.choice(sample, len(sample)).mean() for _ in range(n_resamples)]
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(sample.mean()), float(low), float(high))


def paired_difference(first: Sequence[float], second: Sequence[float], *, seed: int = 0) -> Interval:
    """Give the mean of ``first`` minus ``second``, question by question, with its interval."""
    return bootstrap_interval([a - b for a, b in zip(first, second, strict=True)], seed=seed)


def wilson_interval(n_right: int, n: int, *, z: float = 1.959964) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927); never leaves [0, 1] and holds for small ``n``."""
    if not 0 <= n_right <= n or n == 0:
        raise ValueError(f"need 0 <= n_right <= n and n > 0, got {n_right} of {n}")
    share = n_right / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _first(ranking: Ranking, k: int) -> Ranking:
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    if len(set(ranking)) < len(ranking):
        raise ValueError("a ranking names a document twice")
    return ranking[:k]


def _discounted(gains: Sequence[int]) -> float:
    """A judged grade below 0 gains nothing, as in trec_eval."""
    return sum(max(gain, 0) / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
