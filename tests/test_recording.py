"""Keeping answers: a record for each, a warning when there is none, and the answer in any case."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stand_in import FIGURE, StandIn

from assistant.answer import Answer
from assistant.chain import read_content
from assistant.ledger import Ledger
from assistant.recording import OFF, Recording, ledger_line

ANSWER = replace(StandIn().ask(FIGURE), id="3f2a", standalone_question="Huyện Đạ Tẻh có bao nhiêu biên chế?")


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def recording(tmp_path: Path, warnings: list[str]) -> Recording:
    return Recording(
        Ledger(tmp_path / "ledger.db"),
        settings=lambda build: {"encoder": f"of {build}"},
        warn=warnings.append,
        clock=lambda: datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
    )


def kept(recording: Recording) -> Sequence[dict[str, object]]:
    assert recording.ledger is not None
    return [read_content(row) for row in recording.ledger.rows()]


def test_a_record_holds_everything_that_was_asked_and_answered(recording: Recording) -> None:
    shown = recording.keep(ANSWER)
    assert shown == replace(ANSWER, record_id="3f2a")
    (record,) = kept(recording)
    assert record["answer"] == json.loads(json.dumps(shown.to_record()))
    assert {
        key: record[key] for key in ("id", "question", "standalone_question", "build", "model", "settings", "time")
    } == {
        "id": "3f2a",
        "question": FIGURE,
        "standalone_question": "Huyện Đạ Tẻh có bao nhiêu biên chế?",
        "build": "7c1e9a40",
        "model": "extractive",
        "settings": {"encoder": "of 7c1e9a40"},
        "time": "2026-11-22T02:30:00.000+00:00",
    }


def test_with_no_ledger_the_answer_names_no_record_and_the_reader_is_told() -> None:
    assert OFF.keep(ANSWER) is ANSWER and OFF.state == "off"
    assert ledger_line(OFF).startswith("Không ghi sổ")


def test_what_cannot_be_kept_is_answered_all_the_same_and_warned_about_once(
    recording: Recording, warnings: list[str]
) -> None:
    assert recording.ledger is not None
    recording.ledger.path.mkdir()
    assert [recording.keep(replace(ANSWER, id=name)).record_id for name in ("1", "2")] == ["", ""]
    assert len(warnings) == 1 and "Không ghi được vào sổ" in warnings[0] and recording.state == "failing"
    recording.ledger.path.rmdir()
    assert recording.keep(ANSWER).record_id == "3f2a" and recording.state == "on"


@pytest.mark.parametrize("question", ["\ud800?", "a\x00b?", "'; DROP TABLE record; --", "=1+1", "<b>?</b>", "e\u0301"])
def test_any_question_is_kept_as_it_was_typed(recording: Recording, question: str) -> None:
    recording.keep(Answer("1", question, question, "refused", ""))
    assert [record["question"] for record in kept(recording)] == [question]
