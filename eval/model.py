"""What a language model claims, and what of it a reader sees: each raw claim with its verdict, each answer rechecked.

Asks the questions of a file through the assistant as it is shipped, with the model that the environment names. A
raw claim is unsupported when its quote stands in none of the sentences the model was given, or its text fails the
check against the sentence of its quote. The same check is then made anew on every claim that was shown.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.answerer import Assistant
from assistant.breaker import Breaker
from assistant.evidence import Evidence
from assistant.model_answer import ModelSpeaker
from assistant.model_claim import Offer
from assistant.verify import check_claim
from corpus.error import UserError
from eval.latency import percentile
from eval.metric import wilson_interval

NO_MODEL = "BỎ QUA: chưa có mô hình ngôn ngữ nào để đo (ASSISTANT_LLM_URL, ASSISTANT_LLM_MODEL)."


@dataclass(frozen=True, slots=True)
class Row:
    """One question: what the model claimed and what was shown."""

    id: str
    question: str
    status: str
    notice: str
    is_asked: bool  # whether the model was: a refusal never reaches it
    raw: list[dict[str, str]]  # outcome, quote, text and the sentence it was held against
    shown: list[dict[str, str]]  # kind, text and the verdict of the check made anew
    seconds: dict[str, float] = field(default_factory=dict)


class Overheard(ModelSpeaker):
    """A speaker that remembers every claim of the model with the time it came at; never pauses."""

    def __init__(self, speaker: ModelSpeaker) -> None:
        super().__init__(speaker.model, deadline=speaker.deadline, breaker=Breaker(pause=0.0))
        self.heard: list[tuple[float, Offer]] = []
        self.is_asked = False

    def offers(
        self, question: str, evidence: Sequence[Evidence], is_stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[Offer]:
        """Give the claims as they come, and keep them."""
        self.is_asked = True
        started = time.monotonic()
        for offer in super().offers(question, evidence, is_stopped):
            self.heard.append((time.monotonic() - started, offer))
            yield offer


def read_questions(path: Path) -> list[tuple[str, str]]:
    """Read the id and the question of every line."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        return [(str(row["id"]), str(row["question"])) for row in rows]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"{path} không phải tệp câu hỏi có id và question: {error}.") from error


def ask_all(
    questions: Sequence[tuple[str, str]],
    assistant: Assistant,
    speaker: ModelSpeaker,
    on_row: Callable[[Row], None],
    on_progress: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Row]:
    """Ask each question of ``assistant`` through ``speaker``; give each row to ``on_row`` as soon as it is there."""
    rows: list[Row] = []
    for done, (given, question) in enumerate(questions, 1):
        assistant.speaker = heard = Overheard(speaker)
        rows.append(_row(given, assistant.ask(question), heard, assistant))
        on_row(rows[-1])
        on_progress("Hỏi mô hình", done, len(questions))
    return rows


def _row(given: str, answer: Answer, heard: Overheard, assistant: Assistant) -> Row:
    raw = [
        {
            "outcome": offer.outcome,
            "quote": offer.raw.quote,
            "text": offer.raw.text,
            "sentence": offer.sentence.text if offer.sentence else "",
        }
        for _, offer in heard.heard
    ]
    shown = [
        {"kind": c.kind, "text": c.text, "verdict": check_claim(c, answer.citations, assistant.documents)}
        for c in answer.claims
    ]
    seconds = {"model": answer.latency_ms.get("model", 0.0) / 1000}
    verified = [at for at, offer in heard.heard if offer.outcome == "verified"]
    seconds |= {"first": verified[0]} if verified else {}
    return Row(given, answer.question, answer.status, answer.notice, heard.is_asked, raw, shown, seconds)


def summarize(rows: Sequence[Row]) -> dict[str, Any]:
    """Give the share of unsupported claims as written and as shown, what came of each question, and the times."""
    raw = [claim for row in rows for claim in row.raw]
    shown = [claim for row in rows for claim in row.shown]
    asked = [row for row in rows if row.is_asked]
    return {
        "questions": len(rows),
        "asked": len(asked),
        "in_words_of_the_model": sum(not row.notice for row in asked),
        "notices": _counts(row.notice for row in asked if row.notice),
        "outcomes": _counts(claim["outcome"] for claim in raw),
        "raw": _share(sum(claim["outcome"] != "verified" for claim in raw), len(raw)),
        "shown": _share(sum(claim["verdict"] == "unsupported" for claim in shown), len(shown)),
        "seconds": {
            stage: {"n": len(some), "p50": percentile(some, 0.5), "p95": percentile(some, 0.95)}
            for stage in ("first", "model")
            if (some := [row.seconds[stage] for row in asked if stage in row.seconds])
        },
    }


def _counts(words: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _share(n_unsupported: int, n: int) -> dict[str, float]:
    if not n:
        return {"n": 0}
    low, high = wilson_interval(n_unsupported, n)
    return {"n": n, "unsupported": n_unsupported / n, "low": low, "high": high}


def describe(report: Mapping[str, Any]) -> str:
    """Write the report for a terminal."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"{report['questions']} câu hỏi, {report['asked']} câu được đưa cho mô hình"
    yield f"  có lời của mô hình đã kiểm chứng: {report['in_words_of_the_model']}"
    for notice, n in report["notices"].items():
        yield f"  {n}: {notice}"
    for title, share in (("ý thô của mô hình", report["raw"]), ("ý được hiện", report["shown"])):
        if share["n"]:
            figures = f"{share['unsupported']:.3f} [{share['low']:.3f}; {share['high']:.3f}]"
            yield f"{title}: n={share['n']}, không có căn cứ {figures}"
        else:
            yield f"{title}: không có"
    for stage, title in (("first", "tới ý đầu đã kiểm chứng"), ("model", "hỏi mô hình")):
        if stage in report["seconds"]:
            figure = report["seconds"][stage]
            yield f"{title}: p50 {figure['p50']:.1f} s, p95 {figure['p95']:.1f} s, n={figure['n']}"


def as_json(row: Row) -> str:
    """Write a row as one line."""
    return json.dumps(asdict(row), ensure_ascii=False)
