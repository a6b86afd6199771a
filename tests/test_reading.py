import re

import pytest
from stand_in import DOCUMENTS, LAM_DONG, TO_CHUC, cited

from assistant.reading import document_href, document_html, format_date, paragraph_html, source_date, source_html
from corpus.document import Document

EVIL = '<img src=x onerror="alert(1)"> [x](http://evil) **đậm** javascript:alert(1) `${alert(1)}` {{value}}'


@pytest.mark.parametrize(
    ("iso", "shown"),
    [("2017-09-28", "28/09/2017"), ("2025-07", "07/2025"), ("2024", "2024"), ("", ""), ("không rõ", "không rõ")],
)
def test_a_date_is_written_the_vietnamese_way(iso: str, shown: str) -> None:
    assert format_date(iso) == shown


def test_a_source_says_when_it_appeared_or_when_what_it_tells_happened() -> None:
    assert source_date(Document("d", "x", "t", published="2018-04")) == "Đăng tháng 04/2018"
    assert source_date(Document("d", "x", "t", event_date="2021-03-01")) == "Sự kiện ngày 01/03/2021"
    assert source_date(Document("d", "x", "t")) == "Không rõ ngày"


def test_the_paragraph_around_a_quote_has_exactly_the_quoted_words_marked() -> None:
    quote = "Đạ Tẻh có 21 biên chế"
    start = LAM_DONG.text.index(quote)
    shown = paragraph_html(LAM_DONG.text, start, start + len(quote))
    assert f"<mark>{quote}</mark>" in shown
    assert shown.startswith("Số biên chế") and shown.endswith("thực hiện”.")


def test_a_very_long_paragraph_is_cut_at_words_around_the_quote() -> None:
    text = "chữ " * 1000 + "ĐÂY LÀ CÂU TRÍCH" + " chữ" * 1000
    start = text.index("ĐÂY")
    shown = paragraph_html(text, start, start + len("ĐÂY LÀ CÂU TRÍCH"))
    assert len(shown) < 1600 and shown.startswith("… chữ") and shown.endswith("chữ …")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("original", "Bản gốc"), ("account", "do trợ lý biên soạn từ bản gốc"), ("background", "Tư liệu nền")],
)
def test_the_reader_is_told_whose_words_a_quote_is(kind: str, words: str) -> None:
    document = Document("d", "Một câu.", "Tên", kind=kind)  # type: ignore[arg-type]
    assert words in source_html(cited(document, "Một câu.", 1), {"d": document})


def test_a_quote_that_the_document_no_longer_says_is_shown_as_changed() -> None:
    citation = cited(LAM_DONG, "Đạ Tẻh có 21 biên chế", 1)
    edited = Document(LAM_DONG.id, LAM_DONG.text.replace("21", "22"), LAM_DONG.title)
    shown = source_html(citation, {LAM_DONG.id: edited})
    assert "đã thay đổi" in shown and "Khớp nguyên văn" not in shown


def test_a_quote_from_a_document_that_is_gone_says_so_and_links_nowhere() -> None:
    shown = source_html(cited(LAM_DONG, "Đạ Tẻh có 21 biên chế", 1), {})
    assert "không còn trong kho tài liệu" in shown and "<a " not in shown


def test_a_whole_document_shows_every_character_and_marks_the_span_once() -> None:
    start = TO_CHUC.text.index("thí điểm")
    shown = document_html(TO_CHUC, (start, len(TO_CHUC.text)))  # the span runs over two paragraphs
    body = shown[shown.index('class="document-text"') : shown.index('class="fingerprint"')]
    assert re.sub(r"<[^>]+>", "", body).count("2018-2021") == 1
    assert shown.count('id="mark"') == 1 and shown.count("<mark") == 2
    assert TO_CHUC.sha256 in shown


def test_an_address_is_shown_as_text_and_never_as_a_link() -> None:
    assert "https://www.xaydungdang.org.vn" in document_html(TO_CHUC)
    assert "<a " not in document_html(TO_CHUC)


def test_nothing_in_a_document_becomes_markup_or_a_link() -> None:
    document = Document(EVIL, f"# {EVIL}\n\n{EVIL}\n", EVIL, publisher=EVIL, author=EVIL, published=EVIL, url=EVIL)
    citation = cited(document, EVIL, 1)
    for shown in (source_html(citation, {EVIL: document}), document_html(document, (0, 30))):
        assert "<img" not in shown and "<strong" not in shown
        assert all(href.startswith("documents/%3Cimg") for href in re.findall(r'href="([^"]*)"', shown))


def test_a_document_address_survives_any_identifier() -> None:
    assert document_href("a/../b?c", 1, 2) == "documents/a%2F..%2Fb%3Fc?start=1&end=2#mark"
    assert set(DOCUMENTS) == {"lamdong-2020", "xaydung-2017", "toquyet-2018"}
