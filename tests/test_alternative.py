"""A question that gives two values to choose from asks for the value."""

import pytest

from assistant.alternative import opened


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
