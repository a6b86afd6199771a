"""What answering knows of a language model: it may say the evidence in its own words, and it may fail to.

The contract alone, so that the answerer stays free of any model: ``assistant.model_answer`` keeps it.
"""

from collections.abc import Sequence
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
        return replace(answer, model=self.model or answer.model, notice=self.notice, rejected_claims=self.n_rejected)


class Speaker(Protocol):
    """A model that may put an answer in its own words."""

    def speak(self, question: str, evidence: Sequence[Evidence], draft: Draft) -> Spoken:
        """Put verified claims into ``draft``; whatever fails leaves it as it is."""
        ...
