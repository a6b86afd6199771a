"""Passages under other names and figures say of each other what they said before."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from eval.adapter_renaming import OFTEN, Renamer, Renaming, _other_number

TEXTS = (
    "Ngày 12/3/2019, ông Lương Văn Khải về huyện Sơn Trà họp với 46 hộ, năm 2021 còn 120 hộ, chiếm 4,5%.",
    "Ông Khải trao 12.500.000 đồng theo Quyết định 417/QĐ-UBND cho 8 hộ ở Sơn Trà, bằng 62% năm 2019.",
)
OTHERS = ("Ông Trịnh Hữu Bách về xã Bách Trịnh.", "Bà Đỗ Ngọc Liễu về huyện Ngọc Liễu.") * OFTEN


def drawn(question: str) -> Renaming:
    return Renamer((*TEXTS, *OTHERS), Random(1)).draw(TEXTS, question)


def test_a_name_is_another_name_and_the_same_one_everywhere() -> None:
    rename = drawn("Ông Khải họp ở Sơn Trà ngày nào?")
    first, second, question = map(rename, (*TEXTS, "Ông Khải họp ở Sơn Trà ngày nào?"))
    name = question.split()[1]
    assert name != "Khải" and name in first and name in second
    assert "Sơn Trà" not in first + second + question
    assert "huyện" in first and "Quyết định" in second


def test_a_question_with_a_name_in_small_letters_keeps_the_names() -> None:
    assert "Khải" in drawn("ông khải họp ở đâu")(TEXTS[0])


def test_numbers_keep_their_order_and_what_is_no_whole_number_stays() -> None:
    rename = drawn("Còn 120 hộ hay 46 hộ?")
    few, many = (int(rename(number)) for number in ("46", "120"))
    assert 31 < few < many and (few, many) != (46, 120)
    assert f"{few} hộ" in rename(TEXTS[0]) and rename("còn 46 hộ").endswith(f"{few} hộ")
    assert "4,5%" in rename(TEXTS[0]) and "62%" in rename(TEXTS[1]) and "8 hộ" in rename(TEXTS[1])
    assert "12.500.000" not in rename(TEXTS[1])


def test_years_keep_their_distance_alone_and_in_dates() -> None:
    rename = drawn("Năm 2019 có gì?")
    alone, later = int(rename("2019")), int(rename("2021"))
    assert later - alone == 2 and alone != 2019
    assert rename("12/3/2019").endswith(f"/3/{alone}")


@given(st.integers(32, 1499), st.integers(32, 1499), st.floats(0.55, 1.8))
def test_of_two_numbers_that_are_scaled_the_greater_stays_no_less(one: int, other: int, scale: float) -> None:
    few, many = sorted((one, other))
    rounding = 5 if any(value % 100 == 0 for value in (one, other)) else 0  # a round number stays round
    assert int(_other_number(str(few), 5, scale)) <= int(_other_number(str(many), 5, scale)) + rounding


def test_what_exchanges_nothing_leaves_a_text_as_it_is() -> None:
    assert Renaming({}, {"5": "5"}, 3)("Ông Khải có 5 hộ.") == "Ông Khải có 5 hộ."
    assert Renaming({"Khải": "Bách"}, {}, 3)("Ông Khải có 5 hộ.") == "Ông Bách có 5 hộ."
