"""Everything that is measured of one record: its outcome, its citations, what was retrieved, words and time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.document import Document, Span
from corpus.orthography import word_spans
from eval.evidence import locate
from eval.outcome import Outcome, judge, shown
from eval.run_case import Case
from eval.score_citation import Cited, check_record

CUTS = (1, 3, 5, 10)  # passages: the k of evidence recall


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with all that its record is worth."""

    case: Case
    outcome: Outcome
    cited: Cited | None  # None where the question raised
    recall: Mapping[int, float]  # share of the evidence's characters among the first k passages; empty when unknown
    n_words: int
    milliseconds: float | None
    is_same_again: bool | None  # None where it was not asked again
    error: str

    def to_json(self) -> dict[str, Any]:
        """What a report needs of it."""
        case, outcome = self.case, asdict(self.outcome)
        row: dict[str, Any] = {"id": case.id, "half": case.half, "type": case.type, "variant_kind": case.variant_kind}
        row |= {"base_id": case.base_id, "fact": case.cluster, "must_pass": case.must_pass}
        row |= {"outcome": outcome.pop("name"), **outcome, "points": self.outcome.points, "n_words": self.n_words}
        row |= {"recall": dict(self.recall), "milliseconds": self.milliseconds, "error": self.error}
        return row | {"citations": asdict(self.cited) if self.cited else None}


def score_item(case: Case, row: Mapping[str, Any], documents: Mapping[str, Document]) -> Scored | None:
    """Measure one record; ``None`` where its documents hold only a part of the evidence."""
    answer = row["answer"]
    outcome = judge(case, answer, documents.keys())
    if outcome is None:
        return None
    return Scored(
        case=case,
        outcome=outcome,
        cited=check_record(answer, documents) if answer else None,
        recall=_recall(case, row.get("retrieved"), documents),
        n_words=len(word_spans(_visible(answer))) if answer else 0,
        milliseconds=answer["latency_ms"].get("total") if answer else None,
        is_same_again=row.get("same_again"),
        error=row["error"],
    )


def _visible(answer: Mapping[str, Any]) -> str:
    """The claims where it answers, the whole message where it refuses."""
    claims = "\n".join(claim["text"] for claim in answer["claims"])
    return claims if answer["status"] == "answered" else shown({**answer, "claims": ()})


def _recall(case: Case, retrieved: Sequence[str] | None, documents: Mapping[str, Document]) -> dict[int, float]:
    """Share of the evidence that the first k passages hold, counted in characters: no passage is all or nothing."""
    wanted = _evidence_spans(case, documents)
    if retrieved is None or not wanted:
        return {}
    passages = [_span(id_) for id_ in retrieved]
    return {k: _share_found(wanted, passages[:k], is_any=case.evidence_logic == "any") for k in CUTS}


def _share_found(wanted: Sequence[tuple[str, Span]], passages: Iterable[tuple[str, Span]], *, is_any: bool) -> float:
    passages = list(passages)
    found = [
        len({place for id_, span in passages if id_ == document_id for place in range(*span)} & {*range(*evidence)})
        for document_id, evidence in wanted
    ]
    sizes = [end - start for _, (start, end) in wanted]
    if is_any:
        return max(n / size for n, size in zip(found, sizes, strict=True))
    return sum(found) / sum(sizes)


def _evidence_spans(case: Case, documents: Mapping[str, Document]) -> list[tuple[str, Span]]:
    """Find what the answer rests on; a question to be refused rests on nothing."""
    spans: list[tuple[str, Span]] = []
    if case.expected.kind == "refusal":
        return spans
    for evidence in case.evidence:
        if evidence.document_id in documents:
            try:
                span, _ = locate(evidence.must_contain, documents[evidence.document_id].text)
            except LookupError:
                continue
            spans.append((evidence.document_id, span))
    return spans


def _span(passage_id: str) -> tuple[str, Span]:
    """Read a passage's id back ("lamdong-2020:0-812")."""
    document_id, _, place = passage_id.rpartition(":")
    start, end = place.split("-")
    return document_id, (int(start), int(end))
