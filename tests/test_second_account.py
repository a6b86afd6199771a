"""Two sources that give two values: found by their words, or by what is read to belie the one that answers."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from assistant.between import BETWEEN
from assistant.evidence import Evidence
from assistant.question import read_question
from assistant.second_account import AS_FULL, CONFIRMED, MAY_ANSWER, NAMED, OTHERWISE, told_as_read
from assistant.weight import RANK
from corpus.document import Document, Passage
from index.cross_encoder import Reading, Text

QUESTION = "Trường Nguyễn Du có bao nhiêu học sinh?"
BEST, OTHER, THIRD = "Trường có 610 học sinh.", "Sổ ghi 595 học sinh.", "Sổ ghi 580 học sinh."
READ = {**dict.fromkeys(RANK, 1.0), "reader": 0.0, "belies": -9.0}


class Reads:
    """A reader that makes this of the sentence with these words, and keeps what it was asked."""

    def __init__(self, words: str, belies: float) -> None:
        self.words, self.belies = words, belies
        self.heard: list[tuple[str, bool, list[str]]] = []

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        shown = [text.sentences[at] for text, numbers in zip(texts, wanted, strict=True) for at in numbers]
        self.heard.append((question, second, shown))
        return [
            {at: Reading(0.0, self.belies if self.words in one else -9.0) for at, one in enumerate(text.sentences)}
            for text in texts
        ]


def sentence(text: str, document: str, **features: float) -> Evidence:
    one = Evidence(Passage(document, 0, len(text), text), (0, len(text)), text, {**READ, **features}, 1.0, None)
    start = next(at for at, letter in enumerate(text) if letter.isdigit())
    return one.answering((start, len(text) - 1))


def found(reader: Reads, *evidence: Evidence, question: str = QUESTION) -> str | None:
    documents = {one.passage.document_id: Document(one.passage.document_id, one.text, "Tin") for one in evidence}
    other = told_as_read(read_question(question), evidence, evidence, reader, documents)
    return other.text if other else None


def test_the_sentence_that_answers_is_put_to_the_second_adapter_as_a_statement() -> None:
    reader = Reads("595", OTHERWISE)
    assert found(reader, sentence(BEST, "a"), sentence(OTHER, "b"), sentence(THIRD, "c")) == OTHER
    assert reader.heard == [(f"Trường có 610 học sinh{CONFIRMED}", True, [OTHER, THIRD])]
    assert found(Reads("595", OTHERWISE - 0.1), sentence(BEST, "a"), sentence(OTHER, "b")) is None


@pytest.mark.parametrize(
    "other",
    [
        sentence(OTHER, "a"),  # the same document
        sentence("Sổ ghi 610 học sinh.", "b"),
        replace(sentence(OTHER, "b"), features={**READ, "reader": MAY_ANSWER - 0.1}),
        replace(sentence(OTHER, "b"), features={**READ, "names": NAMED - 0.1}),
        replace(sentence(OTHER, "b"), features={**READ, "words": AS_FULL - 0.1}),
    ],
)
def test_what_cannot_answer_as_well_is_not_read(other: Evidence) -> None:
    reader = Reads("", 9.0)
    assert found(reader, sentence(BEST, "a"), other) is None and not reader.heard


@pytest.mark.parametrize(
    "question",
    [
        "Vì sao trường Nguyễn Du có học sinh?",  # no value is asked for
        "Trường Nguyễn Du có bao nhiêu học sinh, do ai đứng đầu?",
        "Trường Nguyễn Du có 610 học sinh, đúng không?",
    ],
)
def test_no_second_account_is_looked_for_where_several_things_or_none_are_told(question: str) -> None:
    reader = Reads("595", 9.0)
    assert found(reader, sentence(BEST, "a"), sentence(OTHER, "b"), question=question) is None and not reader.heard


def test_what_several_sentences_answer_between_them_has_no_second_account() -> None:
    reader = Reads("595", 9.0)
    assert found(reader, sentence(BEST, "a", **{BETWEEN: 1.0}), sentence(OTHER, "b")) is None and not reader.heard
