"""The check: what stands in the source passes, everything else fails."""

from dataclasses import replace

import pytest

from assistant.answer import Citation, Claim
from assistant.template import render, slots_of
from assistant.verify import check_citation, check_claim, keep_verified
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


def test_prose_and_claims_without_a_citation_are_never_verified() -> None:
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
