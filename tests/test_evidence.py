"""What a document says is found in any spelling or form, where it says it, and nowhere else."""

import pytest

from eval.evidence import Saying, locate

TEXT = (
    "Huyện Đạ Tẻh có 21 biên chế. Quyết định ngày 12.11.2018 của Ban Thường vụ.\n\n"
    "Thường trực có 02 đồng chí, Uỷ ban MTTQ. Quyết định 44-QĐ/TU. Huyện Đạ Tẻh ở Lâm Đồng."
)


@pytest.mark.parametrize(
    "wanted",
    ["đạ tẻh", "21", "21 biên chế", "12/11/2018", "ngày 12-11-2018", "2 đồng chí", "02", "Ủy ban MTTQ", "44 - qđ/tu"],
)
def test_a_text_says_it_in_any_spelling_or_form(wanted: str) -> None:
    assert Saying(TEXT).says(wanted)


@pytest.mark.parametrize(
    "wanted",
    ["Đạ Tẹh", "121", "1 biên chế", "12", "44", "11/12/2018", "2 biên chế", "45-QĐ/TU", "MTTQ Lâm Đồng"],
)
def test_a_text_does_not_say_what_only_looks_alike(wanted: str) -> None:
    assert not Saying(TEXT).says(wanted)


@pytest.mark.parametrize(
    ("wanted", "sentences", "n_sentences"),
    [
        (["Đạ Tẻh"], "Huyện Đạ Tẻh có 21 biên chế.", 1),
        (["Đạ Tẻh", "Lâm Đồng"], "Huyện Đạ Tẻh ở Lâm Đồng.", 1),
        (["21", "12/11/2018"], "Huyện Đạ Tẻh có 21 biên chế. Quyết định ngày 12.11.2018 của Ban Thường vụ.", 2),
        (["44-QĐ/TU", "Đạ Tẻh"], "Quyết định 44-QĐ/TU. Huyện Đạ Tẻh ở Lâm Đồng.", 2),
    ],
)
def test_the_fewest_sentences_that_say_it_all_are_found(wanted: list[str], sentences: str, n_sentences: int) -> None:
    (start, end), n = locate(wanted, TEXT)
    assert (TEXT[start:end], n) == (sentences, n_sentences)


def test_what_the_text_does_not_say_is_found_nowhere() -> None:
    with pytest.raises(LookupError, match="Đà Lạt"):
        locate(["Đạ Tẻh", "Đà Lạt"], TEXT)
