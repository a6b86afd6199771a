"""A citation is read with its whole sentence."""

from assistant.answer import Citation
from assistant.context import cited_sentences
from corpus.document import Document

TEXT = "Huyện A không giảm 5 % hộ nghèo. Huyện B tăng 7 %.\n\nMục hai\n\nDòng cuối không có chấm"
DOCUMENT = Document("a", TEXT, "A")


def context(quote: str, document: Document | None = DOCUMENT) -> str:
    start = TEXT.index(quote)
    return cited_sentences(Citation("a", start, start + len(quote), quote), document)


def test_a_piece_is_widened_to_its_sentence() -> None:
    assert context("giảm 5 %") == "Huyện A không giảm 5 % hộ nghèo."


def test_a_piece_of_two_sentences_is_widened_to_both() -> None:
    assert context("hộ nghèo. Huyện B") == "Huyện A không giảm 5 % hộ nghèo. Huyện B tăng 7 %."


def test_a_whole_sentence_or_line_stays_as_it_is() -> None:
    for quote in ("Huyện B tăng 7 %.", "Mục hai", "Dòng cuối không có chấm"):
        assert context(quote) == quote


def test_without_the_document_the_quote_is_all_there_is() -> None:
    assert context("giảm 5 %", None) == "giảm 5 %"
    assert context("giảm 5 %", Document("a", f"Mới. {TEXT}", "A")) == "giảm 5 %"
