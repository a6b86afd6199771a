"""The report as one HTML page that needs nothing beside it: Vietnamese, its pictures inside, no script.

Everything that was asked, answered or quoted is escaped by the template: a document may hold any markup.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import report_picture as picture
from eval.outcome import OUTCOMES
from eval.report import Bundle
from eval.report_item import Failure
from eval.report_label import (
    CHECKER_NAMES,
    EXPECTED_NAMES,
    REASON_NAMES,
    SET_NAMES,
    STAGE_NAMES,
    VARIANT_NAMES,
    name_of,
)
from eval.report_view import Table, areas, differences, held, lost_at, premises, refusals, tables
from eval.score_figure import Figure
from eval.score_risk import risk_curve
from eval.score_table import NAMES as METRIC_NAMES
from eval.score_table import OUTCOME_NAMES, VERDICTS
from eval.score_target import TARGETS, Target

TEMPLATES = Path(__file__).resolve().parent / "template"
GOALS = {target.metric: target.value for target in TARGETS}


def page(bundle: Bundle, failures: Mapping[str, Sequence[Failure]], history: Sequence[Mapping[str, Any]]) -> str:
    """Write the page; ``failures`` are those of each set."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "signed": signed, "name": name_of, "image": image, "number": number}
    scored = tables(bundle)
    return environment.get_template("report.html").render(
        scored=scored,
        held=held(bundle, scored),
        wanted=wanted,
        differences=differences(bundle),
        checker=bundle.checker,
        failures=failures,
        n_failures=sum(map(len, failures.values())),
        history=history,
        areas=areas(scored),
        premises={one.run.set: counts for one in scored if (counts := premises(one.run.items))},
        refusals={one.run.set: found for one in scored if one.run.is_general and (found := refusals(one.run.items))},
        lost={one.run.set: lost_at(one.run.items) for one in scored},
        pictures=_pictures(bundle, scored),
        outcomes=OUTCOMES,
        names={
            "metric": METRIC_NAMES,
            "outcome": OUTCOME_NAMES,
            "verdict": VERDICTS,
            "stage": STAGE_NAMES,
            "set": SET_NAMES,
            "variant": VARIANT_NAMES,
            "expected": EXPECTED_NAMES,
            "reason": REASON_NAMES,
            "checker": CHECKER_NAMES,
        },
    )


def _pictures(bundle: Bundle, scored: Sequence[Table]) -> dict[str, dict[str, str]]:
    """Draw what can be drawn, by kind and then by set or family."""
    by_set = {one.run.set: one for one in scored}
    lines = {
        name_of(name): points
        for name, one in by_set.items()
        if one.run.is_general and (points := risk_curve(one.run.items))
    }
    return {
        "outcomes": {
            name: picture.stacked(
                [
                    picture.Bar(f"{name_of(type_)} ({group['n']})", group["outcomes"])
                    for type_, group in one.scores["by_type"].items()
                ],
                OUTCOME_NAMES,
            )
            for name, one in by_set.items()
            if one.run.is_general
        },
        "lost": {
            name: picture.steps(one.scores["n"], {STAGE_NAMES[k]: n for k, n in lost_at(one.run.items).items()})
            for name, one in by_set.items()
        },
        "losses": {name: drawn for name, one in by_set.items() if one.run.is_general and (drawn := _losses(one))},
        "risk": {"all": picture.curves(lines)} if lines else {},
        "checker": _checker(bundle.checker),
    }


def _losses(one: Table) -> str:
    found = {kind: one.scores["metrics"].get(f"loss_{kind}") for kind in VARIANT_NAMES}
    rows = [
        picture.Mark(
            f"{VARIANT_NAMES[kind]} ({of['n']})", of["value"], of["low"], of["high"], GOALS.get(f"loss_{kind}")
        )
        for kind, of in found.items()
        if of and of["n"]
    ]
    return picture.marks(rows, "phần câu đúng mất đi so với câu gốc") if rows else ""


def _checker(checker: Mapping[str, Any] | None) -> dict[str, str]:
    if not checker:
        return {}
    drawn: dict[str, str] = {}
    for family in ("planned", "harmless", "heldout"):  # the longest fills a column of its own
        cells = [
            picture.Cell(f"{row['operator']} ({row['n']})", CHECKER_NAMES[row["kind"]], row["unsupported"])
            for row in checker["operators"]
            if row["family"] == family
        ]
        if cells:
            columns = [CHECKER_NAMES["quote"], CHECKER_NAMES["prose"]]
            drawn[family] = picture.heat(cells, columns, is_wanted=family != "harmless")
    return drawn


def number(value: float, digits: int = 3) -> str:
    """Write a number as it is written in Vietnamese."""
    return f"{value:.{digits}f}".replace(".", ",")


def figure(of: Figure, *, sign: str = "") -> str:
    """Write a figure with its interval; whole numbers where they are large."""
    if of["value"] is None or not of["n"]:
        return "–"
    digits = 1 if abs(of["value"]) >= 10 else 3
    value, low, high = (f"{of[name] or 0:{sign}.{digits}f}".replace(".", ",") for name in ("value", "low", "high"))
    return value if of["low"] is None else f"{value} [{low}; {high}]"


def signed(of: Figure) -> str:
    """Write a difference with its interval."""
    return figure(of, sign="+")


def wanted(target: Target) -> str:
    """Write a target."""
    return f"{'≤' if target.is_ceiling else '≥'} {target.value:g}".replace(".", ",")


def image(svg: str) -> str:
    """Give the address of a picture that lies inside the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
