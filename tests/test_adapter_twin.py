"""Questions that differ in one detail, and the passage in which that detail is the other one."""

import re

import pytest

from corpus.document import Span
from eval.adapter_data import Asked, Near, Place, Segment, Training
from eval.adapter_row import Rows
from eval.adapter_twin import Exchange, find_twins

SENTENCES = ("Chợ Gò họp ngày rằm.", "Ông Khải xin 46 mẫu, bà Liễu trả 12 mẫu.", "Tiền cất ở đình.")
BELIED = Asked("Bà Khải xin 12 mẫu của ai?", ("a",), (Place("a", 1, "xin 46 mẫu"),), True)
ANSWERED = Asked("Bà Khải xin 46 mẫu của ai?", ("a",), (Place("a", 1, "bà Liễu"),), False)
OTHER = Asked("Tiền cất ở đâu?", ("a",), (Place("a", 2, "đình"),), False)


def training(*questions: Asked) -> Training:
    sentences, segments = {"a": SENTENCES}, {"a": (Segment("a", range(3)),)}
    return Training({"a": "Chợ"}, sentences, segments, questions, Near(sentences, segments))


@pytest.mark.parametrize(
    ("text", "exchanged"),
    [
        ("Xin 46 mẫu, trả 12 mẫu.", "Xin 12 mẫu, trả 46 mẫu."),
        ("Năm 1246 có 46.000 mẫu và 46,5 tạ.", "Năm 1246 có 46.000 mẫu và 46,5 tạ."),
        ("Chỉ còn 46.", "Chỉ còn 12."),
    ],
)
def test_two_details_take_each_others_place_where_they_stand_whole(text: str, exchanged: str) -> None:
    assert Exchange("12", "46")(text) == exchanged
    assert Exchange("46", "12")(text) == exchanged


def test_a_capital_at_the_beginning_stays_one() -> None:
    assert Exchange("giảm", "tăng")("Tăng 5%, nơi khác giảm.") == "Giảm 5%, nơi khác tăng."
    assert Exchange("huyện", "Trà Sơn")("Ở Trà Sơn") == "Ở Huyện"


def test_a_false_question_has_the_true_one_most_like_it_for_a_twin() -> None:
    (twins,) = find_twins(training(OTHER, BELIED, ANSWERED))
    assert (twins.belied, twins.answered, twins.exchange) == (BELIED, ANSWERED, Exchange("12", "46"))


def test_with_the_detail_exchanged_the_other_one_is_false() -> None:
    (twins,) = find_twins(training(BELIED, ANSWERED))
    there = twins.other_way()
    assert there.belied == Asked(ANSWERED.question, ("a",), (Place("a", 1, "xin 12 mẫu"),), True)
    assert there.answered == Asked(BELIED.question, ("a",), (Place("a", 1, "bà Liễu"),), False)


def test_a_detail_that_the_sentence_tells_in_other_words_is_not_exchanged() -> None:
    elsewhere = Asked(BELIED.question, ("a",), (Place("a", 2, "đình"),), True)
    (twins,) = find_twins(training(elsewhere, ANSWERED))
    assert twins.exchange is None
    assert find_twins(training(elsewhere, OTHER)) == []


def test_all_four_are_read_of_the_same_words_but_for_the_detail() -> None:
    words: dict[str, int] = {}

    def tokens(text: str) -> tuple[list[int], list[Span]]:
        found = list(re.finditer(r"\S+", text))
        return [words.setdefault(one[0].strip(".,?"), len(words) + 10) for one in found], [one.span() for one in found]

    everything = training(BELIED, ANSWERED)
    (twins,) = find_twins(everything)
    for seed in range(12):  # renamed or not, with or without marks
        rows = Rows(everything, tokens, seed)
        belied, answered = rows.of_twins(twins)
        assert len(belied) == len(answered) == 2
        for its, (row,) in enumerate([*belied, *answered]):
            assert bool(row.truth) == (its < 2) and bool(row.answers) == (its >= 2)
        for ours in belied:
            for theirs in answered:
                differing = [a != b for a, b in zip(ours[0].ids, theirs[0].ids, strict=True)]
                assert 1 <= sum(differing) <= 2  # in the question, or in both places of the sentence
