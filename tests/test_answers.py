"""Answers against gold: what counts as right, as refused, and the intervals a person can look up."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Claim, Source
from corpus.error import UserError
from eval.answers import GoldQuestion, judge_answer, read_gold, run_answers, summarize
from eval.metric import wilson_interval


def answered(*texts: str) -> Answer:
    claims = tuple(Claim(text, "quote", (1,)) for text in texts)
    return Answer("x", "?", "?", "answered", "", claims=claims)


REFUSED = Answer("x", "?", "?", "refused", "Tài liệu không nêu.")
GOLD = GoldQuestion("1", "?", ("hoà bình", "23 biên chế"))


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("Huyện có 23 biên chế.", True), ("Nền hòa bình.", True), ("Huyện có 123 biên chế.", False), ("", False)],
)
def test_an_answer_is_right_when_its_claims_hold_a_gold_answer_whole(text: str, is_right: bool) -> None:
    assert judge_answer(GOLD, answered(text)).is_right is is_right


def test_a_refusal_is_never_right_and_counts_both_ways() -> None:
    outcomes = [
        judge_answer(GOLD, REFUSED),
        judge_answer(GOLD, answered("23 biên chế")),
        judge_answer(GoldQuestion("3", "?", ()), REFUSED),
        judge_answer(GoldQuestion("4", "?", ()), answered("bừa")),
    ]
    report = summarize("bộ", outcomes)
    assert (report["contains_gold"]["value"], report["over_refusal"]["value"]) == (0.5, 0.5)
    assert report["refusal_recall"]["value"] == 0.5 and report["median_words"] == 2


def test_the_curve_says_what_another_threshold_would_have_answered() -> None:
    near = Source("d", 0, 5, "Có 23 biên chế.")
    outcomes = [
        judge_answer(GOLD, replace(answered("23 biên chế"), trust=0.9)),
        judge_answer(GOLD, replace(REFUSED, trust=0.2, nearest=(near,))),
        judge_answer(GoldQuestion("3", "?", ()), replace(answered("bừa"), trust=0.4)),
        judge_answer(GoldQuestion("4", "?", ()), REFUSED),  # for another reason: at no threshold answered
    ]
    points = {point["threshold"]: point for point in summarize("bộ", outcomes)["curve"]}
    assert points[0.0] == {
        "threshold": 0.0,
        "coverage": 0.75,
        "risk": 0.3333,
        "over_refusal": 0,
        "refusal_recall": 0.5,
        "contains_gold": 1,
    }
    assert points[0.5] == {
        "threshold": 0.5,
        "coverage": 0.25,
        "risk": 0,
        "over_refusal": 0.5,
        "refusal_recall": 1,
        "contains_gold": 0.5,
    }


def test_a_question_that_cannot_be_asked_counts_as_refused() -> None:
    def ask(_question: str) -> Answer:
        raise UserError("trống")

    assert [outcome.is_answered for outcome in run_answers([GOLD], ask)] == [False]


def test_gold_is_read_with_unanswerable_questions_kept(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    rows = [
        {"_id": "1", "text": "Ai?", "metadata": {"answers": ["An"], "answerable": True}},
        {"_id": "2", "text": "Gì?", "metadata": {"answers": ["sai"], "answerable": False}},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [question.answers for question in read_gold(path)] == [("An",), ()]
    path.write_text('{"_id": "1", "text": "Ai?"}', encoding="utf-8")
    with pytest.raises(UserError, match="đáp án"):
        read_gold(path)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(5, 10, 0.237, 0.763), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1)]
)
def test_a_share_has_its_wilson_interval(right: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(right, n) == pytest.approx((low, high), abs=0.001)
