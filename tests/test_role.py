"""The role beside a name: after it, before it, and not somebody else's."""

import pytest

from assistant.name import find_names
from assistant.role import role_beside, roles_of_group


def role(text: str) -> str:
    person = next(name for name in find_names(text) if name.is_proper and name.kind != "place")
    span = role_beside(text, person)
    return text[slice(*span)] if span else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bí thư Tỉnh ủy Nguyễn Xuân Ký chủ trì", "Bí thư Tỉnh ủy"),
        ("Trần Đình Văn - Phó Bí thư Thường trực Tỉnh ủy làm trưởng đoàn", "Phó Bí thư Thường trực Tỉnh ủy"),
        ("Hoàng Văn Hải (Phó Bí thư Thường trực Tỉnh đoàn) dự", "Phó Bí thư Thường trực Tỉnh đoàn"),
        ("Nguyễn Anh Tú, Bí thư Thành ủy, Chủ tịch HĐND thành phố báo cáo", "Bí thư Thành ủy, Chủ tịch HĐND thành phố"),
        ("Bí thư là bà Nguyễn Thị Thu Hà", "Bí thư"),
        ("Nguyễn Du là một nhà thơ lớn", "nhà thơ lớn"),
        ("ghế Chủ tịch thuộc về bà Nguyễn Thị Thu Hà", "Chủ tịch"),
        ("Trần Đình Văn được bầu giữ chức Chủ tịch Hội", "Chủ tịch Hội"),
    ],
)  # fmt: skip
def test_a_role_is_taken_whole_and_without_what_follows(text: str, expected: str) -> None:
    assert role(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bí thư Huyện ủy làm việc với ông Trần Văn Lâm",
        "Chủ tịch tỉnh tặng bằng khen cho Lê Thị Hoa",
        "Lê Văn Tám, năm 1946",
    ],
)
def test_the_role_of_somebody_else_is_not_taken(text: str) -> None:
    assert role(text) == ""


def test_each_of_two_people_in_a_row_has_their_own_role() -> None:
    text = "có Phó Bí thư Thường trực Huyện đoàn Hoàng Văn Hải, Phó Bí thư Huyện đoàn Phạm Hồng Thái và lãnh đạo"
    people = [name for name in find_names(text) if name.kind == "person"]
    spans = [role_beside(text, person) for person in people]
    assert [text[slice(*span)] if span else "" for span in spans] == [
        "Phó Bí thư Thường trực Huyện đoàn",
        "Phó Bí thư Huyện đoàn",
    ]


def test_each_of_a_group_has_a_role_of_their_own() -> None:
    text = "Trong hai đồng chí Thường trực, Bí thư giữ chức Trưởng khối, còn Phó Bí thư giữ chức Chánh Văn phòng."
    spans = roles_of_group(text, "Thường trực")
    assert [text[slice(*span)] for span in spans] == ["Trưởng khối", "Chánh Văn phòng"]
    assert roles_of_group(text, "Ban Chấp hành") == []
