"""The best candidates read together with the question, and put in order again by what that says.

Judging by words, one vector and the type of a value (``assistant.evidence``) proposes; the cross-encoder has the last
word on the few best. What it was never shown keeps the score of the least of those it was.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.evidence import Evidence
from assistant.extraction import Extract
from assistant.order import without_orders
from assistant.question import Question
from assistant.timeline import asks_for_order
from assistant.weight import rank_score
from assistant.yesno import asks_to_confirm
from corpus.document import Document, Span
from corpus.orthography import fold
from index.cross_encoder import Reading, Text, Word, higher

READ = 12  # sentences, each with its neighbours
# What no single sentence answers, and the office of a person, which stands beside the name: reading tells less of them.
UNREAD = ("history", "role", "issuer")
# Times the share of the value that stands nearest to the question's words, from which another one is taken instead. Of
# sentences that hold several, the right one is shown in 275 of 337 instead of 239 (eval/REPORT.md).
BY_FAR = 3.0
LEVEL = re.compile(r"\bcap (trung uong|tinh|huyen|xa|thon)\b")


class Reader(Protocol):
    """What reads: ``index.cross_encoder.CrossEncoder``, or a small one in a test."""

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> Sequence[Mapping[int, Reading]]: ...


def is_to_be_read(question: Question) -> bool:
    """Tell whether reading helps to choose what answers."""
    return question.kind not in UNREAD and not asks_for_order(question)


def is_of_other_level(question: Question, text: str) -> bool:
    """Tell whether a text names a level of administration, and not the one that is asked about: too fine to be read."""
    asked, named = (set(LEVEL.findall(fold(one))) for one in (question.text, text))
    return bool(asked and named) and not asked & named


def reranked(
    question: Question, evidence: Sequence[Evidence], reader: Reader, documents: Mapping[str, Document]
) -> list[Evidence]:
    """Give the same candidates, best first, with what was read of them: ``reader``, ``belies``.

    ``proposed`` is the score before.
    """
    is_unusual = bool(question.typed) or asks_to_confirm(question.text)
    best = {one.id for one in evidence[:READ]}
    read = read_beside(question.wording, evidence, reader, documents, wanted=best, second=is_unusual)
    if not read:
        return list(evidence)
    least = Reading(min(one.answers for one in read.values()), min(one.belies for one in read.values()))
    found = [
        _with(one, least if is_of_other_level(question, one.text) else read.get(one.id, least)) for one in evidence
    ]
    return sorted(found, key=lambda one: (-one.score, one.id))


def read_beside(
    wording: str,
    evidence: Sequence[Evidence],
    reader: Reader,
    documents: Mapping[str, Document],
    *,
    wanted: Collection[tuple[str, Span]],
    second: bool,
) -> dict[tuple[str, Span], Reading]:
    """Read the ``wanted`` of the candidates, each between its neighbours, by ids; ``second`` as the reader has it."""
    by_passage: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        by_passage[one.passage.id].append(one)
    groups = [sorted(group, key=lambda one: one.span) for group in by_passage.values()]
    groups = [group for group in groups if any(one.id in wanted for one in group)]
    texts = [Text(_title(group[0], documents), tuple(one.text for one in group)) for group in groups]
    places = [[at for at, one in enumerate(group) if one.id in wanted] for group in groups]
    read: dict[tuple[str, Span], Reading] = {}
    for group, readings in zip(groups, reader.read(wording, texts, places, second=second), strict=True):
        for at, reading in readings.items():
            read[group[at].id] = higher(reading, read.get(group[at].id, reading))
    return read


def _with(one: Evidence, reading: Reading) -> Evidence:
    bonus = one.score - rank_score(one.features)
    features = {**one.features, "reader": reading.answers, "belies": reading.belies, "proposed": one.score}
    value = _as_read(one.extract, reading.words) if one.extract and reading.words else one.extract
    return replace(one, features=features, score=rank_score(features) + bonus, extract=value)


def _as_read(value: Extract, words: Sequence[Word]) -> Extract:
    """Give the value with its share of what was read to answer, or another of the sentence that has by far more."""
    first, *others = (replace(one, read=_share(one, words)) for one in (value, *value.others))
    likeliest = max((first, *others), key=lambda one: one.read)
    return likeliest if likeliest.read >= BY_FAR * first.read else first


def _share(value: Extract, words: Sequence[Word]) -> float:
    return sum(word.answers for word in words if word.start < value.end and value.start < word.end)


def _title(one: Evidence, documents: Mapping[str, Document]) -> str:
    return without_orders(one.passage.heading or documents[one.passage.document_id].title).strip()
