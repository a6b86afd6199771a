"""The retrieval bench: every system on every question of a test set, each figure with its interval.

Comparisons are paired: the same questions, system against system, and a rewritten question against the one it was.
Knows systems only as functions; a question on which one fails counts as nothing found, and is named.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from eval.beir import Benchmark
from eval.metric import Gains, Ranking, bootstrap_interval, ndcg_at_k, paired_difference, recall_at_k, reciprocal_rank
from eval.system import System

OURS = "hybrid"  # what is shipped, and what every other system is compared with
METRICS: Mapping[str, Callable[[Ranking, Gains], float]] = {
    "ndcg_at_10": partial(ndcg_at_k, k=10),
    **{f"recall_at_{k}": partial(recall_at_k, k=k) for k in (1, 5, 10, 20)},
    "mrr_at_10": partial(reciprocal_rank, k=10),
}

Scores = Mapping[str, Sequence[float]]  # metric -> one value for each question, in the order of the test set
Figures = dict[str, dict[str, float]]  # metric -> value, low, high
OnProgress = Callable[[str, int, int], None]  # what, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Run:
    """What one system found for each question, and how long that took."""

    rankings: Mapping[str, Sequence[str]]
    failures: Mapping[str, str]  # question id -> what went wrong
    seconds: float


def bench(
    benchmark: Benchmark,
    systems: Mapping[str, System],
    *,
    rewrite: Callable[[str], str] | None = None,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Ask every system every question, and report; with ``rewrite``, what the rewriting loses is reported too."""
    typed = {id_: rewrite(text) if rewrite else text for id_, text in benchmark.questions.items()}
    runs = ask_all(systems, typed, on_progress=on_progress)
    scores = {name: score(benchmark, run) for name, run in runs.items()}
    report = {
        "dataset": benchmark.name,
        "n": len(benchmark.questions),
        "n_without_relevant": benchmark.n_without_relevant,
        "n_other_split": benchmark.n_other_split,
        "systems": {name: figures(values) for name, values in scores.items()},
        "paired": {name: differences(scores[OURS], values) for name, values in scores.items() if name != OURS},
        "failures": {name: dict(run.failures) for name, run in runs.items() if run.failures},
        "seconds": {name: round(run.seconds, 3) for name, run in runs.items()},
    }
    if rewrite:
        clean_runs = ask_all(systems, benchmark.questions, on_progress=on_progress)
        clean = {name: score(benchmark, run) for name, run in clean_runs.items()}
        report["clean"] = {name: figures(values) for name, values in clean.items()}
        report["loss"] = {name: differences(clean[name], scores[name]) for name in scores}
    return report


def ask_all(systems: Mapping[str, System], questions: Mapping[str, str], *, on_progress: OnProgress) -> dict[str, Run]:
    """Put every question to every system."""
    return {name: ask(system, questions, on_progress=partial(on_progress, name)) for name, system in systems.items()}


def ask(system: System, questions: Mapping[str, str], *, on_progress: Callable[[int, int], None]) -> Run:
    """Put every question to one system; what it raises is that question's failure, not the run's."""
    started = time.monotonic()
    rankings: dict[str, Sequence[str]] = {}
    failures: dict[str, str] = {}
    for n_done, (id_, question) in enumerate(questions.items(), 1):
        try:
            rankings[id_] = system(question)
        except Exception as error:  # noqa: BLE001 - other people's code; the failure is counted and shown
            rankings[id_], failures[id_] = [], f"{type(error).__name__}: {error}"
        on_progress(n_done, len(questions))
    return Run(rankings, failures, time.monotonic() - started)


def score(benchmark: Benchmark, run: Run) -> Scores:
    """Give every metric of every question."""
    return {
        name: [metric(run.rankings[id_], benchmark.gains[id_]) for id_ in benchmark.questions]
        for name, metric in METRICS.items()
    }


def figures(scores: Scores) -> Figures:
    """Give the mean of each metric with its interval."""
    return {name: asdict(bootstrap_interval(values)) for name, values in scores.items()}


def differences(first: Scores, second: Scores) -> Figures:
    """Give the mean of ``first`` minus ``second``, question by question, with its interval."""
    return {name: asdict(paired_difference(values, second[name])) for name, values in first.items()}
