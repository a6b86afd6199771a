"""What is read together with the question decides the order of the few best, and costs no candidate its place."""

from collections.abc import Collection, Mapping, Sequence

import pytest

from assistant.evidence import Evidence
from assistant.extraction import extract
from assistant.question import read_question
from assistant.reranking import READ, is_of_other_level, is_to_be_read, reranked
from assistant.weight import RANK, READ_RANK
from corpus.document import Document, Passage
from index.cross_encoder import Reading, Text, Word

FEATURES = dict.fromkeys(RANK, 0.5)
QUESTION = read_question("Ai đứng đầu trạm Hòa Bắc?")


class Says:
    """A reader that gives every sentence a fixed score, and reads the neighbours of what it is shown as well."""

    def __init__(self, **scores: float) -> None:
        self.scores = scores
        self.heard: list[tuple[str, Text, Collection[int]]] = []

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        self.heard += [(question, text, numbers) for text, numbers in zip(texts, wanted, strict=True)]
        return [
            {at: Reading(self.scores.get(word, 0.0), -float(len(word))) for at, word in enumerate(text.sentences)}
            for text in texts
        ]


def candidates(*passages: str, heading: str = "") -> tuple[list[Evidence], dict[str, Document]]:
    """Give one candidate for each word of each passage, the first the best."""
    found: list[Evidence] = []
    documents = {}
    for n, text in enumerate(passages):
        documents[f"d{n}"] = Document(id=f"d{n}", title=f"Tài liệu {n}", text=text)
        passage = Passage(f"d{n}", 0, len(text), text, heading=heading)
        at = 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            found.append(Evidence(passage, (start, at), word, FEATURES, 10.0 - len(found) / 10, None))
    return found, documents


def order(evidence: Sequence[Evidence]) -> list[str]:
    return [one.text for one in evidence]


def test_what_the_reader_says_moves_a_sentence_up() -> None:
    evidence, documents = candidates("một hai ba")
    found = reranked(QUESTION, evidence, Says(ba=5.0), documents)
    assert order(found) == ["ba", "một", "hai"]
    assert found[0].features["reader"] == 5.0 and found[0].features["proposed"] == 9.8
    assert found[0].score - found[1].score == pytest.approx(READ_RANK["reader"] * 5.0 - 0.2)
    assert [one.features["belies"] for one in found] == [-2.0, -3.0, -3.0]


def test_a_passage_is_read_in_the_order_of_its_text_and_under_its_title() -> None:
    evidence, documents = candidates("một hai ba", "bốn năm")
    reader = Says()
    reranked(QUESTION, evidence[::-1], reader, documents)
    assert {(text.title, text.sentences) for _, text, _ in reader.heard} == {
        ("Tài liệu 0", ("một", "hai", "ba")),
        ("Tài liệu 1", ("bốn", "năm")),
    }
    assert {question for question, *_ in reader.heard} == {QUESTION.text}


def test_the_heading_of_a_passage_says_more_than_the_title_of_its_document() -> None:
    evidence, documents = candidates("một", heading="Nhân sự")
    reader = Says()
    reranked(QUESTION, evidence, reader, documents)
    assert reader.heard[0][1].title == "Nhân sự"


def test_what_is_not_read_stays_below_what_is_and_is_not_lost() -> None:
    words = [f"từ{n}" for n in range(READ + 3)]
    evidence, documents = candidates(*words)
    reader = Says(**{words[READ + 1]: 9.0, words[3]: -4.0})
    found = reranked(QUESTION, evidence, reader, documents)
    assert sorted(order(found)) == sorted(words) and len(reader.heard) == READ
    assert {one.features["reader"] for one in found if one.text in words[READ:]} == {-4.0}


def test_a_sentence_that_was_read_beside_another_counts_as_read() -> None:
    words = [f"từ{n}" for n in range(READ + 1)]
    evidence, documents = candidates(" ".join(words))
    found = reranked(QUESTION, evidence, Says(**{words[READ]: 9.0}), documents)
    assert order(found)[0] == words[READ]


def test_nothing_found_is_nothing_to_read() -> None:
    assert reranked(QUESTION, [], Says(), {}) == []


SENTENCE = "Năm nay hội đồng xét 67 đơn, nâng mức cho 21 đơn."


class Reads:
    """A reader that gives each figure of a sentence a share of what answers."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        self.shares = shares

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        return [
            {at: self._reading(text.sentences[at]) for at in of_text}
            for text, of_text in zip(texts, wanted, strict=True)
        ]

    def _reading(self, sentence: str) -> Reading:
        places = {figure: sentence.index(figure) for figure in self.shares}
        words = [Word(at, at + len(figure), self.shares[figure]) for figure, at in places.items()]
        return Reading(1.0, -5.0, tuple(words))


@pytest.mark.parametrize(
    ("shares", "shown"),
    [
        ({"67": 0.5, "21": 0.5}, "67 đơn"),
        ({"67": 0.3, "21": 0.7}, "67 đơn"),  # likelier, not by far
        ({"67": 0.2, "21": 0.8}, "21 đơn"),
        ({"67": 0.9, "21": 0.1}, "67 đơn"),
        ({"67": 0.0, "21": 0.0}, "67 đơn"),
    ],
)
def test_of_several_values_the_one_that_is_read_to_answer_by_far_is_shown(shares: dict[str, float], shown: str) -> None:
    question = read_question("Năm nay hội đồng xét bao nhiêu đơn?")
    value = extract(question, [], SENTENCE)
    assert value is not None and value.text == "67 đơn" and [one.text for one in value.others] == ["21 đơn"]
    document = Document(id="d", title="Biên bản", text=SENTENCE)
    candidate = Evidence(Passage("d", 0, len(SENTENCE), SENTENCE), (0, len(SENTENCE)), SENTENCE, FEATURES, 1.0, value)
    (found,) = reranked(question, [candidate], Reads(shares), {"d": document})
    assert found.extract is not None and found.extract.text == shown
    assert SENTENCE[found.extract.start : found.extract.end] == shown
    assert found.extract.read == pytest.approx(shares[shown[:2]])


@pytest.mark.parametrize(
    ("question", "is_read"),
    [
        ("Ai đứng đầu trạm Hòa Bắc?", True),
        ("Trạm Hòa Bắc có mấy máy bơm?", True),
        ("Trạm Hòa Bắc hình thành và thay đổi như thế nào qua các năm?", False),
        ("Ông Lê Văn Tám giữ chức vụ gì?", False),
    ],
)
def test_a_history_and_the_office_of_a_person_are_chosen_without_reading(question: str, is_read: bool) -> None:
    assert is_to_be_read(read_question(question)) == is_read


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("Quyết định 15 phê duyệt Đề án cấp tỉnh.", True),
        ("Quyết định 15 phê duyệt Đề án cấp tỉnh và cấp huyện.", False),
        ("Quyết định 15 phê duyệt Đề án của tỉnh.", False),
    ],
)
def test_the_reader_lifts_nothing_of_another_level(text: str, is_other: bool) -> None:
    assert is_of_other_level(read_question("Đề án cấp huyện được phê duyệt khi nào?"), text) == is_other
