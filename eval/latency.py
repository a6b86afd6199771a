"""How long answers took, read off their records: median and 95th percentile of each stage, in milliseconds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.error import UserError

STAGES = ("retrieve", "answer", "model", "verify", "total")


def read_latencies(path: Path) -> list[dict[str, float]]:
    """Read ``latency_ms`` of every answer record of a JSONL file; records without one (bad lines) are left out."""
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        rows = [record["latency_ms"] for record in records if record.get("latency_ms")]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UserError(f"{path} không phải tệp bản ghi câu trả lời: {error}.") from error
    if not rows:
        raise UserError(f"{path} không có bản ghi nào kèm thời gian trả lời.")
    return rows


def percentile(figures: Sequence[float], share: float) -> float:
    """Give the nearest-rank percentile: the smallest figure that at least ``share`` of all do not exceed."""
    if not figures or not 0 < share <= 1:
        raise ValueError(f"need figures and a share in (0, 1], got {len(figures)} and {share}")
    ordered = sorted(figures)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def summarize(rows: Iterable[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Give p50 and p95 of every stage."""
    columns: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for row in rows:
        for stage in STAGES:
            if stage in row:
                columns[stage].append(row[stage])
    return {s: {"p50": percentile(c, 0.5), "p95": percentile(c, 0.95)} for s, c in columns.items() if c}
