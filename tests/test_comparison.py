"""Each side of a comparison comes with its own sentence and its own value, or there is no comparison."""

from numpy import zeros

from assistant.comparison import bound, side_by_side
from assistant.evidence import Evidence, candidates
from assistant.name import find_names
from assistant.question import read_question
from corpus.document import Document, Passage
from corpus.sentence import split_sentences
from index.glossary import read_glossary

TEXT = (
    "Xã Bình An có 14 thôn, xã Hòa Sơn có 9 thôn, xã Tân Lập có 11 thôn. Quyết định số 15-QĐ/HU ban hành ngày "
    "03/2/2012 về trồng rừng. Quyết định số 21-QĐ/HU ban hành ngày 11/6/2010 về giữ rừng. Lễ trồng cây ở xã Bình An có "
    "300 người dự. Lễ trồng cây ở xã Hòa Sơn có 120 người dự. Đồng chí Trần Thị Lan, Phó Trưởng phòng Nông nghiệp, "
    "chủ trì. Cùng dự có đồng chí Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập."
)


def evidence(question: str, text: str = TEXT) -> tuple[list[Evidence], dict[str, Document]]:
    document = Document(id="bao-cao", text=text, title="Báo cáo", kind="original")
    passage = Passage("bao-cao", 0, len(text), text, sentences=tuple(split_sentences(text)))
    ranked = [(passage, 1.0, zeros(len(passage.sentences), "float32"))]
    return candidates(read_question(question), [], ranked, {"bao-cao": document}, read_glossary()), {
        "bao-cao": document
    }


def sides(question: str, *, n_missing: int = 0) -> list[str]:
    found, documents = evidence(question)
    names = [name for name in find_names(question) if name.is_proper and " " in name.core]
    chosen = side_by_side(read_question(question), names, found, documents, n_missing=n_missing)
    return [one.extract.text if one.extract else one.text for one in chosen]


def test_two_documents_are_shown_in_the_order_of_their_dates() -> None:
    assert sides("Quyết định 15-QĐ/HU và Quyết định 21-QĐ/HU, cái nào có trước?") == [
        "Quyết định số 21-QĐ/HU ban hành ngày 11/6/2010",
        "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2012",
    ]


def test_a_side_that_the_documents_lack_makes_no_comparison() -> None:
    assert sides("Quyết định 15-QĐ/HU và Quyết định 99-QĐ/HU, cái nào có trước?") == []
    assert sides("So sánh số người dự lễ trồng cây ở xã Bình An và xã Minh Tân") == []


def test_the_most_and_the_least_are_the_clauses_that_count_them() -> None:
    assert sides("Xã nào nhiều thôn nhất và xã nào ít nhất?") == ["Xã Bình An có 14 thôn", "xã Hòa Sơn có 9 thôn"]
    assert sides("Xã nào ít thôn nhất?") == ["xã Hòa Sơn có 9 thôn"]


def test_each_place_is_shown_with_its_count() -> None:
    assert sides("Liệt kê số thôn của từng xã") == [
        "Xã Bình An có 14 thôn",
        "xã Hòa Sơn có 9 thôn",
        "xã Tân Lập có 11 thôn",
    ]


def test_places_are_compared_by_the_sentence_on_each() -> None:
    assert sides("So sánh số người dự lễ trồng cây ở xã Bình An và xã Hòa Sơn") == [
        "Lễ trồng cây ở xã Bình An có 300 người dự.",
        "Lễ trồng cây ở xã Hòa Sơn có 120 người dự.",
    ]


def test_something_unknown_in_the_question_is_told_rather_than_compared() -> None:
    assert sides("So sánh số người dự lễ trồng cây ở xã Bình An và xã Hòa Sơn", n_missing=1) == []


def test_two_people_of_one_name_are_told_apart_by_their_offices() -> None:
    assert sides("Có mấy người tên Trần Thị Lan, phân biệt thế nào?") == [
        "Trần Thị Lan, Phó Trưởng phòng Nông nghiệp",
        "Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập",
    ]


def test_the_date_of_a_sentence_with_two_documents_is_the_one_asked_about() -> None:
    question = "Chỉ thị 9-CT/TU ban hành ngày nào?"
    text = "Xã theo Chỉ thị số 5-CT/HU, ngày 25/5/2013, và Chỉ thị số 9-CT/TU, ngày 18/7/2014."
    found, _ = evidence(question, text)
    extract = bound(read_question(question), found[0]).extract
    assert extract is not None
    assert extract.text == "ngày 18/7/2014"
