"""A server outlives a rebuild: it answers from the old build until the new one is open."""

import threading
from dataclasses import dataclass

import pytest

from assistant.answer import Answer
from assistant.opening import CurrentAssistant
from corpus.error import UserError


@dataclass
class Build:
    """Stands in for the assistant of one build."""

    index_build: str
    is_current: bool = True

    def ask(self, question: str, _history: object = (), **_how: object) -> Answer:
        return Answer("", question, question, "refused", "", index_build=self.index_build)


def wait_for(name: str) -> None:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(timeout=5)


def test_a_newer_build_is_opened_aside_and_then_answers() -> None:
    builds = [Build("1"), Build("2")]
    waiting = iter(builds)
    current = CurrentAssistant(lambda: next(waiting))  # type: ignore[arg-type, return-value]
    assert current.ask("?").index_build == "1"
    builds[0].is_current = False
    assert current.ask("?").index_build == "1"  # nobody waits for the opening
    wait_for("open-newest-build")
    assert current.ask("?").index_build == "2"


def test_a_build_that_cannot_be_opened_leaves_the_old_one_answering(caplog: pytest.LogCaptureFixture) -> None:
    old = Build("1")
    made = [old]

    def open_newest() -> Build:
        if made:
            return made.pop()
        raise UserError("hỏng")

    current = CurrentAssistant(open_newest)  # type: ignore[arg-type]
    old.is_current = False
    for _ in range(2):
        assert current.ask("?").index_build == "1"
        wait_for("open-newest-build")
    assert "hỏng" in caplog.text
