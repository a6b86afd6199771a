"""The page as a person meets it: a real Chromium against a running server, no host but this one."""

import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from faulty_server import ModelServer
from faulty_server import serving as serving_model
from stand_in import BROKEN, FIGURE, FOLLOW_UP, HISTORY, REFUSED, StandIn

from assistant.ledger import Ledger
from assistant.recording import OFF, Recording

if TYPE_CHECKING:
    from assistant.answerer import Assistant
    from assistant.loading import Asked

pytestmark = [pytest.mark.slow, pytest.mark.browser]
sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


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


def serving(assistant: "Asked", recording: Recording = OFF, model: str = "") -> Iterator[str]:
    import uvicorn

    from assistant.api import LOOPBACK, create_app
    from assistant.app import mount
    from assistant.underway import Desk

    listener, desk = socket.create_server(("127.0.0.1", 0)), Desk()
    app = create_app(assistant, recording=recording, desk=desk, allowed_hosts=LOOPBACK)
    app = mount(app, assistant, recording=recording, desk=desk, model=model)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


STAFF = "Huyện Đạ Huoai có bao nhiêu biên chế?"
TRUE, UNTRUE, AGAIN = (
    '{"id": 1, "quote": "Huyện Đạ Huoai có 23 biên chế", "text": "Huyện Đạ Huoai có 23 biên chế."}',
    '{"id": 1, "quote": "Huyện Đạ Huoai có 23 biên chế", "text": "Huyện Đạ Huoai có 25 biên chế."}',
    '{"id": 1, "quote": "Đạ Tẻh 21 biên chế", "text": "Đạ Tẻh 21 biên chế."}',
)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A language model that writes a line whenever it is let: one true, one untrue, one true."""
    with serving_model("\n".join((TRUE, UNTRUE, AGAIN)), "by line") as server:
        yield server


@pytest.fixture
def spoken_url(assistant: "Assistant", model: ModelServer) -> Iterator[str]:
    """A running server with the real assistant and a language model that takes its time."""
    from assistant.answerer import Assistant
    from assistant.opening import open_speaker

    speaker = open_speaker(model.url, "thử-1b", deadline=20)
    yield from serving(Assistant(assistant.index, assistant.glossary, speaker=speaker), model="thử-1b")


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"no Chromium at {CHROMIUM}: make chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Reader:
    """A person at the page, and everything the page asked the network for."""

    def __init__(self, browser: "sync_api.Browser", url: str, folder: Path, **options: object) -> None:
        self.folder = folder
        self.context = browser.new_context(locale="vi-VN", **options)
        self.page = self.context.new_page()
        self.asked_hosts: set[str] = set()
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked_hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.goto(url)
        self.page.locator("#conversation :is(.welcome, .turn)").first.wait_for()

    def ask(self, question: str) -> "sync_api.Locator":
        """Type a question, send it with Enter, and wait for what it gets."""
        before = self.page.locator("#conversation .turn:not(.failed)").count()
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        turn = self.page.locator("#conversation .turn").nth(before)
        turn.wait_for()
        self.page.wait_for_function("document.querySelector('#working .working').hidden")
        return turn

    def shoot(self, name: str) -> None:
        """Keep a picture for whoever wants to look."""
        self.page.wait_for_timeout(300)  # the sheet slides in
        self.page.screenshot(path=self.folder / f"{name}.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("ASSISTANT_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def reader(browser: "sync_api.Browser", url: str, folder: Path) -> Iterator[Reader]:
    reader = Reader(browser, url, folder, viewport=DESKTOP)
    yield reader
    reader.context.close()


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone-light", "phone-dark"])
def test_three_questions_a_citation_and_the_whole_document(
    browser: "sync_api.Browser", url: str, folder: Path, name: str
) -> None:
    device, scheme = name.split("-")
    reader = Reader(browser, url, folder, viewport=PHONE if device == "phone" else DESKTOP, color_scheme=scheme)
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
    browser: "sync_api.Browser", real_url: str, folder: Path, name: str
) -> None:
    reader = Reader(browser, real_url, folder, viewport=PHONE if "phone" in name else DESKTOP)
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
    assert reader.ask(FIGURE).locator(".cite").count() == 2
    assert reader.page.locator(".turn.failed").count() == 0


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


def test_an_answer_is_copied_with_its_references(browser: "sync_api.Browser", url: str, folder: Path) -> None:
    reader = Reader(browser, url, folder, viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    reader.ask(FIGURE).locator("[data-action=copy]").click()
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Hỏi: {FIGURE}\nĐáp: 21 biên chế [1]") and "Lamdongtv.vn" in copied
    reader.context.close()


def test_an_answers_record_is_downloaded_as_a_file_and_found_again_after_a_reload(
    browser: "sync_api.Browser", recorded_url: str, folder: Path
) -> None:
    reader = Reader(browser, recorded_url, folder, viewport=PHONE)
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


def send(reader: Reader, question: str) -> "sync_api.Locator":
    """Send a question and wait for what is shown of its answer while a model writes."""
    reader.page.fill("#question textarea", question)
    reader.page.keyboard.press("Enter")
    so_far = reader.page.locator("#working .so-far .answer")
    so_far.wait_for()
    return so_far


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone-light", "phone-dark"])
def test_while_a_model_writes_each_verified_claim_is_shown_and_no_other(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, folder: Path, name: str
) -> None:
    device, scheme = name.split("-")
    reader = Reader(browser, spoken_url, folder, viewport=PHONE if device == "phone" else DESKTOP, color_scheme=scheme)
    reader.shoot(f"{name}-model-welcome")
    so_far = send(reader, STAFF)
    sync_api.expect(so_far.locator(".claim-value strong")).to_have_text("23 biên chế")  # before any word of the model
    sync_api.expect(reader.page.locator("#working [role=status]").first).to_contain_text("chỉ hiện câu đã đối chiếu")
    sync_api.expect(so_far.locator(".claim-prose")).to_have_count(0)
    reader.shoot(f"{name}-model-begun")
    model.lines.release()
    sync_api.expect(so_far.locator(".claim-prose")).to_have_text(re.compile("Huyện Đạ Huoai có 23 biên chế"))
    so_far.locator(".cite").first.click()  # its sources may be read while it is written
    sync_api.expect(reader.page.locator("#sources .source[data-n='1'] mark")).to_be_in_viewport()
    reader.page.keyboard.press("Escape")
    model.lines.release()
    reader.page.wait_for_timeout(1200)  # two more looks
    reader.shoot(f"{name}-model-writing")
    assert "25 biên chế" not in reader.page.locator("#working").inner_text()
    model.lines.release(9)
    turn = reader.page.locator("#conversation .turn")
    turn.wait_for()
    sync_api.expect(reader.page.locator("#working .working")).to_be_hidden()
    assert "diễn đạt bởi thử-1b" in turn.inner_text() and "25 biên chế" not in turn.inner_text()
    reader.shoot(f"{name}-model-done")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.asked_hosts == {urlsplit(spoken_url).netloc} and reader.complaints == []
    reader.context.close()


def test_a_model_is_stopped_and_what_was_verified_stays(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, folder: Path
) -> None:
    reader = Reader(browser, spoken_url, folder, viewport=DESKTOP)
    so_far = send(reader, STAFF)
    model.lines.release()
    so_far.locator(".claim-prose").wait_for()
    reader.page.get_by_role("button", name="Dừng").click()
    turn = reader.page.locator("#conversation .turn")
    turn.wait_for()
    assert turn.locator(".claim-prose").count() == 1 and "được dừng" in turn.locator(".notice").inner_text()
    reader.shoot("desktop-model-stopped")
    reader.context.close()


def test_a_model_that_dies_leaves_the_extractive_answer_and_the_page_says_so(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, folder: Path
) -> None:
    reader = Reader(browser, spoken_url, folder, viewport=PHONE)
    send(reader, STAFF)
    model.closing.set()  # the connection ends in the middle of the reply
    turn = reader.page.locator("#conversation .turn")
    turn.wait_for()
    assert turn.locator(".claim-value strong").inner_text() == "23 biên chế"
    assert "trích nguyên văn" in turn.locator(".notice").inner_text()
    reader.shoot("phone-model-died")
    reader.context.close()


def test_a_reader_does_without_the_model_and_that_is_said_and_kept(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, folder: Path
) -> None:
    reader = Reader(browser, spoken_url, folder, viewport=PHONE)
    reader.page.uncheck("[data-choice=model]")
    turn = reader.ask(STAFF)
    assert "không dùng mô hình ngôn ngữ" in turn.locator(".notice").inner_text() and model.asked == []
    reader.page.reload()
    reader.page.locator("#conversation .turn").wait_for()
    assert not reader.page.is_checked("[data-choice=model]")
    reader.shoot("phone-model-unasked")
    reader.context.close()


def test_where_no_model_is_set_nothing_offers_one(reader: Reader) -> None:
    assert reader.page.locator("[data-choice]").count() == 0
    assert reader.ask(FIGURE).locator(".notice").count() == 0
