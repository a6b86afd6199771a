"""Scripted conversations: questions that lean on what was said before, each with what it means by itself.

Reads ``questions/conversations.jsonl``. The turns before a question are given with the answers they really got,
as the page does: "ông ấy" often stands for a name that only an answer said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.answer import Turn
from eval.item import HALVES, Half
from eval.trial import TRUTH_KEYS, Truth, choice_of, only_keys, read_trials, read_truth, text_of

Kind = Literal[
    "ellipsis", "pronoun", "correction", "subject_change", "after_refusal", "absent", "ambiguous", "unaccented"
]  # fmt: skip
# How one turn leans on those before it; "own" does not: nothing may carry over into it.
Link = Literal["own", "ellipsis", "pronoun", "correction", "topic"]
SHORTEST, LONGEST = 3, 6  # turns


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question as typed, what it means by itself, and its right answer."""

    question: str
    standalone: str
    link: Link
    truth: Truth


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions asked one after another; the kind names what the conversation as a whole tries out."""

    id: str
    half: Half
    kind: Kind
    exchanges: tuple[Exchange, ...]

    def history(self, answers: Sequence[str]) -> tuple[Turn, ...]:
        """Give the turns before the next question: what was asked, each with the answer it got."""
        if len(answers) >= len(self.exchanges):
            raise ValueError(f"{self.id} has {len(self.exchanges)} turns, got {len(answers)} answers before the next")
        return tuple(Turn(exchange.question, answer) for exchange, answer in zip(self.exchanges, answers, strict=False))


def bundled_conversations() -> Path:
    """Give the file beside this module."""
    return Path(__file__).resolve().parent / "questions" / "conversations.jsonl"


def read_conversations(path: Path) -> list[Conversation]:
    """Read a file of conversations; ``UserError`` names every line that is none."""
    return read_trials(path, _conversation)


def _conversation(row: Mapping[str, Any]) -> Conversation:
    only_keys(row, ("id", "half", "kind", "turns"))
    turns = row.get("turns")
    if not isinstance(turns, list) or not SHORTEST <= len(turns) <= LONGEST:
        raise ValueError(f"turns phải là danh sách từ {SHORTEST} đến {LONGEST} lượt")
    exchanges = tuple(map(_exchange, turns))
    if exchanges[0].link != "own":
        raise ValueError("lượt đầu không dựa vào lượt nào: link của nó phải là own")
    half, kind = choice_of(row, "half", HALVES), choice_of(row, "kind", get_args(Kind))
    return Conversation(text_of(row, "id"), half, kind, exchanges)


def _exchange(row: Any) -> Exchange:
    if not isinstance(row, dict):
        raise ValueError("mỗi lượt phải là một đối tượng")
    only_keys(row, {"question", "standalone", "link"} | TRUTH_KEYS)
    link = choice_of(row, "link", get_args(Link))
    return Exchange(text_of(row, "question"), text_of(row, "standalone"), link, read_truth(row))
