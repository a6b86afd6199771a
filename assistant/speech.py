"""What answering knows of a language model and of who waits for it.

A model may say the evidence in its own words, and it may fail to; whoever waits may see what is verified so far, and
have enough of it. The contracts alone, so that the answerer stays free of any model and of any page:
``assistant.model_answer`` and ``assistant.underway`` keep them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer
from assistant.composition import Draft
from assistant.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of asking a model; its verified claims are in the draft already."""

    model: str = ""  # whose words are in the draft; empty when nobody's
    notice: str = ""  # one sentence for the reader when the model could not help
    n_rejected: int = 0  # claims of the model that were not shown in its words

    def told_in(self, answer: Answer) -> Answer:
        """Note in the record what the model had to do with the answer."""
        notice = " ".join(filter(None, (answer.notice, self.notice)))
        return replace(answer, model=self.model or answer.model, notice=notice, rejected_claims=self.n_rejected)


class Speaker(Protocol):
    """A model that may put an answer in its own words."""

    def speak(
        self,
        question: str,
        evidence: Sequence[Evidence],
        draft: Draft,
        *,
        on_claim: Callable[[], None],
        is_stopped: Callable[[], bool],
    ) -> Spoken:
        """Put verified claims into ``draft``, telling of each; whatever fails leaves it as it was."""
        ...


class Listener(Protocol):
    """Whoever waits for an answer."""

    def hear(self, so_far: Answer) -> None:
        """Take notice of what is verified by now; the answer itself comes later."""
        ...

    def has_enough(self) -> bool:
        """Tell whether what is there by now will do."""
        ...


class Nobody:
    """Waits for the whole answer."""

    def hear(self, so_far: Answer) -> None:
        """Wait on."""

    def has_enough(self) -> bool:
        """Want the whole answer."""
        return False


NOBODY = Nobody()
NOT_ASKED = Spoken(notice="Theo lựa chọn của người hỏi, câu trả lời này không dùng mô hình ngôn ngữ.")
