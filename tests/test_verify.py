"""The check: what stands in the source passes, everything else fails."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation, Claim
from assistant.template import render, slots_of
from assistant.verify import check, check_citation, check_claim, examine, keep_verified
from corpus.document import Document

TEXT = "Huyện A có 45 % hộ nghèo, giảm 12 hộ. Đề án được duyệt ngày 12.11.2018 và không thay đổi 23 biên chế."
DOCUMENT = Document("a", TEXT, "Bài A", event_date="2024-03-18")
DOCUMENTS = {"a": DOCUMENT}


def cite(quote: str, n: int = 1) -> Citation:
    start = TEXT.index(quote)
    return Citation(
        "a", start, start + len(quote), quote, document_sha256=DOCUMENT.sha256, event_date="2024-03-18", n=n
    )


def verdict(text: str, kind: str, quote: str = TEXT) -> str:
    return check_claim(Claim(text, kind, (1,)), [cite(quote)])  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["23 biên chế", "45 %", "12 hộ", "ngày 12.11.2018", "12.11.2018"])
def test_a_value_that_stands_in_the_quote_is_exact(text: str) -> None:
    assert verdict(text, "value") == "exact"


@pytest.mark.parametrize("text", ["12/11/2018", "ngày 12 tháng 11 năm 2018", "45%"])
def test_the_same_value_in_another_written_form_is_aligned(text: str) -> None:
    assert verdict(text, "value") == "aligned"


@pytest.mark.parametrize(
    "text", ["95 %", "5 %", "24 biên chế", "3 biên chế", "12.11.2019", "12.1", "2 hộ", "23 cán bộ", "huyện B", ""]
)
def test_a_changed_digit_unit_or_name_is_never_verified(text: str) -> None:
    assert verdict(text, "value") == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "Huyện A có 95 % hộ nghèo, giảm 12 hộ.",
        "Huyện A có 12 % hộ nghèo, giảm 45 hộ.",
        "Huyện A có 45 % hộ nghèo, tăng 12 hộ.",
        "Huyện B có 45 % hộ nghèo, giảm 12 hộ.",
    ],
)
def test_a_quote_that_differs_in_anything_is_never_verified(text: str) -> None:
    assert verdict(text, "quote") == "unsupported"
    assert verdict("Huyện A có 45 % hộ nghèo, giảm 12 hộ.", "quote") == "exact"


def test_a_claim_is_checked_in_the_sentence_it_cites_and_in_no_other() -> None:
    assert verdict("23 biên chế", "value", quote="Huyện A có 45 % hộ nghèo, giảm 12 hộ.") == "unsupported"


def test_a_piece_of_a_sentence_is_no_prose_and_a_claim_without_a_citation_is_never_verified() -> None:
    assert verdict("23 biên chế", "prose") == "unsupported"
    assert check_claim(Claim("23 biên chế", "value", ()), [cite(TEXT)]) == "unsupported"
    assert check_claim(Claim("23 biên chế", "value", (2,)), [cite(TEXT)]) == "unsupported"


def test_a_template_holds_when_its_slots_stand_in_the_source_or_its_metadata() -> None:
    assert verdict(render("as_of", date="18/03/2024"), "template") == "exact"
    assert verdict(render("as_of", date="19/03/2024"), "template") == "unsupported"
    assert verdict("Theo tôi, huyện A có 23 biên chế.", "template") == "unsupported"


def test_a_template_is_recognised_only_whole() -> None:
    assert slots_of(render("as_of", date="18/03/2024")) == ["18/03/2024"]
    assert slots_of(render("as_of", date="18/03/2024") + " Huyện A có 9 biên chế.") is None
    assert slots_of("Một câu tự do.") is None


@pytest.mark.parametrize(
    ("document", "state"),
    [
        (DOCUMENT, "exact"),
        (replace(DOCUMENT, text=TEXT.replace("23", "32")), "source changed"),
        (replace(DOCUMENT, text=TEXT + " Thêm một câu."), "source changed"),
        (None, "document gone"),
    ],
)
def test_a_stored_citation_is_still_exact_or_says_what_happened(document: Document | None, state: str) -> None:
    assert check_citation(cite("23 biên chế"), {"a": document} if document else {}) == state


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (0, 10_000), (9, 3)])
def test_a_span_outside_the_document_is_never_exact(start: int, end: int) -> None:
    wrong = replace(cite("23 biên chế"), start=start, end=end)
    assert check_citation(wrong, DOCUMENTS) == "source changed"


def test_only_true_claims_and_the_citations_they_use_are_kept() -> None:
    claims = [Claim("23 biên chế", "value", (1,)), Claim("99 biên chế", "value", (2,))]
    kept, citations = keep_verified(claims, [cite("23 biên chế"), cite("giảm 12 hộ", 2)], DOCUMENTS)
    assert [claim.text for claim in kept] == ["23 biên chế"] and [citation.n for citation in citations] == [1]


SENTENCES = [
    "Huyện A có 45 % hộ nghèo, giảm 12 hộ.",
    "Đề án được duyệt ngày 12.11.2018 và không thay đổi 23 biên chế.",
    "Ông Trần Văn B, Phó Bí thư Tỉnh ủy, dự kiến họp ngày 5/9/2020 nếu đủ 34 đại biểu.",
    "Chưa có huyện nào hoàn thành 1.500 ha; tất cả 7 xã hoà mạng trước năm 2019.",
]
sentences = st.sampled_from(SENTENCES)
kinds = st.sampled_from(["quote", "prose"])


@given(sentences, kinds, st.data())
def test_a_changed_digit_is_never_verified(sentence: str, kind: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, letter in enumerate(sentence) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != sentence[at]]))
    changed = sentence[:at] + digit + sentence[at + 1 :]
    assert check(changed, kind, [sentence]).state == "unsupported"  # type: ignore[arg-type]


@given(sentences, kinds, st.data())
def test_a_lost_word_is_never_verified(sentence: str, kind: str, data: st.DataObject) -> None:
    words = sentence.split()
    at = data.draw(st.sampled_from([i for i, word in enumerate(words) if word.lower() in PROTECTED]))
    claim = " ".join(words[:at] + words[at + 1 :])
    assert check(claim, kind, [sentence]).state == "unsupported"  # type: ignore[arg-type]


PROTECTED = ("không", "chưa", "giảm", "phó", "dự", "nếu", "tất", "trước")


@given(st.lists(sentences, min_size=1, max_size=4), st.sampled_from(["quote", "prose"]), st.data())
def test_a_run_of_sentences_of_the_source_always_verifies(source: list[str], kind: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(source) - 1))
    last = data.draw(st.integers(first + 1, len(source)))
    claim = " ".join(source[first:last])
    assert check(claim, kind, [" ".join(source)]).state != "unsupported"  # type: ignore[arg-type]


@given(sentences, st.sampled_from([*SENTENCES, "Huyện A có 45 % hộ nghèo.", "23 biên chế", "12/11/2018"]))
def test_decomposed_typing_gets_the_same_verdict(sentence: str, claim: str) -> None:
    def nfd(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    for kind in ("quote", "value", "prose"):
        given_nfc = check(claim, kind, [sentence]).state  # type: ignore[arg-type]
        assert check(nfd(claim), kind, [nfd(sentence)]).state == given_nfc  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("23 biên chế", "Huyện có khoảng 23 biên chế."),
        ("23 biên chế", "Huyện không phải 23 biên chế."),
        ("5", "Huyện thu 5 triệu."),
        ("5", "Huyện giảm 5 %."),
        ("Bí thư Tỉnh ủy", "Ông B là Phó Bí thư Tỉnh ủy."),
        ("năm 2018", "Đề án xong trước năm 2018."),
    ],
)
def test_a_value_does_not_leave_behind_the_word_that_turns_it(value: str, sentence: str) -> None:
    assert check(value, "value", [sentence]).state == "unsupported"


@pytest.mark.parametrize("value", ["khoảng 23 biên chế", "Phó Bí thư Tỉnh ủy"])
def test_a_value_that_takes_the_word_along_is_exact(value: str) -> None:
    assert check(value, "value", ["Phó Bí thư Tỉnh ủy giao khoảng 23 biên chế."]).state == "exact"


def test_a_quote_cut_out_of_a_negated_sentence_is_not_verified_once_the_document_is_at_hand() -> None:
    text = "Huyện A không giảm 5 % hộ nghèo."
    document = Document("a", text, "A")
    start = text.index("giảm")
    citation = Citation("a", start, len(text), text[start:], document_sha256=document.sha256, n=1)
    claim = Claim("giảm 5 % hộ nghèo.", "quote", (1,))
    assert keep_verified([claim], [citation], {"a": document}) == ((), ())
    assert examine(claim, [citation], {"a": document}).lost == ("không",)


def test_prose_may_take_each_sentence_from_another_citation_but_never_half_of_one() -> None:
    quotes = ["Huyện A có 45 hộ.", "Huyện B có 7 xã."]
    assert check("Huyện A có 45 hộ. Huyện B có 7 xã.", "prose", quotes).state != "unsupported"
    assert check("Huyện A có 7 xã.", "prose", quotes).state == "unsupported"
    assert check("Huyện A có 45 hộ, 7 xã.", "prose", quotes).state == "unsupported"


def test_the_words_that_failed_are_told() -> None:
    found = check("Huyện A có 95 % hộ nghèo, giảm 12 hộ.", "prose", [SENTENCES[0]])
    assert (found.state, found.failed, found.lost) == ("unsupported", ("95 %",), ())
    found = check("Đề án được duyệt ngày 12/11/2018 và thay đổi 23 biên chế.", "prose", [SENTENCES[1]])
    assert (found.failed, found.lost) == ((), ("không",))


def test_a_template_has_no_words_to_check_alone() -> None:
    with pytest.raises(ValueError, match="examine"):
        check("Theo tài liệu ghi ngày 18/03/2024.", "template", [TEXT])
