"""The speed bench: ratios in turns, documents that grow, and a report that a person can read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.error import UserError
from corpus.passage import split_passages
from eval.bench import Plan, run_bench
from eval.bench_corpus import Bank, grow, questions
from eval.bench_ratio import in_turns, ratio
from eval.bench_report import describe, draw, markdown

SENTENCES = (
    "Năm 2018 tỉnh Lâm Đồng chọn ba huyện Lâm Hà, Đạ Huoai và Đạ Tẻh làm thí điểm mô hình mới.",
    "Ban Thường vụ Tỉnh ủy Quảng Ninh giao Mặt trận Tổ quốc chủ trì việc sắp xếp 14 địa phương.",
    "Ông Nguyễn Văn An cho biết cơ quan có 21 biên chế và hoạt động theo quy chế chung của khối.",
)
BANK = Bank.of([Document("a", " ".join(SENTENCES), "")])


def test_steps_are_measured_in_turns_and_the_order_alternates() -> None:
    called: list[str] = []
    ticks = iter(range(100))
    pairs = in_turns(
        [lambda: called.append("ta")] * 3, [lambda: called.append("mốc")] * 3, clock=lambda: float(next(ticks))
    )
    assert called == ["ta", "mốc", "mốc", "ta", "ta", "mốc"]
    assert pairs == [(1.0, 1.0)] * 3


def test_a_ratio_is_the_median_over_pairs_and_not_of_medians() -> None:
    found = ratio("tìm", [(2.0, 1.0), (3.0, 2.0), (40.0, 10.0)], 2.0)
    assert (found.value, found.low, found.high, found.n) == (2.0, 1.75, 3.0, 3)
    assert (found.ours, found.theirs) == (3.0, 2.0)
    assert found.is_met
    assert not ratio("tìm", [(2.0, 1.0)], 1.5).is_met


def test_where_more_is_better_the_ratio_says_how_much_faster_we_are() -> None:
    found = ratio("mã hoá", [(1.0, 3.0)], 2.0, is_at_most=False)
    assert found.value == 3.0
    assert found.is_met


def test_no_pair_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="pair"):
        ratio("tìm", [], 1.5)


def test_the_same_documents_grow_each_time_and_a_small_corpus_begins_a_larger_one() -> None:
    assert grow(BANK, 12) == grow(BANK, 12)
    assert grow(BANK, 40)[:2] == grow(BANK, 10)
    assert grow(BANK, 10, seed=1) != grow(BANK, 10)


@pytest.mark.parametrize("n", [1, 5, 12])
def test_there_are_as_many_passages_as_asked_for(n: int) -> None:
    passages = [one for document in grow(BANK, n) for one in split_passages(document, lambda text: len(text) // 3)]
    assert len(passages) == n


def test_the_vocabulary_keeps_growing() -> None:
    small, large = ({word for one in grow(BANK, n) for word in one.text.split()} for n in (10, 100))
    assert len(large) > 1.5 * len(small)


def test_questions_differ_and_are_the_same_each_time() -> None:
    asked = questions(BANK, 50)
    assert len(set(asked)) == 50
    assert asked == questions(BANK, 50)


def test_too_few_sentences_are_an_error_that_says_so() -> None:
    with pytest.raises(UserError, match="quá ít câu"):
        Bank.of([Document("a", "Một.", "")])


def fake_child(task: Mapping[str, Any]) -> dict[str, Any]:
    """Figures that a person can check: milliseconds grow with the size."""
    size = int(task["size"])
    found = {"ratios": [vars_of(task["step"], size)]}
    if task["step"] == "build":
        return {"passages": size, "build": size / 10, "disk": size << 20, "build_peak": 300 << 20}
    if task["step"] == "search":
        times = {"open": 0.5, "search": size / 1e5, "search_chroma": 0.02, "forward": 0.01, "search_peak": 200 << 20}
        return found | times | {"recall": 1.0, "recall_chroma": 0.9}
    return found | {"first_ask": 9.0, "ask": 2.5}


def vars_of(step: str, size: int) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(ratio(f"{step} {size}", [(0.012, 0.01)], 1.5, is_at_most=step != "embed"))


@pytest.fixture
def report(tmp_path: Path) -> dict[str, Any]:
    plan = Plan((1_000, 100), 100, (tmp_path,), tmp_path, tmp_path / "bench")
    return run_bench(plan, fake_child, on_progress=lambda *_: None)


def test_the_report_holds_every_size_in_order_and_every_ratio(report: dict[str, Any]) -> None:
    assert [(row["size"], row["is_real"]) for row in report["growth"]] == [(100, True), (1_000, False)]
    assert [row["name"] for row in report["ratios"]] == [
        "search 100", "cold 100", "search 1000", "cold 1000", "embed 64",
    ]  # fmt: skip
    assert json.loads(json.dumps(report)) == report


def test_the_table_is_vietnamese_and_says_which_goals_are_met(report: dict[str, Any]) -> None:
    printed = describe(report)
    for expected in ("1.000", "10,0", "≤ 1,5", "có", "chưa", "thật", "ghép", "tứ phân vị"):
        assert expected in printed
    assert "| embed 64 | 0,83 | 0,83–0,83 | 1 | 12,0 | 10,0 | ≥ 1,5 | chưa |" in markdown(report)


@pytest.mark.slow
def test_the_pictures_are_drawn_as_png_and_svg(report: dict[str, Any], tmp_path: Path) -> None:
    files = draw(report, tmp_path / "out")
    assert [file.name for file in files] == [
        "bench-ratio.png", "bench-ratio.svg", "bench-growth.png", "bench-growth.svg",
    ]  # fmt: skip
    assert all(file.stat().st_size > 5_000 for file in files)


@pytest.mark.slow
def test_a_tiny_bench_measures_everything_for_real(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from eval import cli

    model = Path(__file__).parents[1] / "data"
    arguments = ["bench", "--sizes", "10", "--data", str(tmp_path / "bench"), "--output", str(tmp_path), "--json"]
    assert cli.main(arguments, {"ASSISTANT_DATA": str(model)}) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [row["passages"] for row in printed["growth"]] == [10]
    assert len(printed["ratios"]) == 4
    assert all(row["value"] > 0 for row in printed["ratios"])
    assert (tmp_path / "bench-growth.svg").exists()
