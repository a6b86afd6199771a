"""The report of the retrieval bench as text for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

HEADINGS = {
    "ndcg_at_10": "nDCG@10",
    "recall_at_1": "R@1",
    "recall_at_5": "R@5",
    "recall_at_10": "R@10",
    "recall_at_20": "R@20",
    "mrr_at_10": "MRR@10",
}
NAME_WIDTH, WIDTH = 24, 26

Figure = Mapping[str, float]
Figures = Mapping[str, Figure]


def describe(report: Mapping[str, Any]) -> str:
    """Write the whole report, a table for each comparison."""
    return "\n".join(_lines(report))


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    variant = f", biến thể {report['variant']} (seed {report['seed']})" if report["variant"] else ""
    yield f"{report['dataset']}{variant}: {report['n']} câu hỏi, trung bình kèm khoảng tin cậy 95 %"
    if report["n_without_relevant"]:
        yield f"{report['n_without_relevant']} câu không có văn bản đúng nào, tính là 0"
    if report["n_other_split"]:
        yield f"{report['n_other_split']} câu thuộc phần khác (qrels không phải test.tsv), không tính"
    yield from _table("", report["systems"], "{value:.3f} [{low:.3f}; {high:.3f}]")
    signed = "{value:+.3f} [{low:+.3f}; {high:+.3f}]"
    yield from _table("hybrid trừ", report["paired"], signed)
    if report["variant"]:
        yield from _table("mất so với câu gốc", report["loss"], signed)
    seconds = ", ".join(f"{name} {value:.1f}" for name, value in report["seconds"].items())
    yield f"\nGiây (hệ thống hỏi trước phải mã hoá câu hỏi): {seconds}"
    for name, failures in report["failures"].items():
        id_, first = next(iter(failures.items()))
        yield f"Lỗi: {name} hỏng ở {len(failures)} câu, tính là không tìm thấy; câu đầu là {id_}: {first}"


def _table(title: str, rows: Mapping[str, Figures], form: str) -> Iterator[str]:
    yield f"\n{title:{NAME_WIDTH}}" + "".join(f"{heading:>{WIDTH}}" for heading in HEADINGS.values())
    for name, figures in rows.items():
        cells = "".join(f"{form.format(**figures[metric]):>{WIDTH}}" for metric in HEADINGS)
        yield f"{name:{NAME_WIDTH}}{cells}"
