"""Marks stand where a text says what is wanted, in any form, and no character is lost."""

import pytest

from eval.highlight import cut, mark, matchers_of, spans_of
from eval.nugget import Matcher

TEXT = "Quyết định ngày 12.11.2018: huyện Lâm Hà có 02 đồng chí, Ủy ban, 44-QĐ/TU."


@pytest.mark.parametrize(
    ("matcher", "found"),
    [
        (Matcher("alias", "lâm hà"), ["Lâm Hà"]),
        (Matcher("alias", "Uỷ ban"), ["Ủy ban"]),
        (Matcher("regex", "lâm (hà|đồng)"), ["Lâm Hà"]),
        (Matcher("date", "2018-11-12"), ["ngày 12.11.2018"]),
        (Matcher("docno", "44-QĐ/TU"), ["44-QĐ/TU"]),
        (Matcher("alias", "Đà Lạt"), []),
        (Matcher("number", "12"), []),
    ],
)
def test_each_wording_is_found_where_it_stands(matcher: Matcher, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in spans_of(matcher, TEXT)] == found


def test_a_value_of_the_evidence_is_marked_in_its_other_form() -> None:
    marked = [text for text, is_marked in mark(TEXT, matchers_of("2")) if is_marked]
    assert marked == ["02 đồng chí"]


def test_pieces_make_up_the_text_and_overlapping_marks_are_one() -> None:
    pieces = cut("abcdefgh", [(1, 3), (2, 5), (5, 6), (2, 3)])
    assert pieces == [("a", False), ("bcdef", True), ("gh", False)]
    assert "".join(text for text, _ in mark(TEXT, matchers_of("Lâm Hà"))) == TEXT
