"""Several sentences answer a question of several things between them, each of which was read to answer a part."""

from collections.abc import Callable, Collection, Sequence

import pytest

from assistant.answerer import Assistant
from assistant.between import (
    ANSWERS,
    BETWEEN,
    LIKELY,
    MOST,
    NEARLY,
    SURE,
    WITHIN,
    asks_for_several,
    is_compound,
    likely,
    surely,
    told_between,
)
from assistant.evidence import Evidence
from assistant.name import find_names
from assistant.question import read_question
from corpus.document import Document, Passage
from index.cross_encoder import Reading, Text

SENTENCES = ("Cầu Hoa Mai dài 12 m.", "Cầu Hoa Đào dài 15 m.", "Cả hai cầu do ông Lê Văn Tám xây.")


@pytest.mark.parametrize(
    "question",
    [
        "So với cầu Hoa Đào, cầu Hoa Mai ra sao?",
        "Ai xây cầu Hoa Mai và cầu dài bao nhiêu mét?",
        "Cầu Hoa Mai với cầu Hoa Đào, bên nào dài hơn?",
        "Cầu Hoa Mai 12 m, còn cầu Hoa Đào?",
        "Kể tên các cây cầu của xã",
        "Việc xây cầu diễn ra theo thứ tự thế nào?",
    ],
)
def test_a_question_of_several_things(question: str) -> None:
    assert is_compound(read_question(question))


@pytest.mark.parametrize("question", ["Cầu Hoa Mai dài bao nhiêu mét?", "Ông Lê Văn Tám giữ chức vụ gì?"])
def test_a_question_of_one_thing(question: str) -> None:
    assert not is_compound(read_question(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Những cán bộ nào nhận chức mới?", True),
        ("Hội nghị diễn ra vào các ngày nào?", True),
        ("Ban chấp hành có những ai?", True),
        ("Cán bộ nào nhận chức mới?", False),
        ("Các xã có bao nhiêu cán bộ?", False),
    ],
)
def test_the_plural_asks_for_several(question: str, *, expected: bool) -> None:
    assert asks_for_several(read_question(question)) == expected


def evidence(sentences: Sequence[str]) -> tuple[list[Evidence], dict[str, Document]]:
    text = " ".join(sentences)
    passage = Passage("cau", 0, len(text), text)
    found = []
    for one in sentences:
        start = text.index(one)
        found.append(Evidence(passage, (start, start + len(one)), one, {}, 0.0, None))
    return found, {"cau": Document("cau", text, "Hai cây cầu")}


def told(*logits: float, question: str = "Hai cây cầu dài bao nhiêu?") -> list[str]:
    found, documents = evidence([f"{SENTENCES[0][:-1]} ({n})." for n, _ in enumerate(logits)])
    read = {one.id: Reading(logit, -9.0) for one, logit in zip(found, logits, strict=True)}
    names = [name for name in find_names(question) if name.is_proper]
    return [one.text[-3] for one in told_between(names, found, read, documents)]


def test_the_sentences_that_answer_a_part_are_given_surest_first() -> None:
    assert told(ANSWERS + 1, ANSWERS - 0.1, ANSWERS + 2) == ["2", "0"]


def test_what_answers_far_less_surely_than_the_surest_is_left_out() -> None:
    assert told(ANSWERS + WITHIN + 1, ANSWERS + 0.9, ANSWERS + 1.1) == ["0", "2"]


def test_no_more_are_given_than_can_be_read() -> None:
    assert len(told(*[ANSWERS + 1.0] * (MOST + 2))) == MOST


def test_nothing_is_given_where_a_name_of_the_question_stands_nowhere() -> None:
    assert told(ANSWERS + 1, question="Cầu Hoa Mai dài bao nhiêu?")
    assert not told(ANSWERS + 1, question="Cầu Bắc Sơn dài bao nhiêu?")


