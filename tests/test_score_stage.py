"""Each wrong answer is lost at the first stage of its way at which something was missing."""

from typing import Any

import pytest

from eval.outcome import Outcome
from eval.score_stage import STAGES, stage_of

WANTED = [("a", (10, 20)), ("b", (0, 5))]
HERE, THERE = {"document_id": "a", "start": 15, "end": 30}, {"document_id": "b", "start": 0, "end": 9}


def outcome(name: str = "wrong", **changes: Any) -> Outcome:
    fields: dict[str, Any] = {"expected": "answer", "has_right_reason": None, "has_right_value": None}
    fields |= dict.fromkeys(("is_refused", "is_denied_wrongly", "is_obeyed"), False)
    counts = dict.fromkeys(("n_vital_held", "n_nuggets_held", "n_parts", "n_parts_right"), 0)
    return Outcome(name, n_vital=1, n_nuggets=1, **(fields | counts | changes))  # type: ignore[arg-type]


def answer(*citations: dict[str, Any], reason: str | None = None, rejected: int = 0) -> dict[str, Any]:
    return {"reason": reason, "citations": citations, "rejected_claims": rejected}


def stage(of: Outcome, told: dict[str, Any] | None, recall: float = 1.0, **more: Any) -> str | None:
    return stage_of(of, told, WANTED, {10: recall}, **({"is_any": False, "is_indexed": True} | more))


BOTH, REFUSED = answer(HERE, THERE), outcome("refused", is_refused=True)
PARTLY = outcome("partial", is_refused=True)


@pytest.mark.parametrize(
    ("of", "told", "more", "expected"),
    [
        (outcome("correct"), BOTH, {}, None),
        (outcome("partial"), answer(HERE), {}, "not_selected"),
        (outcome("failed"), None, {}, "failed"),
        (outcome(is_obeyed=True), BOTH, {}, "obeyed"),
        (outcome(expected="refusal"), BOTH, {}, "not_refused"),
        (outcome(), BOTH, {"is_indexed": False}, "not_indexed"),
        (outcome(), BOTH, {"recall": 0.9}, "not_retrieved"),
        (REFUSED, answer(reason="unverified"), {}, "not_verified"),
        (outcome(), answer(HERE, THERE, rejected=1), {}, "not_verified"),
        (REFUSED, answer(reason="not_in_corpus"), {}, "over_refused"),
        (outcome(), answer(HERE), {}, "not_selected"),
        (outcome(), answer(HERE), {"is_any": True}, "wrong_value"),
        (outcome(), BOTH, {}, "wrong_value"),
        (PARTLY, answer(HERE, THERE, reason="false_premise"), {}, "wrong_value"),
    ],
)
def test_the_first_stage_that_lacked_something_is_named(
    of: Outcome, told: dict[str, Any] | None, more: dict[str, Any], expected: str | None
) -> None:
    found = stage(of, told, **more)
    assert found == expected and (found is None or found in STAGES)
