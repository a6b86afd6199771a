"""Reading the questions and judgements of a BEIR folder."""

import json
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.error import UserError
from eval.beir import read_benchmark, unindexed

HEADER = "query-id\tcorpus-id\tscore\n"


def write(folder: Path, questions: dict[str, str], qrels: str, **other_splits: str) -> Path:
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(json.dumps({"_id": "d1", "title": "", "text": "Một câu."}) + "\n")
    rows = [json.dumps({"_id": id_, "text": text}, ensure_ascii=False) for id_, text in questions.items()]
    (folder / "queries.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name, lines in {"test": qrels, **other_splits}.items():
        (folder / "qrels" / f"{name}.tsv").write_text(lines, encoding="utf-8")
    return folder


def test_questions_and_gains_are_read_as_they_stand(tmp_path: Path) -> None:
    benchmark = read_benchmark(write(tmp_path / "bộ", {"q1": "Ở đâu?"}, HEADER + "q1\td1\t1\nq1\td2\t0\nq1\td3\t2\n"))
    assert benchmark.name == "bộ"
    assert benchmark.questions == {"q1": "Ở đâu?"}
    assert benchmark.gains == {"q1": {"d1": 1, "d2": 0, "d3": 2}}


def test_a_header_may_be_missing(tmp_path: Path) -> None:
    assert read_benchmark(write(tmp_path / "a", {"q1": "?"}, "q1\td1\t1\n")).gains == {"q1": {"d1": 1}}


def test_a_question_without_a_relevant_document_is_kept_and_counted(tmp_path: Path) -> None:
    questions = {"q1": "Một?", "judged 0": "Hai?", "never judged": "Ba?"}
    benchmark = read_benchmark(write(tmp_path / "a", questions, HEADER + "q1\td1\t1\njudged 0\td1\t0\n"))
    assert list(benchmark.questions) == list(questions)
    assert benchmark.gains["never judged"] == {}
    assert benchmark.n_without_relevant == 2
    assert benchmark.n_other_split == 0


def test_a_question_of_another_split_is_left_out_and_counted(tmp_path: Path) -> None:
    questions = {"q1": "Một?", "q2": "Hai?", "q3": "Ba?"}
    folder = write(tmp_path / "a", questions, "q1\td1\t1\n", train="q1\td1\t1\nq2\td1\t1\n")
    benchmark = read_benchmark(folder)
    assert list(benchmark.questions) == ["q1", "q3"]
    assert benchmark.n_other_split == 1


def test_a_folder_that_is_no_test_set_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text("")
    with pytest.raises(UserError, match=r"không phải thư mục BEIR: thiếu corpus\.jsonl, qrels/test\.tsv\."):
        read_benchmark(tmp_path)
    with pytest.raises(UserError, match="không phải thư mục BEIR"):
        read_benchmark(tmp_path / "không có")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("không phải JSON", "dòng 2: không phải một đối tượng JSON"),
        ('["q2"]', "dòng 2: không phải một đối tượng JSON"),
        ('{"_id": "q2"}', "dòng 2: cần có _id và text"),
        ('{"_id": "q2", "text": " "}', "dòng 2: cần có _id và text"),
        ('{"_id": "q1", "text": "Lại nữa?"}', "dòng 2: _id “q1” đã có"),
    ],
)
def test_a_bad_question_is_an_error_that_names_its_line(tmp_path: Path, row: str, reason: str) -> None:
    folder = write(tmp_path / "a", {"q1": "Một?"}, "q1\td1\t1\n")
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(UserError, match=reason):
        read_benchmark(folder)


@pytest.mark.parametrize("row", ["q1\td1", "q1\td1\tcó", "q1 d1 1"])
def test_a_bad_judgement_is_an_error_that_names_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(UserError, match=r"test\.tsv, dòng 2: cần ba cột"):
        read_benchmark(write(tmp_path / "a", {"q1": "Một?"}, HEADER + row + "\n"))


def test_judgements_of_an_unknown_question_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="câu hỏi “q2” không có trong"):
        read_benchmark(write(tmp_path / "a", {"q1": "Một?"}, "q1\td1\t1\nq2\td1\t1\n"))


def test_a_relevant_document_outside_the_corpus_is_reported(tmp_path: Path) -> None:
    benchmark = read_benchmark(write(tmp_path / "a", {"q1": "Một?"}, "q1\td1\t1\nq1\td9\t1\nq1\td8\t0\n"))
    (problem,) = unindexed(benchmark, [Document("d1", "Một câu.", "")])
    assert problem.startswith("1 văn bản đúng (“d9”…)")
    assert unindexed(benchmark, [Document("d1", "", ""), Document("d9", "", "")]) == []
