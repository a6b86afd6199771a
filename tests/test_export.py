"""A filed record: everything an auditor needs, and every text the characters it is, in all three forms."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta, timezone
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from stand_in import CORRECTED, FIGURE, FOLLOW_UP, LAM_DONG, StandIn

from assistant.answer import Answer, Citation, Turn
from assistant.chain import GENESIS, LedgerError, Row, canonical, digest
from assistant.export import export, file_name, to_markdown
from assistant.filing import Block, file_blocks, plain

HANOI = timezone(timedelta(hours=7))
EVIL = [
    "<script>alert(1)</script> & <b>đậm</b>",
    "# tiêu đề\n- mục\n1. một\n> trích\n---\n===\n    mã\n```\nmã\n```",
    "**đậm** _nghiêng_ ~~xoá~~ [x](http://evil) ![x](http://evil/x.png) <http://evil>",
    "http://evil.vn www.evil.vn a@evil.vn",
    '=HYPERLINK("http://evil") {INCLUDETEXT "c:\\\\x"} $a$ \\textbf{x} | a | b |',
    "&lt;b&gt; &#x41; \\<b>",
]


def row_of(answer: Answer, /, **changes: Any) -> Row:
    content: dict[str, Any] = {
        "form": 1,
        "n": 7,
        "id": answer.id,
        "previous": GENESIS,
        "time": "2026-11-21T20:30:00.000+00:00",
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.to_record(),
        "build": answer.index_build,
        "model": answer.model,
        "settings": {"encoder": "e5@1"},
        **changes,
    }
    body = canonical(content)
    return Row(7, answer.id, body, digest(body))


def row_asked(question: str) -> Row:
    return row_of(replace(StandIn().ask(question, [Turn(FIGURE)]), id="3f2a"))


def row_saying(text: str) -> Row:
    """A record whose every text that comes from people or documents is this one."""
    answer = StandIn().ask(FIGURE)
    citation = Citation("d", 0, len(text), text, title=text, publisher=text, author=text, url=text, n=1)
    said = replace(answer, id="3f2a", question=text, standalone_question=text + "?", answer=text, citations=(citation,))
    return row_of(said, model=text)


def word_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in WordDocument(BytesIO(content)).paragraphs)


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


def shown(markdown: str) -> str:
    """What a reader of the rendered Markdown sees."""
    return unescape(re.sub(r"<[^>]*>", "", rendered(markdown)))


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", ["md", "docx"])
def test_a_sheet_has_question_answer_exact_quotes_spans_and_hashes(form: str) -> None:
    row = row_asked(FOLLOW_UP)
    content = export(row, form, zone=HANOI)
    text = word_text(content) if form == "docx" else shown(content.decode())
    quote = "Lâm Hà có 20 biên chế"
    start = LAM_DONG.text.index(quote)
    for expected in (
        "BẢN GHI CÂU HỎI VÀ CÂU TRẢ LỜI",
        "Ngày 22 tháng 11 năm 2026",
        "Mã bản ghi: 3f2a",
        "Thời điểm hỏi: 03:30:00 ngày 22/11/2026 (UTC+07:00)",
        FOLLOW_UP,
        "Được hiểu là: Lâm Hà có bao nhiêu biên chế?",
        "20 biên chế [1]",
        f"“{quote}”",
        f"{LAM_DONG.id}, ký tự {start} đến {start + len(quote)}",
        LAM_DONG.sha256,
        f"Mã băm của bản ghi này: {row.hash}",
        GENESIS,
    ):
        assert expected in text


def test_a_word_sheet_is_a4_in_one_type_numbered_and_has_room_to_sign() -> None:
    sheet = WordDocument(BytesIO(export(row_asked(FIGURE), "docx")))
    section = sheet.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert {sheet.styles[name].font.name for name in ("Normal", "Title", "Heading 1")} == {"Times New Roman"}
    assert "PAGE" in section.footer._element.xml and "Bản ghi 3f2a" in section.footer.paragraphs[0].text
    assert [cell.text.split("\n")[0] for cell in sheet.tables[0].rows[0].cells] == ["NGƯỜI LẬP", "NGƯỜI KIỂM TRA"]


@pytest.mark.parametrize("form", ["md", "docx"])
def test_a_refusal_is_filed_with_its_reason_and_correction(form: str) -> None:
    content = export(row_asked(CORRECTED), form)
    text = word_text(content) if form == "docx" else shown(content.decode())
    assert "Không trả lời" in text and "Câu hỏi nêu một điều khác với tài liệu" in text
    assert "Tài liệu nêu Đạ Huoai có 23 biên chế, không phải 19 [1]." in text and "**" not in text


@pytest.mark.parametrize("form", ["md", "docx"])
def test_what_of_the_question_is_left_open_is_filed_with_the_answer(form: str) -> None:
    answer = replace(StandIn().ask(FIGURE, []), notice="Chưa tìm thấy câu trả lời cho phần “kinh phí bao nhiêu”.")
    content = export(row_of(answer), form)
    text = word_text(content) if form == "docx" else shown(content.decode())
    assert f"Lưu ý: {answer.notice}" in text
    content = export(row_asked(FIGURE), form)
    assert "Lưu ý" not in (word_text(content) if form == "docx" else shown(content.decode()))


def test_the_json_can_be_hashed_again() -> None:
    row = row_saying("Đạ Tẻh \ud800 \x1b <b>")
    exported: Mapping[str, Any] = json.loads(export(row, "json"))
    assert exported["hash"] == row.hash == digest(canonical(exported["record"]))
    assert exported["record"]["question"] == "Đạ Tẻh \ud800 \x1b <b>"


@pytest.mark.parametrize("form", ["md", "docx", "json"])
def test_a_changed_record_is_not_filed_as_a_true_one(form: str) -> None:
    row = row_asked(FIGURE)
    with pytest.raises(LedgerError, match="đã bị sửa"):
        export(replace(row, body=row.body.replace("21", "12")), form)


@pytest.mark.parametrize("text", EVIL)
def test_nothing_in_markdown_becomes_markup(text: str) -> None:
    markdown = export(row_saying(text), "md").decode()
    honest = export(row_saying("văn bản"), "md").decode()
    tags, honest_tags = (set(re.findall(r"<(\w+)", rendered(sheet))) for sheet in (markdown, honest))
    assert tags <= honest_tags | {"br"}
    assert one_line(text) in one_line(shown(markdown))


@given(st.text(max_size=60))
def test_any_text_is_read_back_from_markdown_as_it_is_filed(text: str) -> None:
    block = Block("quote", plain(text))
    html = rendered(to_markdown([block], "ngày"))
    assert set(re.findall(r"<(\w+)", html)) <= {"h1", "p", "em", "blockquote", "br"}
    quoted = unescape(re.sub(r"<[^>]*>", "", html[html.index("<blockquote>") :]))
    assert "".join(quoted.split()) == "“" + "".join(block.text.split()) + "”"


@pytest.mark.parametrize("text", EVIL)
def test_nothing_in_word_becomes_a_field_a_link_or_markup(text: str) -> None:
    content = export(row_saying(text), "docx")
    parts = ZipFile(BytesIO(content))
    body = parts.read("word/document.xml").decode()
    assert not re.search("<w:(hyperlink|fldSimple|instrText|fldChar)|<script", body)
    assert "evil" not in parts.read("word/_rels/document.xml.rels").decode()
    assert one_line(text) in one_line(word_text(content))


@settings(max_examples=25)  # a Word file takes a tenth of a second
@given(st.text(max_size=30))
def test_any_text_can_be_filed_in_word(text: str) -> None:
    assert "".join(plain(text).split()) in "".join(word_text(export(row_saying(text), "docx")).split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("23\u200b5", "23⟨U+200B⟩5"),
        ("\u202eếhc nêib", "⟨U+202E⟩ếhc nêib"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("\ud800", "⟨U+D800⟩"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("ế – “ợ” … 😀", "ế – “ợ” … 😀"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, written: str) -> None:
    assert plain(text) == written


def test_a_record_that_is_none_of_ours_is_told_and_not_guessed_at() -> None:
    row = row_of(StandIn().ask(FIGURE), answer={"status": "answered"})
    with pytest.raises(LedgerError, match="không đúng dạng"):
        file_blocks(row)


def test_a_files_name_has_no_character_that_a_system_reads_otherwise() -> None:
    assert file_name(replace(row_asked(FIGURE), id='../a"; x\r\n.exe'), "docx") == "ban-ghi-7-axexe.docx"
