"""Times of answers: percentiles a person can count off, and clear errors for files that hold none."""

from pathlib import Path

import pytest

from corpus.error import UserError
from eval.latency import percentile, read_latencies, summarize


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.95, 10), (1.0, 10), (0.1, 1), (0.11, 2)])
def test_a_percentile_is_one_of_the_figures(share: float, expected: float) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == expected


def test_every_stage_is_summed_up() -> None:
    rows = [{"retrieve": float(n), "total": 2.0 * n} for n in (1, 2, 3)]
    assert summarize(rows) == {"retrieve": {"p50": 2, "p95": 3}, "total": {"p50": 4, "p95": 6}}


@pytest.mark.parametrize("text", ["", "{}\n", "not json\n", '{"latency_ms": {}}\n'])
def test_a_file_without_times_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(text)
    with pytest.raises(UserError, match=r"records\.jsonl"):
        read_latencies(path)
