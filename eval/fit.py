"""Fitting the weights of ``assistant.weight`` on several sets of questions, each of equal weight.

Ranking maximises the softmax mass of the sentences that hold the answer; trust is a logistic regression, whose weights
keep the signs of the shipped ones, over the best sentence of each question: whether it is right, and against it the
best sentence of a question that is not answered, or in a set without such questions the best one of the other
passages. How well it holds is said of each set by what was fitted on the others. What is adopted is written into
``assistant/weight.py`` by hand.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp, softmax

from assistant.evidence import Evidence
from assistant.weight import FEATURES, READ_RANK, READ_TRUST, READ_TRUST_BIAS, is_read

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
RANK_PENALTY = 0.0002  # of the squared weights, with sets whose questions count for one each
TRUST_PENALTY = 0.002


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, and how to tell a sentence that answers it; None where no document does."""

    text: str
    is_answer: Callable[[Evidence], bool] | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidate sentences of one question; none of them is right where the documents do not answer."""

    features: Array  # (n_sentences, n_features)
    is_right: Flags
    passages: tuple[str, ...]
    is_answerable: bool = True


def gather(
    questions: Sequence[Wanted],
    evidence: Callable[[str], Sequence[Evidence]],
    on_progress: Callable[[str, int, int], None] = lambda _what, _n, _all: None,
) -> list[Candidates]:
    """Collect the candidates of every question that is read: the others have weights of their own."""
    found = []
    for n, question in enumerate(questions, 1):
        rows = evidence(question.text)
        if rows and is_read(rows[0].features):
            features = np.array([[row.features.get(name, 0.0) for name in FEATURES] for row in rows])
            right = np.array([question.is_answer is not None and question.is_answer(row) for row in rows])
            passages = tuple(row.passage.id for row in rows)
            found.append(Candidates(features, right, passages, question.is_answer is not None))
        on_progress("Tìm câu ứng viên", n, len(questions))
    return found


def fit_rank(sets: Iterable[Sequence[Candidates]]) -> Array:
    """Fit the ranking weights, (n_features,)."""
    usable = [[one for one in items if one.is_right.any() and not one.is_right.all()] for items in sets]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = RANK_PENALTY * weights @ weights, 2 * RANK_PENALTY * weights
        for items in usable:
            for item in items:
                scores = item.features @ weights
                right = scores[item.is_right]
                total += (logsumexp(scores) - logsumexp(right)) / len(items) / len(usable)
                of_all = softmax(scores) @ item.features - softmax(right) @ item.features[item.is_right]
                slope = slope + of_all / len(items) / len(usable)
        return float(total), slope

    start = np.array([READ_RANK[name] for name in FEATURES])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def hit_rate(items: Sequence[Candidates], weights: Array, *, k: int) -> float:
    """Share of answerable questions for which one of the ``k`` best sentences is right."""
    hits = [one.is_right[_best_first(one, weights)[:k]].any() for one in items if one.is_answerable]
    return float(np.mean(hits)) if hits else 0.0


def trust_rows(items: Sequence[Candidates], weights: Array) -> tuple[Array, Flags]:
    """Give the best sentence of each question with whether it is right, (n_rows, n_features) and (n_rows,).

    Where every question is answerable, the best sentence of all but the right passages is a wrong one as well.
    """
    rows, labels = [], []
    without = all(one.is_answerable for one in items)
    for item in items:
        order = _best_first(item, weights)
        rows.append(item.features[order[0]])
        labels.append(bool(item.is_right[order[0]]))
        right = {p for p, is_right in zip(item.passages, item.is_right, strict=True) if is_right}
        rest = [at for at in order if item.passages[at] not in right]
        if without and rest:
            rows.append(item.features[rest[0]])
            labels.append(False)
    return np.array(rows), np.array(labels)


def _best_first(item: Candidates, weights: Array) -> NDArray[np.int_]:
    return np.argsort(-(item.features @ weights), kind="stable")


def fit_trust(sets: Iterable[tuple[Array, Flags]]) -> tuple[dict[str, float], float]:
    """Fit the weights of trust (each with the sign of the shipped one) and the bias."""
    used = [FEATURES.index(name) for name in READ_TRUST]
    sides = [(rows[:, used], np.where(labels, 1.0, -1.0)) for rows, labels in sets]

    def loss(parameters: Array) -> float:
        weights, bias = parameters[:-1], parameters[-1]
        missed = [np.logaddexp(0, -signs * (rows @ weights + bias)).mean() for rows, signs in sides]
        return float(np.mean(missed) + TRUST_PENALTY * weights @ weights)

    bounds = [(None, 0.0) if READ_TRUST[name] < 0 else (0.0, None) for name in READ_TRUST]
    start = np.array([*READ_TRUST.values(), READ_TRUST_BIAS])
    best = minimize(loss, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return dict(zip(READ_TRUST, map(float, best), strict=False)), float(best[-1])


def trusted(rows: Array, weights: Mapping[str, float], bias: float) -> Array:
    """Give the trust of sentences, (n_rows,)."""
    return np.asarray(expit(sum(weight * rows[:, FEATURES.index(name)] for name, weight in weights.items()) + bias))


def roc_auc(scores: Array, labels: Flags) -> float:
    """Share of (right, wrong) pairs in which the right one scores higher; ties count half; NaN where there are none."""
    right, wrong = scores[labels], scores[~labels]
    if not len(right) or not len(wrong):
        return math.nan
    above = (right[:, None] > wrong[None, :]).mean() + 0.5 * (right[:, None] == wrong[None, :]).mean()
    return float(above)


def fit(sets: Mapping[str, Sequence[Candidates]]) -> dict[str, Any]:
    """Fit everything on all sets, and say of each how well it does now and by a fit on the others."""
    rank = fit_rank(sets.values())
    trust, bias = fit_trust([trust_rows(items, rank) for items in sets.values()])
    now = np.array([READ_RANK[name] for name in FEATURES])
    return {
        "rank": {name: round(float(weight), 2) for name, weight in zip(FEATURES, rank, strict=True)},
        "trust": {name: round(weight, 2) for name, weight in trust.items()},
        "trust_bias": round(bias, 2),
        "sets": {
            name: {
                "n": len(items),
                "now": _figures(items, now, READ_TRUST, READ_TRUST_BIAS),
                "refitted": _figures(items, rank, trust, bias),
                "by_the_others": _by_others(name, sets),
            }
            for name, items in sets.items()
        },
    }


def _by_others(name: str, sets: Mapping[str, Sequence[Candidates]]) -> dict[str, float]:
    others = [items for other, items in sets.items() if other != name]
    if not others:
        return {}
    rank = fit_rank(others)
    return _figures(sets[name], rank, *fit_trust([trust_rows(items, rank) for items in others]))


def _figures(items: Sequence[Candidates], rank: Array, trust: Mapping[str, float], bias: float) -> dict[str, float]:
    rows, labels = trust_rows(items, rank)
    best = {f"best_{k}": round(hit_rate(items, rank, k=k), 3) for k in (1, 2)}
    return {**best, "auc": round(roc_auc(trusted(rows, trust, bias), labels), 3)}
