"""Whether a thing goes on is told by the newest source that speaks of that, and by no nearer sentence."""

import pytest

from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.present import asks_whether_it_lasts
from assistant.question import read_question
from assistant.selection import select
from corpus.document import Document, Passage

NEAR = "Mô hình lớp ghép còn gặp một số khó khăn."
OLD = "Tỉnh đồng ý tiếp tục thực hiện mô hình lớp ghép."
NEW = "Mô hình lớp ghép được đề nghị duy trì đến hết năm 2025."
OTHER = "Hội nghị kết thúc lúc 11 giờ."
DATES = {NEAR: "2024-05-01", OLD: "2019-01-02", NEW: "2023-03-18", OTHER: "2024-06-01"}
DOCUMENTS = {text: Document(text, text, "Tin", event_date=date) for text, date in DATES.items()}


def evidence(*texts: str) -> list[Evidence]:
    features = dict.fromkeys(("kind", "asked", "names", "unit", "words", "pairs"), 0.5)
    return [
        Evidence(Passage(text, 0, len(text), text), (0, len(text)), text, features, 1.0 - n / 10, None)
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "text", ["Mô hình hiện nay còn không?", "Quy định này còn hiệu lực nữa không ạ?", "mo hinh con hoat dong khong"]
)
def test_the_wording_of_such_a_question_is_known(text: str) -> None:
    assert asks_whether_it_lasts(text)


@pytest.mark.parametrize("text", ["Mô hình còn khó khăn gì không?", "Lâm Hà còn bao nhiêu biên chế?"])
def test_what_else_is_still_the_case_is_another_question(text: str) -> None:
    assert not asks_whether_it_lasts(text)


def test_the_latest_word_on_it_is_quoted_with_its_date_and_that_nothing_later_was_found() -> None:
    draft = Draft(DOCUMENTS)
    select(read_question("Mô hình lớp ghép hiện nay còn không?"), [], evidence(NEAR, OLD, NEW, OTHER), draft)
    assert [claim.text for claim in draft.claims] == [
        NEW,
        "Theo tài liệu ghi ngày 18/03/2023.",
        "Không tìm thấy tài liệu nào ghi ngày muộn hơn nói đến điều này.",
    ]


def test_where_no_source_tells_the_nearest_sentence_is_shown_with_its_date() -> None:
    draft = Draft(DOCUMENTS)
    select(read_question("Mô hình lớp ghép hiện nay còn không?"), [], evidence(NEAR, OTHER), draft)
    assert draft.claims[0].text == NEAR and draft.claims[-1].text == "Theo tài liệu ghi ngày 01/05/2024."
