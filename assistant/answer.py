"""The answer record: claims with citations, or a refusal with its reason.

This is the contract that the page, the batch output, the ledger and the measuring tools share. It holds
no logic but its own form: what makes a claim true is decided in ``assistant.verify``.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["answered", "refused"]
Reason = Literal["not_in_corpus", "unknown_entity", "false_premise", "ambiguous", "out_of_scope", "unverified"]
ClaimKind = Literal["quote", "value", "template", "prose"]
Verdict = Literal["exact", "aligned", "unsupported"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange; the answer may be unknown (an empty string)."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a document with what a reader needs to know of where it stands."""

    document_id: str
    start: int
    end: int
    quote: str  # document.text[start:end]
    title: str = ""
    kind: str = ""  # account | background | original: whose words the quote is
    publisher: str = ""
    author: str = ""
    published: str = ""
    event_date: str = ""
    url: str = ""
    document_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Citation(Source):
    """A numbered source of an answer, with the verdict of the check."""

    n: int = 0
    verdict: Verdict = "exact"


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of an answer and the numbers of the citations it rests on."""

    text: str
    kind: ClaimKind
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question got: claims, or a refusal that says why and shows what is nearest."""

    id: str
    question: str
    standalone_question: str
    status: Status
    answer: str  # the text shown, with [n] marks; **…** marks the direct answer
    reason: Reason | None = None
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()  # questions that could be asked instead
    index_build: str = ""
    model: str = "extractive"
    latency_ms: dict[str, float] = field(default_factory=dict)
    notice: str = ""  # one sentence for the reader on how this answer came about, where that needs saying
    rejected_claims: int = 0  # claims of a language model that were not shown in its words
    trust: float | None = None  # 0 to 1, of the sentence that was weighed; None where none was
    record_id: str = ""  # of its record in the ledger; empty while it has none

    def to_record(self) -> dict[str, Any]:
        """The JSON object of the contract, its keys in the documented order."""
        row = asdict(self)
        order = (
            "id",
            "question",
            "standalone_question",
            "status",
            "reason",
            "answer",
            "claims",
            "citations",
            "nearest",
        )
        return {key: row[key] for key in order} | row
