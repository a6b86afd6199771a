"""Example questions are made from the corpus at hand and shown only if it answers them."""

from assistant.example import example_questions
from corpus.document import Passage


def passage(document_id: str, text: str) -> Passage:
    return Passage(document_id, 0, len(text), text)


PASSAGES = [
    passage("a", "Huyện Tam Đường có 15 trạm bơm. Quyết định số 12/QĐ-UBND ngày 3/2/2020 nói về trạm bơm."),
    passage("b", "Dự họp có đồng chí Lò Văn Pánh, Chủ tịch Hội Nông dân huyện."),
]


def test_each_shape_is_made_from_what_the_corpus_says() -> None:
    assert set(example_questions(PASSAGES, lambda _: True)) == {
        "Huyện Tam Đường có bao nhiêu trạm bơm?",
        "Quyết định số 12/QĐ-UBND được ban hành ngày nào?",
        "Đồng chí Lò Văn Pánh giữ chức vụ gì?",
    }


def test_a_question_that_is_not_answered_is_not_shown() -> None:
    assert example_questions(PASSAGES, lambda question: "trạm bơm" in question) == (
        "Huyện Tam Đường có bao nhiêu trạm bơm?",
    )
    assert example_questions([], lambda _: True) == ()
