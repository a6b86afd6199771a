"""A piece of an answer is found in every form it is written in, and in nothing that only looks like it."""

import unicodedata
from typing import Any

import pytest

from eval.nugget import Matcher, Nugget, holds, matches, read_matcher, read_nugget


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "matcher"),
    [
        ("Huyện Đạ Tẻh có 21 biên chế.", {"number": "21"}),
        ("Huyện Đạ Tẻh có 21 biên chế.", {"number": "21", "unit": "biên chế"}),
        ("Lâm Hà 20 biến chế.", {"number": "20", "unit": "biên chế"}),  # a slip of the source
        ("da teh co 21 bien che", {"number": "21", "unit": "biên chế"}),
        ("Thường trực có 02 đồng chí", {"number": "2", "unit": "đồng chí"}),
        ("Thường trực có hai đồng chí", {"number": "2", "unit": "đồng chí"}),
        ("25 công chức, người lao động", {"number": "25", "unit": "công chức"}),
        ("chi 1,5 triệu đồng", {"number": "1.500.000"}),
        ("nguồn vốn đạt 48,6 tỷ đồng, tăng 5,2", {"number": "48,6", "unit": "tỷ đồng"}),
        ("chi 486.200.000 đồng", {"number": "486,2", "unit": "triệu đồng"}),
        ("đúng hạn 98,7%, còn 412 hồ sơ", {"number": "98,7", "unit": "%"}),
        ("có 34/177 Phó Bí thư", {"number": "34/177"}),
        ("thực hiện 100 % ở cấp huyện", {"number": "100%"}),
        ("Quyết định ngày 12.11.2018", {"date": "2018-11-12"}),
        ("ngày 12 tháng 11 năm 2018", {"date": "2018-11-12"}),
        ("ngày 12-11-2018", {"date": "2018-11"}),
        ("từ tháng 1/2016", {"date": "2016-01"}),
        ("Ngày 18/3, Thường trực họp", {"date": "2024-03-18"}),
        ("ngày 4/4, tại Hạ Long", {"date": "--04-04"}),
        ("đến hết nhiệm kỳ 2020-2025", {"date": "2020..2025"}),
        ("Quyết định số 959 – QĐ/TU", {"docno": "959-QĐ/TU"}),
        ("quyet dinh 44 qd/tu", {"docno": "44-QĐ/TU"}),
        ("Nghị quyết số 17 ngày 30/10/2023", {"docno": "Nghị quyết 17"}),
        ("Nghị quyết 17-NQ/TU", {"docno": "Nghị quyết 17"}),
        ("đồng chí Nguyễn Xuân Ký chủ trì", {"person": "Nguyễn Xuân Ký"}),
        ("Ủy ban MTTQ, ban thường vụ", {"alias": "Uỷ ban MTTQ ban Thường vụ"}),
        ("lam ha, da huoai", {"alias": "Đạ Huoai"}),
        ("lần thứ X, nhiệm kỳ", {"regex": r"LẦN THỨ (x|10)(?!\w)"}),
    ],
)
def test_a_piece_is_found_in_every_form(form: Any, text: str, matcher: dict[str, str]) -> None:
    assert matches(unicodedata.normalize(form, text), read_matcher(matcher))


@pytest.mark.parametrize(
    ("text", "matcher"),
    [
        ("Cơ quan có 121 biên chế.", {"number": "21"}),
        ("Cơ quan có 21,5 biên chế.", {"number": "21"}),
        ("Quyết định 21-QĐ/TU", {"number": "21"}),
        ("ngày 21/3/2024", {"number": "21"}),
        ("Huyện có 21 xã", {"number": "21", "unit": "biên chế"}),
        ("nguồn vốn đạt 48,6 triệu đồng", {"number": "48,6", "unit": "tỷ đồng"}),
        ("tăng 21 triệu lượt", {"number": "21", "unit": "triệu đồng"}),
        ("Huyện có 98,7 ha", {"number": "98,7", "unit": "%"}),
        ("chỉ 34 Phó Bí thư", {"number": "34/177"}),
        ("ngày 13.11.2018", {"date": "2018-11-12"}),
        ("tháng 11/2018", {"date": "2018-11-12"}),
        ("ngày 18/3/2023", {"date": "2024-03-18"}),
        ("ngày 18/3", {"date": "2018-03"}),
        ("năm 2018", {"date": "2018..2021"}),
        ("Quyết định 959-QĐ/TW", {"docno": "959-QĐ/TU"}),
        ("Quyết định 959", {"docno": "959-QĐ/TU"}),
        ("Chỉ thị số 17", {"docno": "Nghị quyết 17"}),
        ("Nguyễn Thị Kim Phượng", {"person": "Nguyễn Thị Thu Hà"}),
        ("Nguyễn Xuân Kỳ", {"person": "Nguyễn Xuân Ký"}),
        ("huyện Lâm Hài", {"alias": "Lâm Hà"}),
        ("", {"alias": "Lâm Hà"}),
    ],
)
def test_what_only_looks_like_a_piece_is_not_found(text: str, matcher: dict[str, str]) -> None:
    assert not matches(text, read_matcher(matcher))


def test_one_of_the_wordings_is_enough() -> None:
    nugget = Nugget(True, (Matcher("alias", "không thay đổi"), Matcher("alias", "giữ nguyên")))
    assert holds("Biên chế giữ nguyên.", nugget)
    assert not holds("Biên chế tăng.", nugget)


def test_a_nugget_is_read_with_its_weight_and_its_wordings() -> None:
    row = {"vital": False, "any": [{"number": "21", "unit": "biên chế"}, {"alias": "hai mươi mốt"}]}
    assert read_nugget(row) == Nugget(False, (Matcher("number", "21", "biên chế"), Matcher("alias", "hai mươi mốt")))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"any": [{"alias": "x"}]}, "vital"),
        ({"vital": "yes", "any": [{"alias": "x"}]}, "vital"),
        ({"vital": True, "any": []}, "ít nhất một"),
        ({"vital": True, "any": ["x"]}, "cách viết"),
        ({"vital": True, "any": [{"alias": " "}]}, "cách viết"),
        ({"vital": True, "any": [{"alias": "…"}]}, "không có chữ"),
        ({"vital": True, "any": [{"alias": "x", "date": "2018"}]}, "đúng một"),
        ({"vital": True, "any": [{"alias": "x", "unit": "người"}]}, "unit"),
        ({"vital": True, "any": [{"number": "nhiều"}]}, "không phải là số"),
        ({"vital": True, "any": [{"date": "12/11/2018"}]}, "không phải là ngày"),
        ({"vital": True, "any": [{"docno": "QĐ/TU"}]}, "số hiệu"),
        ({"vital": True, "any": [{"regex": "("}]}, "không hợp lệ"),
    ],
)
def test_a_nugget_that_could_never_be_found_is_refused(row: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_nugget(row)
