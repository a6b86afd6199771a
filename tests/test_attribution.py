"""A fact belongs to the document number it stands behind."""

import pytest

from assistant.attribution import differ, facts, same_date

TWO = (
    "Xã thực hiện Chỉ thị số 5-CT/HU của Ban Thường vụ Huyện ủy, ngày 25/5/2013, và Chỉ thị số 9-CT/TU của Ban Thường "
    "vụ Tỉnh ủy, ngày 18/7/2014."
)


def found(text: str) -> list[tuple[str, str, str]]:
    return [(fact.number, fact.kind, fact.text) for fact in facts(text)]


def test_each_of_two_documents_has_its_own_date_and_organ() -> None:
    assert found(TWO) == [
        ("5-CT-HU", "date", "ngày 25/5/2013"),
        ("5-CT-HU", "organ", "Ban Thường vụ Huyện ủy"),
        ("9-CT-TU", "date", "ngày 18/7/2014"),
        ("9-CT-TU", "organ", "Ban Thường vụ Tỉnh ủy"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 44-QĐ/TU được triển khai năm 2016.",
        "Quyết định 44-QĐ/TU hết hiệu lực ngày 3/2/2016.",
        "Sau Quyết định 44-QĐ/TU, ngày 3/2/2016 huyện họp triển khai.",
    ],
)
def test_a_day_on_which_something_else_happens_is_no_date_of_the_document(text: str) -> None:
    kinds = [kind for _, kind, day in found(text) if day != "ngày 3/2/2016" or "họp" not in text]
    assert "date" not in kinds


def test_a_topic_is_what_stands_behind_ve() -> None:
    assert ("nghi quyet 7", "topic", "trồng rừng phòng hộ") in found("Nghị quyết số 7 nói về trồng rừng phòng hộ.")


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("Kế hoạch 33 về chuyển đổi số của Sơn Hà do Phòng Nội vụ ban hành đúng không?", "Phòng Nội vụ"),
        ("Thường trực Huyện ủy Sơn Hà, tỉnh Hòa An ra Thông báo số 412-TB/HU.", "Thường trực Huyện ủy Sơn Hà"),
        ("Quyết định 12 của UBND huyện Sơn Hà cắt mấy phòng?", "UBND huyện Sơn Hà"),
        ("Nhờ đâu UBND tỉnh Hòa An ra Quyết định 58 cử người đi?", "UBND tỉnh Hòa An"),
    ],
)
def test_an_organ_stands_before_a_number_or_behind_what_it_is_about(text: str, organ: str) -> None:
    assert [fact.text for fact in facts(text) if fact.kind == "organ"] == [organ]


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        ("Quyết định 8-QĐ/TU do Ban Bí thư ban hành.", "Quyết định 8-QĐ/TU của Ban Thường vụ Tỉnh ủy.", True),
        ("Quyết định 8-QĐ/TU của BTV Tỉnh ủy.", "Quyết định 8-QĐ/TU của Ban Thường vụ Tỉnh ủy.", False),
        ("Quyết định 8-QĐ/TU của BCH Tỉnh ủy.", "Quyết định 8-QĐ/TU của Ban Thường vụ Tỉnh ủy.", True),
        ("Quyết định 8-QĐ/TU do Tỉnh ủy ban hành.", "Quyết định 8-QĐ/TU của Ban Thường vụ Tỉnh ủy.", False),
        ("Quyết định 8-QĐ/TW do Trung ương ban hành.", "Quyết định 8-QĐ/TW của Ban Bí thư.", False),
        ("Tỉnh ủy Hòa An ra Đề án 8 để làm gì?", "Đề án 8-ĐA/TU của Ban Thường vụ Tỉnh ủy.", False),
        ("Tỉnh ủy Hòa An ra Đề án 8 để làm gì?", "Đề án 8-ĐA/TU của Ban Thường vụ Tỉnh ủy Sơn Hà.", True),
        ("UBND tỉnh Hòa An ra Quyết định 8 cử ai?", "Công đoàn Viên chức tỉnh ra Quyết định 8/QĐ-CĐVC.", True),
    ],
)
def test_an_organ_said_shorter_or_by_its_level_is_no_other(asked: str, stated: str, expected: bool) -> None:
    assert differ(facts(asked)[0], facts(stated)[0]) is expected


def test_a_date_said_in_part_is_the_same_date() -> None:
    assert same_date("2019", "2019-12-30")
    assert same_date("--12-30", "2019-12-30")
    assert not same_date("2019-11", "2019-12-30")
