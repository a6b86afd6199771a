import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from stand_in import BROKEN as BREAKING
from stand_in import FIGURE, FOLLOW_UP, LAM_DONG, StandIn

from assistant.answer import Answer, Turn
from assistant.api import create_app, serve, warning_of_open_host
from assistant.breaker import Breaker
from assistant.composition import Draft
from assistant.guard import BROKEN
from assistant.loading import Loading
from assistant.model_answer import ModelSpeaker
from assistant.model_prompt import Prompt
from assistant.stream import ModelError
from corpus.error import UserError


@pytest.fixture
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture
def client(assistant: StandIn) -> Iterator[TestClient]:
    with TestClient(create_app(assistant), raise_server_exceptions=False) as client:
        yield client


def test_a_question_gets_the_answer_record(client: TestClient) -> None:
    record = client.post("/api/ask", json={"question": f"  {FIGURE} "}).json()
    assert record["status"] == "answered" and record["question"] == FIGURE
    assert record["citations"][0]["quote"] == "Đạ Tẻh có 21 biên chế"


def test_history_may_be_questions_or_exchanges(client: TestClient, assistant: StandIn) -> None:
    history = ["Trước nữa?", {"question": FIGURE, "answer": "21 biên chế"}]
    assert client.post("/api/ask", json={"question": FOLLOW_UP, "history": history}).status_code == 200
    assert assistant.heard == [(FOLLOW_UP, (Turn("Trước nữa?"), Turn(FIGURE, "21 biên chế")))]


def test_a_question_is_limited_on_the_server_with_one_clear_sentence(client: TestClient, assistant: StandIn) -> None:
    reply = client.post("/api/ask", json={"question": "a" * 2001})
    assert reply.status_code == 400
    assert reply.json() == {"error": "Câu hỏi dài 2.001 ký tự; xin rút gọn còn tối đa 2.000 ký tự."}
    assert client.post("/api/ask", json={"question": " \n"}).json() == {"error": "Xin nhập câu hỏi."}
    assert assistant.heard == []


def test_a_long_earlier_question_breaks_nothing(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": FIGURE, "history": ["a" * 3000]}).status_code == 200


def test_a_malformed_request_is_told_where_in_vietnamese(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"history": [3]})
    assert reply.status_code == 422 and reply.json()["error"].startswith("Yêu cầu không đúng dạng ở: body.question")


def test_a_broken_assistant_is_an_error_that_tells_no_secret(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = client.post("/api/ask", json={"question": BREAKING})
    assert reply.status_code == 500 and reply.json() == {"error": BROKEN}
    assert "secret path" in caplog.text
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_documents_are_listed_and_read(client: TestClient) -> None:
    assert client.get("/api/documents").json()[0]["id"] == LAM_DONG.id
    document = client.get(f"/api/documents/{LAM_DONG.id}").json()
    assert document["text"] == LAM_DONG.text and document["sha256"] == LAM_DONG.sha256
    missing = client.get("/api/documents/khong-co")
    assert missing.status_code == 404 and missing.json() == {"error": "Không có tài liệu “khong-co”."}


def test_a_document_page_marks_the_span_it_was_asked_for(client: TestClient) -> None:
    start = LAM_DONG.text.index("23 biên chế")
    page = client.get(f"/documents/{LAM_DONG.id}?start={start}&end={start + 11}").text
    assert '<mark id="mark">23 biên chế</mark>' in page and "http://" not in page and "https://" not in page


def test_health_is_503_until_the_index_answers() -> None:
    with TestClient(create_app(StandIn(is_ready=False))) as client:
        assert client.get("/healthz").status_code == 503
    with TestClient(create_app(StandIn())) as client:
        assert client.get("/healthz").json() == {
            "status": "ready",
            "documents": 3,
            "index_build": "7c1e9a40",
            "ledger": "off",
        }


def test_health_tells_which_language_model_is_asked_and_whether_it_is_paused() -> None:
    class Broken:
        name = "qwen"

        def reply(self, prompt: Prompt) -> Iterator[str]:
            raise ModelError("unreachable")
            yield

    speaker = ModelSpeaker(Broken(), breaker=Breaker(failures=1))
    with TestClient(create_app(StandIn(), speaker=speaker)) as client:
        before = client.get("/healthz").json()
        assert (before["model"], before["model_state"]) == ("qwen", "ready")
        speaker.speak("?", [], Draft({}))
        assert client.get("/healthz").json()["model_state"] == "paused"


def test_while_loading_nothing_is_ready_and_a_question_says_so() -> None:
    loading = Loading(StandIn)
    with TestClient(create_app(loading)) as client:
        assert client.get("/healthz").status_code == 503
        early = client.post("/api/ask", json={"question": FIGURE})
        assert early.status_code == 503 and "đang nạp" in early.json()["error"] and early.headers["Retry-After"] == "2"
        loading.start().join()
        assert client.post("/api/ask", json={"question": FIGURE}).status_code == 200


def test_the_manual_describes_every_operation_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    for path in ("/api/ask", "/api/documents", "/api/documents/{document_id}", "/healthz"):
        assert f"<code>{path}</code>" in page
    assert 'src="http' not in page and 'href="http' not in page
    assert client.get("/redoc").status_code == 404 and client.get("/openapi.json").status_code == 200


def test_the_pages_own_files_are_served_and_no_other(client: TestClient) -> None:
    assert client.get("/ui/style.css").headers["content-type"].startswith("text/css")
    assert client.get("/ui/..%2Fapi.py").status_code == 404
    assert client.get("/ui/none.js").status_code == 404


def test_an_assistant_that_cannot_be_loaded_stops_the_server_with_its_reason() -> None:
    def fail() -> StandIn:
        raise UserError("Chưa có chỉ mục. Chạy: python -m index build")

    with pytest.raises(UserError, match="python -m index build"):
        serve(fail, "127.0.0.1", 0)


def test_listening_beyond_this_machine_is_warned_about() -> None:
    assert "chưa có đăng nhập" in warning_of_open_host("0.0.0.0")


def test_whether_a_model_is_asked_is_the_readers_choice_and_where_it_lives_is_not() -> None:
    class Choosing(StandIn):
        def ask(self, question: str, history: Sequence[Turn] = (), **how: Any) -> Answer:
            chosen.append(how)
            return super().ask(question, history, **how)

    chosen: list[dict[str, object]] = []
    with TestClient(create_app(Choosing())) as client:
        client.post("/api/ask", json={"question": FIGURE})
        client.post("/api/ask", json={"question": FIGURE, "model": False, "llm_url": "http://169.254.169.254/"})
    assert chosen == [{"speak": True}, {"speak": False}]
