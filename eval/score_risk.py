"""Risk and coverage: how often it would be wrong if it answered only what it trusted most.

Selective prediction (El-Yaniv and Wiener, 2010). The questions it refuses anyway are covered at no threshold.
"""

from collections.abc import Sequence

import numpy as np

from eval.metric import CONFIDENCE
from eval.score_figure import EMPTY, Figure
from eval.score_item import Scored

Point = tuple[float, float]  # share of the questions answered, share of those answered wrong
N_RESAMPLES = 500  # a curve each: enough for the second digit


def risk_curve(items: Sequence[Scored]) -> list[Point]:
    """Give a point for each answered question, the most trusted first; none where trust was not written down."""
    wrong = _wrong(items)
    return [(k / len(items), sum(wrong[:k]) / k) for k in range(1, len(wrong) + 1)]


def area_under(items: Sequence[Scored], *, seed: int = 0) -> Figure:
    """Give the mean risk over all coverages reached, with its interval over facts; smaller is better."""
    if not _wrong(items):
        return dict(EMPTY)
    by_fact: dict[str, list[Scored]] = {}
    for one in items:
        by_fact.setdefault(one.label.fact, []).append(one)
    facts = list(by_fact.values())
    drawn = np.random.default_rng(seed).integers(0, len(facts), (N_RESAMPLES, len(facts)))
    areas = [_area([one for i in draw for one in facts[i]]) for draw in drawn]
    low, high = np.quantile(areas, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return {
        "value": round(_area(items), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "n": len(items),
    }


def _area(items: Sequence[Scored]) -> float:
    wrong = np.asarray(_wrong(items), np.float64)
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))) if len(wrong) else 0.0


def _wrong(items: Sequence[Scored]) -> list[int]:
    """Tell of each answered question whether it is wrong, the most trusted first."""
    answered = [one for one in items if one.trust is not None and not one.outcome.is_refused and one.cited is not None]
    return [int(one.outcome.points < 0) for one in sorted(answered, key=lambda one: -(one.trust or 0.0))]
