"""The command line: one question, a batch in order with its bad lines named, stored answers checked again."""

import json
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from assistant.answer import Answer, Turn
from assistant.chain import read_content
from assistant.cli import as_text, main, read_history, read_speaker
from assistant.ledger import Ledger
from corpus.error import UserError


class Echo:
    """Answers with what it was asked, and counts how often it was opened."""

    opened = 0

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        if not question.strip():
            raise UserError("Câu hỏi đang trống.")
        return Answer(uuid4().hex, question, question, "answered", f"{len(history)} | {question}")


@pytest.fixture(autouse=True)
def echo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def open_echo(_data: Path, **_options: object) -> Echo:
        Echo.opened += 1
        return Echo()

    Echo.opened = 0
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    for name in ("LEDGER", "LLM_URL", "LLM_MODEL", "LLM_KEY", "LLM_DEADLINE"):
        monkeypatch.delenv(f"ASSISTANT_{name}", raising=False)
    monkeypatch.setattr("assistant.opening.open_assistant", open_echo)


def batch(tmp_path: Path, capsys: pytest.CaptureFixture[str], *lines: str) -> list[dict[str, object]]:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["ask", "--batch", str(path), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_batch_gives_one_record_per_line_in_order_and_opens_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = batch(tmp_path, capsys, '{"id": "b", "question": "Hai?"}', "", '{"id": "a", "question": "Một?"}')
    assert [record["id"] for record in records] == ["b", "a"] and Echo.opened == 1


def test_a_bad_line_is_a_refused_record_in_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = '{"id": 4, "question": "Được?"}'
    records = batch(tmp_path, capsys, "không phải JSON", '{"id": 2}', '{"id": 3, "question": " "}', good, "[1]")
    assert [record["status"] for record in records] == ["refused", "refused", "refused", "answered", "refused"]
    assert "Dòng 1" in str(records[0]["answer"]) and records[1]["id"] == 2 and "trống" in str(records[2]["answer"])


def test_the_history_of_a_line_may_be_questions_or_exchanges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = '{"id": 1, "question": "Ba?", "history": ["Một?", {"question": "Hai?", "answer": "2"}]}'
    assert batch(tmp_path, capsys, line)[0]["answer"] == "2 | Ba?"
    assert read_history([{"question": "Hai?", "answer": None}]) == [Turn("Hai?")]


@pytest.mark.parametrize("history", ["Một?", [1], [{"answer": "2"}], [None]])
def test_a_history_of_another_form_is_named(history: object) -> None:
    with pytest.raises(UserError, match="history"):
        read_history(history)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["ask", "Một?"], 0), (["ask"], 1), (["ask", ""], 1), (["ask", "--batch", "không-có.jsonl"], 1)],
)
def test_the_exit_status_tells_done_from_what_can_be_mended(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    assert "Traceback" not in capsys.readouterr().err


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["hát"])
    assert stop.value.code == 2 and "usage" in capsys.readouterr().err


def test_a_stored_answer_is_checked_again_without_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.document import Document

    document = Document("a", "Huyện A có 23 biên chế.", "Bài A")
    monkeypatch.setattr("assistant.opening.read_documents", lambda _data: {"a": document})
    citation = {"n": 1, "document_id": "a", "start": 11, "end": 22, "quote": "23 biên chế"}
    stored = [
        {"id": "đúng", "citations": [citation | {"document_sha256": document.sha256}]},
        {"id": "sai", "citations": [citation | {"document_sha256": document.sha256, "quote": "32 biên chế"}]},
        {"id": "mất", "citations": [citation | {"document_id": "b"}]},
    ]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in stored), encoding="utf-8")
    assert main(["verify", str(path)]) == 1
    out = capsys.readouterr().out
    assert "đúng [1] a: còn nguyên văn" in out and "sai [1] a: nguồn đã thay đổi" in out
    assert "mất [1] b: tài liệu không còn" in out and "3 trích dẫn, 1 còn nguyên văn, 2 không còn khớp." in out


