"""The report of ``python -m eval bench``: a table for a terminal, a Markdown fragment, and two pictures."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import format_number
from eval.picture import Dot, Panel, draw_growth, draw_ratios

MEGABYTE = 1 << 20
# Heading -> how its cell is written from one row of growth.
COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "đoạn": lambda row: format_number(row["passages"]),
    "vectơ": lambda row: "thật" if row["is_real"] else "ghép",
    "tìm (ms)": lambda row: _decimal(1000 * row["search"], 1),
    "như máy chủ (ms)": lambda row: _decimal(1000 * row["search_chroma"], 1),
    "mã hoá (ms)": lambda row: _decimal(1000 * row["forward"], 1),
    "đủ ứng viên": lambda row: _decimal(row["recall"], 3),
    "… máy chủ": lambda row: _decimal(row["recall_chroma"], 3),
    "lập (s)": lambda row: _decimal(row["build"], 1),
    "mở (s)": lambda row: _decimal(row["open"], 2),
    "hỏi đầu (s)": lambda row: _decimal(row["first_ask"], 1),
    "hỏi sau (s)": lambda row: _decimal(row["ask"], 1),
    "nhớ lập (MB)": lambda row: format_number(row["build_peak"] / MEGABYTE),
    "nhớ tìm (MB)": lambda row: format_number(row["search_peak"] / MEGABYTE),
    "đĩa (MB)": lambda row: _decimal(row["disk"] / MEGABYTE, 1),
}
RATIO_HEADINGS = ("tỉ số", "trung vị", "tứ phân vị", "n", "ta (ms)", "mốc (ms)", "mục tiêu", "đạt")
NOTE = (
    "Đo xen kẽ từng cặp trên máy dùng chung. “ghép”: vectơ đoạn trộn từ vectơ thật, không tốn công mã hoá. "
    "“như máy chủ”: với kho Chroma đang mở, nhưng chỉ kho quá 30.000 đoạn mới tìm qua nó. “đủ ứng viên”: phần của 20 "
    "đoạn gần nhất thật sự có trong các ứng viên. “hỏi đầu” đọc tên riêng của cả kho, “hỏi sau” thì không."
)


def describe(report: Mapping[str, Any]) -> str:
    """Write the report for a terminal."""
    return "\n\n".join([_plain(*ratio_table(report)), _plain(*growth_table(report)), NOTE])


def markdown(report: Mapping[str, Any]) -> str:
    """Write the report as a Markdown fragment."""
    pictures = "![Tỉ số](bench-ratio.png)\n\n![Chi phí theo số đoạn](bench-growth.png)"
    return "\n\n".join([_marked(*ratio_table(report)), _marked(*growth_table(report)), NOTE, pictures]) + "\n"


def ratio_table(report: Mapping[str, Any]) -> tuple[Sequence[str], list[list[str]]]:
    """Give headings and one row of cells for each ratio."""
    return RATIO_HEADINGS, [_ratio_cells(row) for row in report["ratios"]]


def growth_table(report: Mapping[str, Any]) -> tuple[Sequence[str], list[list[str]]]:
    """Give headings and one row of cells for each size."""
    return tuple(COLUMNS), [[write(row) for write in COLUMNS.values()] for row in report["growth"]]


def draw(report: Mapping[str, Any], folder: Path) -> list[Path]:
    """Draw both pictures into ``folder``; give the files written."""
    rows = report["growth"]

    def line(name: str, scale: float = 1) -> list[tuple[float, float]]:
        return [(row["passages"], max(row[name] * scale, 1e-6)) for row in rows]

    panels = [
        Panel(
            "Tìm 20 đoạn (ms)",
            {"trực tiếp": line("search", 1000), "như máy chủ": line("search_chroma", 1000)}
            | {"mã hoá câu hỏi": line("forward", 1000)},
        ),
        Panel("Lập chỉ mục (s)", {"lập": line("build")}),
        Panel("Mở và hỏi từ đầu (s)", {"mở": line("open"), "hỏi": line("ask"), "hỏi lần đầu": line("first_ask")}),
        Panel("Bộ nhớ đỉnh (MB)", {"lập": line("build_peak", 1 / MEGABYTE), "tìm": line("search_peak", 1 / MEGABYTE)}),
        Panel("Đĩa (MB)", {"chỉ mục": line("disk", 1 / MEGABYTE)}),
    ]
    dots = [Dot(row["name"], row["value"], row["low"], row["high"], row["goal"]) for row in report["ratios"]]
    return [
        *draw_ratios(folder / "bench-ratio", "Tỉ số và mục tiêu (vạch)", "tỉ số: trung vị, tứ phân vị", dots),
        *draw_growth(folder / "bench-growth", "Chi phí theo số đoạn, hai trục lô-ga-rít", "số đoạn", panels),
    ]


def _ratio_cells(row: Mapping[str, Any]) -> list[str]:
    is_met = row["value"] <= row["goal"] if row["is_at_most"] else row["value"] >= row["goal"]
    return [
        row["name"],
        _decimal(row["value"], 2),
        f"{_decimal(row['low'], 2)}–{_decimal(row['high'], 2)}",
        str(row["n"]),
        _decimal(1000 * row["ours"], 1),
        _decimal(1000 * row["theirs"], 1),
        ("≤ " if row["is_at_most"] else "≥ ") + _decimal(row["goal"], 1),
        "có" if is_met else "chưa",
    ]


def _plain(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = []
    for cells in (headings, *rows):
        first, *rest = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        lines.append("  ".join([f"{first.strip():<{widths[0]}}", *rest]))
    return "\n".join(lines)


def _marked(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] + ["--:"] * (len(headings) - 1), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
