"""An item of the eval set says what it must, and nothing that contradicts itself."""

from typing import Any

import pytest

from assistant.answer import Turn
from eval.item import Evidence, Expected, read_item
from eval.nugget import Matcher, Nugget

ANSWERED: dict[str, Any] = {
    "id": "bien-che-01",
    "fact": "bien-che/lam-dong",
    "type": "number",
    "question": "Đạ Tẻh có bao nhiêu biên chế?",
    "answerability": "answerable",
    "expected": {"kind": "answer", "reason": None},
    "nuggets": [{"vital": True, "any": [{"number": "21", "unit": "biên chế"}]}],
    "evidence": [{"document_id": "lamdong-2020", "must_contain": ["21"]}],
}
REFUSED = ANSWERED | {
    "type": "near_place",
    "answerability": "near",
    "expected": {"kind": "refusal", "reason": "unknown_entity"},
    "nuggets": [],
}
CORRECTED = ANSWERED | {
    "type": "false_premise",
    "answerability": "false_premise",
    "expected": {"kind": "correction", "reason": "false_premise"},
    "premise": "Đạ Tẻh có 12 biên chế",
}


def test_an_item_is_read_with_its_defaults() -> None:
    item = read_item(ANSWERED)
    assert (item.base_id, item.lang, item.evidence_logic, item.history) == ("bien-che-01", "vi", "all", ())
    assert item.topic == "bien-che"
    assert item.expected == Expected("answer")
    assert item.nuggets == (Nugget(True, (Matcher("number", "21", "biên chế"),)),)
    assert item.evidence == (Evidence("lamdong-2020", ("21",)),)


def test_earlier_turns_may_carry_their_answers() -> None:
    item = read_item(ANSWERED | {"history": ["Còn Lâm Hà?", {"question": "Đạ Huoai?", "answer": "23 biên chế"}]})
    assert item.history == (Turn("Còn Lâm Hà?"), Turn("Đạ Huoai?", "23 biên chế"))


@pytest.mark.parametrize("row", [ANSWERED, REFUSED, CORRECTED])
def test_every_kind_of_expectation_can_be_written(row: dict[str, Any]) -> None:
    assert read_item(row).expected.kind == row["expected"]["kind"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ANSWERED | {"answer": "21"}, "khóa lạ answer"),
        ({key: value for key, value in ANSWERED.items() if key != "fact"}, "thiếu fact"),
        (ANSWERED | {"question": " "}, "thiếu question"),
        (ANSWERED | {"question": 5}, "question phải là chuỗi"),
        (ANSWERED | {"type": "quiz"}, "type “quiz”"),
        (ANSWERED | {"lang": "fr"}, "lang “fr”"),
        (ANSWERED | {"must_pass": "yes"}, "must_pass"),
        (ANSWERED | {"history": "Còn Lâm Hà?"}, "history phải là danh sách"),
        (ANSWERED | {"history": [""]}, "history"),
        (ANSWERED | {"evidence": []}, "evidence"),
        (ANSWERED | {"evidence": [{"document_id": "lamdong-2020"}]}, "must_contain"),
        (ANSWERED | {"evidence": [{"document_id": "lamdong-2020", "must_contain": []}]}, "must_contain"),
        (ANSWERED | {"nuggets": []}, "nugget vital"),
        (ANSWERED | {"nuggets": [{"vital": False, "any": [{"alias": "21"}]}]}, "nugget vital"),
        (ANSWERED | {"answerability": "near"}, "không đi với answerability"),
        (ANSWERED | {"expected": {"kind": "answer", "reason": "not_in_corpus"}}, "không đi với expected.reason"),
        (ANSWERED | {"expected": {"kind": "conflict"}}, "hai nugget vital"),
        (ANSWERED | {"premise": "Đạ Tẻh có 12 biên chế"}, "premise"),
        (ANSWERED | {"variant_kind": "typo"}, "variant_of"),
        (ANSWERED | {"base_id": "bien-che-02"}, "variant_of"),
        (REFUSED | {"expected": {"kind": "refusal"}}, "không đi với expected.reason None"),
        (REFUSED | {"expected": {"kind": "refusal", "reason": "false_premise"}}, "không đi với expected.reason"),
        (REFUSED | {"nuggets": ANSWERED["nuggets"]}, "không có nuggets"),
        (CORRECTED | {"premise": ""}, "premise"),
        (CORRECTED | {"expected": {"kind": "correction", "reason": None}}, "không đi với expected.reason"),
    ],
)
def test_an_item_that_contradicts_itself_is_refused(row: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_item(row)
