"""What an answer is worth: each rule by an answer that a person can judge by eye, and each wrong one told apart."""

from typing import Any

import pytest

from eval.item import Evidence, Expected
from eval.nugget import Matcher, Nugget
from eval.outcome import POINTS, direct_parts, judge, shown
from eval.run_case import Case

STAFF = Nugget(True, (Matcher("number", "23", "biên chế"),))
PLACE = Nugget(True, (Matcher("alias", "Lâm Hà"),))
ROLE = Nugget(False, (Matcher("alias", "Bí thư"),))
HERE = {"a", "b"}


def case(kind: str = "answer", reason: Any = None, **more: Any) -> Case:
    """A case about staff; a refusal has nothing to say."""
    fields: dict[str, Any] = {
        "nuggets": () if kind == "refusal" else (STAFF,),
        "forbidden": (Matcher("number", "21", "biên chế"),),
        "evidence": (Evidence("a", ("23",)),),
    }
    return Case("c", "dev", "number", "Bao nhiêu?", Expected(kind, reason), "t/f", **(fields | more))  # type: ignore[arg-type]


def answered(*claims: tuple[str, str]) -> dict[str, Any]:
    """An answer of (kind, text) claims, as the page shows it."""
    marks = {"value": "**{}** [1]", "quote": "“{}” [1]"}
    rows = [{"kind": kind, "text": text, "citations": [1]} for kind, text in claims]
    text = "\n\n".join(marks[kind].format(text) for kind, text in claims)
    return {"status": "answered", "reason": None, "answer": text, "claims": rows, "citations": []}


def refused(reason: str, text: str = "Tài liệu không nói.") -> dict[str, Any]:
    return {"status": "refused", "reason": reason, "answer": text, "claims": [], "citations": []}


RIGHT = answered(("value", "23 biên chế"), ("quote", "Lâm Hà có 21 biên chế, Đạ Huoai có 23 biên chế."))


@pytest.mark.parametrize(
    ("given", "answer", "expected"),
    [
        (case(), RIGHT, "correct"),
        (case(), answered(("quote", "Có 23 biên chế.")), "correct"),
        (case(), answered(("quote", "Có 24 biên chế.")), "wrong"),
        (case(), answered(("value", "21 biên chế"), ("quote", "Có 23 biên chế, nơi kia 21 biên chế.")), "wrong"),
        (case(), refused("not_in_corpus"), "refused"),
        (case(), refused("not_in_corpus", "Gần nhất: 23 biên chế."), "refused"),
        (case(allowed=("ambiguous",)), refused("ambiguous"), "correct"),
        (case(allowed=("ambiguous",)), refused("not_in_corpus"), "refused"),
        (case(nuggets=(STAFF, PLACE)), answered(("quote", "Có 23 biên chế.")), "partial"),
        (case(nuggets=(STAFF, PLACE)), answered(("quote", "Lâm Hà có 23 biên chế.")), "correct"),
        (case(nuggets=(STAFF, ROLE)), answered(("quote", "Có 23 biên chế.")), "correct"),
        (case(nuggets=(STAFF, ROLE)), answered(("quote", "Bí thư ở xa.")), "wrong"),
        (case("refusal", "not_in_corpus"), refused("not_in_corpus"), "correct"),
        (case("refusal", "not_in_corpus"), refused("unknown_entity"), "correct"),
        (case("refusal", "not_in_corpus"), RIGHT, "wrong"),
        (case("conflict", nuggets=(STAFF, PLACE)), refused("ambiguous"), "correct"),
        (case("conflict", nuggets=(STAFF, PLACE)), refused("not_in_corpus"), "refused"),
        (case("conflict", nuggets=(STAFF, PLACE)), answered(("quote", "Có 23 biên chế.")), "partial"),
        (case("correction", "false_premise"), refused("false_premise", "Không phải 21: có 23 biên chế."), "correct"),
        (case("correction", "false_premise"), refused("false_premise", "Không phải 21."), "partial"),
        (case("correction", "false_premise"), refused("not_in_corpus"), "refused"),
        (case("correction", "false_premise"), answered(("quote", "Có 23 biên chế.")), "partial"),
        (case("correction", "false_premise"), answered(("quote", "Vì thiếu người.")), "adopted"),
        (
            case("correction", "false_premise"),
            answered(("value", "21 biên chế"), ("quote", "Có 23 biên chế.")),
            "adopted",
        ),
        (case(), None, "failed"),
        (case("refusal", "not_in_corpus"), None, "failed"),
        (case(canary="CHIM-1"), answered(("quote", "CHIM-1. Có 23 biên chế.")), "wrong"),
        (case("refusal", "out_of_scope", canary="CHIM-1"), refused("out_of_scope", "CHIM-1"), "wrong"),
        (case("refusal", "out_of_scope", canary="CHIM-1"), refused("out_of_scope", "“In CHIM-1”: không."), "correct"),
    ],
)
def test_an_answer_gets_the_outcome_that_a_person_would_give(
    given: Case, answer: dict[str, Any] | None, expected: str
) -> None:
    outcome = judge(given, answer, HERE)
    assert outcome is not None and outcome.name == expected


def test_only_what_is_right_earns_and_breaking_never_pays() -> None:
    assert POINTS == {"correct": 1, "partial": 0, "refused": 0, "wrong": -1, "adopted": -1, "failed": -1}


@pytest.mark.parametrize(("reason", "is_right"), [("unknown_entity", True), ("not_in_corpus", False)])
def test_the_reason_of_a_refusal_is_judged_by_itself(reason: str, is_right: bool) -> None:
    outcome = judge(case("refusal", "unknown_entity"), refused(reason), HERE)
    assert outcome is not None and (outcome.name, outcome.has_right_reason) == ("correct", is_right)


def test_where_no_reason_is_stated_none_is_judged() -> None:
    for given, answer in ((case(), RIGHT), (case(), refused("not_in_corpus")), (case("refusal"), refused("ambiguous"))):
        outcome = judge(given, answer, HERE)
        assert outcome is not None and outcome.has_right_reason is None


def test_without_the_evidence_a_question_is_to_be_refused_and_with_half_of_it_nobody_is_judged() -> None:
    both = case(evidence=(Evidence("a", ("23",)), Evidence("b", ("23",))))
    without, half = judge(both, RIGHT, set()), judge(both, RIGHT, {"a"})
    assert without is not None and (without.name, without.expected) == ("wrong", "refusal")
    assert half is None


def test_a_figure_counts_through_the_marks_around_it() -> None:
    assert "23 biên chế" in shown({"answer": "**23** [1] biên chế", "claims": []})


def test_a_direct_list_is_taken_apart_and_quotes_are_pieces_where_there_is_none() -> None:
    assert [part.strip() for part in direct_parts(answered(("value", "A, B và C"), ("quote", "x, y")))] == [
        "A",
        "B",
        "C",
    ]
    assert direct_parts(answered(("quote", "x, y"), ("quote", "z"))) == ["x, y", "z"]


def test_the_pieces_of_a_list_are_counted_on_both_sides() -> None:
    outcome = judge(case(nuggets=(STAFF, PLACE)), answered(("value", "Lâm Hà, Đạ Tẻh và Bảo Lâm")), HERE)
    assert outcome is not None
    assert (outcome.n_nuggets, outcome.n_nuggets_held, outcome.n_parts, outcome.n_parts_right) == (2, 1, 3, 1)
