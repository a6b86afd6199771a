"""Questions as other people type them: reproducible, and Vietnamese."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.orthography import normalize
from eval.variant import VARIANTS, decomposed, typo, unaccented, upper

QUESTION = "Đề án 25 được phê duyệt ở Quảng Ninh khi nào?"
SYLLABLES = "ế ợ đ Đ được Đường ngoài quý thuỷ thủy nghĩa Huỳnh ẩn a 5 959-QĐ/TU ???"
syllables = st.sampled_from(SYLLABLES.split(" "))
questions = st.lists(syllables, min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ế ợ đ Đ", "e o d D"),
        ("Đạ Tẻh có 21 biên chế?", "Da Teh co 21 bien che?"),
        ("ngoài, hoạt, quý, thuỷ", "ngoai, hoat, quy, thuy"),
        ("ĐƯỜNG", "DUONG"),
        ("MTTQ 959-QĐ/TU", "MTTQ 959-QD/TU"),
    ],
)
def test_unaccented_keeps_letters_case_and_punctuation(form: str, typed: str, expected: str) -> None:
    assert unaccented(unicodedata.normalize(form, typed)) == expected


def test_decomposed_is_the_same_question_to_a_reader() -> None:
    assert decomposed("ế ợ đ Đ") == "e\u0302\u0301 o\u031b\u0323 đ Đ"
    assert normalize(decomposed(QUESTION)) == QUESTION


def test_upper_knows_vietnamese() -> None:
    assert upper("được ế ợ") == "ĐƯỢC Ế Ợ"


@given(questions)
def test_a_typo_is_one_slip_in_one_word_and_stays_nfc(question: str) -> None:
    typed = typo(question)
    changed = [(one, other) for one, other in zip(question.split(), typed.split(), strict=True) if one != other]
    assert len(changed) <= 1
    assert abs(len(typed) - len(question)) <= 1
    assert unicodedata.is_normalized("NFC", typed)


@given(questions)
def test_the_form_in_which_a_question_comes_does_not_change_its_typo(question: str) -> None:
    assert typo(question) == typo(decomposed(question))


@pytest.mark.parametrize("seed", range(40))
def test_a_question_with_a_word_always_gets_its_typo(seed: int) -> None:
    assert typo(QUESTION, seed=seed) != QUESTION


def test_numbers_and_short_words_are_left_alone() -> None:
    assert typo("5 ở Đà?") == "5 ở Đà?"


def test_all_kinds_of_slips_happen() -> None:
    slips = {typo("nghĩa", seed=seed) for seed in range(300)}
    assert {"nghĩ", "ngghĩa", "nhgĩa", "nfhĩa", "nghia", "nghỉa"} <= slips


def test_another_seed_makes_another_typo() -> None:
    assert len({typo(QUESTION, seed=seed) for seed in range(10)}) > 5


def test_a_typo_is_the_same_in_another_process() -> None:
    code = f"from eval.variant import typo; print(ascii(typo({QUESTION!r}, seed=7)))"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ascii(typo(QUESTION, seed=7))


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_takes_any_question(name: str) -> None:
    assert VARIANTS[name]("") == ""
    assert VARIANTS[name]("5?") == "5?"
