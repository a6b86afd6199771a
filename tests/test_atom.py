"""What the check compares: one form for every way to write a thing, and a word for everything that may differ."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.atom import atoms, tidy

PIECES = [
    "ngày",
    "12.11.2018",
    "12/11/2018",
    "45 %",
    "không",
    "Đạ Tẻh",
    "hoà",
    "1,5 triệu",
    "959-QĐ/TU",
    ",",
    ".",
    "(",
    "2 hộ",
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)


def forms(text: str) -> list[str]:
    return [atom.form for atom in atoms(tidy(text)) if not atom.is_idle]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12.11.2018", "ngày 12 tháng 11 năm 2018"),
        ("ngày 27-2-2015", "27–2–2015"),
        ("02 đồng chí", "2 đồng chí"),
        ("1,5 triệu đồng", "1.500.000 đồng"),
        ("45 %", "45%"),
        ("Quyết định số 959-QĐ/TU", "Quyết định 959 – QĐ/TU"),
        ("lần thứ XI", "lần thứ 11"),
        ("năm 2018", "2018"),
        ("hòa thuận", "hoà  thuận"),
        ("chính trị - xã hội", "chính trị – xã hội"),
    ],
)
def test_two_ways_to_write_one_thing_have_the_same_forms(one: str, other: str) -> None:
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 %", "5"),
        ("5 %", "5 ‰"),
        ("-5 °C", "5 °C"),
        ("từ 5/9", "đến 5/9"),
        ("sáng 5/9", "chiều 5/9"),
        ("Quyết định 959-QĐ/TU", "Nghị quyết 959-QĐ/TU"),
        ("959-QĐ/TU", "959-QĐ/TW"),
        ("1.500", "1,500"),
        ("0,500", "0.500"),
        ("5 km", "5 km²"),
        ("giai đoạn 2016-2020", "nhiệm kỳ 2016-2020"),
        ("khóa XI", "khóa XII"),
        ("≥ 5", "≤ 5"),
    ],
)
def test_what_differs_in_meaning_differs_in_form(one: str, other: str) -> None:
    assert forms(one) != forms(other)


@given(texts)
def test_decomposed_text_has_the_same_atoms(text: str) -> None:
    assert atoms(tidy(unicodedata.normalize("NFD", text))) == atoms(tidy(text))


@given(texts)
def test_atoms_are_in_order_and_inside_the_text(text: str) -> None:
    text = tidy(text)
    starts = [atom.start for atom in atoms(text)]
    assert starts == sorted(starts)
    assert all(0 <= atom.start < atom.end <= len(text) for atom in atoms(text))


def test_a_boundary_is_none_inside_quotation_marks() -> None:
    inside = {atom.form: atom.boundary for atom in atoms("Đề án “Một, hai; ba” xong, tốt")}
    assert (inside["hai"], inside["ba"], inside["tôt4"]) == ("", "", ",")
