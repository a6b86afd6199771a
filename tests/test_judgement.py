"""Which sentence is trusted first: the best, unless it is not and another says all that is asked."""

from dataclasses import replace

import pytest

from assistant.evidence import Evidence
from assistant.extraction import Extract
from assistant.judgement import ENGLISH_READ, _fitting, _trusted_first, weighed
from assistant.question import read_question
from assistant.weight import READ_RANK
from corpus.document import Passage

QUESTION = read_question("Nông trại Hoa Mai có bao nhiêu con bò?")


def evidence(text: str, *, reader: float, said: float) -> Evidence:
    features = {
        **dict.fromkeys(READ_RANK, 0.9),
        "reader": reader,
        "pairs": said,
        "near": said,
        "names": 1.0,
        "hit": 3.0,
    }
    return Evidence(Passage("a", 0, len(text), text), (0, len(text)), text, features, reader, Extract(0, 3, "120", 1.0))


NEAREST = evidence("Có 45 con dê.", reader=-20.0, said=0.5)
SAYS_ALL = evidence("Nông trại Hoa Mai có 120 con bò.", reader=-25.0, said=1.0)


def test_a_sentence_that_says_all_that_is_asked_goes_before_one_that_is_not_trusted() -> None:
    assert not weighed(QUESTION, NEAREST)[1]
    assert _trusted_first(QUESTION, [NEAREST, SAYS_ALL]) == [SAYS_ALL, NEAREST]


def test_a_trusted_one_stays_where_it_is_and_nothing_else_moves() -> None:
    surely = evidence("Có 45 con dê.", reader=20.0, said=0.5)
    assert _trusted_first(QUESTION, [surely, SAYS_ALL]) == [surely, SAYS_ALL]
    poor = evidence("Có 45 con dê.", reader=-25.0, said=0.4)
    assert _trusted_first(QUESTION, [NEAREST, poor]) == [NEAREST, poor]
    assert _trusted_first(QUESTION, []) == []


@pytest.mark.parametrize(("reader", "is_enough"), [(ENGLISH_READ, True), (ENGLISH_READ - 0.1, False)])
def test_english_is_trusted_from_what_was_read_of_it(reader: float, is_enough: bool) -> None:
    typed = replace(QUESTION, typed="How many cows does the Hoa Mai farm have?")
    read = evidence("Có 45 con dê.", reader=reader, said=0.0)
    read.features.update(dict.fromkeys(("pairs", "near", "words", "asked", "names", "cosine"), -5.0))
    assert weighed(typed, read)[1] == is_enough
    assert not weighed(QUESTION, read)[1]


def test_english_is_answered_without_a_value_of_the_kind() -> None:
    without = replace(evidence("Nông trại có bò.", reader=0.0, said=0.0), extract=None)
    assert _fitting(replace(QUESTION, typed="How many cows are there?"), [without]) == [without]
    assert not _fitting(QUESTION, [without])
