"""The fit finds the weights that put right sentences first, and says how well they hold."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.weight import FEATURES, READ_TRUST
from eval.fit import Candidates, fit, fit_rank, fit_trust, hit_rate, roc_auc, trust_rows

WORDS = FEATURES.index("words")
NOISE = np.random.default_rng(0)


def question(*shares: float, right: int) -> Candidates:
    """Sentences that differ in how many of the question's words they hold; one of them is right."""
    features = NOISE.normal(0, 0.01, (len(shares), len(FEATURES)))
    features[:, WORDS] = shares
    return Candidates(features, np.arange(len(shares)) == right, tuple(str(n) for n in range(len(shares))))


ITEMS = [question(0.1, 0.9, 0.2, right=1), question(0.8, 0.3, 0.1, right=0), question(0.2, 0.1, 0.7, right=2)] * 4


def test_the_feature_that_tells_gets_the_weight() -> None:
    weights = fit_rank([ITEMS])
    assert weights[WORDS] > 1 and hit_rate(ITEMS, weights, k=1) == 1
    assert hit_rate(ITEMS, -weights, k=1) == 0


def test_a_set_counts_as_much_as_another_of_ten_times_its_size() -> None:
    contrary = [question(0.1, 0.9, 0.2, right=0)]
    weights = fit_rank([ITEMS * 10, contrary])[WORDS]
    assert fit_rank([contrary])[WORDS] < weights < fit_rank([ITEMS])[WORDS]
    assert weights == pytest.approx(fit_rank([ITEMS, contrary])[WORDS], rel=1e-3)


def test_without_questions_to_refuse_the_right_passage_is_taken_away_to_have_some() -> None:
    rows, labels = trust_rows(ITEMS, fit_rank([ITEMS]))
    assert labels.sum() == len(ITEMS) and len(rows) == 2 * len(ITEMS)
    unanswered = replace(ITEMS[0], is_right=np.zeros(3, bool), is_answerable=False)
    rows, labels = trust_rows([*ITEMS, unanswered], fit_rank([ITEMS]))
    assert labels.sum() == len(ITEMS) and len(rows) == len(ITEMS) + 1 and not labels[-1]


def test_no_weight_of_trust_changes_its_sign() -> None:
    rows, labels = trust_rows(ITEMS, fit_rank([ITEMS]))
    weights, _bias = fit_trust([(rows, labels)])
    assert all(weight * READ_TRUST[name] >= 0 for name, weight in weights.items())


def test_of_every_set_it_is_said_how_a_fit_on_the_others_does() -> None:
    report = fit({"one": ITEMS, "two": ITEMS[:6]})
    assert report["sets"]["one"]["by_the_others"]["best_1"] == 1
    assert report["sets"]["two"]["n"] == 6 and set(report["rank"]) == set(FEATURES)


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [([3, 2, 1], [1, 1, 0], 1), ([1, 2, 3], [1, 1, 0], 0), ([1, 1], [1, 0], 0.5), ([3, 1, 2], [1, 1, 0], 0.5)],
)
def test_the_area_is_the_share_of_pairs_in_order(scores: list[float], labels: list[int], expected: float) -> None:
    assert roc_auc(np.array(scores, float), np.array(labels, bool)) == expected
