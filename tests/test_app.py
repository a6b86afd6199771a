import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from stand_in import BROKEN as BREAKING
from stand_in import FIGURE, FOLLOW_UP, StandIn

from assistant.answer import Turn
from assistant.api import create_app
from assistant.app import Wish, answered, mount, restored, wish_of
from assistant.chain import read_content
from assistant.guard import BROKEN
from assistant.ledger import Ledger
from assistant.recording import Recording

pytestmark = pytest.mark.slow  # importing Gradio takes seconds


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    assistant = StandIn()
    with TestClient(mount(create_app(assistant), assistant)) as client:
        yield client


def test_a_conversation_comes_back_from_what_the_browser_kept() -> None:
    turn = StandIn().ask(FIGURE)
    kept = json.loads(json.dumps(turn.to_record()))
    assert restored([kept]) == (turn,)


@pytest.mark.parametrize("rows", [None, "", 3, [3], [{"id": 1}], {"a": 1}, [[]]])
def test_what_is_no_conversation_of_ours_is_none(rows: object) -> None:
    assert restored(rows) == ()


def test_a_follow_up_is_asked_with_the_turns_before_it() -> None:
    assistant = StandIn()
    first = assistant.ask(FIGURE)
    shown = answered(FOLLOW_UP, [first], assistant)
    assert assistant.heard[-1] == (FOLLOW_UP, (Turn(FIGURE, first.answer),))
    assert shown.count('<article class="turn answered"') == 2


def test_a_broken_assistant_is_one_clear_sentence_and_the_earlier_turns_stay() -> None:
    shown = answered(BREAKING, [StandIn().ask(FIGURE)], StandIn())
    assert BROKEN in shown and "secret" not in shown and f'data-failed="{BREAKING}"' in shown
    assert shown.count("data-record") == 1


def test_an_answer_of_the_page_is_kept_and_names_its_record(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    shown = answered(FIGURE, (), StandIn(), Recording(ledger))
    (row,) = ledger.rows()
    assert f"<code>{row.id}</code>" in shown and shown.count("/export?format=") == 3
    assert restored([read_content(row)["answer"]])[0].record_id == row.id


def test_a_question_too_long_is_refused_before_the_assistant_hears_it() -> None:
    assistant = StandIn()
    assert "tối đa 2.000 ký tự" in answered("a" * 2001, (), assistant)
    assert assistant.heard == []


def test_the_page_is_gradios_and_dressed(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200 and "window.gradio_config" in page.text and 'lang="vi"' in page.text
    assert "fonts.googleapis" not in page.text and "huggingface" not in page.text
    assert client.head("/").status_code == 200


def test_gradio_takes_no_file_and_fetches_none(client: TestClient) -> None:
    for path in ("upload", "file=/etc/passwd", "file=http://127.0.0.1/", "queue/join", "info"):
        assert client.get(f"/gradio_api/{path}").status_code == 404
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404


def test_another_origin_gets_no_leave_from_gradio(client: TestClient) -> None:
    reply = client.get("/config", headers={"Origin": "http://evil"})
    assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_a_page_may_wish_for_no_model_and_for_no_other_server() -> None:
    assert wish_of({"name": "ab", "model": False, "url": "http://169.254.169.254/"}) == Wish("ab", model=False)
    assert wish_of(["x"]) == wish_of(None) == wish_of({"model": "maybe"}) == Wish()
