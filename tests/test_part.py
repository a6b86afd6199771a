"""A question that asks several things is answered part by part; one that asks once, or compares, has no parts."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.evidence import Evidence
from assistant.name import find_names
from assistant.part import answered_parts, parts
from assistant.question import Question
from assistant.weight import READ_RANK
from corpus.document import Passage


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Trường Hòa Bình mở năm nào, rồi đến năm nào đổi tên?",
            (("Trường Hòa Bình mở năm nào",), ("Trường Hòa Bình mở, đến năm nào đổi tên", "đến năm nào đổi tên")),
        ),
        (
            "Ở Hòa Bình, nghị quyết thông qua hôm nào, lễ tổ chức ở đâu và ai chủ trì lễ?",
            (
                ("Ở Hòa Bình, nghị quyết thông qua hôm nào",),
                ("Ở Hòa Bình, nghị quyết thông qua, lễ tổ chức ở đâu", "lễ tổ chức ở đâu"),
                ("Ở Hòa Bình, nghị quyết thông qua, ai chủ trì lễ", "ai chủ trì lễ"),
            ),
        ),
    ],
)
def test_each_thing_that_is_asked_is_a_question_of_its_own(question: str, expected: object) -> None:
    assert parts(question, find_names(question)) == expected


def test_a_part_with_a_name_of_its_own_is_first_asked_alone() -> None:
    question = "Trạm Hòa Bình đặt ở đâu, còn ông Lê Văn Tám phụ trách việc gì?"
    _, (alone, full) = parts(question, find_names(question))
    assert alone == "ông Lê Văn Tám phụ trách việc gì" and full == f"Trạm Hòa Bình đặt, {alone}"


@pytest.mark.parametrize(
    "question",
    [
        "Trường Hòa Bình mở năm nào?",
        "Trường Hòa Bình, trạm y tế và chợ mở năm nào?",
        "Ông Lê Văn Tám là ai?",
        "Hòa Bình và Sơn La, nơi nào có nhiều xã hơn, mỗi nơi bao nhiêu?",
        "Ai ký quyết định, theo tài liệu này?",
        "",
        "?,;",
    ],
)
def test_what_asks_once_or_compares_has_no_parts(question: str) -> None:
    assert parts(question, find_names(question)) == ()


def evidence(document: str, text: str, *, reader: float) -> Evidence:
    features = {**dict.fromkeys(READ_RANK, 0.5), "reader": reader}
    return Evidence(Passage(document, 0, len(text), text), (0, len(text)), text, features, reader, None)


def told(known: Mapping[str, Sequence[Evidence]], asked: str) -> list[str]:
    def answers(question: Question) -> Sequence[Evidence]:
        return known.get(question.text.removesuffix("?"), ())

    return [one.text for one in answered_parts(parts(asked, find_names(asked)), answers).evidence]


ASKED = "Trường Hòa Bình mở năm nào, ai dạy đầu tiên?"
FIRST, FULL, ALONE = "Trường Hòa Bình mở năm nào", "Trường Hòa Bình mở, ai dạy đầu tiên", "ai dạy đầu tiên"


def test_the_parts_are_answered_in_their_order_each_by_words_of_its_own() -> None:
    opened, taught = evidence("a", "Mở năm 1974.", reader=9.0), evidence("a", "Cô Hoa dạy.", reader=9.0)
    assert told({FIRST: [opened], FULL: [opened, taught]}, ASKED) == ["Mở năm 1974.", "Cô Hoa dạy."]
    assert told({FIRST: [opened], ALONE: [taught]}, ASKED) == ["Mở năm 1974.", "Cô Hoa dạy."]


def test_a_later_part_stays_with_the_document_of_the_part_before() -> None:
    opened, elsewhere = evidence("a", "Mở năm 1974.", reader=9.0), evidence("b", "Thầy Nam dạy.", reader=9.0)
    assert told({FIRST: [opened], FULL: [elsewhere]}, ASKED) == ["Mở năm 1974."]
    poor = evidence("a", "Trời mưa.", reader=-40.0)
    assert told({FIRST: [opened], FULL: [elsewhere, poor]}, ASKED) == ["Mở năm 1974."]


def test_where_the_first_part_has_no_answer_the_next_is_asked_with_what_it_is_about() -> None:
    taught = evidence("a", "Cô Hoa dạy.", reader=9.0)
    assert told({FULL: [taught]}, ASKED) == ["Cô Hoa dạy."]
    assert told({ALONE: [taught]}, ASKED) == []  # of whichever school


def test_the_least_trust_is_that_of_the_poorer_part() -> None:
    def least(known: Mapping[str, Sequence[Evidence]]) -> float:
        return answered_parts(parts(ASKED, find_names(ASKED)), lambda one: known.get(one.text.rstrip("?"), ())).least

    opened, taught = evidence("a", "Mở năm 1974.", reader=9.0), evidence("a", "Cô Hoa dạy.", reader=6.0)
    assert 0 < least({FULL: [taught]}) == least({FIRST: [opened], FULL: [taught]}) < least({FIRST: [opened]}) < 1
    assert least({}) == 0


def test_a_part_that_nothing_answers_is_named_where_another_is_answered() -> None:
    def missing(known: Mapping[str, Sequence[Evidence]]) -> tuple[str, ...]:
        return answered_parts(parts(ASKED, find_names(ASKED)), lambda one: known.get(one.text.rstrip("?"), ())).missing

    opened = evidence("a", "Mở năm 1974, cô Hoa dạy.", reader=9.0)
    assert missing({FIRST: [opened]}) == ("ai dạy đầu tiên",)
    assert missing({FIRST: [opened], ALONE: [opened]}) == ()  # it is answered by what is said already
    assert missing({}) == ()  # the question as a whole is refused, or answered as one
