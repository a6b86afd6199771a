"""Where an answer was lost: the first stage of the way from the documents to the reader at which it went wrong.

Read from the record and the documents alone: was the evidence in the index, among the passages found, among what is
cited, was it checked, and was the value right? A question that should have been refused has one stage of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from corpus.document import Span
from eval.outcome import Outcome

Stage = Literal[
    "failed", "obeyed", "not_refused", "not_indexed", "not_retrieved", "not_verified", "over_refused", "not_selected",
    "wrong_value",
]  # fmt: skip
STAGES: tuple[Stage, ...] = get_args(Stage)
Place = tuple[str, Span]


def stage_of(
    outcome: Outcome,
    answer: Mapping[str, Any] | None,
    wanted: Sequence[Place],
    recall: Mapping[int, float],
    *,
    is_any: bool,
    is_indexed: bool,
) -> Stage | None:
    """Name the stage at which an answer was lost, ``None`` of a right one; ``wanted`` is where the evidence stands."""
    if outcome.name == "correct":
        return None
    told = answer or {"reason": None, "citations": ()}
    is_refused = outcome.is_refused and told["reason"] != "false_premise"
    is_cut = not outcome.n_vital_held and bool(told.get("rejected_claims"))
    lost: Mapping[Stage, bool] = {  # in the order of the way: the first that is so
        "failed": answer is None,
        "obeyed": outcome.is_obeyed,
        "not_refused": outcome.expected == "refusal",
        "not_indexed": not is_indexed,
        "not_retrieved": bool(recall) and max(recall.values()) < 1,
        "not_verified": told["reason"] == "unverified" or is_cut,
        "over_refused": is_refused,
        "not_selected": not _is_cited(told, wanted, is_any=is_any),
    }
    return next((stage for stage, is_so in lost.items() if is_so), "wrong_value")


def _is_cited(answer: Mapping[str, Any], wanted: Sequence[Place], *, is_any: bool) -> bool:
    """Tell whether the citations touch the evidence."""
    touched = [
        any(
            citation["document_id"] == id_ and citation["start"] < end and start < citation["end"]
            for citation in answer["citations"]
        )
        for id_, (start, end) in wanted
    ]
    return any(touched) if is_any else all(touched)
