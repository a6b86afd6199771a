"""Typed values: what is found in Vietnamese text, and which written forms are one."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.value import Value, canonical_number, document_numbers, find_values
from corpus.orthography import normalize

PIECES = [
    "ngày 12.11.2018", "02 đồng chí", "959-QĐ/TU", "34/177 xã", "1,5 triệu đồng", "Nghị quyết số 17", "hai mươi năm",
    "quý I/2024", "lần thứ XIII", "15-20%", "thế kỷ XX", "năm 938", "7h30", "Đà Lạt", "và", ",", ".", " - ", "(", "k",
    "2",
    "năm", "đến", "tháng 3",
]  # fmt: skip


def one(text: str) -> Value:
    (value,) = find_values(text)
    return value


@pytest.mark.parametrize(
    "text",
    [
        "12.11.2018", "12/11/2018", "ngày 12-11-2018", "ngày 12 tháng 11 năm 2018", "12 tháng 11 năm 2018",
        "Ngày 12 tháng 11, năm 2018", "ngày 12/11/2018", "2018-11-12", "ngay 12 thang 11 nam 2018",
    ],
)  # fmt: skip
def test_a_date_is_one_in_every_written_form(text: str) -> None:
    assert (one(text).kind, one(text).canonical, one(text).text) == ("date", "2018-11-12", text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("tháng 3/2024", "2024-03"),
        ("tháng 3 năm 2024", "2024-03"),
        ("tháng 7-2025", "2025-07"),
        ("ngày 30/11", "--11-30"),
        ("sáng 12/11", "--11-12"),
        ("kể từ 22/5 thì", "--05-22"),
        ("ngày 2 tháng 9", "--09-02"),
        ("quý I năm 2024", "2024-Q1"),
        ("quý 3/2023", "2023-Q3"),
        ("nhiệm kỳ 2020-2025", "2020..2025"),
        ("từ 2015 đến 2020", "2015..2020"),
        ("ngày 20 - 22/5/2023", "2023-05-20..2023-05-22"),
        ("ngày 7 và 8 tháng 5 năm 1954", "1954-05-07..1954-05-08"),
        ("thế kỷ XX", "C20"),
        ("thế kỷ thứ 10", "C10"),
        ("năm 938", "938"),
        ("năm 179 TCN", "179 TCN"),
        ("World Cup 2022", "2022"),
        ("Luật Đất đai 2013 quy định", "2013"),
        ("7h30", "T07:30"),
        ("lúc 7 giờ 30 phút", "T07:30"),
    ],
)
def test_partial_dates_periods_and_hours_have_their_own_forms(text: str, canonical: str) -> None:
    assert [value.canonical for value in find_values(text) if value.kind == "date"] == [canonical]


@pytest.mark.parametrize("text", ["có 1500 đại biểu", "có 2000 hộ nghèo", "1.945 người", "đến 10/12 xã", "24/7", "5G"])
def test_a_figure_that_counts_is_no_date(text: str) -> None:
    assert all(value.kind != "date" for value in find_values(text))


@pytest.mark.parametrize(
    "text",
    [
        "959-QĐ/TU", "959–QĐ/TU", "959 — QĐ / TU", "số 959-QĐ/TU", "Quyết định số 959-QĐ/TU", "Quyết định 959-QĐ/TU",
        "quyet dinh so 959 qd/tu", "quyết định 959-qđ/tu",
    ],
)  # fmt: skip
def test_a_document_number_is_one_with_any_dash_case_or_type(text: str) -> None:
    assert (one(text).kind, one(text).canonical, one(text).text) == ("docno", one("959-QĐ/TU").canonical, text)


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 30/2020/NĐ-CP", "Nghị quyết số 09/2018/QH14", "Công văn số 1234/UBND-TH", "Luật số 45/2019/QH14",
        "Thông tư 01/2021/TT-BNV", "Giấy phép 43/GP-STTTT", "Chỉ thị 22-CT/TW", "Nghị quyết số 202/2025/QH15",
        "4/2024/NQ-HĐND", "Nghị định 15/CP", "Nghị quyết 19", "Quyết định số 1956", "quyet dinh 959",
    ],
)  # fmt: skip
def test_document_numbers_are_found_whole_with_their_type(text: str) -> None:
    value = one(f"Theo {text} của tỉnh")
    assert (value.kind, value.text) == ("docno", text)


def test_levels_of_the_party_stay_apart_and_spellings_of_one_level_together() -> None:
    province, central, old_central = (one(text).canonical for text in ("22-CT/TU", "22-CT/TW", "22-CT/TƯ"))
    assert central == old_central != province


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("quyết định 5 vấn đề", ["number"]),
        ("Quyết định 500 triệu đồng", ["number"]),
        ("kế hoạch 5 năm", ["number"]),
        ("Thực hiện Kế hoạch 5 năm", ["number"]),
        ("Hội nghị thông qua Quyết định 5 vấn đề", ["docno"]),  # a title, as its capital says
        ("Kế hoạch 2024", ["date"]),
        ("Điều 5 - Hà Nội", ["ordinal"]),
        ("12/14 TP", ["number"]),
    ],
)
def test_a_number_after_a_document_word_is_not_always_a_document(text: str, kinds: list[str]) -> None:
    assert [value.kind for value in find_values(text)] == kinds


@pytest.mark.parametrize(
    ("text", "canonical", "unit"),
    [
        ("02 đồng chí", "2", "đồng chí"),
        ("2 đồng chí", "2", "đồng chí"),
        ("1,5 triệu đồng", "1500000", "đồng"),
        ("1.500.000 đồng", "1500000", "đồng"),
        ("3 nghìn tỷ đồng", "3000000000000", "đồng"),
        ("1 triệu 200 nghìn đồng", "1200000", "đồng"),
        ("20.000đ", "20000", "đ"),
        ("34/177 xã", "34/177", "xã"),
        ("12/14 đơn vị", "12/14", "đơn vị"),
        ("45,5%", "45.5%", ""),
        ("12 phần trăm", "12%", ""),
        ("15 - 20%", "15..20%", ""),
        ("10 - 15 tuổi", "10..15", "tuổi"),
        ("1.234,5 km2", "1234.5", "km2"),
        ("25 °C", "25", "°C"),
        ("02 Phó Bí thư", "2", "Phó Bí thư"),
        ("25 công chức, người lao động", "25", "công chức"),
        ("3 phòng và ban", "3", "phòng"),
        ("3.150 hội viên sinh hoạt", "3150", "hội viên"),
        ("7 đoàn kiểm tra liên ngành", "7", "đoàn kiểm tra"),
        ("7 đoàn của tỉnh", "7", "đoàn"),
        ("11 cấp trưởng, phó", "11", "cấp trưởng"),
        ("42 nhà văn hoá thôn", "42", "nhà văn hoá"),
        ("42 nhà văn hiến", "42", "nhà"),
    ],
)
def test_a_number_keeps_what_it_counts_and_nothing_after(text: str, canonical: str, unit: str) -> None:
    assert (one(text).kind, one(text).canonical, one(text).unit) == ("number", canonical, unit)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mười hai đơn vị", "12"),
        ("ba mươi lăm người", "35"),
        ("một trăm linh năm xã", "105"),
        ("hai trăm năm mươi nghìn đồng", "250000"),
        ("hai triệu rưỡi đồng", "2500000"),
        ("hai mươi năm", "20"),
        ("năm người", "5"),
        ("chín mươi chín phần trăm", "99%"),
    ],
)
def test_numbers_in_words_are_read(text: str, canonical: str) -> None:
    assert one(text).canonical == canonical


@pytest.mark.parametrize("text", ["một cách", "một số", "Hai Bà Trưng", "nước Ba Lan", "quận Ba Đình", "năm ngoái"])
def test_number_words_that_count_nothing_are_no_numbers(text: str) -> None:
    assert find_values(text) == []


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("lần thứ XIII", "lan thu 13"),
        ("lần thứ 13", "lan thu 13"),
        ("khóa XV", "khoa 15"),
        ("thứ ba", "thu 3"),
        ("lần thứ nhất", "lan thu 1"),
        ("Điều 5", "dieu 5"),
        ("Quận 1", "quan 1"),
    ],
)
def test_what_is_numbered_is_an_ordinal_and_counts_nothing(text: str, canonical: str) -> None:
    assert (one(text).kind, one(text).canonical) == ("ordinal", canonical)


def test_a_label_before_a_counted_noun_numbers_nothing() -> None:
    assert [value.text for value in find_values("trong số 25 biên chế, mỗi tổ 5 người")] == ["25 biên chế", "5 người"]


@pytest.mark.parametrize("digits", ["1500000", "1.500.000", "1,500,000", "01500000"])
def test_thousands_marks_do_not_change_a_number(digits: str) -> None:
    assert canonical_number(digits) == "1500000"


def test_a_piece_of_a_longer_token_is_no_number() -> None:
    assert find_values("Covid-19, G7, 20.000xyz") == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_values_are_spans_in_order_that_never_overlap(text: str) -> None:
    values = find_values(text)
    assert all(value.text == text[value.start : value.end] for value in values)
    assert all(a.end <= b.start for a, b in pairwise(values))
    assert all(value.start < value.end and value.canonical for value in values)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_document_numbers_alone_are_those_among_all_values(text: str) -> None:
    assert document_numbers(text) == {value.canonical for value in find_values(text) if value.kind == "docno"}


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_decomposed_text_holds_the_same_values_once_normalized(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert find_values(normalize(decomposed)) == find_values(normalize(text))


@given(st.integers(1, 28), st.integers(1, 12), st.integers(1900, 2099), st.sampled_from([".", "/", "-"]))
def test_every_day_reads_alike_in_figures_and_in_words(day: int, month: int, year: int, mark: str) -> None:
    figures, words = f"{day:02}{mark}{month:02}{mark}{year}", f"ngày {day} tháng {month} năm {year}"
    assert one(figures).canonical == one(words).canonical == f"{year}-{month:02}-{day:02}"
