"""Reading questions: the kind of answer, the content words, the unit asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import content_terms, read_question
from corpus.orthography import fold

KINDS = {
    "number": [
        "Huyện Lâm Hà có bao nhiêu biên chế?", "Có mấy đơn vị thí điểm?", "Cuộc họp kéo dài bao lâu?", "Dân số Đà Lạt?",
        "Tỷ lệ hộ nghèo là gì?", "Đại hội lần thứ mấy?", "How many staff does Lâm Hà have?",
    ],
    "date": ["Chỉ thị ban hành bữa nào?",
        "Khối thành lập khi nào?", "Ban hành kế hoạch tuyên truyền bao giờ?", "Vào thời kỳ nào?", "Ngày sinh của "
        "ông Ký?",
        "Vào năm bao nhiêu?", "Họp lúc mấy giờ?", "When was it founded?",
    ],
    "person": [
        "Ai soạn thảo đề án?", "Ai giữ chức Bí thư Huyện ủy?", "Trưởng đoàn là ai?", "Ca sĩ nào hát bài này?",
        "Cha của Nguyễn Xuân Phúc là ai?", "Máy chiếu phim do ai phát minh?", "Tên thật của nhà văn Tô Hoài?",
        "Ai chỉ huy trận Điện Biên Phủ?", "Tổng thống Úc",
    ],
    "role": ["Nguyễn Xuân Ký là ai?", "Ông Hoàng Văn Hải giữ chức gì?", "Chức vụ của ông Hải là gì?"],
    "docno": [
        "Văn bản nào phê duyệt đề án?", "Quyết định số mấy?", "Căn cứ pháp lý là gì?", "Số quyết định là gì?",
        "Chỉ thị về đại hội mang số mấy?",
    ],
    "place": ["Chiến tranh xảy ra ở đâu?", "Huyện nào có 20 biên chế?", "Đâu là nơi thí điểm?"],
    "list": ["Những huyện nào thí điểm?", "Đề án viết những gì về biên chế?", "Kể tên các ban",
        "Cơ quan gồm những bộ phận nào?",
    ],
    "reason": ["Vì sao còn hạn chế?", "Tại sao tỷ lệ lại cao?", "Vì lí do gì mà dừng?", "Mục tiêu của đề án là gì?",
        "Do đâu?",
    ],
    "manner": ["Các học giả đánh giá ông như thế nào?", "Quy trình thành lập khối", "Thay đổi ra sao?"],
    "yesno": ["Lâm Đồng có thí điểm không?", "Đã sơ kết chưa?"],
    "definition": ["Mô hình cơ quan khối là gì?", "MTTQ là viết tắt của gì?", "Franklin Roosevelt là ai?"],
    "compare": ["So sánh Lâm Hà và Đạ Tẻh", "Hai mô hình khác nhau như thế nào?"],
    "history": ["Lịch sử hình thành mô hình này", "Mô hình bắt đầu như thế nào, thay đổi ra sao?"],
    "general": [
        "Tổ chức nào đưa ra số liệu?", "Cơ quan nào cho phép?", "Sự kiện nào mở đầu cuộc chiến?", "Lực lượng nào "
        "hỗ trợ?",
        "Nhà vua đã đưa ra quyết định gì để có tiền?", "Thần học có vai trò gì?", "Người dân mong muốn điều gì?",
    ],
}  # fmt: skip
ASKED = [(kind, question) for kind, questions in KINDS.items() for question in questions]


@pytest.mark.parametrize(("kind", "question"), ASKED)
def test_the_kind_of_answer_is_read_from_the_wording(kind: str, question: str) -> None:
    assert read_question(question).kind == kind


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("number", "huyen lam ha co bao nhieu bien che"),
        ("number", "co may huyen thi diem"),
        ("date", "khoi thanh lap khi nao"),
        ("person", "ai la truong doan"),
        ("place", "chien tranh xay ra o dau"),
        ("reason", "tai sao con han che"),
        ("docno", "van ban nao phe duyet de an"),
        ("number", "Huyện Lâm Hà có bao nhiếu biên chế"),
        ("number", "Huyện Lâm Hà có bao nhieu biên chế"),
    ],
)
def test_missing_and_slipped_marks_do_not_hide_the_kind(kind: str, question: str) -> None:
    assert read_question(question).kind == kind


def test_the_unit_is_what_stands_after_how_many() -> None:
    assert read_question("Huyện Lâm Hà có bao nhiêu biên chế?").asked_unit == "bien che"


def test_words_of_asking_carry_no_content() -> None:
    assert content_terms("Xin cho biết vì sao huyện Lâm Hà có 20 biên chế?") == [
        "huyện",
        "Lâm",
        "Hà",
        "20",
        "biên",
        "chế",
    ]


@pytest.mark.parametrize("name", ["Nghệ An", "công an", "Điều 5"])
def test_syllables_that_look_like_small_words_keep_their_content(name: str) -> None:
    assert content_terms(f"{name} là gì?") == name.split()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("Em là cán bộ mới, cho em hỏi ai là trưởng đoàn ạ?", "trưởng đoàn"),
        ("Biên chế là bao nhiêu ạ, em cần đưa vào báo cáo.", "Biên chế"),
        ("Biên chế bao nhiêu? Tôi đang viết bài.", "Biên chế"),
        ("Tôi ở Lâm Hà, cho hỏi biên chế là mấy?", "Lâm Hà biên chế"),
        ("Theo nghị quyết, em phải viết báo cáo gì", "nghị quyết viết báo cáo"),
        ("Quyết định ban hành hôm nào?", "Quyết định ban hành"),
        ("Quyết định ban hành ngày nào?", "Quyết định ban hành"),
    ],
)
def test_who_asks_and_what_for_is_no_content(question: str, terms: str) -> None:
    assert content_terms(question) == terms.split()


def test_english_is_noticed() -> None:
    assert read_question("Who is the head of the team?").is_english
    assert not read_question("Ai là trưởng đoàn?").is_english


@given(st.sampled_from([question for _, question in ASKED]) | st.text(max_size=80))
def test_terms_names_and_values_are_spans_of_the_question(text: str) -> None:
    question = read_question(text)
    assert all(0 <= start < end <= len(text) for start, end in question.terms)
    assert all(thing.text == text[thing.start : thing.end] for thing in (*question.names, *question.values))


@given(st.sampled_from([question for _, question in ASKED]))
def test_a_question_typed_without_marks_keeps_its_content_syllables(text: str) -> None:
    assert {fold(term) for term in content_terms(text)} <= set(fold(text).replace("?", " ").replace(",", " ").split())


def test_a_document_is_born_when_it_is_issued() -> None:
    assert "đời" not in words_of("Quyết định 44-QĐ/TU ra đời ngày nào?")
    assert "đời" in words_of("Phong trào này ra đời ngày nào?")


def words_of(text: str) -> list[str]:
    question = read_question(text)
    return [question.text[start:end] for start, end in question.terms]
