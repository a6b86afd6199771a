"""Several of one kind are told apart by each one's own words, or not at all."""

from numpy import zeros

from assistant.each import told_apart
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


def apart(question: str) -> list[str]:
    found, documents = evidence(question)
    names = [name for name in find_names(question) if name.is_proper and " " in name.core]
    chosen = told_apart(read_question(question), names, found, documents)
    return [one.extract.text if one.extract else one.text for one in chosen]


def test_the_most_and_the_least_are_the_clauses_that_count_them() -> None:
    assert apart("Xã nào nhiều thôn nhất và xã nào ít nhất?") == ["Xã Bình An có 14 thôn", "xã Hòa Sơn có 9 thôn"]
    assert apart("Xã nào ít thôn nhất?") == ["xã Hòa Sơn có 9 thôn"]


def test_each_place_is_shown_with_its_count() -> None:
    assert apart("Liệt kê số thôn của từng xã") == [
        "Xã Bình An có 14 thôn",
        "xã Hòa Sơn có 9 thôn",
        "xã Tân Lập có 11 thôn",
    ]


def test_two_people_of_one_name_are_told_apart_by_their_offices() -> None:
    assert apart("Có mấy người tên Trần Thị Lan, phân biệt thế nào?") == [
        "Trần Thị Lan, Phó Trưởng phòng Nông nghiệp",
        "Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập",
    ]


def test_whether_two_of_one_name_are_one_person_their_offices_tell() -> None:
    assert apart("Trần Thị Lan ở Phòng Nông nghiệp và Trần Thị Lan ở xã Tân Lập có phải cùng một người?") == [
        "Trần Thị Lan, Phó Trưởng phòng Nông nghiệp",
        "Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập",
    ]


def test_one_person_or_two_asks_how_many_they_are() -> None:
    assert len(apart("Hai bà Trần Thị Lan là bao nhiêu người?")) == len(("Nông nghiệp", "Tân Lập"))


def test_an_office_before_a_name_and_one_behind_it_are_one_person_s() -> None:
    text = (
        "Trưởng đoàn khảo sát Trần Thị Lan, Phó Trưởng phòng Nông nghiệp, kết luận. Trưởng đoàn khảo sát Trần Thị Lan "
        "cảm ơn xã. Đón đoàn có đồng chí Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập."
    )
    question = "Có mấy người tên Trần Thị Lan?"
    chosen = told_apart(read_question(question), [], *evidence(question, text))
    assert [one.extract.text for one in chosen if one.extract] == [
        "Trưởng đoàn khảo sát Trần Thị Lan, Phó Trưởng phòng Nông nghiệp",
        "Trần Thị Lan, Bí thư Đảng ủy xã Tân Lập",
    ]


def test_hamlets_and_quarters_are_places_to_be_told_apart() -> None:
    text = "Ấp Tân Lợi có 140 hộ, ấp Phú Hòa có 95 hộ."
    found, documents = evidence("Mỗi ấp có mấy hộ?", text)
    chosen = told_apart(read_question("Mỗi ấp có mấy hộ?"), [], found, documents)
    assert [one.extract.text for one in chosen if one.extract] == ["Ấp Tân Lợi có 140 hộ", "ấp Phú Hòa có 95 hộ"]
