"""From the records of a run to one object of scores; nothing is asked, nothing is encoded.

Two runs are compared question by question: what they share, and which of them moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.error import UserError
from eval.outcome import POINTS, OutcomeName
from eval.run import Row, kept_documents, read_rows
from eval.run_case import Case, read_set
from eval.score_figure import Figure, clustered_mean, share
from eval.score_item import Scored, score_item
from eval.score_metric import by_group, metrics, outcome_metrics
from eval.score_target import verdicts

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """The cases of a run with their records and what these are worth."""

    set: str
    half: str
    commit: str
    build: str
    cases: Mapping[str, Case]  # by id
    rows: Mapping[str, Row]
    documents: Mapping[str, Mapping[str, Document]]  # of each build, by id
    items: tuple[Scored, ...]
    n_unasked: int
    n_unjudged: int  # the documents hold a part of the evidence


def judge_file(path: Path, *, half: str = "") -> Judged:
    """Judge the records of a file; ``UserError`` when they cannot be held against their questions."""
    rows = {row["id"]: row for row in read_rows(path)}  # of a question asked again, the last
    if not rows:
        raise UserError(f"{path} không có bản ghi nào.")
    last = list(rows.values())[-1]
    cases = {case.id: case for case in read_set(last["set"]) if not half or case.half == half}
    documents = {build: kept_documents(build, path) for build in {row["build"] for row in rows.values()}}
    items, n_unjudged = _judge(list(cases.values()), rows, documents)
    n_unasked = len(cases) - len(items) - n_unjudged
    return Judged(
        last["set"], half, last["commit"], _builds(rows), cases, rows, documents, items, n_unasked, n_unjudged
    )


def score_file(path: Path, *, half: str = "") -> Report:
    """Score the records of a file."""
    judged = judge_file(path, half=half)
    heading = {name: getattr(judged, name) for name in ("set", "half", "commit", "build", "n_unasked", "n_unjudged")}
    return heading | summarize(judged.items)


def score(cases: Sequence[Case], rows: Mapping[str, Row], documents: Mapping[str, Mapping[str, Document]]) -> Report:
    """Score the records of these cases; ``documents`` are those of each build, by id."""
    items, n_unjudged = _judge(cases, rows, documents)
    return summarize(items) | {"n_unasked": len(cases) - len(items) - n_unjudged, "n_unjudged": n_unjudged}


def _judge(
    cases: Sequence[Case], rows: Mapping[str, Row], documents: Mapping[str, Mapping[str, Document]]
) -> tuple[tuple[Scored, ...], int]:
    """Judge what was asked, and count what cannot be judged."""
    items: list[Scored] = []
    n_unjudged = 0
    for case in cases:
        if case.id not in rows:
            continue
        row = rows[case.id]
        if row["question"] != case.question:
            raise UserError(f"Câu hỏi {case.id} đã đổi sau lượt chạy. Hãy chạy lại `python -m eval run`.")
        if (item := score_item(case, row, documents[row["build"]])) is None:
            n_unjudged += 1
        else:
            items.append(item)
    return tuple(items), n_unjudged


def summarize(items: Sequence[Scored]) -> Report:
    """Put the metrics of scored items together."""
    figures = metrics(items) | _targeted(items)
    return {
        "n": len(items),
        "metrics": figures,
        "verdicts": verdicts(figures),
        "by_type": {name: _group(ones) for name, ones in by_group(items, "type").items()},
        "by_variant_kind": {name: _group(ones) for name, ones in by_group(items, "variant_kind").items() if name},
        "by_half": {name: _group(ones) for name, ones in by_group(items, "half").items()},
        "items": [one.to_json() for one in items],
    }


def compare(report: Report, other: Report) -> Report:
    """Compare with another run over the questions that both have; positive is better than the other."""
    items = [Scored.from_json(row) for row in report["items"]]
    found = compare_outcomes(items, {item["id"]: item["outcome"] for item in other["items"]})
    if not found["n"]:
        raise UserError("Hai lượt chạy không có câu hỏi chung.")
    return {"commit": other["commit"], "build": other["build"], **found}


def compare_outcomes(items: Sequence[Scored], others: Mapping[str, OutcomeName]) -> Report:
    """Compare items with how the same questions went another time, given by id."""
    pairs = [(item, others[item.label.id]) for item in items if item.label.id in others]
    facts = [mine.label.fact for mine, _ in pairs]
    points = [mine.outcome.points - POINTS[its] for mine, its in pairs]
    right = [(mine.outcome.name == "correct") - (its == "correct") for mine, its in pairs]
    return {
        "n": len(pairs),
        "crag": clustered_mean([float(one) for one in points], facts),
        "correct": clustered_mean([float(one) for one in right], facts),
        "better": [mine.label.id for (mine, _), one in zip(pairs, points, strict=True) if one > 0],
        "worse": [mine.label.id for (mine, _), one in zip(pairs, points, strict=True) if one < 0],
    }


def _targeted(items: Sequence[Scored]) -> dict[str, Figure]:
    """Figures of a part of the items, which targets name."""
    found = {
        "wrong_or_adopted": share(one.outcome.points < 0 for one in items),
        **{
            f"strict_vital_{type_}": outcome_metrics([one for one in items if one.label.type == type_])["strict_vital"]
            for type_ in ("single_fact", "document_number")
        },
    }
    changed = [one for one in items if one.label.type in ("edit", "deletion")]
    return found | {"followed": share(one.outcome.name == "correct" for one in changed)}


def _group(items: Sequence[Scored]) -> dict[str, Any]:
    figures = outcome_metrics(items)
    outcomes: dict[str, int] = {}
    for one in items:
        outcomes[one.outcome.name] = outcomes.get(one.outcome.name, 0) + 1
    return {"n": len(items), "crag": figures["crag"], "correct": figures["correct"], "outcomes": outcomes}


def _builds(rows: Mapping[str, Row]) -> str:
    return ", ".join(sorted({row["build"] for row in rows.values()}))
