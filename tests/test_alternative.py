"""A question that gives two values to choose from asks for the value."""

import pytest

from assistant.alternative import holds_two_accounts, opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã An Hòa được 20 biên chế hay 21 biên chế?", "Xã An Hòa được bao nhiêu biên chế?"),
        ("Xã An Hòa được bố trí 20 hay 21 biên chế?", "Xã An Hòa được bố trí bao nhiêu biên chế?"),
        ("Hội nghị họp năm 2016 hay năm 2017?", "Hội nghị họp năm nào?"),
        ("Hội nghị họp ngày 3/2/2016 hay là 5/2/2016?", "Hội nghị họp ngày nào?"),
        ("Xã thu 1,5 triệu đồng hay 2 triệu đồng?", "Xã thu bao nhiêu đồng?"),
        ("Tỷ lệ nghèo giảm 5% hay 6%?", "Tỷ lệ nghèo giảm bao nhiêu phần trăm?"),
    ],
)
def test_of_two_values_the_value_is_asked(text: str, expected: str) -> None:
    assert opened(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2016 hay năm 2017 cháy nhiều hơn?",
        "Năm 2016 hay 2017 thôn nào cháy?",
        "Xã có 14 thôn hay 9 tổ?",
        "Xã An Hòa hay xã An Bình có 14 thôn?",
        "Xã tăng 5% hay 6 người?",
        "Xã có 14 thôn không?",
    ],
)
def test_any_other_question_stays_as_it_is(text: str) -> None:
    assert opened(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Có chỗ bảo An Hòa 26 biên chế, có chỗ bảo 24. Thực ra là sao?", True),
        ("Chỗ thì ghi 295 người, chỗ thì ghi trung bình 25 người. Tài liệu viết thế nào?", True),
        ("Thí điểm hết tháng 12/2022 theo quyết định hay dừng từ 01/01/2023?", True),
        ("Báo cáo ghi 295 người là tính cả ai?", False),
        ("Vì sao xã có 14 thôn hay bị ngập?", False),
        ("Xã có 14 thôn và 20 tổ phải không?", False),
    ],
)
def test_two_accounts_are_held_against_each_other(text: str, expected: bool) -> None:
    assert holds_two_accounts(text) == expected
