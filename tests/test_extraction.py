"""The words of a sentence that answer directly: always its own, of the kind asked for, or nothing."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extraction import Extract, extract, fits_kind
from assistant.named_span import asks_for_named_place, place_spans
from assistant.question import content_terms, read_question
from corpus.orthography import key

STAFF = "Các huyện đã thực hiện: Đạ Huoai 23 biên chế, Đạ Tẻh 21 biên chế, Lâm Hà 20 biên chế."


@dataclass(frozen=True)
class Term:
    """A content syllable, all of one weight."""

    key: str
    idf: float = 1.0


def terms_of(question: str) -> list[Term]:
    return [Term(key(word)) for word in content_terms(question)]


def answer(question: str, sentence: str) -> Extract | None:
    return extract(read_question(question), terms_of(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("Đạ Huoai có bao nhiêu biên chế?", STAFF, "23 biên chế"),
        ("Đạ Tẻh có bao nhiêu biên chế?", STAFF, "21 biên chế"),
        ("Lâm Hà có bao nhiêu biên chế?", STAFF, "20 biên chế"),
        ("Khối có bao nhiêu biên chế?", "Số biên chế là 295, trung bình mỗi nơi có 25 biên chế.", "295"),
        ("Trung bình có bao nhiêu biên chế?", "Số biên chế là 295, trung bình mỗi nơi có 25 biên chế.", "25 biên chế"),
        ("Khối có bao nhiêu biên chế?", "Ở 12 huyện, trung bình mỗi nơi có 25 biên chế.", "25 biên chế"),
        ("Giảm còn bao nhiêu cuộc?", "Số cuộc giảm từ 374 cuộc, nay còn 206 cuộc.", "206 cuộc"),
        ("Tỷ lệ tán thành là bao nhiêu?", "Có 30 đại biểu, 95% tán thành.", "95% tán thành"),
        ("Kinh phí là bao nhiêu tiền?", "Năm 2020 có 3 huyện, kinh phí 1,5 triệu đồng.", "1,5 triệu đồng"),
        ("Cuộc họp kéo dài bao lâu?", "Cuộc họp có 30 người, kéo dài 2 giờ.", "2 giờ"),
        ("Đại hội lần thứ mấy?", "Đại hội lần thứ XIII có 1.587 đại biểu.", "lần thứ XIII"),
        ("Quyết định ban hành ngày nào?", "Quyết định 959-QĐ/TU ban hành ngày 14-3-2018.", "ngày 14-3-2018"),
        ("Khối thành lập năm nào?", "Ngày 2/9 mít tinh; khối thành lập năm 2018.", "năm 2018"),
        (
            "Văn bản nào phê duyệt đề án?",
            "Đề án được phê duyệt tại Quyết định số 959-QĐ/TU.",
            "Quyết định số 959-QĐ/TU",
        ),
        ("Ai chủ trì cuộc họp?", "Cuộc họp do ông Trần Văn Lâm chủ trì.", "Trần Văn Lâm"),
        ("Trần Văn Lâm là ai?", "Ông Trần Văn Lâm, Bí thư Thành ủy, đã dự.", "Bí thư Thành ủy"),
        (
            "Bí thư Huyện đoàn giữ chức gì trong khối?",
            "Phó Bí thư Huyện đoàn kiêm thủ quỹ, Bí thư Huyện đoàn giữ chức Phó trưởng khối - phụ trách xã.",
            "Phó trưởng khối - phụ trách xã",
        ),
        ("Mô hình có ở huyện nào?", "Mô hình có ở huyện Lâm Hà và Đạ Tẻh.", "huyện Lâm Hà và Đạ Tẻh"),
        ("MTTQ là viết tắt của gì?", "Khối Mặt trận Tổ quốc (MTTQ) họp.", "Mặt trận Tổ quốc"),
    ],
)
def test_the_value_asked_for_is_taken(question: str, sentence: str, words: str) -> None:
    found = answer(question, sentence)
    assert found is not None
    assert found.text == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Lâm Hà có bao nhiêu biên chế?", "Lâm Hà có mô hình mới từ năm 2018."),
        ("Kinh phí là bao nhiêu tiền?", "Kinh phí do 3 huyện chi."),
        ("Khối thành lập năm nào?", "Khối thành lập ngày 2/9."),
        ("Cuộc họp kéo dài bao lâu?", "Cuộc họp kéo dài, có 30 người."),
        ("Trần Văn Lâm là ai?", "Ông Lê Văn Tám, Bí thư Thành ủy, đã dự."),
        ("Quyết định 959-QĐ/TU ban hành ngày nào?", "Quyết định 959-QĐ/TU đã ban hành."),
    ],
)
def test_a_sentence_without_the_kind_asked_for_holds_no_answer(question: str, sentence: str) -> None:
    assert answer(question, sentence) is None


def test_a_list_is_taken_whole() -> None:
    found = answer("Khối gồm những ban nào?", "Khối gồm: Văn phòng, Ban Tổng hợp, Ban Phong trào và Ban Kiểm tra.")
    assert found is not None
    assert found.text == "Văn phòng, Ban Tổng hợp, Ban Phong trào và Ban Kiểm tra"


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("Vì sao còn hạn chế?", "Nguyên nhân là cán bộ còn mới.", True),
        ("Vì sao còn hạn chế?", "Cán bộ còn mới.", False),
        ("Cơ quan khối là gì?", "Cơ quan khối là cơ quan tham mưu.", True),
        ("Cơ quan khối là gì?", "Cán bộ của cơ quan khối làm việc tốt.", False),
        ("Đặc điểm khí hậu của vùng cao là gì?", "Vùng cao là nơi có nhiều dân tộc.", False),
        ("Đặc điểm khí hậu của vùng cao là gì?", "Khí hậu của vùng cao là khí hậu mát quanh năm.", True),
    ],
)
def test_a_reason_and_a_definition_are_told_by_their_words(question: str, sentence: str, fits: bool) -> None:
    assert fits_kind(read_question(question), terms_of(question), sentence) is fits


@pytest.mark.parametrize(
    ("question", "sentence", "person"),
    [
        ("Chủ tịch UBND xã là ai?", "Bí thư Đảng ủy xã Lê Văn Tám nói về rừng.", None),
        ("Chủ tịch UBND xã là ai?", "Chủ tịch UBND xã Lê Văn Tám nói về rừng.", "Lê Văn Tám"),
        ("Tác giả bài về mô hình là ai?", "Bài trên Baotinh.vn ghi tên tác giả là Ngọc Minh.", "Ngọc Minh"),
        ("Tác giả bài về mô hình là ai?", "Bài về mô hình đăng trên Baotinh.vn.", None),
        ("Cho em xin tên Bí thư Đảng ủy xã ạ", "Bí thư Đảng ủy xã Lê Văn Tám nói về rừng.", "Lê Văn Tám"),
    ],
)
def test_who_holds_one_rank_is_not_who_holds_another(question: str, sentence: str, person: str | None) -> None:
    found = answer(question, sentence)
    assert (found and found.text) == person


def test_a_place_asked_for_by_its_kind_must_be_named() -> None:
    question = read_question("Phương án nhập những xã nào?")
    assert asks_for_named_place(question)
    assert not place_spans(question, "Phương án nhập các xã nhỏ.")
    assert place_spans(question, "Phương án nhập xã Bình An và xã Hòa Sơn.")


QUESTIONS = [
    "Ai dự?",
    "Khi nào họp?",
    "Bao nhiêu biên chế?",
    "Ở đâu?",
    "Văn bản nào?",
    "Gồm những gì?",
    "Trần Văn Lâm là ai?",
]
PIECES = [
    "23 biên chế",
    "ngày 14/3/2018",
    "Trần Văn Lâm",
    ", Bí thư",
    "gồm",
    "959-QĐ/TU",
    "Lâm Hà",
    "và",
    ":",
    ".",
    "(MTTQ)",
]


@given(st.sampled_from(QUESTIONS), st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
def test_an_extract_is_a_span_of_its_sentence(question: str, sentence: str) -> None:
    found = answer(question, sentence)
    assert found is None or found.text == sentence[found.start : found.end] != ""


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Có bao nhiêu đại biểu?", "Đã thực hiện 374 cuộc kiểm tra.", None),
        ("Có bao nhiêu cuộc kiểm tra?", "Đã thực hiện 374 cuộc kiểm tra.", "374 cuộc"),
        ("Huyện có mấy người?", "Huyện có 21 biên chế.", "21 biên chế"),
        ("Số biên chế là bao nhiêu ạ, em cần gấp?", "Huyện có 21 biên chế.", "21 biên chế"),
        ("Có bao nhiêu nữ?", "Huyện có 21 biên chế.", None),
        ("Cầu bắt đầu xây năm nào?", "Cầu dự kiến hoàn thành đầu năm 2018.", None),
        ("Cầu hoàn thành năm nào?", "Cầu dự kiến hoàn thành đầu năm 2018.", "năm 2018"),
        ("Hội chợ kết thúc ngày nào?", "Hội chợ khai mạc ngày 3/2/2010.", None),
        ("Khi nào Hòa An kết thúc làm thử?", "Công văn ngày 3/2/2010 nói về việc làm thử ở Hòa An.", None),
        ("Khi nào Hòa An kết thúc làm thử?", "Hòa An làm thử giai đoạn 2010-2012.", "giai đoạn 2010-2012"),
        ("Khi nào Hòa An kết thúc làm thử?", "Ở Hòa An việc làm thử kéo dài đến hết tháng 5/2012.", "tháng 5/2012"),
        ("Cầu bắt đầu xây năm nào?", "Cầu khởi công và hoàn thành trong năm 2018.", "năm 2018"),
        ("Cầu bắt đầu xây năm nào?", "Khởi công năm 2016, hoàn thành năm 2018.", "năm 2016"),
    ],
)
def test_a_value_of_something_else_is_no_answer(question: str, sentence: str, answer: str | None) -> None:
    found = extract(read_question(question), (), sentence)
    assert (found.text if found else None) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "is_found"),
    [
        ("Bí thư Tỉnh đoàn là ai?", "Đồng chí Nguyễn Văn An là Bí thư Tỉnh ủy.", False),
        ("Bí thư Tỉnh uỷ là ai?", "Đồng chí Nguyễn Văn An là Bí thư Tỉnh ủy.", True),
        ("Chủ tịch Ủy ban nhân dân xã là ai?", "Ông Nguyễn Văn An, Chủ tịch UBND xã, dự họp.", True),
        ("Chủ tịch Ủy ban nhân dân xã là ai?", "Ông Nguyễn Văn An, Chủ tịch HĐND xã, dự họp.", False),
        ("Trưởng đoàn khảo sát là ai?", "Trưởng đoàn khảo sát là ông Nguyễn Văn An.", True),
    ],
)
def test_a_person_of_another_body_is_no_answer(question: str, sentence: str, is_found: bool) -> None:
    assert (extract(read_question(question), (), sentence) is not None) is is_found
