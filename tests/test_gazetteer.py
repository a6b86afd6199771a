"""The corpus's names in a question, however typed, and the names it lacks."""

import pytest

from assistant.gazetteer import Gazetteer, Names
from assistant.name import find_names
from corpus.orthography import fold, keys
from index.glossary import Glossary

TEXTS = [
    "Các đảng của Canada.",
    "Huyện Lâm Hà và huyện Đạ Tẻh của tỉnh Lâm Đồng thí điểm mô hình.",
    "Ông Nguyễn Xuân Ký, Bí thư Tỉnh ủy Quảng Ninh, làm việc ở TP. Uông Bí.",
    "Ban Thường vụ Tỉnh ủy giao MTTQ chủ trì.",
]


class Words:
    """Knows a run of syllables that stands in the texts."""

    def knows(self, text: str) -> bool:
        return any(f" {' '.join(keys(text))} " in f" {' '.join(keys(line))} " for line in TEXTS)

    def knows_folded(self, text: str) -> bool:
        return any(f" {fold(text)} " in f" {fold(line).replace(',', ' ').replace('.', ' ')} " for line in TEXTS)


@pytest.fixture
def gazetteer() -> Gazetteer:
    return Gazetteer(Names.of(TEXTS), Words(), Glossary({"MTTQ": ("Mặt trận Tổ quốc",)}))


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Lâm Hà có gì?", "Lâm Hà"),
        ("lâm hà có gì", "Lâm Hà"),
        ("lam ha co gi", "Lâm Hà"),
        ("dạ tẻh có gì", "Đạ Tẻh"),
        ("nguyen xuan ky la ai", "Nguyễn Xuân Ký"),
    ],
)
def test_a_name_of_the_corpus_is_found_however_typed(gazetteer: Gazetteer, question: str, core: str) -> None:
    (name,) = gazetteer.find(question)
    assert (name.core, name.text) == (core, question[name.start : name.end])


LOOKALIKES = [
    "Vùng Ngoại Mông Cổ và Đại Tây Dương.",
    "Bà Canada Dũng ở Đại Dương.",
    "Trung Sinh là một làng.",
    "Trung tâm Jean-Marie Tjibaou mở cửa.",
    "Ông Phù Kiên và bà Mục Dã.",
]


@pytest.mark.parametrize(
    ("question", "cores"),
    [
        ("Ngoại Mông có bao nhiêu tu viện?", []),
        ("Chỉ số của Canada đứng thứ mấy?", []),
        ("Dân của Canada tập trung sinh sống ở đâu?", []),
        ("dân làng trung sinh sống ở đâu", ["Trung Sinh"]),
        ("Làng Trung sinh ở đâu, thuộc Canada?", ["Trung Sinh"]),
        ("ngoai mong co o dau", ["Ngoại Mông Cổ"]),
        ("Ai dựng Trung tâm Jean-Marie Tjibaou?", ["Jean-Marie Tjibaou"]),
        ("Ai giữ các phụ kiện?", []),
        ("Thời du mục đã được báo trước bằng gì?", []),
        ("phu kien la ai", ["Phù Kiên"]),
    ],
)
def test_words_in_small_letters_are_no_name_where_names_have_capitals(question: str, cores: list[str]) -> None:
    found = Gazetteer(Names.of(LOOKALIKES), Words(), Glossary({})).find(question)
    assert [name.core for name in found] == cores


def test_a_name_with_a_hyphen_stands_in_a_text_that_has_it() -> None:
    (name,) = find_names("người tên Jean-Marie Tjibaou")
    assert name.stands_in("Trung tâm Jean-Marie Tjibaou mở cửa.")


def test_found_names_never_overlap_and_the_beginning_of_an_office_is_none(gazetteer: Gazetteer) -> None:
    names = gazetteer.find("ban thường vụ lâm đồng và lâm hà")
    assert [name.core for name in names] == ["Lâm Đồng", "Lâm Hà"]


def test_a_slip_in_a_name_is_written_as_the_corpus_writes_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.correct("huyện dạ tẻh có gì") == "huyện Đạ Tẻh có gì"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Huyện Bảo Lâm có gì?", ["Huyện Bảo Lâm"]),
        ("huyen bao lam co gi", ["huyen bao lam"]),
        ("Ông Nguyễn Văn An là ai?", ["Nguyễn Văn An"]),
        ("Đảng Zubrowka có gì?", ["Đảng Zubrowka"]),
        ("Bí thư huyện Lâm Hà Trần Văn Bình nói gì?", ["Trần Văn Bình"]),
    ],
)
def test_a_name_the_corpus_lacks_is_named_as_typed(gazetteer: Gazetteer, question: str, missing: list[str]) -> None:
    assert gazetteer.unknown(question, find_names(question)) == missing


@pytest.mark.parametrize(
    "question",
    [
        "Đảng Canada có gì?",
        "Lâm Hà có gì?",
        "MTTQ làm gì?",
        "Phương châm của huyện Lâm Hà?",
        "Vì sao Uông Bí thí điểm?",
        "Bí thư huyện Lâm Hà Nguyễn Xuân Ký nói gì?",
    ],
)
def test_what_the_corpus_has_is_never_missing(gazetteer: Gazetteer, question: str) -> None:
    assert gazetteer.unknown(question, find_names(question)) == []


def test_a_name_that_goes_on_in_small_letters_is_given_in_full() -> None:
    gazetteer = Gazetteer(Names.of(TEXTS), Words(), Glossary({"ND": ("Nông dân",), "CCB": ("Cựu chiến binh",)}))
    for question, name in (
        ("Vì sao cán bộ Hội Nông dân không đồng tình?", "Hội Nông dân"),
        ("Hội Cựu chiến binh do ai phụ trách?", "Hội Cựu chiến binh"),
        ("Hội Nông Lâm do ai phụ trách?", "Hội Nông Lâm"),
    ):
        assert gazetteer.unknown(question, find_names(question)) == [name]
