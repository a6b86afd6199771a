"""Each side of a comparison comes with its own sentence and its own value, or there is no comparison."""

from collections.abc import Sequence

from numpy import zeros

from assistant.comparison import about_document, bound, compared
from assistant.evidence import Evidence, candidates, weigh_terms
from assistant.name import find_names
from assistant.question import Question, read_question
from assistant.side import Sides
from corpus.document import Document, Passage
from corpus.sentence import split_sentences
from index.glossary import read_glossary

TEXT = (
    "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2012 về trồng rừng. Quyết định số 21-QĐ/HU ban hành ngày 11/6/2010 về "
    "giữ rừng. Lễ trồng cây ở xã Bình An có 300 người dự. Lễ trồng cây ở xã Hòa Sơn có 120 người dự và 40 cây. Xã Hòa "
    "Sơn họp ngày 05/1. Xã theo Chỉ thị số 5-CT/HU, ngày 25/5/2013, và Chỉ thị số 9-CT/TU, ngày 18/7/2014."
)
DOCUMENT = Document(id="bao-cao", text=TEXT, title="Báo cáo", kind="original", event_date="2011-03-01")
DOCUMENTS = {"bao-cao": DOCUMENT}


class Rare:
    """Every word stands in one passage of ten."""

    n_passages = 10

    def document_frequency(self, text: str) -> int:
        return 1


def gathered(question: Question) -> list[Evidence]:
    passage = Passage("bao-cao", 0, len(TEXT), TEXT, sentences=tuple(split_sentences(TEXT)))
    terms = weigh_terms(question, find_names(question.text), Rare())
    ranked = [(passage, 1.0, zeros(len(passage.sentences), "float32"))]
    return candidates(question, terms, ranked, DOCUMENTS, read_glossary())


def answers(question: Question) -> Sequence[Evidence]:
    """Answer from the sentences with a value where the question's last name stands in one; else from none."""
    found = gathered(question)
    if any(value.kind == "docno" for value in question.values):
        return about_document(question, found)
    name = find_names(question.text)[-1]
    return [one for one in found if one.extract and name.stands_in(one.text)]


def shown(*questions: str, in_time: bool = False) -> list[str]:
    found = compared(Sides(questions, in_time), answers, DOCUMENTS)
    return [one.extract.text if one.extract else one.text for one in found]


def test_each_side_is_shown_with_its_count() -> None:
    assert shown("Xã Bình An có bao nhiêu người dự?", "Xã Hòa Sơn có bao nhiêu người dự?") == [
        "300 người",
        "120 người",
    ]


def test_a_side_that_the_documents_lack_makes_no_comparison() -> None:
    assert shown("Xã Bình An có bao nhiêu người dự?", "Xã Minh Tân có bao nhiêu người dự?") == []
    assert shown("Quyết định 15-QĐ/HU ngày nào", "Quyết định 99-QĐ/HU ngày nào") == []


def test_one_side_is_no_comparison() -> None:
    assert shown("Xã Bình An có bao nhiêu người dự?") == []


def test_documents_are_shown_in_the_order_of_their_dates_where_that_is_asked() -> None:
    assert shown("Quyết định 15-QĐ/HU ngày nào", "Quyết định 21-QĐ/HU ngày nào", in_time=True) == [
        "Quyết định số 21-QĐ/HU ban hành ngày 11/6/2010",
        "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2012",
    ]


def test_a_day_without_its_year_has_the_year_of_its_document_in_the_order() -> None:
    assert shown("Quyết định 15-QĐ/HU ngày nào", "Xã Hòa Sơn họp ngày nào", in_time=True) == [
        "ngày 05/1",
        "Quyết định số 15-QĐ/HU ban hành ngày 03/2/2012",
    ]


def test_two_documents_of_one_sentence_are_two_sides() -> None:
    assert shown("Chỉ thị 5-CT/HU ngày nào", "Chỉ thị 9-CT/TU ngày nào") == [
        "Chỉ thị số 5-CT/HU, ngày 25/5/2013",
        "Chỉ thị số 9-CT/TU, ngày 18/7/2014",
    ]


def test_one_sentence_for_both_sides_tells_nothing_apart() -> None:
    assert shown("Xã Bình An có bao nhiêu người dự?", "Lễ ở xã Bình An có bao nhiêu người?") == []


def test_the_date_of_a_sentence_with_two_documents_is_the_one_asked_about() -> None:
    question = read_question("Chỉ thị 9-CT/TU ban hành ngày nào?")
    found = next(one for one in gathered(question) if "9-CT/TU" in one.text)
    extract = bound(question, found).extract
    assert extract is not None
    assert extract.text == "ngày 18/7/2014"
