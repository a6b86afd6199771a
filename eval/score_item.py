"""Everything that is measured of one record: its outcome, its citations, what was retrieved, words and time.

A scored item is all that the metrics know: it can be written down and read back, and they come out the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from corpus.document import Document, Span
from corpus.orthography import word_spans
from eval.evidence import locate
from eval.item import Evidence
from eval.outcome import Outcome, judge, shown
from eval.run_case import Case
from eval.score_atom import Counts
from eval.score_citation import Cited, check_atoms, check_record
from eval.score_stage import Place, Stage, stage_of
from eval.trial import find_evidence

CUTS = (1, 3, 5, 10)  # passages: the k of evidence recall


@dataclass(frozen=True, slots=True)
class Label:
    """What a case is counted under."""

    id: str
    half: str
    type: str
    variant_kind: str
    base_id: str
    fact: str
    must_pass: bool
    has_canary: bool
    conversation: str  # its id; empty outside of one

    @classmethod
    def of(cls, case: Case) -> "Label":
        """Take from a case what it is counted under."""
        conversation = case.conversation.id if case.conversation else ""
        own = (case.id, case.half, case.type, case.variant_kind, case.base_id, case.cluster, case.must_pass)
        return cls(*own, bool(case.canary), conversation)


@dataclass(frozen=True, slots=True)
class Scored:
    """One case with all that its record is worth."""

    label: Label
    outcome: Outcome
    cited: Cited | None  # None where the question raised
    atoms: Counts  # by kind: those found in what is cited, all
    recall: Mapping[int, float]  # share of the evidence's characters among the first k passages; empty when unknown
    stage: Stage | None  # where a right answer was lost; None where it is right
    trust: float | None  # how far the best sentence could be trusted to answer; None when unknown
    n_words: int
    milliseconds: float | None
    is_same_again: bool | None  # None where it was not asked again
    error: str

    def to_json(self) -> dict[str, Any]:
        """What a report needs of it."""
        outcome = asdict(self.outcome)
        row: dict[str, Any] = {**asdict(self.label), "outcome": outcome.pop("name"), **outcome}
        row |= {"points": self.outcome.points, "stage": self.stage, "trust": self.trust, "n_words": self.n_words}
        row |= {"recall": dict(self.recall), "atoms": self.atoms, "milliseconds": self.milliseconds}
        row |= {"same_again": self.is_same_again, "error": self.error}
        return row | {"citations": asdict(self.cited) if self.cited else None}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Scored":
        """Read back what ``to_json`` wrote."""
        cited = row["citations"]
        return cls(
            label=Label(**{field.name: row[field.name] for field in fields(Label)}),
            outcome=Outcome(name=row["outcome"], **{field.name: row[field.name] for field in fields(Outcome)[1:]}),
            cited=Cited(**cited) if cited else None,
            atoms={kind: (counts[0], counts[1]) for kind, counts in row["atoms"].items()},
            recall={int(k): value for k, value in row["recall"].items()},
            stage=row["stage"],
            trust=row["trust"],
            n_words=row["n_words"],
            milliseconds=row["milliseconds"],
            is_same_again=row["same_again"],
            error=row["error"],
        )


def score_item(case: Case, row: Mapping[str, Any], documents: Mapping[str, Document]) -> Scored | None:
    """Measure one record; ``None`` where its documents hold only a part of the evidence."""
    answer = row["answer"]
    outcome = judge(case, answer, documents.keys())
    if outcome is None:
        return None
    wanted = evidence_places(case, documents)
    is_any = case.evidence_logic == "any"
    recall = _recall(wanted, row.get("retrieved"), is_any=is_any)
    is_indexed = (bool(wanted) if is_any else len(wanted) == len(case.evidence)) or not case.evidence
    return Scored(
        label=Label.of(case),
        outcome=outcome,
        cited=check_record(answer, documents) if answer else None,
        atoms=check_atoms(answer, documents) if answer else {},
        recall=recall,
        stage=stage_of(outcome, answer, wanted, recall, is_any=is_any, is_indexed=is_indexed),
        trust=answer.get("trust") if answer else None,
        n_words=len(word_spans(_visible(answer))) if answer else 0,
        milliseconds=answer["latency_ms"].get("total") if answer else None,
        is_same_again=row.get("same_again"),
        error=row["error"],
    )


def _visible(answer: Mapping[str, Any]) -> str:
    """The claims where it answers, the whole message where it refuses."""
    claims = "\n".join(claim["text"] for claim in answer["claims"])
    return claims if answer["status"] == "answered" else shown({**answer, "claims": ()})


def _recall(wanted: Sequence[Place], retrieved: Sequence[str] | None, *, is_any: bool) -> dict[int, float]:
    """Share of the evidence that the first k passages hold, counted in characters: no passage is all or nothing."""
    if retrieved is None or not wanted:
        return {}
    passages = [_span(id_) for id_ in retrieved]
    return {k: _share_found(wanted, passages[:k], is_any=is_any) for k in CUTS}


def _share_found(wanted: Sequence[Place], passages: Iterable[Place], *, is_any: bool) -> float:
    passages = list(passages)
    found = [
        len({place for id_, span in passages if id_ == document_id for place in range(*span)} & {*range(*evidence)})
        for document_id, evidence in wanted
    ]
    sizes = [end - start for _, (start, end) in wanted]
    if is_any:
        return max(n / size for n, size in zip(found, sizes, strict=True))
    return sum(found) / sum(sizes)


def evidence_places(case: Case, documents: Mapping[str, Document]) -> list[Place]:
    """Find what the answer rests on; a question to be refused rests on nothing."""
    if case.expected.kind == "refusal":
        return []
    found = [
        (one.document_id, _find(one, documents[one.document_id]))
        for one in case.evidence
        if one.document_id in documents
    ]
    return [(id_, span) for id_, span in found if span is not None]


def _find(evidence: Evidence, document: Document) -> Span | None:
    """Find what an item rests on by its values, and what a trial does by its words: "17" of "Nghị quyết 17"."""
    try:
        return locate(evidence.must_contain, document.text)[0]
    except LookupError:
        return find_evidence(evidence, document)


def _span(passage_id: str) -> Place:
    """Read a passage's id back ("lamdong-2020:0-812")."""
    document_id, _, place = passage_id.rpartition(":")
    start, end = place.split("-")
    return document_id, (int(start), int(end))
