"""Chat shorthand is written out; abbreviations of offices, figures and names are not touched."""

import pytest

from assistant.shorthand import spell_out


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Lâm Hà có bn biên chế", "Lâm Hà có bao nhiêu biên chế"),
        ("lam ha co bn bien che", "lam ha co bao nhieu bien che"),
        ("lam ha đc giao bn bien che", "lam ha duoc giao bao nhieu bien che"),
        ("có đc thí điểm ko", "có được thí điểm không"),
        ("mô hình này ntn", "mô hình này như thế nào"),
        ("tg nào thành lập khối", "thời gian nào thành lập khối"),
        ("đc Hoàng Văn Hải làm gì", "đồng chí Hoàng Văn Hải làm gì"),
        ("chào bn", "chào bạn"),
        ("QĐ 44 do ai ký", "quyết định 44 do ai ký"),
        ("cv 9787 nói gì", "công văn 9787 nói gì"),
        ("qd so 44 do ai ky", "quyet dinh so 44 do ai ky"),
        ("Các QĐ về đất ra hồi T5/2020", "Các quyết định về đất ra hồi tháng 5/2020"),
        ("vì s còn hạn chế", "vì sao còn hạn chế"),
        ("QĐ 44 vs QĐ 959 khác nhau j v ạ", "quyết định 44 với quyết định 959 khác nhau gì vậy ạ"),
        ("rà soát nhg nd gì", "rà soát những nội dung gì"),
        ("họp s vs trc khi có khối", "họp so với trước khi có khối"),
        ("đề án còn chạy đk b", "đề án còn chạy được không bạn"),
        ("lập khối hồi nào r ad?", "lập khối hồi nào rồi ạ?"),
        ("thg 3 có đúng thế p k", "tháng 3 có đúng thế phải không"),
        ("bt huyện ủy tên gì", "bí thư huyện ủy tên gì"),
        ("e bt r", "e biet roi"),
    ],
)
def test_shorthand_is_written_out_in_the_marks_of_the_question(typed: str, spelled: str) -> None:
    assert spell_out(typed) == spelled


@pytest.mark.parametrize(
    "typed",
    [
        "khối A, b và c",
        "dòng 5 v",
        "BT Tỉnh ủy là ai",
        "Khối CT-XH",
        "20 k",
        "959-QĐ/TU",
        "CT 20%",
        "Lâm Hà có bao nhiêu biên chế?",
    ],
)
def test_what_is_no_shorthand_stays_as_typed(typed: str) -> None:
    assert spell_out(typed) == typed


@pytest.mark.parametrize("typed", ["có đc thí điểm ko", "lam ha co bn bien che", "vì s"])
def test_writing_out_twice_changes_nothing(typed: str) -> None:
    assert spell_out(spell_out(typed)) == spell_out(typed)
