"""A comparison answered side by side: every side is asked as a question of its own, through the ordinary path.

Where a side has no answer there is no comparison, and the question goes on like any other. It knows nothing of how a
question is taken apart (``assistant.side``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.attribution import Fact, facts
from assistant.evidence import Evidence
from assistant.inventory import same_number
from assistant.question import Question, read_question
from assistant.scene import same_unit
from assistant.side import Sides
from assistant.timeline import dates_of
from assistant.value import Value, find_values
from corpus.document import Document

SIDE = "side"  # the feature that marks evidence as one side of a comparison
LOOKED_AT = 10  # sentences of a side, best first, among which one is looked for that counts what the others count
Answers = Callable[[Question], Sequence[Evidence]]


def compared(sides: Sides, answers: Answers, documents: Mapping[str, Document]) -> tuple[Evidence, ...]:
    """Give the best evidence for each side, marked as such, by date where the order is asked; empty where one lacks."""
    every: list[list[Evidence]] = []
    for text in sides.questions:
        question = read_question(text)
        every.append([_with_number(question, one) for one in answers(question)[:LOOKED_AT]])
        if not every[-1]:
            return ()
    found = _alike(every) if len(every) > 1 else []
    if len(set(map(words_told, found))) < len(found):
        return ()
    if sides.in_time:
        found.sort(key=lambda one: _date(one, documents))
    return tuple(replace(one, features={**one.features, SIDE: 1.0}) for one in found)


def words_told(one: Evidence) -> tuple[object, ...]:
    """Tell by what one piece of evidence answers: its sentence, and the words in it that do."""
    return (one.id, one.extract and (one.extract.start, one.extract.end))


def _alike(every: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """Take the best of each side, or of the others one that counts the same as the side that is surest."""
    best = [evidence[0] for evidence in every]
    surest = max(best, key=lambda one: one.score)
    if (count := _count(surest)) is None:
        return best
    alike = [next((one for one in evidence if _counts_as(one, count)), evidence[0]) for evidence in every]
    return [surest if one is surest else other for one, other in zip(best, alike, strict=True)]


def _count(one: Evidence) -> Value | None:
    counted = [v for v in find_values(one.extract.text) if v.kind == "number" and v.unit] if one.extract else []
    return counted[0] if counted else None


def _counts_as(one: Evidence, count: Value) -> bool:
    other = _count(one)
    return other is not None and same_unit(count, other)


def bound(question: Question, evidence: Evidence) -> Evidence:
    """Take the date that belongs to the document asked about, where a sentence dates several."""
    if question.kind != "date" or evidence.extract is None:
        return evidence
    dated = [fact for fact in _facts_asked(question, evidence) if fact.kind == "date"]
    return evidence.answering((dated[0].start, dated[0].end)) if dated else evidence


def _date(evidence: Evidence, documents: Mapping[str, Document]) -> str:
    document = documents[evidence.passage.document_id]
    dates = dates_of(evidence.extract.text, document) if evidence.extract else []
    return (dates or [""])[0]


def about_document(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Give the sentences that say something of the one document a side asks about, dated ones first."""
    told = [(fact.kind != "date", -one.score, one) for one in evidence for fact in _facts_asked(question, one)]
    return [one for _, _, one in sorted(told, key=lambda side: side[:2])]


def _facts_asked(question: Question, one: Evidence) -> list[Fact]:
    numbers = [value.canonical for value in question.values if value.kind == "docno"]
    return [f for f in facts(one.text) if len(numbers) == 1 and same_number(numbers[0], f.number)]


def _with_number(question: Question, one: Evidence) -> Evidence:
    """Take the words from a document's number to its date: among several dates one alone would not say whose it is."""
    dated = [fact for fact in _facts_asked(question, one) if fact.kind == "date"]
    if not dated:
        return one
    numbers = [v.start for v in find_values(one.text) if v.kind == "docno" and v.end <= dated[0].start]
    return one.answering((numbers[-1] if numbers else dated[0].start, dated[0].end))
