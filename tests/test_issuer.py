"""Whose a document is: asked in several ways, answered from the words that stand behind its number."""

import pytest

from assistant.extraction import extract
from assistant.question import read_question

TOLD = (
    "Ngành bám sát Chỉ thị số 5-CT/TW của Ban Bí thư, ngày 2/3/2020, và Chỉ thị số 7-CT/TU của Ban Thường vụ Tỉnh ủy, "
    "ngày 4/5/2020; Quy định 9-QĐ/TW được Trung ương ban hành sau đó."
)


@pytest.mark.parametrize(
    ("question", "issuer"),
    [
        ("Chỉ thị 5-CT/TW của cơ quan nào?", "Ban Bí thư"),
        ("Chỉ thị 7-CT/TU do ai ban hành?", "Ban Thường vụ Tỉnh ủy"),
        ("Cấp nào ban hành Quy định 9-QĐ/TW?", "Trung ương"),
        ("chi thi 7-ct/tu la cua co quan nao", "Ban Thường vụ Tỉnh ủy"),
    ],
)
def test_the_issuer_stands_behind_the_number(question: str, issuer: str) -> None:
    found = extract(read_question(question), (), TOLD)
    assert found is not None and found.text == issuer


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("Ngày 2/3/2020, Ban Thường vụ Tỉnh ủy đã ban hành Chỉ thị số 5-CT/TU về thi đua.", "Ban Thường vụ Tỉnh ủy"),
        ("Theo đó năm 2020 UBND tỉnh ban hành Chỉ thị 5-CT/TU.", "UBND tỉnh"),
        ("Được đồng ý, Tỉnh ủy Sơn La đã chỉ đạo soạn thảo và ban hành Chỉ thị 5-CT/TU.", "Tỉnh ủy Sơn La"),
        ("Ban Tổ chức Tỉnh ủy rà soát, sửa đổi và ban hành Chỉ thị 5-CT/TU.", None),  # its clause names nobody
        ("Ban Tổ chức Tỉnh ủy nghiên cứu và ban hành Chỉ thị 5-CT/TU.", "Ban Tổ chức Tỉnh ủy"),
        ("Viện nghiên cứu dân tộc Sơn La ban hành Chỉ thị 5-CT/TU.", "Viện nghiên cứu dân tộc Sơn La"),
        ("Tháng sau vừa ban hành Chỉ thị 5-CT/TU.", None),
        ("Tỉnh ủy ban hành hai văn bản, trong đó có Chỉ thị 5-CT/TU.", None),
        ("Huyện ủy triển khai Chỉ thị 5-CT/TU.", None),
    ],
)
def test_the_issuer_may_stand_before_the_number(sentence: str, issuer: str | None) -> None:
    found = extract(read_question("Chỉ thị 5-CT/TU do ai ban hành?"), (), sentence)
    assert (found and found.text) == issuer


def test_a_document_without_an_issuer_beside_it_has_none() -> None:
    assert extract(read_question("Chỉ thị 5-CT/TW do ai ban hành?"), (), "Chỉ thị số 5-CT/TW nêu ba việc.") is None


@pytest.mark.parametrize("question", ["Ai ký Chỉ thị 5-CT/TW?", "Trường này của ai?", "Ai ban hành quy chế?"])
def test_who_signed_and_whose_another_thing_is_are_other_questions(question: str) -> None:
    assert read_question(question).kind != "issuer"