def kept(tmp_path: Path) -> list[str]:
    """The questions in the ledger, in order."""
    path = tmp_path / "data" / "ledger.db"
    return [read_content(row)["question"] for row in Ledger(path).rows()] if path.exists() else []


def test_a_question_is_kept_with_its_answer_each_time_it_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ask", "Một?"])
    main(["ask", "Một?", "--json"])
    out = capsys.readouterr().out
    assert kept(tmp_path) == ["Một?", "Một?"]
    record_id = json.loads(out[out.index("{") :])["record_id"]
    assert [row.id for row in Ledger(tmp_path / "data" / "ledger.db").rows()][1] == record_id
    assert "Bản ghi: " in out


def test_a_batch_keeps_every_answer_and_no_line_that_could_not_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = batch(tmp_path, capsys, '{"id": "b", "question": "Hai?"}', "hỏng", '{"id": "b", "question": "Ba?"}')
    assert kept(tmp_path) == ["Hai?", "Ba?"]
    assert [record["id"] for record in records] == ["b", "line-2", "b"]
    assert [bool(record["record_id"]) for record in records] == [True, False, True]


@pytest.mark.parametrize(
    ("chosen", "options"), [("off", []), (" OFF ", []), ("on", ["--no-record"]), ("", ["--no-record"])]
)
def test_recording_can_be_switched_off_and_says_so(
    chosen: str,
    options: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_LEDGER", chosen)
    assert main(["ask", "Một?", *options]) == 0
    assert kept(tmp_path) == [] and "Không ghi sổ" in capsys.readouterr().err


def test_a_switch_that_is_neither_on_nor_off_stops_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_LEDGER", "of")
    assert main(["ask", "Một?"]) == 1
    assert "phải là on hoặc off" in capsys.readouterr().err and Echo.opened == 0 and kept(tmp_path) == []


def test_a_ledger_that_cannot_be_written_is_a_warning_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "ledger.db").mkdir(parents=True)
    assert main(["ask", "Một?"]) == 0
    said = capsys.readouterr()
    assert "0 | Một?" in said.out and "Bản ghi" not in said.out
    assert "Không ghi được vào sổ" in said.err and "Traceback" not in said.err


SERVER = {"ASSISTANT_LLM_URL": "http://127.0.0.1:1/v1", "ASSISTANT_LLM_MODEL": "m"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ASSISTANT_LLM_URL": "127.0.0.1:1"}, "http://"),
        ({"ASSISTANT_LLM_MODEL": " "}, "ASSISTANT_LLM_MODEL"),
        ({"ASSISTANT_LLM_KEY": "khoá"}, "ASSISTANT_LLM_KEY"),
        ({"ASSISTANT_LLM_DEADLINE": "15s"}, "ASSISTANT_LLM_DEADLINE"),
        ({"ASSISTANT_LLM_DEADLINE": "0"}, "ASSISTANT_LLM_DEADLINE"),
    ],
)
def test_a_language_model_that_is_set_wrongly_is_named_before_anything_is_asked(
    wrong: dict[str, str], named: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in (SERVER | wrong).items():
        monkeypatch.setenv(key, value)
    assert main(["ask", "Một?"]) == 1
    error = capsys.readouterr().err
    assert named in error and "khoá\n" not in error and Echo.opened == 0


def test_without_a_language_model_none_is_asked_and_one_question_can_go_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_speaker({}) is None
    monkeypatch.setattr("assistant.opening.open_speaker", lambda *_, **__: pytest.fail("the model was opened"))
    for key, value in SERVER.items():
        monkeypatch.setenv(key, value)
    assert main(["ask", "Một?", "--no-model"]) == 0
    with pytest.raises(pytest.fail.Exception):
        main(["ask", "Một?"])


def test_an_answer_says_in_the_terminal_what_became_of_the_model() -> None:
    shown = as_text(Answer("1", "Một?", "Một?", "answered", "“A.” [1]", notice="Không kết nối được."))
    assert shown.endswith("Lưu ý: Không kết nối được.")
