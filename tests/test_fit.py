"""The fit finds the weights that put right sentences first, and says how well they hold."""

import numpy as np
import pytest

from assistant.weight import FEATURES
from eval.fit import Candidates, fit_rank, fit_trust, hit_rate, roc_auc, trust_rows

WORDS = FEATURES.index("words")
NOISE = np.random.default_rng(0)


def question(*shares: float, right: int) -> Candidates:
    """Sentences that differ in how many of the question's words they hold; one of them is right."""
    features = NOISE.normal(0, 0.01, (len(shares), len(FEATURES)))
    features[:, WORDS] = shares
    return Candidates(features, np.arange(len(shares)) == right, tuple(str(n) for n in range(len(shares))))


ITEMS = [question(0.1, 0.9, 0.2, right=1), question(0.8, 0.3, 0.1, right=0), question(0.2, 0.1, 0.7, right=2)] * 4


def test_the_feature_that_tells_gets_the_weight() -> None:
    weights = fit_rank(ITEMS)
    assert weights[WORDS] > 1 and hit_rate(ITEMS, weights, k=1) == 1
    assert hit_rate(ITEMS, -weights, k=1) == 0


def test_trust_never_weighs_a_feature_below_zero() -> None:
    rows, labels = trust_rows(ITEMS, fit_rank(ITEMS))
    weights, _bias = fit_trust(rows, labels)
    assert labels.sum() == len(ITEMS) and len(rows) == 2 * len(ITEMS)
    assert min(weights.values()) >= 0


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [([3, 2, 1], [1, 1, 0], 1), ([1, 2, 3], [1, 1, 0], 0), ([1, 1], [1, 0], 0.5), ([3, 1, 2], [1, 1, 0], 0.5)],
)
def test_the_area_is_the_share_of_pairs_in_order(scores: list[float], labels: list[int], expected: float) -> None:
    assert roc_auc(np.array(scores, float), np.array(labels, bool)) == expected
