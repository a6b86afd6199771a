"""The report's own pictures, as SVG text to be put into a page; ``eval.picture`` has the style and the library.

Narrow, so that their words can still be read on a telephone; each says its n.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.picture import COLOURS, draw_svg
from eval.score_risk import Point

WIDTH = 4.8  # inches
OUTCOME_COLOURS = {
    "correct": "#3b8550",
    "partial": "#b9cf8f",
    "refused": "#c9ced6",
    "wrong": "#c4572b",
    "adopted": "#8e2f4f",
    "failed": "#2b2b2b",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of stacked counts."""

    label: str
    counts: Mapping[str, int]  # by outcome


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval, and the target it may have."""

    label: str
    value: float
    low: float
    high: float
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a heat map."""

    row: str
    column: str
    value: float


def stacked(bars: Sequence[Bar], names: Mapping[str, str]) -> str:
    """Draw the share of each outcome, a row for each type."""
    with draw_svg(WIDTH, 1.1 + 0.26 * len(bars)) as (axis, svg):
        for place, bar in enumerate(reversed(bars)):
            total, left = sum(bar.counts.values()), 0.0
            for outcome, colour in OUTCOME_COLOURS.items():
                share = bar.counts.get(outcome, 0) / total
                axis.barh(place, share, left=left, color=colour, height=0.72)
                left += share
        seen = [outcome for outcome in OUTCOME_COLOURS if any(bar.counts.get(outcome) for bar in bars)]
        for outcome in seen:
            axis.barh(0, 0, color=OUTCOME_COLOURS[outcome], label=names[outcome])
        axis.set_yticks(range(len(bars)), [bar.label for bar in reversed(bars)])
        axis.set(xlim=(0, 1), xlabel="tỉ lệ câu hỏi")
        axis.grid(visible=False, axis="y")
        axis.figure.legend(loc="outside upper left", ncols=4 if len(seen) == 4 else 3, fontsize=8)
    return svg()


def steps(n: int, lost: Mapping[str, int]) -> str:
    """Draw how all questions become the right answers, a step down for each stage that loses some."""
    shown = {name: count for name, count in lost.items() if count}
    labels = ["tất cả", *shown, "đúng"]
    with draw_svg(WIDTH, 1.0 + 0.34 * len(labels)) as (axis, svg):
        left = n
        places = range(len(labels) - 1, -1, -1)
        for place, label in zip(places, labels, strict=True):
            count = shown.get(label, left)
            left -= shown.get(label, 0)
            start = left if label in shown else 0
            axis.barh(place, count, left=start, color=COLOURS[1] if label in shown else COLOURS[0], height=0.7)
            axis.text(
                start + count + n * 0.01, place, str(-count if label in shown else count), va="center", fontsize=8
            )
        axis.set_yticks(list(places), labels)
        axis.set(xlim=(0, n * 1.1), xlabel=f"số câu hỏi (n = {n})")
        axis.grid(visible=False, axis="y")
    return svg()


def curves(lines: Mapping[str, Sequence[Point]]) -> str:
    """Draw the share of wrong answers over the share of questions answered."""
    with draw_svg(WIDTH, 3.0) as (axis, svg):
        for colour, (name, points) in zip(COLOURS, lines.items(), strict=False):
            axis.plot(*zip(*points, strict=True), color=colour, label=name, drawstyle="steps-post")
        axis.set(xlim=(0, 1), ylim=(0, None), xlabel="phần câu hỏi được trả lời", ylabel="phần trả lời sai")
        axis.legend(fontsize=8)
    return svg()


def marks(rows: Sequence[Mark], x_label: str) -> str:
    """Draw values with their intervals, zero as a line and targets as ticks."""
    with draw_svg(WIDTH, 0.9 + 0.32 * len(rows)) as (axis, svg):
        places = range(len(rows), 0, -1)
        for place, row in zip(places, rows, strict=True):
            axis.hlines(place, row.low, row.high, color=COLOURS[0], linewidth=3, alpha=0.5)
            axis.plot(row.value, place, "o", color=COLOURS[0])
            if row.target is not None:
                axis.plot(row.target, place, "|", color=COLOURS[1], markersize=14, markeredgewidth=2)
        axis.axvline(0, color="#888", linewidth=1)
        axis.set(xlabel=x_label, ylim=(0.4, len(rows) + 0.6))
        axis.set_yticks(list(places), [row.label for row in rows])
        axis.grid(visible=False, axis="y")
    return svg()


def heat(cells: Sequence[Cell], columns: Sequence[str], *, is_wanted: bool) -> str:
    """Draw shares as squares; dark is what must not be."""
    rows = list(dict.fromkeys(cell.row for cell in cells))
    shares = {(cell.row, cell.column): cell.value for cell in cells}
    with draw_svg(WIDTH, 0.7 + 0.24 * len(rows)) as (axis, svg):
        for y, row in enumerate(reversed(rows)):
            for x, column in enumerate(columns):
                if (row, column) not in shares:
                    continue
                value = shares[row, column]
                badness = (1 - value) if is_wanted else value
                axis.barh(y, 1, left=x, height=1, color=_shade(badness), edgecolor="white")
                axis.text(x + 0.5, y, f"{value:.3f}".replace(".", ","), ha="center", va="center", fontsize=8)
        axis.set_yticks(range(len(rows)), list(reversed(rows)))
        axis.set_xticks([x + 0.5 for x in range(len(columns))], columns)
        axis.set(xlim=(0, len(columns)), ylim=(-0.5, len(rows) - 0.5))
        axis.tick_params(length=0)
        axis.grid(visible=False)
    return svg()


def _shade(badness: float) -> tuple[float, float, float]:
    """Blend from a light green to an orange; a twentieth wrong is fully orange."""
    depth = min(1.0, badness * 20)
    light, dark = (0.85, 0.93, 0.87), (0.93, 0.55, 0.35)
    return tuple(a + (b - a) * depth for a, b in zip(light, dark, strict=True))  # type: ignore[return-value]
