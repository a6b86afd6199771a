"""Keeping answers: every road that gives an answer passes it through here on its way out.

An answer that is kept names its record; one that could not be kept goes out all the same, without that name and
with a warning. Nothing here can stop or change what an answer says.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.answer import Answer
from assistant.chain import LedgerError
from assistant.ledger import Ledger

State = Literal["on", "off", "failing"]
NOT_RECORDED = "Câu trả lời này không được ghi sổ."
log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class Recording:
    """One ledger that answers are kept in, or none; remembers what went wrong last."""

    def __init__(
        self,
        ledger: Ledger | None,
        *,
        settings: Callable[[str], Mapping[str, Any]] = lambda _build: {},
        warn: Callable[[str], None] = log.warning,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """``settings`` tells what a build was made with: builds are removed, what they answered is not."""
        self.ledger = ledger
        self.warning = ""  # of the last answer, when it could not be kept
        self._settings, self._warn, self._clock = settings, warn, clock

    @property
    def state(self) -> State:
        """Tell whether answers are kept."""
        if self.ledger is None:
            return "off"
        return "failing" if self.warning else "on"

    def keep(self, answer: Answer) -> Answer:
        """Write the answer down and give it back with the name of its record; unnamed when it could not be."""
        if self.ledger is None:
            return answer
        named = replace(answer, record_id=answer.id)
        try:
            self.ledger.append(answer.id, self._content(named))
        except LedgerError as error:
            self._failed(f"{error} {NOT_RECORDED}")
            return answer
        self.warning = ""
        return named

    def _content(self, answer: Answer) -> dict[str, Any]:
        return {
            "time": self._clock().isoformat(timespec="milliseconds"),
            "question": answer.question,
            "standalone_question": answer.standalone_question,
            "answer": answer.to_record(),
            "build": answer.index_build,
            "model": answer.model,
            "settings": dict(self._settings(answer.index_build)),
        }

    def _failed(self, warning: str) -> None:
        if warning != self.warning:  # a disk that stays full is told once, not with every question
            self._warn(warning)
        self.warning = warning


def ledger_line(recording: Recording) -> str:
    """Say to whoever asks or serves whether questions are kept, and where."""
    if recording.ledger is None:
        return "Không ghi sổ: câu hỏi và câu trả lời không được lưu lại."
    return f"Câu hỏi và câu trả lời được ghi vào sổ {recording.ledger.path}."


OFF = Recording(None)
