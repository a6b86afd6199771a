"""Terms by number, looked up on the disk."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.vocabulary import Vocabulary

NUMBERS = {"lâm|đồng\tĐồng": 7, "lâm|đồng\tđồng": 2, "lâm|hà\tHà": 5, "đạ": 1}


@pytest.fixture(params=["made", "opened"])
def vocabulary(request: pytest.FixtureRequest, tmp_path: Path) -> Vocabulary:
    made = Vocabulary.of(NUMBERS)
    made.save(tmp_path)
    return made if request.param == "made" else Vocabulary.open(tmp_path)


def test_a_term_has_its_number_and_another_has_none(vocabulary: Vocabulary) -> None:
    assert [vocabulary.get(term) for term in (*NUMBERS, "lâm", "")] == [7, 2, 5, 1, None, None]


def test_what_follows_a_beginning_comes_with_its_numbers(vocabulary: Vocabulary) -> None:
    assert vocabulary.under("lâm|đồng\t") == {"Đồng": 7, "đồng": 2}
    assert vocabulary.under("lâm|h") == {"à\tHà": 5}
    assert vocabulary.under("vinh") == {}


@given(st.dictionaries(st.text(), st.integers(0, 99)), st.text(max_size=2))
def test_it_says_what_a_dictionary_says(numbers: dict[str, int], beginning: str) -> None:
    vocabulary = Vocabulary.of(numbers)
    assert {term: vocabulary.get(term) for term in numbers} == numbers
    expected = {term[len(beginning) :]: n for term, n in numbers.items() if term.startswith(beginning)}
    assert vocabulary.under(beginning) == expected
