"""What is answered, denied and left to be compared once the sentences were read beside the question."""

from collections.abc import Callable, Collection, Sequence

import pytest

from assistant.answerer import Assistant
from assistant.judgement import SURELY_READ
from assistant.premise import ALSO, ALSO_VALUE, BELIED, CONFIRMED_BELIED, DOUBTED, UNLIKELY
from assistant.template import render
from index.cross_encoder import Reading, Text, Word


class Reads:
    """A reader that makes this of the sentences with these words, and of every other one the same."""

    def __init__(self, words: str, there: Reading, elsewhere: Reading) -> None:
        self.words, self.there, self.elsewhere = words, there, elsewhere

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        return [
            {at: self.there if self.words in one else self.elsewhere for at, one in enumerate(text.sentences)}
            for text in texts
        ]


def doubts(words: str, belies: float) -> Reads:
    """Make a reader that is so sure that the sentences with these words belie what a question takes for granted."""
    return Reads(words, Reading(0.0, belies), Reading(0.0, -9.0))


def finds(words: str) -> Reads:
    """Make a reader that finds the answer in the sentences with these words."""
    return Reads(words, Reading(20.0, -9.0), Reading(-9.0, -9.0))


@pytest.mark.parametrize("share", [1.0, 0.0])
def test_a_value_read_to_be_no_answer_is_not_shown_as_one(small: Callable[[], Assistant], share: float) -> None:
    assistant = small()
    sentence, value = "Nông trại Hoa Mai có 120 con bò và 45 con dê.", "120 con"
    start = sentence.index(value)
    words = (Word(0, start, 1 - share), Word(start, start + len(value), share))
    assistant.reader = Reads(value, Reading(20.0, -9.0, words), Reading(-9.0, -9.0))
    claims = assistant.ask("Nông trại Hoa Mai có bao nhiêu con bò?").claims
    assert [claim.text for claim in claims] == [value] * (share == 1.0) + [sentence]


TAKEN_FOR_GRANTED = "Nhờ đâu nông trại Hoa Mai đủ nước tưới vào mùa khô?"


