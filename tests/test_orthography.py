"""Vietnamese letters in every form they are typed in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.orthography import fold, has_marks, key, keys, normalize, word_spans

VIETNAMESE = "aàáạảãâầấậẩẫăằắặẳẵeèéẹẻẽêềếệểễiìíịỉĩoòóọỏõôồốộổỗơờớợởỡuùúụủũưừứựửữyỳýỵỷỹđĐẤỘ qhntgb.,-0123\n"
texts = st.one_of(st.text(), st.text(alphabet=VIETNAMESE))


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@given(texts)
def test_normalising_twice_changes_nothing(text):
    assert normalize(normalize(text)) == normalize(text)


@given(st.text(alphabet=VIETNAMESE))
def test_decomposed_and_composed_typing_are_stored_alike(text):
    assert normalize(nfd(text)) == normalize(text)


@given(texts)
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("Tỉnh\u00a0ủy", "Tỉnh ủy"),
        ("\ufeffMặt\u200b trận", "Mặt trận"),
        (nfd("Đạ Tẻh"), "Đạ Tẻh"),
    ],
)
def test_what_web_pages_leave_behind_is_not_stored(typed, stored):
    assert normalize(typed) == stored


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("letter", "folded"), [("Đ", "d"), ("đ", "d"), ("Ấ", "a"), ("ế", "e"), ("ợ", "o"), ("Ự", "u")])
def test_a_letter_folds_to_its_base(letter, folded, form):
    assert fold(unicodedata.normalize(form, letter))[0] == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("quý", "qúy"),
        ("ngoài", "ngòai"),
        ("lí", "lý"),
        ("Uỷ", "ủy"),
        ("hoà", nfd("hòa")),
    ],
)
def test_two_spellings_of_a_syllable_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("án", "an"),
        ("thể", "thế"),
        ("hoạt", "hoát"),
        ("thoát", "thoạt"),
        ("quy", "qui"),
        ("thúy", "thúi"),
        ("đa", "da"),
    ],
)
def test_different_syllables_have_different_keys(one, other):
    assert key(one) != key(other)


def test_keys_follow_the_order_of_the_words():
    assert keys("Đoàn khảo sát, 2021") == [key("đoàn"), key("khảo"), key("sát"), "2021"]


def test_word_spans_find_syllables_with_marks():
    text = "Ủy ban: 12 đơn vị"
    assert [text[start:end] for start, end in word_spans(text)] == ["Ủy", "ban", "12", "đơn", "vị"]


@pytest.mark.parametrize(
    ("text", "marked"), [("Nghe An", False), ("Nghệ An", True), ("da", False), ("đa", True), ("MTTQ 12", False)]
)
def test_marks_are_noticed(text, marked):
    assert has_marks(text) is marked
