"""Ranking metrics against values worked out by hand, against ``ir_measures``, and in general."""

import math
from collections.abc import Callable

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from eval.metric import bootstrap_interval, ndcg_at_k, paired_difference, recall_at_k, reciprocal_rank

Metric = Callable[[list[str], dict[str, int], int], float]
IDS = [f"d{number}" for number in range(30)]
rankings = st.lists(st.sampled_from(IDS), unique=True, max_size=25)
judgements = st.dictionaries(st.sampled_from(IDS), st.integers(0, 3), min_size=1, max_size=12)
cut_offs = st.sampled_from([1, 3, 5, 10, 20])
scores = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_the_only_right_document_at_rank_two() -> None:
    ranking, gains = ["a", "b", "c"], {"b": 1}
    assert ndcg_at_k(ranking, gains, 10) == pytest.approx(1 / math.log2(3))
    assert recall_at_k(ranking, gains, 1) == 0
    assert recall_at_k(ranking, gains, 5) == 1
    assert reciprocal_rank(ranking, gains, 10) == 0.5


def test_grades_count_in_ndcg_and_only_relevance_elsewhere() -> None:
    ranking, gains = ["a", "b"], {"a": 1, "b": 2, "c": 0}
    assert ndcg_at_k(ranking, gains, 2) == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert recall_at_k(ranking, gains, 1) == 0.5
    assert reciprocal_rank(["c", "b"], gains, 2) == 0.5


@pytest.mark.parametrize("gains", [{}, {"a": 0}, {"a": -1}])
def test_a_question_without_a_relevant_document_scores_zero(gains: dict[str, int]) -> None:
    assert ndcg_at_k(["a"], gains, 10) == recall_at_k(["a"], gains, 10) == reciprocal_rank(["a"], gains, 10) == 0


def test_a_relevant_document_that_nobody_found_lowers_recall() -> None:
    assert recall_at_k(["a"], {"a": 1, "not in the corpus": 1}, 10) == 0.5


@pytest.mark.parametrize("metric", [ndcg_at_k, recall_at_k, reciprocal_rank])
def test_a_wrong_call_names_the_value(metric: Metric) -> None:
    with pytest.raises(ValueError, match="got 0"):
        metric(["a"], {"a": 1}, 0)
    with pytest.raises(ValueError, match="twice"):
        metric(["a", "a"], {"b": 1}, 5)


@given(st.lists(st.tuples(rankings, judgements), min_size=1, max_size=5), cut_offs)
def test_every_value_agrees_with_ir_measures(questions: list[tuple[list[str], dict[str, int]]], k: int) -> None:
    qrels = [Qrel(f"q{n}", id_, gain) for n, (_, gains) in enumerate(questions) for id_, gain in gains.items()]
    run = [ScoredDoc(f"q{n}", id_, -rank) for n, (ids, _) in enumerate(questions) for rank, id_ in enumerate(ids)]
    run.append(ScoredDoc("q-unjudged", "d0", 1.0))  # an empty run is refused by trec_eval
    ours = {nDCG @ k: ndcg_at_k, R @ k: recall_at_k, RR @ k: reciprocal_rank}
    theirs = {(value.measure, value.query_id): value.value for value in ir_measures.iter_calc(ours, qrels, run)}
    for measure, metric in ours.items():
        for n, (ranking, gains) in enumerate(questions):
            assert metric(ranking, gains, k) == pytest.approx(theirs[measure, f"q{n}"], abs=1e-9)


@given(rankings, judgements, cut_offs)
def test_values_lie_between_nothing_and_everything(ranking: list[str], gains: dict[str, int], k: int) -> None:
    for metric in (ndcg_at_k, recall_at_k, reciprocal_rank):
        assert 0 <= metric(ranking, gains, k) <= 1 + 1e-12


@given(judgements)
def test_the_ideal_ranking_is_worth_one(gains: dict[str, int]) -> None:
    ideal = sorted(gains, key=lambda id_: -gains[id_])
    expected = 1 if any(gains.values()) else 0
    assert ndcg_at_k(ideal, gains, 10) == pytest.approx(expected)
    assert reciprocal_rank(ideal, gains, 10) == expected
    assert recall_at_k(ideal, gains, 20) == expected


@given(rankings, judgements, cut_offs)
def test_what_stands_below_the_cut_does_not_matter(ranking: list[str], gains: dict[str, int], k: int) -> None:
    for metric in (ndcg_at_k, recall_at_k, reciprocal_rank):
        assert metric(ranking, gains, k) == metric(ranking[:k], gains, k)


@given(scores)
def test_an_interval_holds_its_mean_and_is_reproducible(values: list[float]) -> None:
    interval = bootstrap_interval(values, n_resamples=200)
    assert interval.low - 1e-9 <= interval.value <= interval.high + 1e-9
    assert interval == bootstrap_interval(values, n_resamples=200)


def test_an_interval_is_about_two_standard_errors_on_either_side() -> None:
    interval = bootstrap_interval([0.0, 1.0] * 200)
    assert interval.value == 0.5
    assert interval.low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.005)
    assert interval.high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.005)


def test_a_constant_gain_is_certain_when_paired_and_not_when_pooled() -> None:
    second = [0.0, 0.2, 0.4, 0.6, 0.8] * 20
    difference = paired_difference([value + 0.1 for value in second], second)
    assert difference.low == pytest.approx(0.1)
    assert difference.high == pytest.approx(0.1)


def test_wrong_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_interval([])
    with pytest.raises(ValueError, match="shorter"):
        paired_difference([0.1, 0.2], [0.1])
