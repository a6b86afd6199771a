"""What a trial states of its right answer: where the evidence stands, what is refused as malformed."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.error import UserError
from eval.item import Evidence
from eval.trial import (
    Truth,
    choice_of,
    find_evidence,
    missing_evidence,
    only_keys,
    read_trials,
    read_truth,
    text_of,
)

ANSWER: dict[str, Any] = {
    "fact": "nhan-su/huyen-hoa",
    "expected": {"kind": "answer", "reason": None},
    "nuggets": [{"vital": True, "any": [{"number": "23"}]}],
    "evidence": [{"document_id": "a", "must_contain": ["23 biên chế"]}],
}
DOCUMENT = Document("a", "Một câu mở đầu. Huyện Hoà có 23 biên chế. Huyện ấy ở xa. Xã Tư có 7 người.", "Tên")


def test_evidence_is_the_shortest_run_of_sentences_that_holds_it() -> None:
    span = find_evidence(Evidence("a", ("huyện hòa", "23 biên chế")), DOCUMENT)
    assert span is not None and DOCUMENT.text[slice(*span)] == "Huyện Hoà có 23 biên chế."


def test_strings_that_stand_far_apart_are_no_evidence() -> None:
    assert find_evidence(Evidence("a", ("Một câu mở đầu", "Xã Tư")), DOCUMENT) is None


def test_evidence_is_only_missed_in_a_document_that_is_there() -> None:
    truth = read_truth(ANSWER | {"evidence": [{"document_id": "a", "must_contain": ["24 biên chế"]}]})
    assert missing_evidence(truth, {"a": DOCUMENT}) == ["không thấy “24 biên chế” gần nhau trong a"]
    assert missing_evidence(truth, {}) == []


def read(row: Any) -> Truth:
    only_keys(row, {"id", *ANSWER, "forbidden", "allowed"})
    choice_of(row["expected"], "kind", ("answer", "refusal"))
    text_of(row, "id")
    return read_truth(row)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"nugets": []},
        {"nuggets": []},
        {"nuggets": [{"vital": True, "any": []}]},
        {"nuggets": [{"vital": True, "any": [{"number": "nhiều"}]}]},
        {"nuggets": [{"vital": True, "any": [{"date": "12/11/2018"}]}]},
        {"nuggets": [{"vital": True, "any": [{"regex": "("}]}]},
        {"nuggets": [{"vital": True, "any": [{"docno": "quyết định ấy"}]}]},
        {"evidence": []},
        {"fact": ""},
        {"evidence": [{"document_id": "a", "must_contain": [""]}]},
        {"expected": {"kind": "refusal", "reason": "not_in_corpus"}},
        {"expected": {"kind": "answer", "reason": "not_in_corpus"}},
        {"expected": {"kind": "answer", "reason": "because"}},
        {"forbidden": [{"number": "23", "unit": "người", "alias": "x"}]},
    ],
)
def test_a_malformed_line_is_named_with_its_number_and_hides_no_other(tmp_path: Path, change: dict[str, Any]) -> None:
    rows = [{"id": "good", **ANSWER}, {"id": "bad", **ANSWER, **change}, {"id": "good", **ANSWER}]
    path = tmp_path / "trials.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_trials(path, read)
    first, second = str(error.value).split("\n")
    assert first.startswith(f"{path}, dòng 2: ") and second.startswith(f"{path}, dòng 3: mã “good” đã có ở dòng 1")


def test_a_line_that_is_no_json_object_is_named(tmp_path: Path) -> None:
    path = tmp_path / "trials.jsonl"
    path.write_text('{"id": "a"\n[]\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"dòng 1: .*\n.*dòng 2: không phải một đối tượng JSON"):
        read_trials(path, read)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không đọc được"):
        read_trials(tmp_path / "none.jsonl", read)
