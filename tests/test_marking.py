"""Which words of a question stand in the texts beside it, told of every token."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.orthography import word_spans
from index.marking import ABSENT, JOINED, N_MARKS, NONE, PRESENT, Marked, marks


def marked(text: str, start: int = 0) -> Marked:
    """Take each word for a token, and each full stop."""
    stops = [(at, at + 1) for at, one in enumerate(text) if one == "."]
    return Marked(text, sorted([*word_spans(text), *stops]), start)


def levels(question: str, *texts: str) -> tuple[list[int], list[list[int]]]:
    """Give the levels of the tokens of a question and of texts, their sides checked."""
    asked, found = marks(marked(question), [marked(text) for text in texts])
    assert all(mark % 2 == 0 for mark in asked) and all(mark % 2 for one in found for mark in one)
    return [mark // 2 for mark in asked], [[mark // 2 for mark in one] for one in found]


def test_a_word_stands_nowhere_or_alone_or_beside_its_neighbour() -> None:
    asked, (text,) = levels("Đạ Tẻh có 23 biên chế", "Đạ Tẻh 21 biên chế. Lâm Hà 23.")
    assert asked == [JOINED, JOINED, ABSENT, PRESENT, JOINED, JOINED]
    assert text == [JOINED, JOINED, ABSENT, JOINED, JOINED, NONE, ABSENT, ABSENT, PRESENT, NONE]


def test_neighbours_stand_in_one_text_and_a_word_in_any() -> None:
    assert levels("Lâm Đồng", "Lâm", "Đồng") == ([PRESENT, PRESENT], [[PRESENT], [PRESENT]])


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("huyện Hoà Bình", "Hòa Bình", [ABSENT, JOINED, JOINED]),
        ("nghi quyet 02", "nghị quyết 2", [JOINED, JOINED, JOINED]),
        ("nghĩ quyết", "nghị quyết", [ABSENT, PRESENT]),
        ("00 giờ", "0 giờ", [JOINED, JOINED]),
    ],
)
def test_spellings_are_equal_and_marks_count_where_they_are_typed(
    question: str, text: str, expected: Sequence[int]
) -> None:
    assert levels(question, text)[0] == expected


def test_of_a_prompt_nothing_is_compared() -> None:
    text = "query: query ai"
    asked, _ = marks(marked(text, len("query: ")), [marked("Ai query")])
    assert [mark // 2 for mark in asked] == [NONE, PRESENT, PRESENT]


def test_each_piece_of_a_word_has_the_mark_of_the_word_and_what_is_cut_off_none() -> None:
    text = Marked("Đạ Huoai, đó", [(0, 2), (2, 5), (5, 8), (8, 9)])
    _, (found,) = marks(marked("Huoai đó"), [text])
    assert [mark // 2 for mark in found] == [ABSENT, JOINED, JOINED, NONE]


def test_nothing_beside_nothing_is_nothing() -> None:
    assert marks(marked(""), []) == ([], []) and levels("Ai?", "") == ([ABSENT], [[]])


@given(st.text("aáb 0.", max_size=12), st.lists(st.text("aáb 0.", max_size=12), max_size=3))
def test_every_token_has_one_mark_that_the_adapter_knows(question: str, texts: list[str]) -> None:
    asked, found = marks(marked(question), [marked(text) for text in texts])
    for one, of_tokens in zip([question, *texts], [asked, *found], strict=True):
        assert len(of_tokens) == len(marked(one).places) and set(of_tokens) <= set(range(N_MARKS))


@given(st.text("aáb 0.", max_size=12), st.text("aáb 0.", max_size=12))
def test_what_is_present_there_is_present_here(one: str, other: str) -> None:
    if marked(one).has_marks == marked(other).has_marks:
        asked, (found,) = levels(one, other)
        assert levels(other, one) == (found, [asked])
