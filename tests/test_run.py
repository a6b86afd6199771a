"""Running a set: one record a question, what is resumed, what fails, what a conversation is told."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Turn
from corpus.document import Document
from corpus.error import UserError
from eval.conversation import bundled_conversations, read_conversations
from eval.item import Expected
from eval.run import (
    N_REPEATED,
    Origin,
    ask_all,
    chosen,
    keep_documents,
    kept_documents,
    read_rows,
)
from eval.run_case import Case, of_conversation
from eval.run_code import code_version

ORIGIN = Origin("dev", "c1", "b1")
CASES = [Case(id_, "dev", "far", f"{id_}?", Expected("refusal"), "t/f") for id_ in ("a", "b", "c")]


class Asked:
    """An assistant that remembers what it was asked; breaks on one question, and may answer another each time."""

    def __init__(self, *, breaks_on: str = "", is_fickle: bool = False) -> None:
        self.questions: list[str] = []
        self.histories: list[Sequence[Turn]] = []
        self._breaks_on, self._is_fickle = breaks_on, is_fickle

    def __call__(self, case: Case, history: Sequence[Turn]) -> Mapping[str, Any]:
        self.questions.append(case.question)
        self.histories.append(history)
        if case.id == self._breaks_on:
            raise ZeroDivisionError("chia cho 0")
        n = len(self.questions)
        said = f"đáp {case.id}{n if self._is_fickle else ''}"
        return {"id": str(n), "answer": said, "standalone_question": case.question, "latency_ms": {"total": float(n)}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "eval" / "dev-c1.jsonl"


def test_every_question_leaves_one_record_with_the_whole_answer(path: Path) -> None:
    rows = ask_all(CASES, ORIGIN, path, Asked(), look=lambda standalone: {"retrieved": [f"{standalone}:0-5"]})
    assert rows == read_rows(path)
    assert [(row["id"], row["half"], row["commit"], row["build"]) for row in rows] == [
        (case.id, "dev", "c1", "b1") for case in CASES
    ]
    assert rows[1]["answer"]["answer"] == "đáp b" and rows[1]["retrieved"] == ["b?:0-5"]
    assert rows[1]["seconds"] >= 0 and rows[1]["time"].startswith("20")


def test_a_run_goes_on_where_it_was_stopped_and_a_torn_line_is_asked_anew(path: Path) -> None:
    ask_all(CASES[:2], ORIGIN, path, Asked())
    with path.open("ab") as file:
        file.write(b'{"id": "c", "set": "dev", "comm')
    again = Asked()
    rows = ask_all(CASES, ORIGIN, path, again)
    assert set(again.questions) == {"c?"}
    assert [row["id"] for row in rows] == [row["id"] for row in read_rows(path)] == ["a", "b", "c"]


@pytest.mark.parametrize("other", [Origin("dev", "c2", "b1"), Origin("dev", "c1", "b2"), Origin("test", "c1", "b1")])
def test_what_other_code_another_build_or_another_set_answered_is_asked_again(path: Path, other: Origin) -> None:
    ask_all(CASES, ORIGIN, path, Asked())
    again = Asked()
    rows = ask_all(CASES, other, path, again)
    assert set(again.questions) == {"a?", "b?", "c?"}
    assert {row["commit"] for row in rows} == {other.commit} and {row["build"] for row in rows} == {other.build}


def test_a_question_that_was_rewritten_is_asked_again(path: Path) -> None:
    ask_all([Case("a", "dev", "far", "cũ?", Expected("refusal"), "t/f")], ORIGIN, path, Asked())
    rows = ask_all(CASES[:1], ORIGIN, path, Asked())
    assert rows[0]["question"] == "a?"


def test_a_question_that_raises_is_a_record_with_its_error_and_the_others_are_asked(path: Path) -> None:
    rows = ask_all(CASES, ORIGIN, path, Asked(breaks_on="b"))
    assert [row["answer"] is None for row in rows] == [False, True, False]
    assert rows[1]["error"] == "ZeroDivisionError: chia cho 0"


def test_a_search_that_raises_fails_the_question_as_well(path: Path) -> None:
    def broken(_standalone: str) -> Mapping[str, Any]:
        raise RuntimeError("hỏng")

    assert ask_all(CASES[:1], ORIGIN, path, Asked(), look=broken)[0]["error"] == "RuntimeError: hỏng"


@pytest.mark.parametrize(("is_fickle", "expected"), [(False, True), (True, False)])
def test_some_questions_are_asked_twice_to_see_that_the_answer_lasts(
    path: Path, is_fickle: bool, expected: bool
) -> None:
    rows = ask_all(CASES, ORIGIN, path, Asked(is_fickle=is_fickle))
    assert [row["same_again"] for row in rows] == [expected] * 3


def test_twenty_of_many_are_asked_twice_always_the_same_ones() -> None:
    ids = [str(n) for n in range(100)]
    assert len(chosen(ids, N_REPEATED)) == 20 and chosen(ids, 20) == chosen(reversed(ids), 20)


def test_a_conversation_is_told_with_the_answers_really_given_also_after_a_stop(path: Path) -> None:
    turns = of_conversation(read_conversations(bundled_conversations())[0])
    ask_all(turns[:2], ORIGIN, path, Asked())
    asked = Asked(breaks_on=turns[2].id)
    ask_all(turns, ORIGIN, path, asked)
    told = [Turn(turns[0].question, f"đáp {turns[0].id}"), Turn(turns[1].question, f"đáp {turns[1].id}")]
    assert asked.histories[0] == tuple(told)
    assert asked.histories[-1] == (*told, Turn(turns[2].question, ""))


@pytest.mark.parametrize("line", ["không phải JSON", "[]", '{"id": "a"}'])
def test_a_line_that_is_no_record_is_named(path: Path, line: str) -> None:
    path.parent.mkdir()
    path.write_text(line + "\n")
    with pytest.raises(UserError, match="dòng 1"):
        read_rows(path)


def test_the_documents_of_a_build_stay_beside_the_records(path: Path) -> None:
    document = Document("a", "Chữ.", "Tên", places=("a.md",))
    keep_documents([document], "b1", path)
    keep_documents([], "b1", path)
    assert kept_documents("b1", path) == {"a": document}
    with pytest.raises(UserError, match="b2"):
        kept_documents("b2", path)


def test_progress_counts_every_question(path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    ask_all(CASES, ORIGIN, path, Asked(), on_progress=lambda *one: told.append(one))
    assert told == [("dev", 1, 3), ("dev", 2, 3), ("dev", 3, 3)]


def test_the_code_is_named_by_its_commit_and_by_what_was_changed_since(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    module = tmp_path / "eval" / "a.py"
    module.write_text("1")
    without_git = code_version(tmp_path)

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "a")
    clean = code_version(tmp_path)
    (tmp_path / "eval" / "REPORT.md").write_text("CRAG 1")
    assert code_version(tmp_path) == clean
    module.write_text("2")
    changed = code_version(tmp_path)
    (tmp_path / "eval" / "REPORT.md").write_text("CRAG 2")
    assert code_version(tmp_path) == changed
    module.write_text("1")
    assert code_version(tmp_path) == clean and "+" not in clean
    assert changed.startswith(f"{clean}+") and changed != f"{clean}+{without_git}"
