"""How often the shown claims hold a gold answer, how long they are, and how refusals fall, on a BEIR folder.

Gold answers stand in ``metadata.answers`` of ``queries.jsonl``; a question with none, or marked
``answerable: false``, should be refused. Matching is by syllable keys, so spelling variants of one word agree.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from assistant.answer import Answer
from assistant.judgement import READ_LEAST
from corpus.error import UserError
from corpus.orthography import keys
from eval.metric import wilson_interval
from eval.nugget import contains

THRESHOLDS = (0.0, 0.08, READ_LEAST, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)  # of trust; the shipped one among them


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the answers that count as right; none when the documents do not say."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got."""

    id: str
    is_answerable: bool
    is_answered: bool
    is_right: bool  # the claims hold a gold answer
    n_words: int  # syllables of all claims
    trust: float | None = None  # of the sentence that was weighed; None where none was
    is_nearest_right: bool = False  # of a refusal: the sentence that it calls the nearest holds a gold answer


def read_gold(path: Path) -> list[GoldQuestion]:
    """Read ``queries.jsonl``; ``UserError`` when it carries no answers."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        questions = [_gold(row) for row in rows]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"Không đọc được câu hỏi kèm đáp án trong {path}: {error}.") from error
    if not any(question.answers for question in questions):
        raise UserError(f"{path} không có đáp án nào (metadata.answers).")
    return questions


def _gold(row: dict[str, Any]) -> GoldQuestion:
    metadata = row["metadata"]
    answers = metadata.get("answers", []) if metadata.get("answerable", True) else []
    return GoldQuestion(str(row["_id"]), row["text"], tuple(answers))


def judge_answer(question: GoldQuestion, answer: Answer) -> Outcome:
    """Compare one answer with the gold."""
    shown = [keys(claim.text) for claim in answer.claims] if answer.status == "answered" else []
    is_right = any(contains(words, keys(gold)) for words in shown for gold in question.answers)
    n_words = sum(map(len, shown))
    nearest = keys(answer.nearest[0].quote) if answer.nearest else []
    return Outcome(
        question.id,
        bool(question.answers),
        answer.status == "answered",
        is_right,
        n_words,
        answer.trust,
        any(contains(nearest, keys(gold)) for gold in question.answers),
    )


def run_answers(
    questions: Sequence[GoldQuestion],
    ask: Callable[[str], Answer],
    on_progress: Callable[[str, int, int], None] = lambda _what, _n, _all: None,
) -> list[Outcome]:
    """Ask every question; one that cannot be asked counts as refused."""
    outcomes = []
    for n, question in enumerate(questions, 1):
        try:
            outcomes.append(judge_answer(question, ask(question.text)))
        except UserError:
            outcomes.append(Outcome(question.id, bool(question.answers), False, False, 0))
        on_progress("Hỏi", n, len(questions))
    return outcomes


def summarize(name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Sum up: every share with its 95 % Wilson interval and its n."""
    answerable = [outcome for outcome in outcomes if outcome.is_answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.is_answerable]
    answered = [outcome for outcome in outcomes if outcome.is_answered]
    return {
        "dataset": name,
        "n": len(outcomes),
        "contains_gold": _share([outcome.is_right for outcome in answerable]),
        "contains_gold_when_answered": _share([o.is_right for o in answerable if o.is_answered]),
        "over_refusal": _share([not outcome.is_answered for outcome in answerable]),
        "refusal_recall": _share([not outcome.is_answered for outcome in unanswerable]),
        "median_words": median(outcome.n_words for outcome in answered) if answered else 0,
        "curve": [_point(outcomes, threshold) for threshold in THRESHOLDS],
    }


def _point(outcomes: Sequence[Outcome], threshold: float) -> dict[str, Any]:
    """What would be answered if trust had to reach ``threshold``: both refusal errors, and the risk of what is left.

    A refusal that another threshold would have answered shows its nearest sentence; one that has another reason stays.
    """
    shown = [
        (one, one.is_right if one.is_answered else one.is_nearest_right)
        for one in outcomes
        if (one.is_answered if one.trust is None else one.trust >= threshold)
    ]
    answerable = [is_right for one, is_right in shown if one.is_answerable]
    n_answerable = sum(one.is_answerable for one in outcomes)
    n_refusable = len(outcomes) - n_answerable
    return {
        "threshold": threshold,
        "coverage": _ratio(len(shown), len(outcomes)),
        "risk": _ratio(sum(not is_right for _, is_right in shown), len(shown)),
        "over_refusal": _ratio(n_answerable - len(answerable), n_answerable),
        "refusal_recall": _ratio(n_refusable - (len(shown) - len(answerable)), n_refusable),
        "contains_gold": _ratio(sum(answerable), n_answerable),
    }


def _ratio(n: int, of: int) -> float:
    return round(n / of, 4) if of else 0.0


def _share(flags: Sequence[bool]) -> dict[str, float]:
    if not flags:
        return {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    low, high = wilson_interval(sum(flags), len(flags))
    return {"value": round(sum(flags) / len(flags), 4), "low": round(low, 4), "high": round(high, 4), "n": len(flags)}


def describe(report: dict[str, Any]) -> str:
    """Write a summary for a terminal."""
    names = {
        "contains_gold": "lời hiển thị chứa đáp án",
        "contains_gold_when_answered": "… trong số đã trả lời",
        "over_refusal": "từ chối nhầm",
        "refusal_recall": "từ chối đúng khi không có đáp án",
    }
    lines = [f"{report['dataset']}: {report['n']} câu hỏi, trung vị {report['median_words']} tiếng mỗi câu trả lời"]
    for key, label in names.items():
        figure = report[key]
        if figure["n"]:
            lines.append(
                f"  {label:<36} {figure['value']:.3f} [{figure['low']:.3f}; {figure['high']:.3f}] n = {figure['n']}"
            )
    lines.append("  ngưỡng tin   trả lời   sai trong đó   từ chối nhầm   từ chối đúng   chứa đáp án")
    for point in report["curve"]:
        cells = (point[name] for name in ("coverage", "risk", "over_refusal", "refusal_recall", "contains_gold"))
        lines.append(f"  {point['threshold']:<10.2f}" + "".join(f"{cell:>12.3f}" for cell in cells))
    return "\n".join(lines)
