"""What happened is told in the order of its dates: of the names asked about, within the period, several together."""

import pytest
from numpy import full

from assistant.evidence import Evidence, candidates
from assistant.name import find_names
from assistant.question import read_question
from assistant.timeline import asks_for_order, dates_of, in_order, together
from corpus.document import Document, Passage
from corpus.sentence import split_sentences
from index.glossary import read_glossary

TEXT = (
    "Trạm bơm Hoa Mai khánh thành ngày 12/5/2012. Ngày 03/4, trạm bơm Hoa Mai sơ kết ba năm. Trạm bơm Hoa Mai "
    "được thành lập năm 2009. Trạm bơm Hoa Mai có hai máy."
)
DOCUMENTS = {"tram-bom": Document(id="tram-bom", text=TEXT, title="Trạm bơm", kind="original", event_date="2015-04-10")}


def gathered(question: str, *, sure: float = 1.0) -> list[Evidence]:
    passage = Passage("tram-bom", 0, len(TEXT), TEXT, sentences=tuple(split_sentences(TEXT)))
    ranked = [(passage, 1.0, full(len(passage.sentences), sure, "float32"))]
    return candidates(read_question(question), [], ranked, DOCUMENTS, read_glossary())


def told(question: str) -> list[str]:
    return [one.text for one in in_order(read_question(question), gathered(question), DOCUMENTS)]


def names_of(text: str) -> list:  # type: ignore[type-arg]
    return [name for name in find_names(text) if " " in name.core]


@pytest.mark.parametrize(
    "question",
    [
        "Kể các mốc của trạm bơm Hoa Mai",
        "Việc xây trạm bơm, kể theo tháng giúp tôi",
        "Trạm bơm từ 2009 sang 2015 có những thay đổi gì?",
        "Trạm bơm đi qua từng giai đoạn thế nào?",
    ],
)
def test_wordings_that_ask_for_an_order(question: str) -> None:
    assert asks_for_order(read_question(question))


def test_one_date_is_no_order() -> None:
    assert not asks_for_order(read_question("Trạm bơm khánh thành theo ngày nào?"))


def test_a_day_without_its_year_stands_where_its_document_puts_it() -> None:
    assert dates_of("Ngày 03/4, trạm sơ kết.", DOCUMENTS["tram-bom"]) == ["2015-04-03"]
    assert [text[:12] for text in told("Kể các mốc của trạm bơm Hoa Mai")] == [
        "Trạm bơm Hoa",
        "Trạm bơm Hoa",
        "Ngày 03/4, t",
    ]


def test_only_the_period_asked_about_is_told() -> None:
    assert told("Các mốc từ năm 2010 đến năm 2013") == ["Trạm bơm Hoa Mai khánh thành ngày 12/5/2012."]


@pytest.mark.parametrize("until", ["đến nay", "tới bây giờ", "trở đi"])
def test_a_period_that_is_not_over_has_no_last_year(until: str) -> None:
    assert len(told(f"Từ năm 2012 {until} có những mốc nào?")) == 2
    assert len(told("Năm 2012 có những mốc nào?")) == 1


def test_what_asks_for_an_order_is_no_content() -> None:
    question = read_question("Trạm bơm trải qua những cột mốc nào?")
    assert "mốc" not in [question.text[slice(*span)] for span in question.terms]


def test_several_dated_sentences_on_the_name_answer_together() -> None:
    question = "Các mốc của trạm bơm Hoa Mai từ 2009 đến 2015"
    assert len(together(read_question(question), names_of(question), gathered(question), DOCUMENTS)) == 3


def test_sentences_that_hardly_answer_do_not_answer_together() -> None:
    question = "Các mốc của trạm bơm Hoa Mai từ 2009 đến 2015"
    weak = gathered(question, sure=0.5)
    assert together(read_question(question), names_of(question), weak, DOCUMENTS) == ()


def test_a_name_that_no_dated_sentence_speaks_of_is_not_told_of() -> None:
    question = "Các mốc của trạm bơm Hoa Mai và trạm bơm Kim Ngân"
    assert together(read_question(question), names_of(question), gathered(question), DOCUMENTS) == ()
