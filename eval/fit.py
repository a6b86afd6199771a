"""Fitting the weights of ``assistant.weight`` on a BEIR folder with gold answers.

Ranking maximises the softmax mass of the sentences that hold a gold answer; trust is a logistic regression with
weights of at least zero over the best sentence of each question, once as it is and once with every right passage
taken away. Prints weights and two-fold figures; what is adopted is written into ``assistant/weight.py`` by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp, softmax

from assistant.evidence import Evidence
from assistant.weight import FEATURES, RANK, READ_RANK, READ_TRUST
from corpus.orthography import keys
from eval.answers import GoldQuestion

Array = NDArray[np.float64]
RANK_PENALTY = 0.02 / 100  # of the squared weights, a question
TRUST_PENALTY = 0.3 / 2


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidate sentences of one question."""

    features: Array  # (n_sentences, n_features)
    is_right: NDArray[np.bool_]  # holds a gold answer
    passages: tuple[str, ...]


def gather(
    questions: Sequence[GoldQuestion],
    evidence: Callable[[str], Sequence[Evidence]],
    on_progress: Callable[[str, int, int], None] = lambda _what, _n, _all: None,
) -> list[Candidates]:
    """Collect the candidates of every answerable question."""
    found = []
    answerable = [question for question in questions if question.answers]
    for n, question in enumerate(answerable, 1):
        rows = evidence(question.text)
        if rows:
            features = np.array([[row.features.get(name, 0.0) for name in FEATURES] for row in rows])
            right = np.array([_holds_answer(row.text, question) for row in rows])
            found.append(Candidates(features, right, tuple(row.passage.id for row in rows)))
        on_progress("Tìm câu ứng viên", n, len(answerable))
    return found


def _holds_answer(text: str, question: GoldQuestion) -> bool:
    words = f" {' '.join(keys(text))} "
    return any(f" {' '.join(keys(answer))} " in words for answer in question.answers if keys(answer))


def fit_rank(items: Sequence[Candidates]) -> Array:
    """Fit the ranking weights, (n_features,)."""
    usable = [item for item in items if item.is_right.any() and not item.is_right.all()]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = RANK_PENALTY * len(usable) * weights @ weights, 2 * RANK_PENALTY * len(usable) * weights
        for item in usable:
            scores = item.features @ weights
            right = scores[item.is_right]
            total += logsumexp(scores) - logsumexp(right)
            slope = slope + softmax(scores) @ item.features - softmax(right) @ item.features[item.is_right]
        return float(total), slope

    start = np.array([RANK.get(name, 0.0) for name in FEATURES])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def hit_rate(items: Sequence[Candidates], weights: Array, *, k: int) -> float:
    """Share of questions for which one of the ``k`` best sentences holds a gold answer."""
    return float(
        np.mean([item.is_right[np.argsort(-(item.features @ weights), kind="stable")[:k]].any() for item in items])
    )


def trust_rows(items: Sequence[Candidates], weights: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The best sentence of each question and, with every right passage taken away, of what is left."""
    rows, labels = [], []
    for item in items:
        order = np.argsort(-(item.features @ weights), kind="stable")
        rows.append(item.features[order[0]])
        labels.append(bool(item.is_right[order[0]]))
        right = {p for p, is_right in zip(item.passages, item.is_right, strict=True) if is_right}
        rest = [at for at in order if item.passages[at] not in right]
        if rest:
            rows.append(item.features[rest[0]])
            labels.append(False)
    return np.array(rows), np.array(labels)


def fit_trust(rows: Array, labels: NDArray[np.bool_]) -> tuple[dict[str, float], float]:
    """Fit the weights of trust (none below zero) and the bias."""
    used = [FEATURES.index(name) for name in READ_TRUST]
    signs = np.where(labels, 1.0, -1.0)

    def loss(parameters: Array) -> float:
        margins = signs * (rows[:, used] @ parameters[:-1] + parameters[-1])
        return float(np.logaddexp(0, -margins).sum() + TRUST_PENALTY * parameters[:-1] @ parameters[:-1])

    bounds = [(0.0, None)] * len(used) + [(None, None)]
    best = minimize(loss, np.array([1.0] * len(used) + [-5.0]), method="L-BFGS-B", bounds=bounds).x
    return dict(zip(READ_TRUST, map(float, best), strict=False)), float(best[-1])


def roc_auc(scores: Array, labels: NDArray[np.bool_]) -> float:
    """Share of (right, wrong) pairs in which the right one scores higher; ties count half."""
    right, wrong = scores[labels], scores[~labels]
    above = (right[:, None] > wrong[None, :]).mean() + 0.5 * (right[:, None] == wrong[None, :]).mean()
    return float(above)


def fit(items: Sequence[Candidates]) -> dict[str, Any]:
    """Fit everything on all questions, and say by two folds how well it holds."""
    folds = (items[::2], items[1::2])
    crossed = [(fit_rank(one), other) for one, other in (folds, folds[::-1])]
    rank = fit_rank(items)
    trust, bias = fit_trust(*trust_rows(items, rank))
    return {
        "n": len(items),
        "rank": {name: round(float(weight), 2) for name, weight in zip(FEATURES, rank, strict=True)},
        "trust": {name: round(weight, 2) for name, weight in trust.items()},
        "trust_bias": round(bias, 2),
        "now": {f"best_{k}": hit_rate(items, np.array([READ_RANK[name] for name in FEATURES]), k=k) for k in (1, 2)},
        "two_fold": {f"best_{k}": float(np.mean([hit_rate(o, w, k=k) for w, o in crossed])) for k in (1, 2)},
        "two_fold_auc": float(
            np.mean([_auc_of(w, one, other) for (w, other), one in zip(crossed, folds, strict=True)])
        ),
    }


def _auc_of(rank: Array, fitted_on: Sequence[Candidates], held_out: Sequence[Candidates]) -> float:
    trust, bias = fit_trust(*trust_rows(fitted_on, rank))
    rows, labels = trust_rows(held_out, rank)
    used = [FEATURES.index(name) for name in trust]
    return roc_auc(expit(rows[:, used] @ np.array(list(trust.values())) + bias), labels)
