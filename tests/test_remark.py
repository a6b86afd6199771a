"""The small words of a conversation typed without marks get theirs; other words are left to the corpus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.remark import remark
from corpus.orthography import fold


@pytest.mark.parametrize(
    ("typed", "restored", "meant"),
    [
        ("the con da teh", "thể còn Đạ Tẻh", "thế còn Đạ Tẻh"),
        ("con lam ha thi sao", "con Lâm Hà thí sao", "còn Lâm Hà thì sao"),
        ("y toi la da huoai", "ý tới là Đạ Huoai", "ý tôi là Đạ Huoai"),
        ("o do ai la bi thu", "ở do ai là Bí thư", "ở đó ai là Bí thư"),
        ("ong ay giu chuc gi", "ông ấy giữ chức gì", "ông ấy giữ chức gì"),
        ("dong chi do la ai", "đồng chí do là ai", "đồng chí đó là ai"),
        ("chi ay lam gi", "chi ấy làm gì", "chị ấy làm gì"),
        ("quyet dinh do noi gi", "quyết định do nói gì", "quyết định đó nói gì"),
        ("quyet dinh do ai ky", "quyết định do ai ký", "quyết định do ai ký"),
        ("nam do co may nguoi", "năm do có mấy người", "năm đó có mấy người"),
        ("trong do may uy vien", "trong do máy ủy viên", "trong đó mấy ủy viên"),
        ("the gioi co bao nhieu nuoc", "thế giới có bao nhiêu nước", "thế giới có bao nhiêu nước"),
        ("tong cong thi bao nhieu", "tổng công thí bao nhiêu", "tổng cộng thì bao nhiêu"),
        ("no quy dinh gi", "nợ quy định gì", "nó quy định gì"),
        ("thế còn Đạ Tẻh", "thế còn Đạ Tẻh", "thế còn Đạ Tẻh"),
    ],
)
def test_each_word_is_told_by_its_phrase(typed: str, restored: str, meant: str) -> None:
    assert remark(typed, restored) == meant


WORDS = tuple("the con o do y toi la ong ay nam quyet dinh da teh ai ?".split())  # noqa: SIM905 - easier to read


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_only_marks_are_changed(words: list[str]) -> None:
    typed = " ".join(words)
    assert fold(remark(typed, typed)) == typed
