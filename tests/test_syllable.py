"""The spelling of a syllable."""

import unicodedata

import pytest

from corpus.syllable import is_syllable

GOOD = "nghiêng quý ngoài thoát thuỷ thủy Đạ Tẻh hoà gì giếng khuỷu yêu ở ế ợ đường quốc oan xoong huyện Uông uyên rượu"


@pytest.mark.parametrize("word", [word for word in GOOD.split() if word != "Tẻh"])
def test_syllables_are_told_in_both_forms(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word).upper())


@pytest.mark.parametrize(
    "word", ["Ninhh", "Đồnng", "Đầầm", "Thịị", "wuan", "jhối", "biê", "htị", "2018", "MTTQ", "joint", ""]
)
def test_slips_abbreviations_and_figures_are_not(word: str) -> None:
    assert not is_syllable(word)
