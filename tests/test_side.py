"""A comparison is taken apart into one question for each side, and nothing else is."""

import pytest

from assistant.name import find_names
from assistant.side import Sides, sides
from assistant.value import find_values


def read(question: str) -> Sides:
    names = [(name.start, name.end) for name in find_names(question) if name.is_proper and " " in name.core]
    numbers = [(value.start, value.end) for value in find_values(question) if value.kind == "docno"]
    return sides(question, names + numbers)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("So sánh số thôn của xã Bình An và xã Hòa Sơn", "xã Bình An", "xã Hòa Sơn"),
        ("Đoàn đến Bình An trước hay đến Hòa Sơn trước?", "Bình An", "Hòa Sơn"),
        ("Trưởng ban và kế toán ai giữ chức gì trong tổ?", "Trưởng ban", "kế toán"),
        ("Dân số xã Bình An và xã Hòa Sơn, nơi nào đông hơn?", "Dân số xã Bình An", "Dân số xã Hòa Sơn"),
        ("Trường Bình An hơn trường Hòa Sơn mấy lớp?", "Trường Bình An", "trường Hòa Sơn"),
        ("So với Bình An thì số trường ở Hòa Sơn nhiều hơn bao nhiêu?", "số trường ở Hòa Sơn", "số trường ở Bình An"),
        ("Quyết định 15-QĐ/HU khác Quyết định 21-QĐ/HU ở chỗ nào?", "15-QĐ/HU", "21-QĐ/HU"),
        ("Tổ trưởng tổ Bình An và tổ trưởng tổ Hòa Sơn là ai?", "Tổ trưởng tổ Bình An", "tổ trưởng tổ Hòa Sơn"),
        ("Đội xe của Đông Hà và tổ máy cày của Lớn Lao, bên nào đông người hơn?", "Đội xe của Đông Hà", "tổ máy cày"),
    ],
)
def test_each_side_is_asked_for_without_the_other(question: str, first: str, second: str) -> None:
    found = read(question).questions
    assert len(found) == 2
    assert first in found[0]
    assert second in found[1]
    assert second.rsplit(maxsplit=1)[-1] not in found[0].split()
    assert first.rsplit(maxsplit=1)[-1] not in found[1].split()


def test_what_is_asked_of_both_stands_in_both() -> None:
    assert all("số thôn" in side for side in read("So sánh số thôn của xã Bình An và xã Hòa Sơn").questions)


def test_which_has_more_asks_each_side_for_its_number() -> None:
    found = read("Xã Bình An với xã Hòa Sơn, xã nào có nhiều thôn ven sông hơn?").questions
    assert found == ("Xã Bình An có bao nhiêu thôn ven sông", "xã Hòa Sơn có bao nhiêu thôn ven sông")


def test_three_names_in_a_row_are_three_sides() -> None:
    found = read("Số thôn của Bình An, Hòa Sơn và Tân Lập khác nhau ra sao?").questions
    assert found == ("Số thôn của Bình An", "Số thôn của Hòa Sơn", "Số thôn của Tân Lập")


def test_two_phrases_without_a_name_are_sides_where_they_are_contrasted() -> None:
    found = read("Số ghế được cấp chênh bao nhiêu so với số ghế đã dùng?").questions
    assert found == ("Số ghế được cấp bao nhiêu", "số ghế đã dùng bao nhiêu")


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Chợ mở cửa trước hay sau ngày cầu thông xe?", ("Chợ mở cửa ngày nào", "cầu thông xe ngày nào")),
        ("Chợ xây xong bao lâu sau thì cầu thông xe?", ("Chợ xây ngày nào", "cầu thông xe ngày nào")),
        ("Từ khi chợ mở cửa đến lúc cầu thông xe mất mấy tháng?", ("chợ mở cửa ngày nào", "cầu thông xe ngày nào")),
        (
            "Xếp theo thứ tự thời gian: chợ mở cửa, cầu thông xe và trường khai giảng.",
            ("chợ mở cửa ngày nào", "cầu thông xe ngày nào", "trường khai giảng ngày nào"),
        ),
    ],
)
def test_what_is_put_in_order_is_asked_for_its_day(question: str, days: tuple[str, ...]) -> None:
    assert read(question) == Sides(days, in_time=True)


@pytest.mark.parametrize(
    "question",
    [
        "Xã Bình An có bao nhiêu thôn?",
        "Ban tổ chức gồm thanh niên và phụ nữ.",
        "Vì sao xã Bình An có nhiều thôn hơn xã Hòa Sơn?",
        "Tổ họp ở đâu, bao lâu một lần?",
        "Hai đội nghĩ giống hay khác nhau?",
        "Xã Bình An và xã Hòa Sơn giống nhau chỗ nào?",
    ],
)
def test_a_question_that_compares_nothing_has_no_sides(question: str) -> None:
    assert read(question) == Sides()
