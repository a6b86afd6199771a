"""Capitals for a question typed in one case."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.casing import Casing

TEXTS = (
    "Ngày 14-3, Tỉnh uỷ Lâm Đồng họp.\nSau đó Tỉnh uỷ giao UBND huyện Lâm Hà.",
    "Ngoài ra, đồng bào ở Đà Lạt được mời.",
)


@pytest.fixture
def casing() -> Casing:
    return Casing.of(TEXTS)


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_a_question_in_one_case_is_written_as_the_corpus_writes(casing: Casing, change: Callable[[str], str]) -> None:
    assert casing.apply(change("UBND huyện Lâm Hà họp ở Đà Lạt?")) == "UBND huyện Lâm Hà họp ở Đà Lạt?"


def test_a_word_has_the_case_of_its_neighbours(casing: Casing) -> None:
    assert casing.apply("TỈNH UỶ LÂM ĐỒNG, ĐỒNG BÀO") == "Tỉnh uỷ Lâm Đồng, đồng bào"


@pytest.mark.parametrize("question", ["Huyện lâm hà ở đâu", "UBND LÂM HÀ họp", "UBND?", "", "2015 2016 2017", "???"])
def test_a_mixed_a_short_and_a_wordless_question_stay(casing: Casing, question: str) -> None:
    assert casing.apply(question) == question


def test_the_first_word_of_a_sentence_says_nothing_of_its_case(casing: Casing) -> None:
    assert casing.apply("họp ngoài ra sau đó") == "họp ngoài ra sau đó"


def test_counts_come_back_as_saved(casing: Casing, tmp_path: Path) -> None:
    casing.save(tmp_path / "cases")
    assert Casing.open(tmp_path / "cases").apply("LÂM HÀ HỌP") == casing.apply("LÂM HÀ HỌP") == "Lâm Hà họp"