def test_what_the_reader_is_sure_is_said_otherwise_is_denied_with_that_sentence(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = doubts("thiếu nước", BELIED + 1)
    answer = assistant.ask(TAKEN_FOR_GRANTED)
    assert (answer.status, answer.reason) == ("refused", "false_premise")
    assert [(claim.kind, claim.text) for claim in answer.claims] == [
        ("quote", "Nguyên nhân là thiếu nước tưới vào mùa khô.")
    ]
    assistant.reader = doubts("thiếu nước", BELIED - 1)
    assert assistant.ask(TAKEN_FOR_GRANTED).reason != "false_premise"


def test_what_is_to_be_confirmed_is_denied_only_by_more_and_else_shown_to_be_compared(
    small: Callable[[], Assistant],
) -> None:
    assistant = small()
    asked = "Nông trại Hoa Mai đủ nước tưới vào mùa khô, đúng không?"
    assistant.reader = doubts("thiếu nước", CONFIRMED_BELIED + 0.1)
    answer = assistant.ask(asked)
    assert answer.reason == "false_premise" and answer.answer.startswith("Không.")
    assistant.reader = doubts("thiếu nước", BELIED + 0.1)
    answer = assistant.ask(asked)
    assert answer.status == "answered"
    assert [claim.text for claim in answer.claims][-2:] == [
        render("doubted"),
        "Nguyên nhân là thiếu nước tưới vào mùa khô.",
    ]


def test_a_name_the_documents_lack_is_said_to_be_lacking_whatever_the_reader_makes_of_it(
    small: Callable[[], Assistant],
) -> None:
    assistant = small()
    assistant.reader = doubts("thiếu nước", BELIED + 1)
    answer = assistant.ask("Vì sao nông trại Cẩm Tú thiếu nước tưới vào mùa khô?")
    assert answer.reason == "unknown_entity" and "Cẩm Tú" in answer.answer


def test_what_surely_answers_in_other_words_goes_before_a_value_of_something_else(
    small: Callable[[], Assistant],
) -> None:
    question = "Nông trại Hoa Mai thiếu nước khi nào?"
    assert small().ask(question).claims[0].text == "ngày 3/2/2010"  # the only date
    assistant = small()
    assistant.reader = finds("mùa khô")
    assert assistant.ask(question).claims[0].text == "Nguyên nhân là thiếu nước tưới vào mùa khô."


def test_what_compares_two_things_takes_neither_for_granted(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = doubts("120 con bò", BELIED + 1)
    assert assistant.ask("Nông trại Hoa Mai nuôi bò từ đời nào?").reason == "false_premise"
    assert assistant.ask("Nông trại Hoa Mai hay trường Nguyễn Du lập ra sớm hơn?").reason != "false_premise"


def test_what_also_says_otherwise_stands_behind_what_does_most(small: Callable[[], Assistant]) -> None:
    assistant = small()
    for elsewhere, n in ((ALSO, 2), (ALSO - 0.1, 1)):
        assistant.reader = Reads("120 con bò", Reading(0.0, BELIED + 1), Reading(0.0, elsewhere))
        answer = assistant.ask("Nông trại Hoa Mai nuôi bò từ đời nào?")
        quotes = [claim.text for claim in answer.claims if claim.kind == "quote"]
        assert (answer.reason, len(quotes)) == ("false_premise", n) and "120 con bò" in quotes[0]
    for elsewhere, n in ((ALSO_VALUE, 2), (ALSO_VALUE - 0.1, 1)):  # where a rule has the true value
        assistant.reader = Reads("120 con bò", Reading(0.0, ALSO_VALUE), Reading(0.0, elsewhere))
        answer = assistant.ask("Vì sao nông trại Hoa Mai có 90 con bò mà thiếu nước?")
        assert answer.claims[0].text == "120 con" and sum(claim.kind == "quote" for claim in answer.claims) == n


def test_no_rule_alone_denies_what_is_read_to_be_answered(small: Callable[[], Assistant]) -> None:
    question = "Vì sao nông trại Hoa Mai có 90 con bò mà thiếu nước?"
    assert small().ask(question).reason == "false_premise"  # 120
    assistant = small()
    assistant.reader = finds("mùa khô")
    assert assistant.ask(question).reason != "false_premise"
    assistant.reader = doubts("120 con bò", BELIED + 1)
    assert assistant.ask(question).reason == "false_premise"


def test_no_rule_denies_with_a_sentence_that_is_read_to_say_nothing_of_the_kind(small: Callable[[], Assistant]) -> None:
    question = "Vì sao nông trại Hoa Mai có 90 con bò mà thiếu nước?"
    assistant = small()
    assistant.reader = doubts("120 con bò", UNLIKELY + 0.1)
    assert assistant.ask(question).reason == "false_premise"
    assistant.reader = doubts("120 con bò", UNLIKELY - 0.1)
    assert assistant.ask(question).reason != "false_premise"


def test_what_a_question_leaves_open_is_not_belied(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = doubts("thiếu nước", BELIED + 1)
    assert assistant.ask("Nông trại Hoa Mai có đủ nước tưới vào mùa khô không?").reason != "false_premise"
    assert assistant.ask("Nông trại Hoa Mai có đủ nước tưới là nhờ đâu?").reason == "false_premise"


def test_nothing_is_belied_where_all_that_is_said_stands_beside_a_value_of_the_kind(
    small: Callable[[], Assistant],
) -> None:
    assistant = small()
    assistant.reader = doubts("120 con bò", BELIED + 1)
    assert assistant.ask("Nông trại Hoa Mai có bao nhiêu con bò?").claims[0].text == "120 con"
    assert assistant.ask("Nông trại Hoa Mai nuôi nhốt bao nhiêu con bò?").reason == "false_premise"


def test_what_may_say_otherwise_stands_last_for_the_reader_to_compare(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = doubts("thiếu nước", (BELIED + DOUBTED) / 2)
    answer = assistant.ask(TAKEN_FOR_GRANTED)
    *_, compare, quote = answer.claims
    assert (answer.status, compare.text) == ("answered", render("doubted"))
    assert (quote.kind, quote.text) == ("quote", "Nguyên nhân là thiếu nước tưới vào mùa khô.")
    assert compare.citations == quote.citations and sum(claim.text == quote.text for claim in answer.claims) == 1
    assistant.reader = doubts("thiếu nước", DOUBTED - 0.1)
    assert render("doubted") not in {claim.text for claim in assistant.ask(TAKEN_FOR_GRANTED).claims}


def test_a_sentence_that_says_the_same_belies_nothing(small: Callable[[], Assistant]) -> None:
    assistant = small()
    assistant.reader = doubts("120 con bò", BELIED + 1)
    assert assistant.ask("Nhờ đâu nông trại Hoa Mai có 120 con bò và 45 con dê?").reason != "false_premise"
    assert assistant.ask("Nhờ đâu nông trại Hoa Mai vắt sữa tốt nhất vùng?").reason == "false_premise"


def test_what_is_read_to_answer_answers_whatever_else_it_is_trusted(
    small: Callable[[], Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.judgement.UNTYPED", 2.0)  # never reached
    assistant = small()
    for logit, status in ((SURELY_READ + 0.1, "answered"), (SURELY_READ - 0.1, "refused")):
        assistant.reader = Reads("mùa khô", Reading(logit, -9.0), Reading(-9.0, -9.0))
        assert assistant.ask("Nông trại Hoa Mai thiếu nước tưới cho bao nhiêu con?").status == status
