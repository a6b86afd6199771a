"""A report is made of judged runs, survives being written down, and every figure of it can be computed again."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from judged_run import RECORDS, STAFF, WRONG, quoted, write_run

from corpus.error import UserError
from eval import cli, report, report_summary
from eval.report import (
    Bundle,
    committed_before,
    judge_run,
    newest_runs,
    pooled,
    read_bundle,
    read_checker,
    run_before,
    write_bundle,
)
from eval.report_item import failures
from eval.report_summary import BEGIN, END, add_to_history, made_part, read_history, replace_made, summary
from eval.report_view import differences, held, lost_at, premises, refusals, tables
from eval.score_risk import area_under, risk_curve

CHECKER = {
    "set": "documents",
    "n_sentences": 9,
    "operators": [
        {
            "family": "planned",
            "operator": "đổi số",
            "kind": kind,
            "n": 9,
            "unsupported": 1.0,
            "low": 0.7,
            "high": 1.0,
            "wrong": [],
        }
        for kind in ("quote", "prose")
    ],
    "all": [
        {
            "family": "harmless",
            "operator": "tất cả",
            "kind": "quote",
            "n": 900,
            "unsupported": 0.0,
            "low": 0.0,
            "high": 0.004,
        }
    ],
}


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    earlier = write_run(tmp_path, commit="c0", tu_choi=quoted(STAFF), sai=quoted(STAFF), tra_loi_nham=None)
    run, _ = judge_run(write_run(tmp_path), [earlier])
    return Bundle((run,), CHECKER)


def test_a_run_is_judged_with_its_hash_and_the_run_before(bundle: Bundle) -> None:
    (run,) = bundle.runs
    assert (run.set, run.commit, run.date, run.model, len(run.items)) == ("bo-hoi", "c1", "2026-01-02", "extractive", 8)
    assert len(run.sha256) == 64 and run.before and run.before.commit == "c0"


def test_what_is_written_down_gives_the_same_summary(bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "result" / "scores.json.gz"
    write_bundle(bundle, path)
    again = read_bundle(path)
    assert again == bundle and again.sha256 == bundle.sha256
    assert summary(again, []) == summary(bundle, [])
    first = path.read_bytes()
    write_bundle(again, path)
    assert path.read_bytes() == first


def test_a_figure_that_is_changed_in_the_scores_changes_the_summary(bundle: Bundle) -> None:
    row = json.loads(bundle.to_json())
    row["runs"][0]["items"][1]["outcome"] = "correct"
    assert summary(Bundle.from_json(json.dumps(row)), []) != summary(bundle, [])


def test_every_question_is_right_or_lost_at_one_stage(bundle: Bundle) -> None:
    lost = {stage: n for stage, n in lost_at(bundle.runs[0].items).items() if n}
    # The premise is answered with another sentence than the one that states it.
    assert lost == {"failed": 1, "not_refused": 1, "over_refused": 2, "not_selected": 2}
    assert sum(lost.values()) == len(WRONG)


def test_premises_and_refusals_are_counted_by_what_came_of_them(bundle: Bundle) -> None:
    assert premises(bundle.runs[0].items)["adopted"] == 1
    assert {type_: (of["value"], of["n"]) for type_, of in refusals(bundle.runs[0].items).items()} == {
        "near_place": (0.5, 2)
    }


def test_a_run_is_compared_with_the_last_one_question_by_question(bundle: Bundle) -> None:
    (one,) = differences(bundle)
    assert (one.of, one.against, one.found["n"]) == ("bo-hoi", "c0", 8)
    assert (one.found["better"], one.found["worse"]) == ([], ["sai", "tu-choi"])


def test_targets_have_a_figure_its_number_and_a_verdict(bundle: Bundle) -> None:
    found = {one.target.metric: one for one in held(bundle, tables(bundle))}
    assert (found["citation_validity"].verdict, found["citation_validity"].figure["n"]) == ("pass", 4)
    assert found["wrong_or_adopted"].verdict == "fail" and found["over_refusal"].figure["n"] == 5
    assert (found["checker_harmless"].verdict, found["checker_harmless"].of) == ("pass", "quote")
    assert "injection_success" not in found and all(one.figure["n"] for one in found.values())


def test_risk_is_told_for_each_share_of_questions_answered(bundle: Bundle) -> None:
    items = bundle.runs[0].items
    # Answered, the most trusted first: right, wrong, not refused, adopted.
    assert risk_curve(items) == [(1 / 8, 0), (2 / 8, 1 / 2), (3 / 8, 2 / 3), (4 / 8, 3 / 4)]
    area = area_under(items)
    assert area["value"] == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4, abs=1e-4) and area["n"] == 8
    assert area_under([])["n"] == 0


def test_every_answer_that_was_not_right_is_shown_with_its_sources(tmp_path: Path) -> None:
    _, judged = judge_run(write_run(tmp_path), [])
    shown = {one.scored.label.id: one for one in failures(judged)}
    assert set(shown) == set(WRONG)
    wrong = shown["sai"]
    assert wrong.wanted == ("23 biên chế",) and "Bí thư" in wrong.answered
    assert [piece for piece in wrong.evidence[0].pieces if piece[1]] == [("Huyện Hoa", True), ("23 biên chế", True)]
    assert [text for text, is_marked in wrong.cited[0].pieces if is_marked] == ["Ông Mai An là Bí thư."]
    assert shown["hong"].error.startswith("ZeroDivisionError") and shown["tra-loi-nham"].wanted == ()


def test_history_begins_with_the_baseline_and_never_changes_a_line(bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(
        '{"date": "2025", "commit": "c", "set": "dev", "n": 1, "figures": {}, "note": "mốc"}\n', encoding="utf-8"
    )
    for _ in range(2):
        history = add_to_history(bundle, path)
    assert [row["commit"] for row in history] == ["c", "c1"] and history == read_history(path)
    assert history[1]["figures"]["crag"]["n"] == 8


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    text = f"# Trước\n{BEGIN}\ncũ\n{END}\nsau\n"
    assert replace_made(text, "mới\n") == f"# Trước\n{BEGIN}\nmới\n{END}\nsau\n"
    assert made_part(text) == "cũ\n"


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{BEGIN}\n{END}"])
def test_a_report_without_its_marks_is_not_written_over(text: str) -> None:
    with pytest.raises(UserError, match="Cần đúng một dòng"):
        made_part(text)


def test_without_earlier_records_a_run_is_held_against_the_committed_scores(bundle: Bundle, tmp_path: Path) -> None:
    run = bundle.runs[0]
    write_bundle(bundle, tmp_path / "scores.json.gz")
    newer = replace(run, commit="c9", before=None)
    before = committed_before(newer, tmp_path / "scores.json.gz")
    assert before and before.commit == run.commit
    assert before.outcomes == {one.label.id: one.outcome.name for one in run.items}
    assert committed_before(run, tmp_path / "scores.json.gz") == run.before  # written again: still the one before
    assert committed_before(newer, tmp_path / "nowhere.json.gz") is None


def test_the_newest_records_of_each_set_are_taken_and_the_ones_before_compared(tmp_path: Path) -> None:
    for age, name in enumerate(("dev-c2", "test-c1", "dev-c1", "dev-llm-c2", "lạ-c1")):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("")
        os.utime(path, (1_000 - age, 1_000 - age))
    assert newest_runs(tmp_path) == [tmp_path / "dev-c2.jsonl", tmp_path / "test-c1.jsonl"]
    assert run_before(tmp_path / "dev-c2.jsonl") == tmp_path / "dev-c1.jsonl"
    assert run_before(tmp_path / "dev-c1.jsonl") is None


def test_the_command_writes_a_page_and_a_summary_and_commits_to_them_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, made = write_run(tmp_path / "eval"), tmp_path / "REPORT.md"
    made.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    monkeypatch.setattr(report_summary, "REPORT", made)
    monkeypatch.setattr(report_summary.add_to_history, "__defaults__", (tmp_path / "history.jsonl",))
    monkeypatch.setattr(report.write_bundle, "__defaults__", (tmp_path / "scores.json.gz",))
    arguments = ["report", str(records), "--data", str(tmp_path)]
    assert cli.main(arguments, {}) == 0
    assert made.read_text(encoding="utf-8") == f"{BEGIN}\n{END}\n"
    assert cli.main([*arguments, "--write"], {}) == 0
    part = made_part(made.read_text(encoding="utf-8"))
    assert part == (tmp_path / "eval" / "report.md").read_text(encoding="utf-8")
    assert part == summary(read_bundle(tmp_path / "scores.json.gz"), read_history(tmp_path / "history.jsonl"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([], "Chưa có bản ghi nào"), (["không.jsonl"], "Không có tệp không.jsonl")],
)
def test_what_is_not_there_is_said(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", *arguments, "--data", str(tmp_path)], {}) == 1
    assert said in capsys.readouterr().err


def test_two_runs_of_one_set_and_a_file_that_tells_nothing_of_the_checker_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [str(write_run(tmp_path / "eval", commit=commit)) for commit in ("c1", "c2")]
    assert cli.main(["report", *both, "--data", str(tmp_path)], {}) == 1
    assert "cùng một bộ" in capsys.readouterr().err
    with pytest.raises(UserError, match="eval mutations --json"):
        read_checker(Path(both[0]))


def test_no_records_give_no_items_of_a_set() -> None:
    assert pooled(Bundle(()), ("dev",)) == [] and len(RECORDS) == 8


def test_the_committed_summary_has_the_figures_of_the_committed_scores() -> None:
    """Whoever changes a figure by hand, a score, or how one is computed, is told to make the report again."""
    part = made_part(report_summary.REPORT.read_text(encoding="utf-8"))
    bundle = read_bundle()
    assert part == summary(bundle, read_history()), "python -m eval report RUN… --write"
    assert all(run.sha256[:16] in part for run in bundle.runs) and bundle.sha256 in part
