"""How many sentences are shown: one that is clearly the best alone, two where either may answer."""

from dataclasses import replace

import pytest

from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.question import read_question
from assistant.selection import AS_LIKELY, CLOSE, select
from corpus.document import Document, Passage

BEST = "Trường Nguyễn Du có 610 học sinh."
NEXT = "Năm nay trường nhận thêm 45 học sinh."
LAST = "Sân trường rộng 300 mét vuông."
QUESTION = "Trường Nguyễn Du có bao nhiêu học sinh?"


def evidence(*rows: tuple[str, str, float]) -> list[Evidence]:
    features = dict.fromkeys(("kind", "asked", "names", "unit", "words", "pairs"), 0.5)
    return [
        Evidence(Passage(document, 0, len(text), text), (0, len(text)), text, features, score, None)
        for text, document, score in rows
    ]


def shown(question: str, candidates: list[Evidence]) -> list[str]:
    documents = {one.passage.document_id: Document(one.passage.document_id, one.text, "Tin") for one in candidates}
    draft = Draft(documents)
    select(read_question(question), [], candidates, draft)
    return [claim.text for claim in draft.claims if claim.kind == "quote"]


@pytest.mark.parametrize(("below", "n_shown"), [(AS_LIKELY - 0.01, 2), (AS_LIKELY + 0.01, 1)])
def test_a_second_sentence_is_shown_where_it_may_as_well_be_the_one(below: float, n_shown: int) -> None:
    best, *others = evidence((BEST, "a", 3.0), (NEXT, "b", 3.0 - below), (LAST, "c", 3.0 - below))
    place = BEST.find("610")
    assert shown(QUESTION, [best.answering((place, place + 3)), *others]) == [BEST, NEXT][:n_shown]


def test_further_sentences_of_an_open_answer_are_of_the_same_document() -> None:
    rows = [(BEST, "a", 3.0), (NEXT, "b", 3.0 - CLOSE + 0.1), (LAST, "a", 3.0 - CLOSE + 0.05)]
    assert shown("Trường Nguyễn Du gặp khó khăn gì?", evidence(*rows)) == [BEST, LAST]


@pytest.mark.parametrize(("reader", "n_shown"), [(3.0, 2), (1.0, 1)])
def test_what_was_read_to_answer_as_surely_gives_the_other_side(reader: float, n_shown: int) -> None:
    """Of two documents with two numbers neither is the lesser source."""
    best, other = evidence((BEST, "a", 3.0), ("Trường Nguyễn Du có 595 học sinh.", "b", 1.0))
    best, other = (
        replace(one, features={**one.features, "words": 1.0, "asked": words, "reader": logit, "belies": -5.0})
        for one, words, logit in ((best, 0.5, 3.5), (other, 0.1, reader))
    )
    read = [one.answering((one.text.find("có ") + 3, len(one.text) - 1)) for one in (best, other)]
    assert shown(QUESTION, read) == [BEST, other.text][:n_shown]


@pytest.mark.parametrize(("below", "n_shown"), [(AS_LIKELY - 0.01, 3), (AS_LIKELY + 0.01, 2)])
def test_a_second_account_takes_the_place_of_nothing_that_may_as_well_answer(below: float, n_shown: int) -> None:
    best, other, second = evidence((BEST, "a", 3.0), (NEXT, "b", 3.0 - below), (LAST, "c", 1.0))
    best = best.answering((BEST.find("610"), BEST.find("610") + 3))
    draft = Draft(
        {one.passage.document_id: Document(one.passage.document_id, one.text, "Tin") for one in (best, other, second)}
    )
    select(read_question(QUESTION), [], [best, other, second], draft, second=second)
    assert [claim.text for claim in draft.claims if claim.kind == "quote"] == [BEST, LAST, NEXT][:n_shown]
