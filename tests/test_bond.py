"""The nearer a word stands to a place in a text, the more it says what stands there."""

from assistant.bond import asserted, bonds, held, is_limit
from corpus.orthography import key

TEXT = "Xã Bình An trồng 300 cây bàng, do ai chăm sóc?"
SPAN = (TEXT.index("300"), TEXT.index(", do"))


def test_a_nearer_word_is_bound_closer() -> None:
    found = bonds(TEXT, SPAN)
    assert found[key("trồng")] > found[key("Bình")] > found[key("chăm")]


def test_what_is_asked_in_another_clause_is_not_asserted() -> None:
    assert key("chăm") not in asserted(TEXT, SPAN)
    assert key("trồng") in asserted(TEXT, SPAN)


def test_a_sentence_holds_what_it_says_and_half_of_what_stands_around_it() -> None:
    want = {key("rừng"): 1.0, key("cây"): 1.0}
    assert held(want, "Rừng") == 0.5
    assert held(want, "Rừng", "cây") == 0.75
    assert held({}, "Rừng") == 0.0


def test_a_value_behind_before_or_after_only_bounds_what_is_said() -> None:
    text = "Trước Quyết định 15-QĐ/HU đã có Quyết định 9-QĐ/HU"
    assert is_limit(text, "15-QD-HU")
    assert not is_limit(text, "9-QD-HU")
