"""``python -m eval run | score | gate`` as a person types them: what is written, what is printed, the exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval import cli, gate, run_cli
from eval.gate import Result
from eval.gold import bundled_questions
from eval.run import read_rows
from eval.run_case import SETS


def lines_of(name: str, *ids: str) -> str:
    rows = (bundled_questions() / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(row for row in rows if json.loads(row)["id"] in ids)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three questions of the half that is tuned on: one answered, one to be refused, one premise."""
    path = tmp_path / "ba-dev.jsonl"
    path.write_text(lines_of("dev", "bien-che-01", "bien-che-14", "bien-che-11"), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_file_is_asked_scored_and_not_asked_again(
    built: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out" / "run.jsonl"
    arguments = ["run", "--set", str(questions), "--data", str(built), "--output", str(output), "--json"]
    assert cli.main(arguments, {}) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (report["n"], report["n_unasked"], report["set"]) == (3, 0, str(questions))
    assert {item["id"]: item["outcome"] for item in report["items"]}["bien-che-01"] == "correct"
    assert report["metrics"]["citation_validity"]["value"] == report["metrics"]["determinism"]["value"] == 1
    rows = read_rows(output)
    assert all(row["answer"]["trust"] is None or 0 <= row["answer"]["trust"] <= 1 for row in rows)
    assert [len(row["retrieved"]) for row in rows] == [10, 10, 10] and not (built / "ledger.db").exists()
    assert cli.main(arguments, {}) == 0
    assert read_rows(output) == rows


@pytest.mark.slow
def test_two_files_of_records_are_compared_and_a_table_is_printed(
    built: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "run.jsonl"
    cli.main(["run", "--set", str(questions), "--data", str(built), "--output", str(output)], {})
    capsys.readouterr()
    assert cli.main(["score", str(output), "--against", str(output)], {}) == 0
    table = capsys.readouterr().out
    for words in ("3 câu", "loại câu hỏi", "điểm CRAG", "n = 3", "so với"):
        assert words in table


def test_the_file_of_a_run_is_named_by_set_corpus_and_code(tmp_path: Path) -> None:
    def named(*arguments: str) -> str:
        parsed = cli._parser({"ASSISTANT_DATA": str(tmp_path)}).parse_args(["run", *arguments])
        return str(run_cli._output(parsed, "c1").relative_to(tmp_path))

    assert named() == "eval/dev-c1.jsonl"
    assert named("--set", "injected") == "eval/injected-c1.jsonl"
    assert named("--llm") == "eval/dev-llm-c1.jsonl"
    assert named("--set", "x/của-tôi.jsonl", "--corpus", "/gốc") == "eval/của-tôi-gốc-c1.jsonl"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--set", "không-có", "--data", "."], "Không có bộ câu hỏi"),
        (["run", "--set", "dev", "--llm", "--data", "."], "ASSISTANT_LLM_URL"),
        (["score", "không-có.jsonl"], "Không có tệp không-có.jsonl"),
    ],
)
def test_what_is_not_there_is_one_line_and_status_1(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoModel:
        @staticmethod
        def open(_data: Path, _model: Path | None) -> None:
            return None

    monkeypatch.setattr(run_cli, "Encoder", NoModel)
    assert cli.main(arguments, {}) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and said in printed.err and len(printed.err.strip().splitlines()) == 1


def test_the_help_names_every_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["run", "--help"], {})
    printed = " ".join(capsys.readouterr().out.split())
    assert all(name in printed for name in SETS)


@pytest.mark.parametrize(("crag", "status"), [(0.5, 0), (0.7, 0), (0.1, 1)])
def test_the_gate_ends_with_status_1_when_something_got_worse(
    crag: float, status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(run_cli, "open_assistant", lambda _data, model: None)
    results = iter([0.5, crag])

    def run_gate(_assistant: None, *, on_progress: object) -> Result:
        return Result(next(results), 1.0, {"a": "correct"}, (), (), (), ())

    monkeypatch.setattr(gate, "run_gate", run_gate)
    assert cli.main(["gate", "--write"], {}) == 0
    assert cli.main(["gate"], {}) == status
    assert ("KHÔNG QUA" in capsys.readouterr().out) == bool(status)
