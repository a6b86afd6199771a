"""From the records of a run to one object of scores; nothing is asked, nothing is encoded.

Two runs are compared question by question: what they share, and which of them moved.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.error import UserError
from eval.run import Row, kept_documents, read_rows
from eval.run_case import Case, read_set
from eval.score_figure import Figure, clustered_mean, share
from eval.score_item import Scored, score_item
from eval.score_metric import by_group, metrics, outcome_metrics
from eval.score_target import verdicts

Report = dict[str, Any]


def score_file(path: Path, *, half: str = "") -> Report:
    """Score the records of a file; ``UserError`` when they cannot be held against their questions."""
    rows = {row["id"]: row for row in read_rows(path)}  # of a question asked again, the last
    if not rows:
        raise UserError(f"{path} không có bản ghi nào.")
    last = list(rows.values())[-1]
    cases = [case for case in read_set(last["set"]) if not half or case.half == half]
    documents = {build: kept_documents(build, path) for build in {row["build"] for row in rows.values()}}
    report = score(cases, rows, documents)
    return {"set": last["set"], "half": half, "commit": last["commit"], "build": _builds(rows), **report}


def score(cases: Sequence[Case], rows: Mapping[str, Row], documents: Mapping[str, Mapping[str, Document]]) -> Report:
    """Score the records of these cases; ``documents`` are those of each build, by id."""
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
    return summarize(items) | {"n_unasked": len(cases) - len(items) - n_unjudged, "n_unjudged": n_unjudged}


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
    theirs = {item["id"]: item for item in other["items"]}
    pairs = [(item, theirs[item["id"]]) for item in report["items"] if item["id"] in theirs]
    if not pairs:
        raise UserError("Hai lượt chạy không có câu hỏi chung.")
    facts = [mine["fact"] for mine, _ in pairs]
    right = [(mine["outcome"] == "correct") - (its["outcome"] == "correct") for mine, its in pairs]
    return {
        "commit": other["commit"],
        "build": other["build"],
        "n": len(pairs),
        "crag": clustered_mean([float(mine["points"] - its["points"]) for mine, its in pairs], facts),
        "correct": clustered_mean([float(one) for one in right], facts),
        "better": [mine["id"] for mine, its in pairs if mine["points"] > its["points"]],
        "worse": [mine["id"] for mine, its in pairs if mine["points"] < its["points"]],
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
