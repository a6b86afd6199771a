"""What an auditor runs: the whole ledger, one record, a file; and the sheet that is filed."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import HashEncoder
from stand_in import DOCUMENTS, FIGURE, HISTORY, LAM_DONG, REFUSED, TO_CHUC, XAY_DUNG, StandIn

from assistant.chain import GENESIS, canonical, digest
from assistant.cli import main
from assistant.ledger import Ledger
from assistant.recording import Recording
from corpus.document import Document
from corpus.reader import Reading
from index.build import build_index

ASKED = {"r1": FIGURE, "r2": REFUSED, "r3": HISTORY}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_chroma: None) -> Path:
    """A built index with a ledger of three answers: two citations, none, three."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    build(tmp_path, list(DOCUMENTS.values()))
    recording = Recording(Ledger(tmp_path / "ledger.db"))
    for name, question in ASKED.items():
        assert recording.keep(replace(StandIn().ask(question), id=name)).record_id == name
    return tmp_path


def build(data: Path, documents: Sequence[Document]) -> None:
    build_index(data, Reading(tuple(documents), ()), HashEncoder())


def tamper(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER record_is_not_changed")
        connection.execute("DROP TRIGGER record_is_not_removed")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def head(data: Path) -> str:
    return list(Ledger(data / "ledger.db").rows())[-1].hash


def test_a_ledger_that_stands_is_status_0_and_tells_the_hash_to_note(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    out = capsys.readouterr().out
    assert "5 trích dẫn, 5 còn nguyên văn, 0 không còn khớp." in out
    assert "3 bản ghi, chuỗi băm nguyên vẹn" in out and head(data) in out
    assert "[1]" not in out  # only what no longer stands is listed


def test_a_changed_document_is_told_from_one_that_is_gone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(data, [replace(LAM_DONG, text=LAM_DONG.text.replace("21 biên chế", "22 biên chế")), XAY_DUNG])
    assert main(["verify"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        f"r1 [1] {LAM_DONG.id}: nguồn đã thay đổi",
        f"r1 [2] {LAM_DONG.id}: nguồn đã thay đổi",
        f"r3 [1] {TO_CHUC.id}: tài liệu không còn",
        f"r3 [3] {TO_CHUC.id}: tài liệu không còn",
    ]
    assert "5 trích dẫn, 1 còn nguyên văn, 4 không còn khớp." in lines
    assert any("chuỗi băm nguyên vẹn" in line for line in lines)


def test_one_record_is_checked_citation_by_citation(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "r3"]) == 0
    out = capsys.readouterr().out
    assert out.count("còn nguyên văn\n") == 3 and f"r3 [2] {XAY_DUNG.id}: còn nguyên văn" in out and "r1" not in out
    build(data, [LAM_DONG, XAY_DUNG])
    assert main(["verify", "r3"]) == 1 and main(["verify", "r1"]) == 0


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE record SET body = replace(body, '21', '12') WHERE n = 1", "Bản ghi số 1 (r1): nội dung"),
        ("DELETE FROM record WHERE n = 2", "Bản ghi số 2: đã bị xoá"),
        ("DELETE FROM record WHERE n >= 2", "Bản ghi số 2 đến 3: đã bị xoá"),
        ("UPDATE record SET body = '[' WHERE n = 1", "Bản ghi số 1 (r1): nội dung"),
    ],
)
def test_what_was_done_to_the_chain_is_named_and_is_status_1(
    data: Path, capsys: pytest.CaptureFixture[str], statement: str, named: str
) -> None:
    tamper(data, statement)
    assert main(["verify"]) == 1
    assert named in capsys.readouterr().out
    assert main(["verify", "r1"]) == 1  # a record is as good as the chain it stands in


def test_a_citation_rewritten_together_with_its_hash_still_breaks_the_chain(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = Ledger(data / "ledger.db").find("r1")
    content = json.loads(row.body)
    content["answer"]["citations"][0]["start"] = "3"
    body = canonical(content)
    tamper(data, f"UPDATE record SET body = '{body}', hash = '{digest(body)}' WHERE n = 1")
    assert main(["verify"]) == 1
    out = capsys.readouterr().out
    assert "Bản ghi số 1 (r1): nội dung" in out and "Bản ghi số 2 (r2): không nối với bản ghi đứng trước" in out


def test_a_noted_hash_stays_known_as_the_ledger_grows_and_shows_a_tail_that_was_cut(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = head(data)
    assert main(["verify", "--head", noted.upper()]) == 0 and main(["verify", "--head", GENESIS]) == 0
    Recording(Ledger(data / "ledger.db")).keep(replace(StandIn().ask(FIGURE), id="r4"))
    assert main(["verify", "--head", noted]) == 0
    tamper(data, "DELETE FROM record WHERE n >= 3", "UPDATE sqlite_sequence SET seq = 2")
    capsys.readouterr()
    assert main(["verify"]) == 0  # with SQLite's counter turned back, nothing inside the file shows it
    assert main(["verify", "--head", noted]) == 1
    assert f"Sổ không còn bản ghi mang mã băm {noted}" in capsys.readouterr().out


def test_a_file_of_records_is_checked_as_before(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "records.jsonl"
    record = replace(StandIn().ask(FIGURE), id="b1").to_record()
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert main(["verify", str(path)]) == 0
    assert f"b1 [1] {LAM_DONG.id}: còn nguyên văn" in capsys.readouterr().out
    assert main(["verify", str(path), "--head", GENESIS]) == 1


@pytest.mark.parametrize(
    "citations", [3, [3], [{"n": 1, "document_id": "a", "start": "0", "end": 3, "quote": "x"}], None]
)
def test_a_line_that_is_no_record_is_named(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], citations: object
) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps({"id": "x", "citations": citations}), encoding="utf-8")
    assert main(["verify", str(path)]) == 1
    assert "Dòng 1 không phải bản ghi câu trả lời" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["verify"], ["verify", "r1"], ["export", "r1"]])
def test_without_a_ledger_one_sentence_says_so(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--data", str(tmp_path)]) == 1
    assert "Chưa có sổ" in capsys.readouterr().err and not (tmp_path / "ledger.db").exists()


def test_an_unknown_record_is_said_to_be_none(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["verify", "r9"]), main(["export", "r9"])] == [1, 1]
    assert capsys.readouterr().err.count("không có bản ghi “r9”") == 2


def test_a_record_is_exported_to_the_terminal_and_to_a_file(
    data: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "r1"]) == 0
    assert capfdbinary.readouterr().out.decode().startswith("# BẢN GHI CÂU HỎI")
    path = tmp_path / "r1.docx"
    assert main(["export", "r1", "--format", "docx", "--output", str(path)]) == 0
    assert path.read_bytes().startswith(b"PK") and capfdbinary.readouterr().out == b""
    assert main(["export", "r1", "--output", str(tmp_path / "none" / "r1.md")]) == 1


def test_a_changed_record_is_not_exported(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(data, "UPDATE record SET body = replace(body, '21', '12') WHERE n = 1")
    assert main(["export", "r1"]) == 1
    said = capsys.readouterr()
    assert "đã bị sửa" in said.err and said.out == ""


def test_an_unknown_form_is_wrong_usage(data: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export", "r1", "--format", "pdf"])
    assert stop.value.code == 2
