"""The page while a language model writes: what is shown so far, what stops it, and doing without it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP, PHONE, Reader, serving, sync_api
from faulty_server import ModelServer
from faulty_server import serving as serving_model

if TYPE_CHECKING:
    from assistant.answerer import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.browser]

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


def send(reader: Reader, question: str) -> "sync_api.Locator":
    """Send a question and wait for what is shown of its answer while a model writes."""
    reader.page.fill("#question textarea", question)
    reader.page.keyboard.press("Enter")
    so_far = reader.page.locator("#working .so-far .answer")
    so_far.wait_for()
    return so_far


@pytest.mark.parametrize("name", ["desktop-light", "desktop-dark", "phone-light", "phone-dark"])
def test_while_a_model_writes_each_verified_claim_is_shown_and_no_other(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, screenshots: Path, name: str
) -> None:
    device, scheme = name.split("-")
    reader = Reader(
        browser, spoken_url, screenshots, viewport=PHONE if device == "phone" else DESKTOP, color_scheme=scheme
    )
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
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, screenshots: Path
) -> None:
    reader = Reader(browser, spoken_url, screenshots, viewport=DESKTOP)
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
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, screenshots: Path
) -> None:
    reader = Reader(browser, spoken_url, screenshots, viewport=PHONE)
    send(reader, STAFF)
    model.closing.set()  # the connection ends in the middle of the reply
    turn = reader.page.locator("#conversation .turn")
    turn.wait_for()
    assert turn.locator(".claim-value strong").inner_text() == "23 biên chế"
    assert "trích nguyên văn" in turn.locator(".notice").inner_text()
    reader.shoot("phone-model-died")
    reader.context.close()


def test_a_reader_does_without_the_model_and_that_is_said_and_kept(
    browser: "sync_api.Browser", spoken_url: str, model: ModelServer, screenshots: Path
) -> None:
    reader = Reader(browser, spoken_url, screenshots, viewport=PHONE)
    reader.page.uncheck("[data-choice=model]")
    turn = reader.ask(STAFF)
    assert "không dùng mô hình ngôn ngữ" in turn.locator(".notice").inner_text() and model.asked == []
    reader.page.reload()
    reader.page.locator("#conversation .turn").wait_for()
    assert not reader.page.is_checked("[data-choice=model]")
    reader.shoot("phone-model-unasked")
    reader.context.close()
