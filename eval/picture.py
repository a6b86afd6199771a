"""The pictures of the reports, in one house style: the one door to matplotlib.

Each picture says in words what its axes are; it is written twice, as PNG and as SVG, or given as SVG text for a
page. DejaVu Sans, which matplotlib brings along, has every Vietnamese letter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, cast

STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.markersize": 5,
    "svg.hashsalt": "eval",  # the same figures give the same file
    "savefig.dpi": 144,
}
COLOURS = ("#1f5fa8", "#c4572b", "#3b8550", "#7a4fa3")
PANEL = (3.6, 2.7)  # inches


@dataclass(frozen=True, slots=True)
class Panel:
    """One small log–log plot: lines by name, each (x, y) where it was measured."""

    title: str
    lines: Mapping[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Dot:
    """One measured ratio with its spread, and the goal it is held against."""

    label: str
    value: float
    low: float
    high: float
    goal: float


def draw_growth(path: Path, title: str, x_label: str, panels: Sequence[Panel]) -> list[Path]:
    """Draw one log–log panel beside the other, three in a row; give the files written."""
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    with _figure(rows, columns, (PANEL[0] * columns, PANEL[1] * rows + 0.4)) as (figure, axes):
        for axis in axes[len(panels) :]:
            axis.set_visible(False)
        for axis, panel in zip(axes, panels, strict=False):
            for colour, (name, points) in zip(COLOURS, panel.lines.items(), strict=False):
                axis.loglog(*zip(*points, strict=True), marker="o", color=colour, label=name)
            axis.set(title=panel.title, xlabel=x_label)
            if len(panel.lines) > 1:
                axis.legend()
        figure.suptitle(title, x=0.01, ha="left")
        return _save(figure, path)


def draw_ratios(path: Path, title: str, x_label: str, dots: Sequence[Dot]) -> list[Path]:
    """Draw each ratio as a dot with its spread, and its goal as a tick; give the files written."""
    with _figure(1, 1, (7.2, 0.9 + 0.45 * len(dots))) as (figure, (axis,)):
        places = range(len(dots), 0, -1)
        for place, dot in zip(places, dots, strict=True):
            axis.hlines(place, dot.low, dot.high, color=COLOURS[0], linewidth=3, alpha=0.5)
            axis.plot(dot.value, place, "o", color=COLOURS[0])
            axis.plot(dot.goal, place, "|", color=COLOURS[1], markersize=16, markeredgewidth=2)
        axis.set(xlabel=x_label, xlim=(0, None), ylim=(0.4, len(dots) + 0.6))
        axis.set_yticks(list(places), [dot.label for dot in dots])
        axis.grid(visible=False, axis="y")
        figure.suptitle(title, x=0.01, ha="left")
        return _save(figure, path)


@contextmanager
def draw_svg(width: float, height: float) -> Iterator[tuple[Any, Callable[[], str]]]:
    """Give one pair of axes to draw on (inches), and what gives the picture afterwards as SVG text."""
    written = StringIO()
    with _figure(1, 1, (width, height)) as (figure, (axis,)):
        axis.set_axisbelow(True)
        axis.xaxis.set_major_formatter(_as_in_vietnamese)
        axis.yaxis.set_major_formatter(_as_in_vietnamese)
        yield axis, written.getvalue
        figure.savefig(written, format="svg", metadata={"Date": None})


def _as_in_vietnamese(value: float, _place: int) -> str:
    return f"{value:g}".replace(".", ",")


@contextmanager
def _figure(rows: int, columns: int, size: tuple[float, float]) -> Iterator[tuple[Any, list[Any]]]:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(cast("Any", STYLE)):
        figure = Figure(figsize=size, layout="constrained")  # no pyplot: nothing global, no display
        FigureCanvasAgg(figure)
        yield figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def _save(figure: Any, path: Path) -> list[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    files = [path.with_suffix(suffix) for suffix in (".png", ".svg")]
    for file in files:
        figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    return files
