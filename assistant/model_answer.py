"""A language model beside the extractive answer: it may put quotes into better words and add what else answers.

The extractive answer is there first and stays whole: its direct values and every quote that the model does not say
again. A claim takes a quote's place only when it rests on that sentence and passes the check. One that fails is
dropped and the quote stays; a sentence that nobody but a model chose, and that it misread, is not shown for it.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Protocol

from assistant.answer import Claim
from assistant.breaker import Breaker
from assistant.composition import Draft
from assistant.evidence import Evidence
from assistant.model_claim import Offer, judge
from assistant.model_prompt import MOST_CLAIMS, Prompt, write_prompt
from assistant.model_reply import read_claims
from assistant.speech import Spoken
from assistant.stream import ModelError, pieces

DEADLINE = 15.0  # seconds to the first verified claim
WHOLE = 2  # times the deadline for the whole reply; what is verified by then is kept
SO = "nên câu trả lời chỉ gồm lời trích nguyên văn tài liệu."
NOTICES = {
    "unreachable": "Không kết nối được với mô hình ngôn ngữ",
    "slow": "Mô hình ngôn ngữ không trả lời kịp",
    "cut": "Mô hình ngôn ngữ ngừng trả lời giữa chừng",
    "status": "Máy chủ của mô hình ngôn ngữ báo lỗi {status}",
    "unreadable": "Mô hình ngôn ngữ trả lời không đọc được",
    "empty": "Mô hình ngôn ngữ không trả lời gì",
}
STOPPED = "Mô hình ngôn ngữ đã được dừng theo ý người hỏi, "
KEPT = "câu trả lời gồm những ý đã đối chiếu đến lúc đó."
PAUSED = f"Mô hình ngôn ngữ hỏng nhiều lần liền nên tạm không được hỏi, {SO}"
NOTHING_LEFT = f"Không ý nào của mô hình ngôn ngữ qua được bước kiểm chứng, {SO}"
NOTHING_SAID = f"Mô hình ngôn ngữ không tìm được ý trả lời trong các câu trích từ tài liệu, {SO}"
log = logging.getLogger(__name__)


class LanguageModel(Protocol):
    """Any model of language (``assistant.language_model`` has every one of LlamaIndex)."""

    @property
    def name(self) -> str: ...
    def reply(self, prompt: Prompt) -> Iterator[str]:
        """Give the reply as it arrives; ``ModelError`` when the model does not do its part."""
        ...


class ModelSpeaker:
    """Asks one model for claims and lets through what the sources say. Threads may share it."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        deadline: float = DEADLINE,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self.breaker = breaker or Breaker()
        self.deadline, self._clock = deadline, clock

    def health(self) -> dict[str, str]:
        """Tell which model is asked, and whether it is."""
        return {"model": self.model.name, "model_state": self.breaker.state}

    def speak(
        self,
        question: str,
        evidence: Sequence[Evidence],
        draft: Draft,
        *,
        on_claim: Callable[[], None] = lambda: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Spoken:
        """Put verified claims into ``draft``, telling of each; whatever fails leaves it as it was."""
        if not self.breaker.allows():
            return Spoken(notice=PAUSED)
        plain, offers = tuple(draft.claims), []
        verified: list[Offer] = []
        try:
            for offer in self.offers(question, evidence, is_stopped):
                offers.append(offer)
                if offer.outcome == "verified":
                    verified.append(offer)
                    draft.claims[:] = merged(plain, verified, draft)
                    on_claim()
        except ModelError as fault:
            if fault.kind == "stopped":  # no fault of the model's
                return self._stopped(len(verified), len(offers))
            draft.claims[:] = plain
            self.breaker.failed()
            log.warning("the language model failed (%s): %s", fault.kind, fault)
            return Spoken(notice=f"{NOTICES[fault.kind].format(status=fault.status)}, {SO}")
        self.breaker.succeeded()
        n_rejected = len(offers) - len(verified)
        if not verified:
            return Spoken(notice=NOTHING_LEFT if offers else NOTHING_SAID, n_rejected=n_rejected)
        return Spoken(self.model.name, n_rejected=n_rejected)

    def _stopped(self, n_verified: int, n_offers: int) -> Spoken:
        name, so = (self.model.name, KEPT) if n_verified else ("", SO)
        return Spoken(name, f"{STOPPED}{so}", n_offers - n_verified)

    def offers(
        self, question: str, evidence: Sequence[Evidence], is_stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[Offer]:
        """Give each claim of the model with its verdict as soon as its line is complete.

        Raises ``ModelError`` where the model fails or is stopped, also when nothing was verified in time; the breaker
        is not asked.
        """
        prompt = write_prompt(question, evidence)
        started = self._clock()
        limit, has_verified, n_read = self.deadline, False, 0
        arriving = pieces(lambda: self.model.reply(prompt), lambda: started + limit - self._clock(), is_stopped)
        try:
            with closing(arriving):
                for raw in islice(read_claims(arriving), MOST_CLAIMS):  # a model that goes on is not waited for
                    n_read += 1
                    if raw is None:
                        continue
                    offer = judge(raw, prompt.sentences)
                    if offer.outcome == "verified":
                        limit, has_verified = self.deadline * WHOLE, True
                    yield offer
        except ModelError as fault:
            if fault.kind != "slow" or not has_verified:
                raise
        if not n_read:
            raise ModelError("unreadable", "no JSON object in the reply")


def merged(plain: Sequence[Claim], verified: Sequence[Offer], draft: Draft) -> list[Claim]:
    """Let each claim stand in for the quote of its sentence, cited in ``draft``; claims on other sentences follow."""
    said: dict[int, list[Claim]] = {}
    for offer in verified:
        if offer.sentence is not None:
            number = draft.cite(offer.sentence)
            claim = Claim(offer.text, offer.kind, (number,))
            if claim not in said.setdefault(number, []):
                said[number].append(claim)
    together: list[Claim] = []
    for claim in plain:
        instead = said.pop(claim.citations[0], None) if claim.kind == "quote" and len(claim.citations) == 1 else None
        together += [claim] if instead is None else instead
    return together + [claim for claims in said.values() for claim in claims]
