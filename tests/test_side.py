"""A comparison is taken apart into one question for each side, and nothing else is."""

import pytest

from assistant.side import sides


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("So sánh số thôn của xã Bình An và xã Hòa Sơn", "xã Bình An", "xã Hòa Sơn"),
        ("Đoàn đến Bình An trước hay đến Hòa Sơn trước?", "Bình An", "Hòa Sơn"),
        ("Trưởng ban và kế toán ai giữ chức gì trong tổ?", "Trưởng ban", "kế toán"),
        ("Dân số xã Bình An và xã Hòa Sơn, nơi nào đông hơn?", "Dân số xã Bình An", "Dân số xã Hòa Sơn"),
    ],
)
def test_each_side_is_asked_for_without_the_other(question: str, first: str, second: str) -> None:
    found = sides(question)
    assert len(found) == 2
    assert first in found[0]
    assert second in found[1]
    assert second.rsplit(maxsplit=1)[-1] not in found[0].split()
    assert first.rsplit(maxsplit=1)[-1] not in found[1].split()


def test_what_is_asked_of_both_stands_in_both() -> None:
    assert all("số thôn" in side for side in sides("So sánh số thôn của xã Bình An và xã Hòa Sơn"))


@pytest.mark.parametrize("question", ["Xã Bình An có bao nhiêu thôn?", "Ban tổ chức gồm thanh niên và phụ nữ."])
def test_a_question_that_compares_nothing_has_no_sides(question: str) -> None:
    assert sides(question) == []
