import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from stand_in import CORRECTED, DOCUMENTS, FIGURE, FOLLOW_UP, LAM_DONG, StandIn, cited
from test_reading import EVIL

from assistant.answer import Answer, Claim, Turn
from assistant.frame import choice_html, header_html, welcome_html
from assistant.page import REFUSALS, conversation_html, failed_html, partial_html, plain_text, turn_html
from corpus.document import Document

REFUSED = "Huyện Di Linh có bao nhiêu biên chế?"


def turn(question: str) -> Answer:
    return StandIn().ask(question, [Turn(FIGURE)])


class Outline(HTMLParser):
    """The elements and attributes of a piece of HTML, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_the_direct_answer_comes_first_and_strong_with_its_mark() -> None:
    shown = turn_html(turn(FIGURE), DOCUMENTS)
    answer = shown[shown.index('class="answer"') :]
    assert answer.index("<strong>21 biên chế</strong>") < answer.index("“Số biên chế")
    assert re.search(r"</strong> <button[^>]*data-n=\"1\"", answer)


def test_every_mark_is_a_button_that_names_its_source() -> None:
    shown = turn_html(turn(FIGURE), DOCUMENTS)
    marks = re.findall(r'<button type="button" class="cite" data-n="(\d)" aria-label="Mở nguồn \1: ([^"]+)"', shown)
    assert marks == [("1", LAM_DONG.title), ("2", LAM_DONG.title)]


def test_a_mark_without_a_source_is_no_button() -> None:
    answer = replace(turn(REFUSED), answer="Không có [7].")
    assert "[7]" in turn_html(answer, DOCUMENTS) and 'data-n="7"' not in turn_html(answer, DOCUMENTS)


def test_the_understood_question_is_shown_only_when_it_differs() -> None:
    assert "Được hiểu là: Lâm Hà có bao nhiêu biên chế?" in turn_html(turn(FOLLOW_UP), DOCUMENTS)
    assert "Được hiểu là" not in turn_html(turn(FIGURE), DOCUMENTS)


@pytest.mark.parametrize("reason", REFUSALS)
def test_a_refusal_says_in_words_that_it_is_one(reason: str) -> None:
    shown = turn_html(replace(turn(REFUSED), reason=reason), DOCUMENTS)  # type: ignore[arg-type]
    assert 'class="refusal"' in shown and REFUSALS[reason] in shown and 'class="answer"' not in shown


def test_near_passages_are_called_no_answer_and_suggestions_can_be_asked() -> None:
    shown = turn_html(turn(REFUSED), DOCUMENTS)
    assert "Gần nhất trong tài liệu <em>(không phải câu trả lời)</em>" in shown
    assert f'data-ask="{FIGURE}"' in shown


def test_a_correction_in_a_refusal_carries_its_source() -> None:
    shown = turn_html(turn(CORRECTED), DOCUMENTS)
    assert "<strong>23 biên chế</strong>" in shown and 'class="cite" data-n="1"' in shown


def test_each_turn_carries_its_own_sources() -> None:
    shown = conversation_html([turn(FIGURE), turn(FOLLOW_UP)], DOCUMENTS)
    first, second = shown.split('<article class="turn answered"')[1:]
    assert "<mark>Đạ Tẻh có 21 biên chế</mark>" in first and "<mark>Lâm Hà có 20 biên chế</mark>" not in first
    assert "<mark>Lâm Hà có 20 biên chế</mark>" in second


def test_the_record_of_a_turn_can_be_read_back_from_the_page() -> None:
    record = re.search(r'data-record="([^"]*)"', turn_html(turn(FIGURE), DOCUMENTS))
    assert record and json.loads(unescape(record[1])) == json.loads(json.dumps(turn(FIGURE).to_record()))


def test_the_copied_text_has_question_answer_and_numbered_references() -> None:
    assert plain_text(turn(CORRECTED)).splitlines() == [
        f"Hỏi: {CORRECTED}",
        "Không trả lời: Câu hỏi nêu một điều khác với tài liệu",
        "Đáp: Tài liệu nêu Đạ Huoai có 23 biên chế, không phải 19 [1].",
        "",
        "Nguồn:",
        f"[1] {LAM_DONG.title}. Lamdongtv.vn · Tác giả: Mạnh Thành · Không rõ ngày.",
        "    “Đạ Huoai có 23 biên chế”",
    ]


def test_an_answer_leads_to_its_record_or_says_that_it_has_none() -> None:
    kept = turn_html(replace(turn(FIGURE), record_id="3f2a"), DOCUMENTS)
    assert '<a href="api/records/3f2a/export?format=docx" download>Word</a>' in kept
    unkept = turn_html(turn(FIGURE), DOCUMENTS)
    assert "Câu trả lời này không được ghi sổ." in unkept and "api/records" not in unkept


def test_the_name_of_a_record_cannot_lead_elsewhere() -> None:
    shown = turn_html(replace(turn(FIGURE), record_id='"><b>//evil/../x?y'), DOCUMENTS)
    assert "<b>" not in shown and "api/records/%22%3E%3Cb%3E%2F%2Fevil%2F..%2Fx%3Fy/export" in shown


def test_a_visitor_is_told_before_asking_whether_questions_are_kept() -> None:
    kept, unkept = (welcome_html([], n_documents=1, is_ready=True, is_recorded=is_on) for is_on in (True, False))
    assert "được ghi vào sổ" in kept and "không được ghi sổ" in unkept


def test_a_failure_keeps_the_question_and_offers_to_ask_again() -> None:
    shown = failed_html("Câu hỏi?", "Trợ lý gặp lỗi.")
    assert 'data-ask="Câu hỏi?"' in shown and "Trợ lý gặp lỗi." in shown and "data-record" not in shown


def test_the_first_page_offers_questions_and_says_while_it_is_loading() -> None:
    assert 'data-ask="A?"' in welcome_html(["A?"], n_documents=11, is_ready=True)
    assert "data-waiting" in welcome_html([], n_documents=0, is_ready=False)
    assert "11 tài liệu" in header_html(11, "abc") and "bản dựng abc" in header_html(11, "abc")


def test_nothing_anybody_typed_or_wrote_becomes_markup() -> None:
    document = Document("d", EVIL, EVIL, publisher=EVIL)
    honest = Document("d", "văn bản", "tên", publisher="nơi đăng")
    shapes = []
    for text, source in ((EVIL, document), ("văn bản", honest)):
        answer = Answer(
            id="1",
            question=text,
            standalone_question=text + "?",
            status="answered",
            answer=text,
            claims=(Claim(text, "quote", (1,)),),
            citations=(cited(source, source.text, 1),),
            nearest=(cited(source, source.text, 1),),
            suggestions=(text,),
            model=text,
        )
        refusal = replace(answer, status="refused", reason="ambiguous", answer="x", claims=())
        shown = conversation_html([answer, refusal], {"d": source}) + failed_html(text, text)
        shown += welcome_html([text], n_documents=1, is_ready=True) + header_html(1, text)
        shapes.append(Outline(shown))
    assert shapes[0].tags == shapes[1].tags
    assert [name for name, _ in shapes[0].attributes] == [name for name, _ in shapes[1].attributes]
    assert all((value or "").startswith("documents/") for name, value in shapes[0].attributes if name == "href")


def test_what_became_of_the_language_model_is_said_under_the_answer_escaped() -> None:
    answer = replace(turn(FIGURE), notice=f"Mô hình hỏng {EVIL}")
    shown = turn_html(answer, DOCUMENTS)
    assert '<p class="notice">Mô hình hỏng ' in shown and "img" not in Outline(shown).tags
    assert 'class="notice"' not in turn_html(turn(FIGURE), DOCUMENTS)


def test_an_answer_under_way_shows_its_claims_and_sources_and_nothing_to_keep() -> None:
    shown = partial_html(turn(FIGURE), DOCUMENTS)
    assert "<strong>21 biên chế</strong>" in shown and shown.count('class="cite"') == 2
    assert Outline(shown).tags.count("section") == 2  # its two sources
    assert "data-record" not in shown and "Sao chép" not in shown


def test_a_reader_may_do_without_the_model_only_where_there_is_one() -> None:
    assert choice_html("") == ""
    assert "<b>" not in choice_html("<b>") and "checked" in choice_html("qwen")
