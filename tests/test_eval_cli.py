"""``python -m eval retrieval``: what it prints and its exit status."""

import json
from pathlib import Path

import pytest
from conftest import HashEncoder

from eval import cli, environment
from index.location import current_build

STOCK = {"llamaindex_default", "llamaindex_fusion", "llamaindex_fusion_scaled"}
ROWS = {"a": "Công an tỉnh Nghệ An làm việc ở Vinh.", "b": "Lâm Đồng thí điểm ở ba huyện."}


@pytest.fixture(autouse=True)
def stubbed(monkeypatch: pytest.MonkeyPatch, encoder: HashEncoder, without_chroma: None) -> None:
    class Opened:
        @staticmethod
        def open(_data: Path, _model: Path | None = None) -> HashEncoder:
            return encoder

    monkeypatch.setattr(environment, "QueryMemory", Opened)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "nhỏ"
    (folder / "qrels").mkdir(parents=True)
    rows = "".join(json.dumps({"_id": id_, "title": "", "text": text}) + "\n" for id_, text in ROWS.items())
    (folder / "corpus.jsonl").write_text(rows)
    questions = {"q1": "Công an ở đâu?", "q2": "Bao nhiêu huyện thí điểm?", "q3": "Ai viết Truyện Kiều?"}
    rows = "".join(json.dumps({"_id": id_, "text": text}) + "\n" for id_, text in questions.items())
    (folder / "queries.jsonl").write_text(rows)
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\tb\t1\n")
    return folder


def run(folder: Path, *more: str) -> int:
    return cli.main(["retrieval", str(folder), *more], {"ASSISTANT_DATA": str(folder.parent / "data")})


@pytest.mark.slow
def test_json_is_one_object_on_stdout_and_progress_is_on_stderr(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--json") == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert (report["dataset"], report["n"], report["n_without_relevant"]) == ("nhỏ", 3, 1)
    assert set(report["systems"]) == {"hybrid", "keyword", "dense", *STOCK}
    assert report["systems"]["hybrid"]["recall_at_1"]["value"] == pytest.approx(2 / 3)
    assert "hybrid: 100%" in printed.err


@pytest.mark.slow
def test_a_second_run_encodes_no_passage(folder: Path, encoder: HashEncoder) -> None:
    run(folder)
    n_encoded = len(encoder.encoded)
    run(folder)
    assert len(encoder.encoded) == n_encoded


@pytest.mark.slow
def test_the_index_lies_under_the_data_folder_of_the_set_or_where_it_was_told(folder: Path, tmp_path: Path) -> None:
    run(folder)
    assert current_build(tmp_path / "data" / "eval" / "nhỏ").exists()
    run(folder, "--data", str(tmp_path / "elsewhere"))
    assert current_build(tmp_path / "elsewhere").exists()


@pytest.mark.slow
def test_a_variant_is_compared_with_the_clean_questions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--variant", "nfd", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["variant"] == "nfd"
    assert report["systems"]["hybrid"] == report["clean"]["hybrid"]
    assert set(report["loss"]["hybrid"]["ndcg_at_10"].values()) == {0}


@pytest.mark.slow
def test_the_table_names_systems_differences_and_what_counts_as_zero(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--variant", "typo") == 0
    printed = capsys.readouterr().out
    for expected in (
        "nhỏ, biến thể typo (seed 0): 3 câu hỏi",
        "1 câu không có văn bản đúng",
        "nDCG@10",
        "hybrid trừ",
        "mất so với câu gốc",
        "llamaindex_fusion",
    ):
        assert expected in printed


def test_a_folder_that_is_no_test_set_is_one_line_and_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1
    assert "không phải thư mục BEIR" in printed.err


@pytest.mark.parametrize("arguments", [[], ["retrieval"], ["đo"], ["retrieval", ".", "--variant", "khác"]])
def test_wrong_usage_is_exit_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments, {})
    assert stopped.value.code == 2
