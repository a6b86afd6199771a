"""Where Vietnamese sentences end, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.orthography import normalize
from corpus.sentence import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị tại TP. Cẩm Phả và Tp.HCM bế mạc.",
        "ĐC. Trần Đình Văn và Đc Nguyễn Trọng Ánh Đông dự.",
        "PGS.TS. Nguyễn Văn A, ThS. Lê B và Th.S Trần C báo cáo.",
        "Nhà ở Q.1, P. 5 và Q. 3 được khảo sát.",
        "Theo NXB. Trẻ, tr. 12 và tr. 15 có nhắc tới.",
        "Ông Henry A. Wallace gặp J. F. K. ở đó.",
        "Nhà hoá học F. W. Clarke tính rằng như vậy.",
        "Quyết định ngày 12.11.2018 cấp 1.234,5 triệu và 3.5 điểm.",
        "Các kế hoạch... được trình; tham mưu… đảm bảo hiệu quả; còn lại thì chờ.",
        "Có ba việc: một là học; hai là làm; ba là chơi.",
        "Văn bản (theo Điều 9. Hiến pháp) đã ban hành.",
        "1. Tình hình chung được giữ vững.",
        "Điều 5. Phạm vi điều chỉnh của Quy định.",
        "- Ban Tổng hợp làm việc này.",
        "a) Nội dung thứ nhất được duyệt.",
        "“Vì sao?” ông hỏi lại.",
        "một dòng bị ngắt\ngiữa chừng vẫn là một câu.",
    ],
)
def test_one_sentence_stays_whole(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "expected",
    [
        ["Đạ Tẻh 21 biên chế.", "Đặc biệt, có 4 ban."],
        ["Việc đã xong.", "Ấp này có 5 hộ."],
        ["Có làm chủ hay không?", "Kinh tế có phát triển không?", "Có!", "Tốt."],
        ["Ông nói: “Đã làm xong.”", "Mọi người đồng ý."],
        ["… của địa phương”.", "Hoạt động tiếp tục."],
        ["Quy chế, sử dụng cán bộ Đoàn…", "Trong công tác này thì khác."],
        ["(theo Điều 9 Hiến pháp)...", "Đến nay, đã có 12/14 đơn vị."],
        ["Có sách, báo, v.v.", "Ngoài ra còn tranh."],
        ["Xong trong năm 2018.", "12 đơn vị tham gia."],
        ["Cam có vitamin C.", "Nó tốt."],
        ["Đó là thời Elizabeth I.", "Nhà thám hiểm ra đi."],
        ["Thực sự hiệu quả nhất./.", "Mạnh Thành"],
        ["Bà là Thủ tướng .", "Bà sinh năm 1950 ."],
    ],
)
def test_sentences_end_at_real_stops(expected):
    assert sentences(" ".join(expected)) == expected


def test_a_forgotten_space_does_not_glue_two_sentences():
    assert sentences("Việc đã kết thúc.Theo đó, mọi người về.") == ["Việc đã kết thúc.", "Theo đó, mọi người về."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiêu đề không dấu chấm\n\nnội dung.", ["Tiêu đề không dấu chấm", "nội dung."]),
        ("Gồm:\n- Ban Tổng hợp\n- Ban Kiểm tra", ["Gồm:", "- Ban Tổng hợp", "- Ban Kiểm tra"]),
        ("+ một;\n+ hai", ["+ một;", "+ hai"]),
        ("Đoạn một\nĐoạn hai", ["Đoạn một", "Đoạn hai"]),
    ],
)
def test_line_breaks_end_sentences_where_a_new_item_starts(text, expected):
    assert sentences(text) == expected


def test_text_wrapped_at_a_fixed_width_is_read_as_paragraphs():
    text = (
        "Tại buổi làm việc, lãnh đạo huyện và các tổ chức trong Cơ quan khối của\n"
        "Đầm Hà đã trao đổi, thảo luận về những thuận lợi, khó khăn khi triển\n"
        "khai thực hiện nhiệm vụ. Đoàn khảo sát sẽ báo cáo với Tỉnh ủy và với\n"
        "Ban Dân vận."
    )
    first, second = sentences(text)
    assert first.endswith("nhiệm vụ.")
    assert second.startswith("Đoàn khảo sát")


def test_offsets_are_those_of_the_whole_text():
    text = "Bỏ qua. Một câu. Hai câu. Bỏ qua."
    assert [text[a:b] for a, b in split_sentences(text, 8, 25)] == ["Một câu.", "Hai câu."]


@given(st.text(alphabet='aĐấB1.,;:!?…"”“()[]-/ \n\t', max_size=80))
def test_sentences_and_the_whitespace_between_them_are_the_whole_text(raw):
    text = normalize(raw)
    position = 0
    for start, end in split_sentences(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(st.text(max_size=60))
def test_any_text_can_be_split(raw):
    text = normalize(raw)
    joined = "".join(text[start:end] for start, end in split_sentences(text))
    assert "".join(joined.split()) == "".join(text.split())
