"""The page as a person meets it: a real Chromium against a running server, no host but this one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP, PHONE, Reader, serving, sync_api
from stand_in import BROKEN, FIGURE, FOLLOW_UP, HISTORY, REFUSED, StandIn

from assistant.ledger import Ledger
from assistant.recording import Recording

if TYPE_CHECKING:
    from assistant.answerer import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A running server with records made for looking at every part of the page."""
    yield from serving(StandIn())


@pytest.fixture(scope="module")
def recorded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server that keeps what it answers."""
    yield from serving(StandIn(), Recording(Ledger(tmp_path_factory.mktemp("data") / "ledger.db")))


@pytest.fixture(scope="module")
def real_url(assistant: "Assistant") -> Iterator[str]:
    """A running server with the real assistant over the bundled corpus."""
    yield from serving(assistant)


@pytest.fixture
def reader(browser: "sync_api.Browser", url: str, screenshots: Path) -> Iterator[Reader]:
    reader = Reader(browser, url, screenshots, viewport=DESKTOP)
    yield reader
    reader.context.close()


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone-light", "phone-dark"])
def test_three_questions_a_citation_and_the_whole_document(
    browser: "sync_api.Browser", url: str, screenshots: Path, name: str
) -> None:
    device, scheme = name.split("-")
    reader = Reader(browser, url, screenshots, viewport=PHONE if device == "phone" else DESKTOP, color_scheme=scheme)
    page = reader.page
    reader.shoot(f"{name}-welcome")
    figure = reader.ask(FIGURE)
    assert figure.locator(".claim-value strong").inner_text() == "21 biên chế"
    follow_up = reader.ask(FOLLOW_UP)
    assert "Được hiểu là: Lâm Hà" in follow_up.inner_text()
    refusal = reader.ask(REFUSED)
    assert refusal.locator(".refusal").is_visible() and "không phải câu trả lời" in refusal.inner_text()
    reader.shoot(f"{name}-refusal")

    figure.locator(".cite").first.click()  # in the oldest answer: its own sources open, not the newest's
    source = page.locator("#sources .source[data-n='1']")
    sync_api.expect(source.locator("mark")).to_have_text("Đạ Tẻh có 21 biên chế")
    sync_api.expect(source.locator("mark")).to_be_in_viewport()
    reader.shoot(f"{name}-source")
    source.locator("a.open-document").click()
    mark = page.locator("#sources article.document mark")
    sync_api.expect(mark).to_be_in_viewport()
    reader.shoot(f"{name}-document")
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("#sources .source")).to_have_count(2)
    page.keyboard.press("Escape")
    sync_api.expect(figure.locator(".cite").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.asked_hosts == {urlsplit(url).netloc} and reader.complaints == []
    reader.context.close()


@pytest.mark.parametrize("name", ["real-desktop", "real-phone"])
def test_the_whole_path_with_the_real_model_index_and_documents(
    browser: "sync_api.Browser", real_url: str, screenshots: Path, name: str
) -> None:
    reader = Reader(browser, real_url, screenshots, viewport=PHONE if "phone" in name else DESKTOP)
    assert reader.page.locator("[data-ask]").count() > 2
    figure = reader.ask("Huyện Đạ Huoai có bao nhiêu biên chế?")
    assert figure.locator(".claim-value strong").inner_text() == "23 biên chế"
    figure.locator(".cite").first.click()
    mark = reader.page.locator("#sources .source[data-n='1'] mark")
    sync_api.expect(mark).to_contain_text("Huyện Đạ Huoai có 23 biên chế")
    reader.shoot(f"{name}-source")
    reader.page.keyboard.press("Escape")
    follow_up = reader.ask("con huyen lam ha thi sao")
    assert "Được hiểu là: Huyện Lâm Hà" in follow_up.inner_text()
    assert follow_up.locator(".claim-value strong").inner_text() == "20 biên chế"
    refusal = reader.ask("Huyện Bảo Lâm có bao nhiêu biên chế?")
    assert "Bảo Lâm" in refusal.locator(".refusal").inner_text() and refusal.locator(".claim-value").count() == 0
    reader.shoot(f"{name}-refusal")
    assert reader.asked_hosts == {urlsplit(real_url).netloc} and reader.complaints == []
    reader.context.close()


def test_a_reload_restores_the_conversation_with_its_citations(reader: Reader) -> None:
    reader.ask(FIGURE)
    reader.page.reload()
    turn = reader.page.locator("#conversation .turn")
    turn.locator(".cite").nth(1).click()
    assert "ba huyện" in reader.page.locator("#sources .source.active mark").inner_text()
    assert "Lâm Hà có bao nhiêu" in reader.ask(FOLLOW_UP).inner_text()  # the history came back as well


def test_a_new_conversation_starts_empty(reader: Reader) -> None:
    reader.ask(FIGURE)
    reader.page.click("[data-action=new]")
    reader.page.locator("#conversation .welcome").wait_for()
    assert reader.page.locator("#sources .source").count() == 0
    reader.page.reload()
    reader.page.locator("#conversation .welcome").wait_for()


def test_an_example_is_asked_by_keyboard_and_the_box_has_the_focus_again(reader: Reader) -> None:
    reader.page.locator(f"[data-ask='{HISTORY}']").focus()
    reader.page.keyboard.press("Enter")
    reader.page.locator("#conversation .turn").wait_for()
    sync_api.expect(reader.page.locator("#question textarea")).to_be_focused()
    assert reader.page.locator("#question textarea").input_value() == ""


def test_shift_enter_breaks_the_line_and_sends_nothing(reader: Reader) -> None:
    reader.page.fill("#question textarea", "một")
    reader.page.keyboard.press("Shift+Enter")
    reader.page.keyboard.type("hai")
    assert reader.page.locator("#question textarea").input_value() == "một\nhai"
    assert reader.page.locator("#conversation .turn").count() == 0


def test_a_broken_assistant_says_so_and_the_question_is_back_in_the_box_every_time(reader: Reader) -> None:
    for _ in range(2):
        turn = reader.ask(BROKEN)
        assert "Trợ lý gặp lỗi" in turn.locator(".failure").inner_text()
        sync_api.expect(reader.page.locator("#question textarea")).to_have_value(BROKEN)
    reader.shoot("desktop-failure")
    sync_api.expect(reader.ask(FIGURE).locator(".cite")).to_have_count(2)  # it takes the place of the failed one
    sync_api.expect(reader.page.locator(".turn.failed")).to_have_count(0)


def test_a_server_that_cannot_be_reached_is_said_and_the_question_is_kept(reader: Reader) -> None:
    reader.context.set_offline(True)
    reader.page.fill("#question textarea", FIGURE)
    reader.page.keyboard.press("Enter")
    sync_api.expect(reader.page.locator("#working .lost p")).to_contain_text(
        "Không liên lạc được với trợ lý", timeout=10_000
    )
    sync_api.expect(reader.page.locator("#question textarea")).to_have_value(FIGURE)
    with reader.page.expect_event("load", timeout=15_000):
        reader.context.set_offline(False)  # Gradio reloads the page by itself
    sync_api.expect(reader.page.locator("#question textarea")).to_have_value(FIGURE)
    assert reader.ask(FIGURE).locator(".cite").count() == 2


def test_an_answer_is_copied_with_its_references(browser: "sync_api.Browser", url: str, screenshots: Path) -> None:
    reader = Reader(browser, url, screenshots, viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    reader.ask(FIGURE).locator("[data-action=copy]").click()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Hỏi: {FIGURE}\nĐáp: 21 biên chế [1]") and "Lamdongtv.vn" in copied
    reader.context.close()


def test_an_answers_record_is_downloaded_as_a_file_and_found_again_after_a_reload(
    browser: "sync_api.Browser", recorded_url: str, screenshots: Path
) -> None:
    reader = Reader(browser, recorded_url, screenshots, viewport=PHONE)
    assert "được ghi vào sổ" in reader.page.locator(".ledger-note").inner_text()
    reader.ask(FIGURE)
    reader.page.reload()
    record = reader.page.locator("#conversation .turn .record")
    name = record.locator("code").inner_text()
    for form, begins in (("Word", b"PK"), ("Markdown", b"# B"), ("JSON", b"{")):
        with reader.page.expect_download() as download:
            record.get_by_text(form).click()
        assert Path(download.value.path()).read_bytes().startswith(begins)
    exported = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert exported["record"]["id"] == name and exported["record"]["question"] == FIGURE
    reader.shoot("phone-record")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth") and reader.complaints == []
    reader.context.close()


def test_what_is_typed_is_shown_as_typed_and_runs_nothing(reader: Reader) -> None:
    evil = "<img src=x onerror=document.title='bad'> [x](http://evil) ${document.title='bad'} {{1}} **đậm**"
    turn = reader.ask(evil)
    assert evil in turn.locator(".asked").inner_text()
    assert reader.page.title() == "Trợ lý tài liệu" and turn.locator("img").count() == 0
    assert reader.complaints == []


def test_the_theme_is_chosen_and_kept(reader: Reader) -> None:
    reader.page.click("[data-action=theme]")
    reader.page.reload()
    assert reader.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_where_no_model_is_set_nothing_offers_one(reader: Reader) -> None:
    assert reader.page.locator("[data-choice]").count() == 0
    assert reader.ask(FIGURE).locator(".notice").count() == 0
