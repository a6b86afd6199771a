"""Every answer that was not right, as a person wants to see it: the question, what was wanted, what came, the sources.

Sources are cut into pieces, those that say what is asked for marked; nothing here is HTML yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer import Turn
from corpus.document import Document
from eval.highlight import Piece, mark, matchers_of
from eval.nugget import Matcher, Nugget
from eval.outcome import MARK
from eval.run_case import Case
from eval.score import Judged
from eval.score_item import Scored, evidence_places

AROUND = 90  # characters of the document shown before and behind a cited span


@dataclass(frozen=True, slots=True)
class Shown:
    """A place of a document, cut into pieces."""

    title: str
    document_id: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One answer that was not right."""

    scored: Scored
    question: str
    standalone: str
    history: tuple[Turn, ...]
    expected: str  # "answer" | "refusal" | "correction" | "conflict"
    expected_reason: str
    wanted: tuple[str, ...]  # the pieces of the right answer, each in its wordings
    answered: str
    reason: str
    evidence: tuple[Shown, ...]  # where the right answer stands
    cited: tuple[Shown, ...]  # what the answer rested on
    error: str


def failures(judged: Judged) -> list[Failure]:
    """Give every answer that was not right, sorted by type and id."""
    wrong = [one for one in judged.items if one.outcome.name != "correct"]
    return [_failure(one, judged) for one in sorted(wrong, key=lambda one: (one.label.type, one.label.id))]


def _failure(scored: Scored, judged: Judged) -> Failure:
    case, row = judged.cases[scored.label.id], judged.rows[scored.label.id]
    documents = judged.documents[row["build"]]
    answer: Mapping[str, Any] = row["answer"] or {"answer": "", "reason": "", "citations": ()}
    said = [str((judged.rows[id_]["answer"] or {"answer": ""})["answer"]) for id_ in case.after if id_ in judged.rows]
    is_there = scored.outcome.expected == case.expected.kind
    return Failure(
        scored=scored,
        question=case.question,
        standalone=str(answer.get("standalone_question", case.question)),
        history=case.history(said),
        expected=scored.outcome.expected,
        expected_reason=case.expected.reason or "",
        wanted=tuple(map(_wordings, case.nuggets)) if is_there else (),
        answered=MARK.sub("", answer["answer"]).strip(),
        reason=answer["reason"] or "",
        evidence=tuple(_evidence(case, documents)),
        cited=tuple(_cited(answer, documents)),
        error=row["error"],
    )


def _wordings(nugget: Nugget) -> str:
    forms = " | ".join(f"{matcher.value} {matcher.unit}".strip() for matcher in nugget.any)
    return forms if nugget.vital else f"({forms})"


def _evidence(case: Case, documents: Mapping[str, Document]) -> Iterator[Shown]:
    """Show where the right answer stands, what it must say marked."""
    wanted: list[Matcher] = [matcher for nugget in case.nuggets for matcher in nugget.any]
    wanted += [matcher for one in case.evidence for text in one.must_contain for matcher in matchers_of(text)]
    for id_, span in evidence_places(case, documents):
        document = documents[id_]
        yield Shown(document.title, id_, tuple(mark(document.text[slice(*span)], wanted)))


def _cited(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Iterator[Shown]:
    """Show each cited span in its surroundings, or alone where its document is another one now."""
    for row in answer["citations"]:
        document = documents.get(row["document_id"])
        start, end = row["start"], row["end"]
        if document is None or document.text[start:end] != row["quote"]:
            yield Shown(row["title"], row["document_id"], ((row["quote"], True),))
            continue
        yield Shown(row["title"], row["document_id"], tuple(_in_place(document.text, start, end)))


def _in_place(text: str, start: int, end: int) -> Iterator[Piece]:
    """Give a span with the words of its paragraph before and behind it, "…" where more of them stand."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end:].partition("\n")[0]
    if len(before) > AROUND:
        before = f"…{before[-AROUND:].partition(' ')[2]}"
    if len(behind) > AROUND:
        behind = f"{behind[:AROUND].rpartition(' ')[0]}…"
    yield from ((before, False), (text[start:end], True), (behind, False))