@pytest.mark.parametrize(("logits", "n_told"), [((SURE, 0.0), 2), ((SURE - 0.1, 0.0), 0), ((SURE,), 0)])
def test_what_would_be_refused_is_answered_by_several_of_which_one_is_sure(
    logits: Sequence[float], n_told: int
) -> None:
    found, _ = evidence(SENTENCES[: len(logits)])
    read = [
        Evidence(one.passage, one.span, one.text, {BETWEEN: logit}, 0.0, None)
        for one, logit in zip(found, logits, strict=True)
    ]
    assert len(surely(tuple(read))) == n_told


@pytest.mark.parametrize(("logit", "n_told"), [(LIKELY, 1), (LIKELY - 0.1, 0)])
def test_a_question_of_several_things_that_would_be_refused_is_answered_by_what_likely_answers(
    logit: float, n_told: int
) -> None:
    found, _ = evidence(SENTENCES[:1])
    one = found[0]
    assert len(likely((Evidence(one.passage, one.span, one.text, {BETWEEN: logit}, 0.0, None),))) == n_told
    assert not likely(())


class ReadsSeveral:
    """A reader whose second adapter is this sure that the sentences with certain words answer a part."""

    def __init__(self, logits: dict[str, float]) -> None:
        self.logits = logits

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        return [
            {at: Reading(self._logit(one) if second else -9.0, -9.0) for at, one in enumerate(text.sentences)}
            for text in texts
        ]

    def _logit(self, sentence: str) -> float:
        return max((logit for words, logit in self.logits.items() if words in sentence), default=-9.0)


def test_they_are_quoted_in_the_order_of_their_text(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = ReadsSeveral({"120 con bò": 1.0, "Giám đốc nông trại": 2.0})
    answer = assistant.ask("Nông trại Hoa Mai có bao nhiêu con bò và ai là giám đốc?")
    assert [(claim.kind, claim.text) for claim in answer.claims] == [
        ("quote", "Nông trại Hoa Mai có 120 con bò và 45 con dê."),
        ("quote", "Giám đốc nông trại là ông Lê Văn Tám."),
    ]


def test_a_question_that_only_one_sentence_answers_surely_stays_refused(small: Callable[[], Assistant]) -> None:
    assistant = small()
    question = "Vì sao nông trại Hoa Mai bán hết dê?"
    assistant.reader = ReadsSeveral({"120 con bò": SURE})
    assert assistant.ask(question).status == "refused"
    assistant.reader = ReadsSeveral({"120 con bò": SURE, "thiếu nước": 0.0})
    assert len(assistant.ask(question).claims) == 2


def test_a_question_in_the_plural_that_is_answered_is_by_every_sentence_that_answers(
    small: Callable[[], Assistant],
) -> None:
    assistant = small()
    assistant.reader = ReadsSeveral({"120 con bò": 1.0, "Giám đốc nông trại": 0.0})
    assert [claim.kind for claim in assistant.ask("Những ai là giám đốc nông trại Hoa Mai?").claims] == ["quote"] * 2
    assistant.reader = ReadsSeveral({"120 con bò": 1.0, "Nguyễn Du": 1.0, "Giám đốc nông trại": 1.0 + NEARLY})
    quotes = [claim.text for claim in assistant.ask("Những ai là giám đốc nông trại Hoa Mai?").claims]
    assert len(quotes) == len(("bò", "giám đốc")) and not any("Nguyễn Du" in quote for quote in quotes)  # elsewhere
    assistant.reader = ReadsSeveral({"120 con bò": 0.9, "Giám đốc nông trại": 1.0 + NEARLY})
    assert assistant.ask("Những ai là giám đốc nông trại Hoa Mai?").claims[0].kind == "value"
    assistant.reader = ReadsSeveral({"120 con bò": 1.0, "Giám đốc nông trại": 0.0})
    assert assistant.ask("Ai là giám đốc nông trại Hoa Mai?").claims[0].kind == "value"
    assert assistant.ask("Vì những ai mà nông trại Hoa Mai bán hết dê?").status == "refused"
