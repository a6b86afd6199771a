"""The report as Markdown, and the part of ``eval/REPORT.md`` that is made by it; no figure without n.

The part stands between two marks, so that what people write around it is theirs. The history is a line a run, the
baseline first, and is only ever added to.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.error import UserError
from eval.outcome import OUTCOMES
from eval.report import HISTORY, Bundle
from eval.report_view import Held, Table, areas, differences, headline, held, lost_at, tables
from eval.score_figure import Figure

REPORT = Path(__file__).resolve().parent / "REPORT.md"
BEGIN = "<!-- made by `python -m eval report --write`: change nothing here by hand -->"
END = "<!-- end of what is made -->"
LOSSES = ("unaccented", "typo", "abbreviation", "english", "reworded")


def summary(bundle: Bundle, history: Sequence[dict[str, Any]]) -> str:
    """Write the whole summary."""
    return "\n".join(_lines(bundle, history)) + "\n"


def _lines(bundle: Bundle, history: Sequence[dict[str, Any]]) -> Iterator[str]:
    scored = tables(bundle)
    yield f"`python -m eval report {_files(bundle)} --write` made this. The scores of every item are in"
    yield f"`eval/result/scores.json.gz` (sha256 of its content `{bundle.sha256}`)."
    yield "95 % intervals: Wilson for shares, bootstrap by fact for means and differences."
    yield from _runs(scored)
    yield from _targets(held(bundle, scored))
    yield from _outcomes(scored)
    yield from _stages(scored)
    yield from _losses(scored)
    yield from _differences(bundle)
    yield from _more(scored)
    yield from _history(history)


def _files(bundle: Bundle) -> str:
    """Name the records as a shell finds them: by their code where it is one."""
    commits = {run.commit for run in bundle.runs}
    names = [f"*-{commit}.jsonl" for commit in commits] if len(commits) == 1 else [run.records for run in bundle.runs]
    return " ".join(f"data/eval/{name}" for name in names)


def _runs(scored: Sequence[Table]) -> Iterator[str]:
    yield from _head("The runs", "set", "items", "not asked, not judged", "code", "date", "sha256 of the records")
    for one in scored:
        run = one.run
        told = (run.set, str(one.scores["n"]), f"{run.n_unasked}, {run.n_unjudged}", run.commit, run.date)
        yield _row(*told, f"`{run.sha256[:16]}`")


def _targets(rows: Sequence[Held]) -> Iterator[str]:
    yield from _head("Targets", "metric", "target", "measured on", "value", "n", "verdict")
    for one in rows:
        told = (_words(one.target.metric), one.target.wanted, one.of, _figure(one.figure), str(one.figure["n"]))
        yield _row(*told, "**fail**" if one.verdict == "fail" else one.verdict)


def _outcomes(scored: Sequence[Table]) -> Iterator[str]:
    for one in scored:
        if one.run.is_general:
            yield from _head(f"Outcomes by type: {one.run.set}", "type", "n", *OUTCOMES, "CRAG")
            yield from (_outcome(name, group) for name, group in one.scores["by_type"].items())
    if own := [one for one in scored if not one.run.is_general]:
        yield from _head("Outcomes of the sets that try one thing", "set: type", "n", *OUTCOMES, "CRAG")
        for one in own:
            yield from (_outcome(f"{one.run.set}: {name}", group) for name, group in one.scores["by_type"].items())


def _outcome(name: str, group: Mapping[str, Any]) -> str:
    counts = (str(group["outcomes"].get(outcome, 0)) for outcome in OUTCOMES)
    return _row(_words(name), str(group["n"]), *counts, _figure(group["crag"]))


def _stages(scored: Sequence[Table]) -> Iterator[str]:
    counts = {one.run.set: lost_at(one.run.items) for one in scored}
    yield from _head("Where answers were lost", "stage", *(f"{one.run.set} (n = {one.scores['n']})" for one in scored))
    yield _row("right", *(str(one.scores["n"] - sum(counts[one.run.set].values())) for one in scored))
    for stage in next(iter(counts.values()), {}):
        if any(one[stage] for one in counts.values()):
            yield _row(_words(stage), *(str(one[stage]) for one in counts.values()))


def _losses(scored: Sequence[Table]) -> Iterator[str]:
    yield from _head("Paired loss of variants (share of right answers)", "set", *LOSSES)
    for one in scored:
        figures = [one.scores["metrics"].get(f"loss_{name}") for name in LOSSES]
        if any(figures):
            yield _row(one.run.set, *(_with_n(figure) if figure else "–" for figure in figures))


def _differences(bundle: Bundle) -> Iterator[str]:
    if found := differences(bundle):
        yield from _head("Paired differences", "set", "against", "n", "CRAG", "share right", "better, worse")
        for one in found:
            told = (one.of, one.against, str(one.found["n"]))
            moved = f"{len(one.found['better'])}, {len(one.found['worse'])}"
            yield _row(
                *told, _figure(one.found["crag"], signed=True), _figure(one.found["correct"], signed=True), moved
            )


MORE = (
    "refusal_precision", "reason_accuracy", "list_f1", "strict_vital", "right_value", "support_number", "support_unit",
    "support_date", "support_document_number", "support_name", "support_negation", "premise_adopted", "denied_wrongly",
    "conversations_passed", "words_median", "latency_p50_ms", "latency_p95_ms",
)  # fmt: skip


def _more(scored: Sequence[Table]) -> Iterator[str]:
    yield from _head("More figures", "metric", *(one.run.set for one in scored))
    for name in MORE:
        figures = [one.scores["metrics"].get(name) for one in scored]
        if any(figure and figure["n"] for figure in figures):
            yield _row(_words(name), *(_with_n(figure) if figure and figure["n"] else "–" for figure in figures))
    if found := areas(scored):
        yield _row(
            "area under risk and coverage",
            *(_with_n(found[one.run.set]) if one.run.set in found else "–" for one in scored),
        )


def _history(history: Sequence[dict[str, Any]]) -> Iterator[str]:
    if history:
        yield from _head("History, the baseline first", "date", "set", "n", "code", "CRAG", "wrong or adopted", "note")
        for row in history:
            figures = [row["figures"].get(name) for name in ("crag", "wrong_or_adopted")]
            told = (_figure(figure) if figure else "–" for figure in figures)
            yield _row(row["date"], row["set"], str(row["n"]), row["commit"], *told, row.get("note", ""))


def _head(title: str, *names: str) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield _row(*names)
    yield "|" + "---|" * len(names)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(figure: Figure, *, signed: bool = False) -> str:
    """Write a figure with its interval; large ones are counts of words or milliseconds."""
    value, low, high = figure["value"] or 0, figure["low"], figure["high"]
    form = f"{'+' if signed else ''}.{1 if abs(value) >= 10 else 3}f"
    return f"{value:{form}} [{low:{form}}; {high:{form}}]" if low is not None else f"{value:{form}}"


def _with_n(figure: Figure) -> str:
    return f"{_figure(figure)} ({figure['n']})" if figure["n"] else "–"


def _words(name: str) -> str:
    return name.replace("_", " ")


def read_history(path: Path = HISTORY) -> list[dict[str, Any]]:
    """Read the headline figures of the runs that were committed, the oldest first."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def add_to_history(bundle: Bundle, path: Path = HISTORY) -> list[dict[str, Any]]:
    """Add the runs of general questions and conversations that are not there yet; give the whole history."""
    history = read_history(path)
    known = {(row["commit"], row["set"]) for row in history}
    for one in tables(bundle):
        if (one.run.is_general or one.run.set == "conversations") and (one.run.commit, one.run.set) not in known:
            history.append(headline(one))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in history), encoding="utf-8")
    return history


def made_part(text: str) -> str:
    """Give what stands between the two marks; ``UserError`` where they are not there once each, in order."""
    _before, begin, rest = text.partition(f"{BEGIN}\n")
    part, end, behind = rest.partition(END)
    if not begin or not end or BEGIN in part + behind:
        raise UserError(f"Cần đúng một dòng “{BEGIN}” rồi một dòng “{END}”.")
    return part


def replace_made(text: str, part: str) -> str:
    """Put another part between the marks."""
    return text.replace(f"{BEGIN}\n{made_part(text)}{END}", f"{BEGIN}\n{part}{END}")
