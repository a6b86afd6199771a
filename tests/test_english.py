"""Questions in English are turned by a word list; what it lacks stays visible as missing."""

import pytest

from assistant.english import is_english, to_vietnamese


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many staff does Đạ Huoai district have?", "bao nhiêu biên chế huyện Đạ Huoai?"),
        ("When was Decision 959-QĐ/TU issued?", "Quyết định 959-QĐ/TU ban hành khi nào?"),
        ("Who chaired the meeting on 18/3?", "ai chủ trì cuộc họp 18/3?"),
        ("What does MTTQ stand for?", "MTTQ viết tắt của gì?"),
        ("Why does the district-level model have limitations?", "vì sao mô hình cấp huyện hạn chế?"),
        ("Who is the secretary of the Bắc Giang Provincial Youth Union?", "ai Bí thư Tỉnh đoàn Bắc Giang?"),
        ("What is the date of Directive 22-CT/TW?", "Chỉ thị 22-CT/TW ngày nào?"),
        ("As of February 2021, how many civil servants were there?", "tháng 2/2021 bao nhiêu công chức?"),
        (
            "Which Bắc Giang pilot districts were assigned on 12 November 2018?",
            "huyện thí điểm Bắc Giang nào giao ngày 12/11/2018?",
        ),
        ("Why was the new joint office model set up?", "vì sao mô hình cơ quan chung mới thành lập?"),
        (
            "How many Bắc Giang district officials attended the provincial party committee meeting?",
            "bao nhiêu cán bộ huyện Bắc Giang dự cuộc họp Tỉnh ủy?",
        ),
        ("What's Mr Trần Văn Lâm's role?", "ông Trần Văn Lâm vai trò là gì?"),
        ("Who leads the Women's Union?", "ai leads Hội Liên hiệp Phụ nữ?"),
        ("Among the districts, which has the most staff posts?", "trong số huyện nào nhiều nhất biên chế?"),
    ],
)
def test_an_english_question_is_turned_word_by_word(question: str, expected: str) -> None:
    assert is_english(question)
    assert to_vietnamese(question) == expected


@pytest.mark.parametrize(
    "question", ["Who chairs Đạ Huoai?", "Name the districts.", "Tell me the headcount", "Lâm Hà has 20 posts, right?"]
)
def test_one_unmistakable_word_is_enough_beside_another(question: str) -> None:
    assert is_english(question)


def test_a_word_of_no_list_stays_so_that_it_counts_as_missing() -> None:
    assert "submarines" in to_vietnamese("How many submarines does the province have?")


@pytest.mark.parametrize(
    "question",
    [
        "Huyện Đạ Huoai có bao nhiêu biên chế?",
        "lam ha co bao nhieu bien che",
        "ai in tài liệu?",
        "",
        "MTTQ là gì",
        "to do",
    ],
)
def test_a_vietnamese_question_is_not_taken_for_english(question: str) -> None:
    assert not is_english(question)
