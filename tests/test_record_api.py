"""Records over HTTP: kept on the way out, read and downloaded by their name, and by nothing else."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from stand_in import FIGURE, StandIn

from assistant.answer import Answer, Turn
from assistant.api import create_app
from assistant.chain import canonical, digest
from assistant.ledger import Ledger
from assistant.recording import Recording


class Named(StandIn):
    """Gives every answer a name of its own, as the real assistant does."""

    def ask(self, question: str, history: Sequence[Turn] = (), **how: Any) -> Answer:
        """Look the question up."""
        return replace(super().ask(question, history, **how), id=uuid4().hex)


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return Recording(Ledger(tmp_path / "ledger.db"))


@pytest.fixture
def client(recording: Recording) -> Iterator[TestClient]:
    with TestClient(create_app(Named(), recording=recording), raise_server_exceptions=False) as client:
        yield client


def asked(client: TestClient) -> str:
    record_id = client.post("/api/ask", json={"question": FIGURE}).json()["record_id"]
    assert isinstance(record_id, str)
    return record_id


def test_the_same_question_asked_twice_is_two_records(client: TestClient, recording: Recording) -> None:
    names = [asked(client), asked(client)]
    assert recording.ledger is not None and [row.id for row in recording.ledger.rows()] == names


def test_a_record_is_read_by_its_name_and_can_be_hashed_again(client: TestClient) -> None:
    reply = client.get(f"/api/records/{asked(client)}")
    assert reply.json()["record"]["question"] == FIGURE and reply.headers["cache-control"] == "no-store"
    assert digest(canonical(reply.json()["record"])) == reply.json()["hash"]


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [("md", "text/markdown", b"# B"), ("json", "application/json", b"{"), ("docx", "application/vnd.openxml", b"PK")],
)
def test_a_record_is_downloaded_under_the_guards_rules(
    client: TestClient, form: str, media_type: str, begins: bytes
) -> None:
    record_id = asked(client)
    reply = client.get(f"/api/records/{record_id}/export?format={form}")
    assert reply.headers["content-type"].startswith(media_type) and reply.content.startswith(begins)
    assert reply.headers["content-disposition"] == f'attachment; filename="ban-ghi-1-{record_id[:12]}.{form}"'
    assert reply.headers["cache-control"] == "no-store" and reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/records/none", 404),
        ("/api/records/none/export", 404),
        ("/api/records", 404),
        ("/api/records/", 404),
        ("/api/records/%25", 404),
        ("/api/records/none/export?format=pdf", 422),
    ],
)
def test_what_is_no_record_is_one_sentence_and_no_list(client: TestClient, path: str, status: int) -> None:
    asked(client)
    reply = client.get(path)
    assert reply.status_code == status and list(reply.json()) == ["error"]


def test_with_no_ledger_there_is_no_record_and_health_says_so() -> None:
    with TestClient(create_app(Named())) as client:
        assert asked(client) == "" and client.get("/healthz").json()["ledger"] == "off"
        assert client.get("/api/records/1").status_code == 404


def test_health_tells_that_recording_fails_and_that_it_works_again(client: TestClient, recording: Recording) -> None:
    assert recording.ledger is not None
    assert client.get("/healthz").json()["ledger"] == "on"
    recording.ledger.path.mkdir()
    assert asked(client) == ""
    health = client.get("/healthz").json()
    assert health["ledger"] == "failing" and "Không ghi được vào sổ" in health["ledger_warning"]
    recording.ledger.path.rmdir()
    assert asked(client) and client.get("/healthz").json()["ledger"] == "on"


def test_a_changed_record_is_not_given_out(client: TestClient, recording: Recording) -> None:
    record_id = asked(client)
    assert recording.ledger is not None
    row = recording.ledger.find(record_id)
    changed = replace(row, body=json.dumps({**json.loads(row.body), "question": "Khác?"}))
    recording.ledger.find = lambda _id: changed  # type: ignore[method-assign]
    for path in ("", "/export?format=docx"):
        reply = client.get(f"/api/records/{record_id}{path}")
        assert reply.status_code == 400 and "đã bị sửa" in reply.json()["error"]
