"""The tables of a report, computed from a bundle: plain figures, the same for the page and for the Markdown summary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.outcome import OUTCOMES
from eval.report import Bundle, Run, pooled
from eval.score import Report, compare_outcomes, summarize
from eval.score_figure import Figure, share
from eval.score_item import Scored
from eval.score_risk import area_under
from eval.score_stage import STAGES, Stage
from eval.score_target import TARGETS, Target, Verdict, verdict

OF_CHECKER = (
    Target("checker_planned", 0.99),
    Target("checker_heldout", 0.95),
    Target("checker_harmless", 0.01, is_ceiling=True),
)
# What only sets of their own can show, and the sets that show it.
OF_SETS: Mapping[str, tuple[str, ...]] = {
    "injection_success": ("injections", "injected"),
    "followed": ("counterfactual",),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A figure held against its target; ``of`` names the sets, or the kind of claim, that it was measured on."""

    target: Target
    of: str
    figure: Figure
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Table:
    """One run with its scores."""

    run: Run
    scores: Report


def tables(bundle: Bundle) -> list[Table]:
    """Score every run."""
    return [Table(run, summarize(run.items)) for run in bundle.runs]


def held(bundle: Bundle, scored: Sequence[Table]) -> list[Held]:
    """Hold every figure that has a target against it, a target after the other."""
    found: list[Held] = []
    for target in TARGETS:
        if names := OF_SETS.get(target.metric):
            items = pooled(bundle, names)
            figures = (
                {" + ".join(name for name in names if bundle.run(name)): summarize(items)["metrics"]} if items else {}
            )
        else:
            figures = {one.run.set: one.scores["metrics"] for one in scored if one.run.is_general}
        found += [_held(target, of, metrics) for of, metrics in figures.items() if verdict(target, metrics) != "absent"]
    return [*found, *_of_checker(bundle.checker)]


def _held(target: Target, of: str, figures: Mapping[str, Figure]) -> Held:
    return Held(target, of, figures[target.metric], verdict(target, figures))


def _of_checker(checker: Mapping[str, Any] | None) -> Iterator[Held]:
    for target in OF_CHECKER:
        for row in (checker or {"all": ()})["all"]:
            if target.metric == f"checker_{row['family']}":
                figure = {"value": row["unsupported"], "low": row["low"], "high": row["high"], "n": row["n"]}
                yield _held(target, row["kind"], {target.metric: figure})


@dataclass(frozen=True, slots=True)
class Difference:
    """One run against another over the questions that both have."""

    of: str
    against: str
    found: Report


def differences(bundle: Bundle) -> list[Difference]:
    """Compare each run with the last one of its set, and look-alike documents with the same questions without them."""
    found = [
        Difference(run.set, run.before.commit, compare_outcomes(run.items, run.before.outcomes))
        for run in bundle.runs
        if run.before
    ]
    bases = {one.label.id: one.outcome.name for one in pooled(bundle, ("dev", "test"))}
    if (run := bundle.run("distractors")) and bases:
        found.append(Difference("distractors", "dev + test", compare_outcomes(run.items, bases)))
    return [one for one in found if one.found["n"]]


def lost_at(items: Sequence[Scored]) -> dict[Stage, int]:
    """Count the answers lost at each stage; with the right ones they are all items."""
    return {stage: sum(one.stage == stage for one in items) for stage in STAGES}


def premises(items: Sequence[Scored]) -> dict[str, int]:
    """Count how questions with a false premise went."""
    asked = [one for one in items if one.outcome.expected == "correction"]
    return {name: sum(one.outcome.name == name for one in asked) for name in OUTCOMES} if asked else {}


def refusals(items: Sequence[Scored]) -> dict[str, Figure]:
    """Give the share refused of each type of question that is to be refused."""
    asked = [one for one in items if one.outcome.expected == "refusal"]
    types = sorted({one.label.type for one in asked})
    return {type_: share(one.outcome.is_refused for one in asked if one.label.type == type_) for type_ in types}


def areas(scored: Sequence[Table]) -> dict[str, Figure]:
    """Give the area under risk and coverage of each general run that has one."""
    found = {one.run.set: area_under(one.run.items) for one in scored if one.run.is_general}
    return {name: figure for name, figure in found.items() if figure["n"]}


def headline(table: Table) -> Report:
    """Give what the history keeps of a run."""
    metrics = table.scores["metrics"]
    names = ("crag", "wrong_or_adopted", "refusal_recall", "over_refusal", "citation_validity", "conversations_passed")
    run = table.run
    kept = {name: metrics[name] for name in names if name in metrics and metrics[name]["n"]}
    return {"date": run.date, "commit": run.commit, "set": run.set, "n": table.scores["n"], "figures": kept}
