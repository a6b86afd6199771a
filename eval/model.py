"""What a language model claims, and what of it a reader sees: each raw claim with its verdict, each answer rechecked.

Asks the questions of a file through the assistant as it is shipped, with the model that the environment names. A
raw claim is unsupported when its quote stands in none of the sentences the model was given, or its text fails the
check against the sentence of its quote. The same check is then made anew on every claim that was shown.

A small model on a processor takes half a minute a question, so a run that was interrupted goes on where it stopped:
what the file already holds of the same model, build and question is not asked again.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from assistant.answerer import Assistant
from assistant.breaker import Breaker
from assistant.cli import read_history
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
    model: str = ""
    build: str = ""
    standalone: str = ""  # the question as it was completed

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What has to be the same for a row to stand for a question that is to be asked."""
        return self.id, self.question, self.model, self.build


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was said before it."""

    id: str
    question: str
    history: tuple[Turn, ...] = ()


def read_questions(path: Path) -> list[Asked]:
    """Read the id, the question and the history of every line."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        return [Asked(str(r["id"]), str(r["question"]), tuple(read_history(r.get("history") or ()))) for r in rows]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"{path} không phải tệp câu hỏi có id và question: {error}.") from error


def ask_all(
    questions: Sequence[Asked],
    assistant: Assistant,
    speaker: ModelSpeaker,
    path: Path,
    on_progress: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Row]:
    """Ask what ``path`` does not hold yet, appending each row to it; give the rows of all questions in their order."""
    done = {row.key: row for row in read_rows(path)}
    rows: list[Row] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for n_done, asked in enumerate(questions, 1):
            row = done.get((asked.id, asked.question, speaker.model.name, assistant.index_build))
            if row is None:
                assistant.speaker = heard = Overheard(speaker)
                row = _row(asked, assistant.ask(asked.question, asked.history), heard, assistant)
                print(as_json(row), file=file, flush=True)
            rows.append(row)
            on_progress("Hỏi mô hình", n_done, len(questions))
    return rows


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a run, dropping a last line that was torn off; ``UserError`` names any other bad one."""
    if not path.exists():
        return []
    whole, _, torn = path.read_bytes().rpartition(b"\n")
    if torn:
        os.truncate(path, len(whole) + 1 if whole else 0)
    try:
        return [Row(**json.loads(line)) for line in whole.split(b"\n") if line.strip()]
    except (ValueError, TypeError) as error:
        raise UserError(f"{path} không phải tệp kết quả của lượt đo mô hình; hãy chọn --output khác.") from error


def _row(asked: Asked, answer: Answer, heard: Overheard, assistant: Assistant) -> Row:
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
    return Row(
        asked.id,
        asked.question,
        answer.status,
        answer.notice,
        heard.is_asked,
        raw,
        shown,
        seconds,
        model=heard.model.name,
        build=assistant.index_build,
        standalone=answer.standalone_question,
    )


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
