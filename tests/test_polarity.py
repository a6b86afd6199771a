"""A sentence that says what the question denies does not answer it."""

import pytest

from assistant.polarity import says_what_is_denied


@pytest.mark.parametrize(
    ("question", "sentence", "says"),
    [
        ("Xã nào không thí điểm?", "Các xã thí điểm là Bình An và Hòa Sơn.", True),
        ("Xã nào chưa nộp báo cáo?", "Xã Bình An đã nộp báo cáo.", True),
        ("Xã nào không thí điểm?", "Xã Tân Lập không thí điểm.", False),
        ("Xã nào không thí điểm?", "Bình An thí điểm, Tân Lập thì không thí điểm.", False),
        ("Xã nào không muốn thí điểm nữa?", "Xã Bình An xin dừng thí điểm.", False),
        ("Xã nào thí điểm?", "Các xã thí điểm là Bình An và Hòa Sơn.", False),
        ("Xã Bình An có thí điểm không?", "Các xã thí điểm là Bình An và Hòa Sơn.", False),
        ("Có xã nào thí điểm không vậy?", "Các xã thí điểm là Bình An và Hòa Sơn.", False),
    ],
)
def test_a_denied_word_is_not_answered_by_its_affirmation(question: str, sentence: str, says: bool) -> None:
    assert says_what_is_denied(question, sentence) is says
