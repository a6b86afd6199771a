"""What is said of a numbered document is confirmed where a sentence says the same, and nothing else is asked."""

import pytest
from test_selection import evidence

from assistant.confirmation import confirmed
from assistant.question import read_question

TOLD = (
    "Ban Thường vụ Huyện ủy Hoa Mai đã xây dựng và ban hành Quyết định số 15-QĐ/HU.",
    "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2010.",
    "Chỉ thị số 9-CT/HU của Ban Thường vụ Huyện ủy, ngày 11/6/2012, nói về trồng rừng.",
)


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("Quyết định 15-QĐ/HU do Ban Thường vụ Huyện ủy ban hành đúng không?", 0),
        ("Có phải Quyết định 15-QĐ/HU ban hành năm 2010 không?", 1),
        ("Chỉ thị 9-CT/HU của Ban Thường vụ Huyện ủy ban hành ngày 11/6/2012, phải không?", 2),
        ("Quyết định 15-QĐ/HU do Ban Bí thư ban hành đúng không?", None),
        ("Quyết định 15-QĐ/HU ban hành năm 2011 phải không?", None),
        ("Quyết định 15-QĐ/HU ban hành năm 2010 để tăng lương, phải không?", None),  # more than a sentence says
        ("Quyết định 15-QĐ/HU do ai ban hành?", None),
        ("Quyết định 15-QĐ/HU đúng không?", None),
    ],
)
def test_a_document_is_confirmed_by_the_sentence_that_says_so(question: str, at: int | None) -> None:
    found = confirmed(read_question(question), evidence(*((text, "a", 1.0) for text in TOLD)))
    assert (found.text if found else None) == (None if at is None else TOLD[at])
