"""Có or Không only where one sentence states it."""

import pytest

from assistant.evidence import Evidence
from assistant.question import read_question
from assistant.yesno import asks_to_confirm, asks_whether, stated
from corpus.document import Passage

TEXT = "Xã Bình An đã sáp nhập với xã Hòa Sơn."


def verdict(question: str, *sentences: str) -> str | None:
    passage = Passage("a", 0, 0, "")
    evidence = [Evidence(passage, (0, len(text)), text, {}, 0.0, None) for text in sentences]
    found = stated(read_question(question), evidence)
    return found[0] if found else None


@pytest.mark.parametrize(
    "question",
    [
        "Xã Bình An đã sáp nhập với xã Hòa Sơn phải không?",
        "Xã Bình An đã sáp nhập với xã Hòa Sơn, đúng không?",
        "Có phải xã Bình An đã sáp nhập với xã Hòa Sơn không?",
        "Xã Bình An đã sáp nhập với xã Hòa Sơn chưa?",
        "Xã Bình An có sáp nhập với xã Hòa Sơn không?",
    ],
)
def test_what_a_sentence_states_is_affirmed(question: str) -> None:
    assert verdict(question, TEXT) == "yes"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Xã Bình An có sáp nhập với xã Hòa Sơn không?", "Xã Bình An không sáp nhập với xã Hòa Sơn.", "no"),
        ("Xã Bình An đã sáp nhập với xã Hòa Sơn chưa?", "Xã Bình An chưa sáp nhập với xã Hòa Sơn.", "not_yet"),
        ("Nông trại Hoa Mai có nuôi trâu không?", "Nông trại Hoa Mai không nuôi trâu.", "no"),
    ],
)
def test_a_stated_negation_is_a_denial(question: str, sentence: str, expected: str) -> None:
    assert verdict(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Xã Bình An có sáp nhập với xã Hòa Sơn không?", "Xã Bình An dự kiến sáp nhập với xã Hòa Sơn."),
        ("Xã Bình An có sáp nhập với xã Hòa Sơn không?", "Nếu dân đồng ý thì xã Bình An sáp nhập với xã Hòa Sơn."),
        ("Trại A có 45 con dê đúng không?", "Trại A có 120 con bò và trại B có 45 con dê."),
        ("Xã Hòa Sơn có sáp nhập với huyện Lâm Hà không?", TEXT),
        ("Xã Bình An có bao nhiêu thôn?", TEXT),
    ],
)
def test_what_no_sentence_settles_is_left_to_the_quote(question: str, sentence: str) -> None:
    assert verdict(question, sentence) is None


def test_a_statement_to_confirm_is_told_from_other_questions() -> None:
    assert asks_to_confirm("Trại A có 45 con dê, đúng không?")
    assert asks_to_confirm("Trại A có 45 con dê phải không ạ?")
    assert not asks_to_confirm("Quyết định 44 có còn dùng không?")
    assert not asks_to_confirm("Trại A có bao nhiêu con dê?")


@pytest.mark.parametrize(
    ("question", "is_open"),
    [
        ("Xã Bình An có sáp nhập với xã Hòa Sơn không?", True),
        ("Xã Bình An đã sáp nhập chưa?", True),
        ("Xã Bình An có phải sáp nhập với xã Hòa Sơn không?", False),
        ("Xã Bình An đã sáp nhập, đúng không?", False),
        ("Xã Bình An sáp nhập khi nào?", False),
    ],
)
def test_what_is_left_open_is_told_from_what_is_to_be_confirmed(question: str, is_open: bool) -> None:
    assert asks_whether(question) is is_open
