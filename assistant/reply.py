"""From a draft or a refusal to the answer record, with the time that each stage took."""

import uuid
from collections.abc import Callable, Mapping

from assistant import refusal
from assistant.answer import Answer, Reason, Source
from assistant.composition import Draft, render_text
from assistant.verify import keep_verified
from corpus.document import Document


class Stopwatch:
    """Milliseconds by stage, as the answer record gives them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._started = self._last = clock()
        self.stages: dict[str, float] = {"retrieve": 0.0, "answer": 0.0, "verify": 0.0}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap to ``stage``."""
        now = self._clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def read(self) -> dict[str, float]:
        """All stages and the total, to a hundredth of a millisecond."""
        total = (self._clock() - self._started) * 1000
        return {stage: round(ms, 2) for stage, ms in {**self.stages, "total": total}.items()}


class Reply:
    """Turns a draft or a refusal into the answer record."""

    def __init__(self, typed: str, standalone: str, build: str, watch: Stopwatch) -> None:
        self._typed, self._standalone, self._build, self._watch = typed, standalone, build, watch
        self.trust: float | None = None  # known once the evidence was judged
        self.notice = ""  # of the same: what of the question is left open

    def refuse(
        self,
        reason: Reason,
        message: str,
        *,
        nearest: tuple[Source, ...] = (),
        draft: Draft | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> Answer:
        self._watch.lap("answer")
        claims = tuple(draft.claims) if draft else ()
        text = "\n\n".join(filter(None, (message, render_text(claims))))
        return self._record(
            "refused",
            text,
            reason=reason,
            claims=claims,
            citations=tuple(draft.citations) if draft else (),
            nearest=nearest,
            suggestions=suggestions,
        )

    def answer(self, draft: Draft, documents: Mapping[str, Document], nearest: tuple[Source, ...]) -> Answer:
        claims, citations = keep_verified(draft.claims, draft.citations, documents)
        self._watch.lap("verify")
        if not claims:
            return self.refuse("unverified", refusal.unverified(), nearest=nearest)
        return self._record("answered", render_text(claims), claims=claims, citations=citations, notice=self.notice)

    def _record(self, status: str, text: str, **fields: object) -> Answer:
        return Answer(
            id=uuid.uuid4().hex,
            question=self._typed,
            standalone_question=self._standalone,
            status=status,  # type: ignore[arg-type]
            answer=text,
            index_build=self._build,
            trust=self.trust,
            latency_ms=self._watch.read(),
            **fields,  # type: ignore[arg-type]
        )
