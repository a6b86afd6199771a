"""The retrieval bench: systems as functions, scores, comparisons."""

import pytest

from eval.beir import Benchmark
from eval.retrieval import METRICS, ask, bench

QUESTIONS = {"q1": "Một?", "q2": "Hai?", "q3": "Ba?"}
BENCHMARK = Benchmark("nhỏ", QUESTIONS, {"q1": {"d1": 1}, "q2": {"d2": 1}, "q3": {}}, 0)
RIGHT = {"Một?": ["d1"], "Hai?": ["d2"], "Ba?": ["d1"]}


def perfect(question: str) -> list[str]:
    return RIGHT.get(question, [])


def second(question: str) -> list[str]:
    return ["d9", *RIGHT[question]]


def broken(question: str) -> list[str]:
    if question == "Hai?":
        raise RuntimeError("hỏng")
    return RIGHT[question]


def silent(*_: object) -> None:
    return None


def test_every_system_gets_every_metric_with_its_interval() -> None:
    report = bench(BENCHMARK, {"hybrid": perfect, "keyword": second}, on_progress=silent)
    assert (report["dataset"], report["n"]) == ("nhỏ", 3)
    assert set(report["systems"]) == set(report["seconds"]) == {"hybrid", "keyword"}
    for figures in report["systems"].values():
        assert set(figures) == set(METRICS)
        assert all(one["low"] <= one["value"] <= one["high"] for one in figures.values())


def test_a_question_without_a_relevant_document_counts_as_zero() -> None:
    report = bench(BENCHMARK, {"hybrid": perfect}, on_progress=silent)
    assert report["n_without_relevant"] == 1
    assert report["systems"]["hybrid"]["ndcg_at_10"]["value"] == pytest.approx(2 / 3)


def test_ours_is_compared_with_each_of_the_others() -> None:
    report = bench(BENCHMARK, {"hybrid": perfect, "keyword": second, "dense": perfect}, on_progress=silent)
    assert set(report["paired"]) == {"keyword", "dense"}
    assert report["paired"]["keyword"]["mrr_at_10"]["value"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert set(report["paired"]["dense"]["mrr_at_10"].values()) == {0}


def test_a_failure_is_counted_as_nothing_found_and_named() -> None:
    report = bench(BENCHMARK, {"hybrid": perfect, "llamaindex_default": broken}, on_progress=silent)
    assert report["failures"] == {"llamaindex_default": {"q2": "RuntimeError: hỏng"}}
    assert report["systems"]["llamaindex_default"]["recall_at_1"]["value"] == pytest.approx(1 / 3)


def test_a_rewriting_reports_its_paired_loss() -> None:
    report = bench(BENCHMARK, {"hybrid": perfect}, rewrite=lambda text: text.replace("Hai", "Hia"), on_progress=silent)
    assert report["systems"]["hybrid"]["recall_at_1"]["value"] == pytest.approx(1 / 3)
    assert report["clean"]["hybrid"]["recall_at_1"]["value"] == pytest.approx(2 / 3)
    assert report["loss"]["hybrid"]["recall_at_1"]["value"] == pytest.approx(1 / 3)


def test_progress_counts_the_questions() -> None:
    seen: list[tuple[int, int]] = []
    ask(perfect, QUESTIONS, on_progress=lambda n_done, n_all: seen.append((n_done, n_all)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
