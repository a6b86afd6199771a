"""Names: persons, places and others, told by what stands around them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.name import find_names, is_foreign

PIECES = [
    "Nguyễn Thị Thu Hà",
    "ông",
    "Bà",
    "TP.",
    "Q.1",
    "K'Mák",
    "huyện",
    "Lâm Hà",
    "Ban Thường vụ",
    "de",
    "Gaulle",
    ",",
    "-",
]


def proper(text: str) -> list[tuple[str, str]]:
    return [(name.kind, name.text) for name in find_names(text) if name.is_proper]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ông Trần Hải phát biểu", "Trần Hải"),
        ("Đồng chí Lê Minh chủ trì", "Lê Minh"),
        ("gặp bà H'Hen Niê", "H'Hen Niê"),
        ("ông Y Thanh Hà Niê Kđăm", "Y Thanh Hà Niê Kđăm"),
        ("ông K'Mák nói", "K'Mák"),
        ("do Nguyễn Xuân Ký chủ trì", "Nguyễn Xuân Ký"),
        ("GS.TS Nguyễn Quang Ngọc", "Nguyễn Quang Ngọc"),
        ("PGS. TS. Trần Đức Cường", "Trần Đức Cường"),
        ("Tổng Bí thư Tô Lâm", "Tô Lâm"),
        ("Chủ tịch Hồ Chí Minh đọc", "Hồ Chí Minh"),
        ("Chủ tịch nước Trương Tấn Sang", "Trương Tấn Sang"),
    ],
)
def test_a_person_is_known_by_honorific_or_family_name(text: str, name: str) -> None:
    assert ("person", name) in proper(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ở huyện Lâm Hà", "huyện Lâm Hà"),
        ("Tỉnh Lâm Đồng", "Tỉnh Lâm Đồng"),
        ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("UBND thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh"),
        ("tại TP.HCM", "TP.HCM"),
        ("Tp Đà Lạt", "Tp Đà Lạt"),
        ("núi Bà Đen", "núi Bà Đen"),
        ("Đảo Puerto Rico", "Đảo Puerto Rico"),
        ("xã Liên Hà", "xã Liên Hà"),
    ],
)
def test_a_place_carries_its_kind(text: str, name: str) -> None:
    assert ("place", name) in proper(text)


@pytest.mark.parametrize("name", ["Trung Quốc", "Thanh Hóa", "Liên Xô", "Charles de Gaulle", "Roosevelt", "Ba Đình"])
def test_other_names_stand_alone(name: str) -> None:
    assert proper(f"từng đến {name} nhiều lần") == [("other", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Ban Thường vụ",
        "Phó Bí thư",
        "Quyết định này",
        "Hội Nông dân",
        "Bộ Nội vụ",
        "cấp xã. Ban Thường vụ",
        "BTV Tỉnh ủy",
        "UBND Tỉnh",
        "hai đồng chí Thường trực",
        "ở Q.1",
        "Tại đây",
    ],
)
def test_offices_roles_and_sentence_openings_are_no_names(text: str) -> None:
    assert proper(text) == []


def test_a_place_and_the_person_named_after_it_are_two() -> None:
    assert [name.text for name in find_names("ủy Uông Bí Trần Văn Lâm")] == ["Uông Bí", "Trần Văn Lâm"]


def test_the_canonical_form_knows_no_case_nor_old_tone_marks() -> None:
    (new,), (old,) = find_names("ông Nguyễn Thị Hòa"), find_names("ông NGUYỄN THỊ HOÀ")
    assert new.canonical == old.canonical


@pytest.mark.parametrize(
    ("word", "foreign"), [("Nguyễn", False), ("Ngoài", False), ("Roosevelt", True), ("Gandhi", True)]
)
def test_a_word_that_is_no_syllable_is_foreign(word: str, foreign: bool) -> None:
    assert is_foreign(word) is foreign


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join) | st.text(max_size=60))
def test_names_are_spans_in_order_and_end_with_their_core(text: str) -> None:
    names = find_names(text)
    assert all(name.text == text[name.start : name.end] and name.text.endswith(name.core) for name in names)
    assert all(a.end <= b.start for a, b in pairwise(names))
