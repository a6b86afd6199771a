"""An office without its place is asked back where the evidence has it for several places, and only there."""

import pytest

from assistant.ambiguity import equal_offices
from assistant.evidence import Evidence
from assistant.question import read_question
from corpus.document import Passage

TWO = ("Dự họp có Bí thư Thành ủy Hoa Mai Lê Văn Tám.", "Ông Trần Văn Lâm, Bí thư Thành ủy Sao Vàng, phát biểu.")


def evidence(*texts: str) -> list[Evidence]:
    passage = Passage("d", 0, 1, "d")
    return [Evidence(passage, (i, i + 1), text, {}, 0.0, None) for i, text in enumerate(texts)]


def offices(question: str, *texts: str) -> tuple[str, ...]:
    return equal_offices(read_question(question), (), evidence(*texts))


@pytest.mark.parametrize("question", ["Bí thư Thành ủy là ai?", "Ai là Bí thư Thành ủy?"])
def test_an_office_of_two_places_is_asked_back(question: str) -> None:
    assert offices(question, *TWO) == ("Bí thư Thành ủy Hoa Mai", "Bí thư Thành ủy Sao Vàng")


@pytest.mark.parametrize(
    "question",
    [
        "Bí thư Thành ủy Hoa Mai là ai?", "Bí thư Thành ủy phát biểu gì?", "Những Bí thư Thành ủy nào dự họp?",
        "Ai là Bí thư Thành ủy năm 2019?", "Ai dự họp?", "Bí thư là ai?",
    ],
)  # fmt: skip
def test_a_question_that_says_enough_is_not(question: str) -> None:
    assert offices(question, *TWO) == ()


def test_one_place_said_twice_is_no_choice() -> None:
    assert offices("Bí thư Thành ủy là ai?", TWO[0], TWO[0]) == ()


def test_a_deputy_is_another_office() -> None:
    assert offices("Bí thư Thành ủy là ai?", TWO[0], "Phó Bí thư Thành ủy Sao Vàng vắng mặt.") == ()
