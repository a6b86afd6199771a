"""Of several values in one sentence a name has the one in its own clause."""

import pytest

from assistant.apportioned import other_value_of_name
from assistant.question import read_question
from assistant.scene import Scene

LIST = "Xã Bình An có 23 cán bộ, xã Hòa Sơn có 21 cán bộ, xã Lương Tân có 20 cán bộ."


def found(question: str, *sentences: str) -> list[str]:
    texts = sentences or (LIST,)
    read = read_question(question)
    scene = Scene(read, read.names, texts, texts)
    return [texts[at][slice(*span)] if span else "" for at, span in other_value_of_name(scene)]


@pytest.mark.parametrize("question", ["Xã Hòa Sơn có 23 cán bộ phải không?", "Vì sao xã Hòa Sơn có 25 cán bộ?"])
def test_a_neighbours_number_and_any_other_are_belied_by_its_own(question: str) -> None:
    assert found(question) == ["21 cán bộ"]


@pytest.mark.parametrize(
    "question",
    [
        "Xã Hòa Sơn có 21 cán bộ phải không?",  # so it is
        "Xã Hòa Sơn có 23 giáo viên phải không?",  # of another thing
        "Vì sao xã Hòa Sơn có 23 cán bộ biệt phái?",  # of some of them
        "Xã Hòa Sơn giảm 2 cán bộ phải không?",  # by how much, not how many
        "Năm 2015 xã Hòa Sơn có 23 cán bộ phải không?",  # at some time, and the sentence names none
        "Xã Hòa Sơn và xã Bình An có 44 cán bộ phải không?",  # of two
        "Xã Mỹ Lâm có 23 cán bộ phải không?",  # of one that is not there
    ],
)
def test_what_is_so_or_is_said_of_something_else_is_not(question: str) -> None:
    assert found(question) == []


@pytest.mark.parametrize(
    "later",
    ["Đến nay xã Bình An có 24 cán bộ, xã Hòa Sơn có 23 cán bộ.", "Sau khi sáp nhập, xã Hòa Sơn có 23 cán bộ."],
)
def test_where_some_sentence_says_so_nothing_is_belied(later: str) -> None:
    assert found("Xã Hòa Sơn có 23 cán bộ phải không?", LIST, later) == []


def test_one_number_of_one_name_is_left_to_the_others() -> None:
    assert found("Xã Hòa Sơn có 23 cán bộ phải không?", "Xã Hòa Sơn có 21 cán bộ.") == []
