"""The eval set is checked as a whole: every fault is named with its file and line."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_item import ANSWERED, REFUSED

from corpus.document import Document
from corpus.error import UserError
from eval.gold import expected_in, gold_files, missing_evidence, read_gold, read_lines
from eval.item import Expected, read_item

TEXT = "Huyện Đạ Tẻh có 21 biên chế. Quyết định ngày 12.11.2018."


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def variant(**changes: Any) -> dict[str, Any]:
    return ANSWERED | {
        "id": "bien-che-01-unaccented",
        "base_id": "bien-che-01",
        "variant_of": "bien-che-01",
        "variant_kind": "unaccented",
        "question": "Da Teh co bao nhieu bien che?",
    } | changes  # fmt: skip


def other(**changes: Any) -> dict[str, Any]:
    return ANSWERED | {"id": "bien-che-02", "question": "Đạ Huoai có bao nhiêu biên chế?"} | changes


def test_items_are_read_in_order_and_empty_lines_are_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "dev.jsonl", ANSWERED, "", variant(), other())
    assert [item.id for item in read_gold(path)] == ["bien-che-01", "bien-che-01-unaccented", "bien-che-02"]
    assert [line.number for line in read_lines(path)] == [1, 3, 4]
    assert {line.half for line in read_lines(path)} == {"dev"}


def test_every_fault_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "dev.jsonl", "{", ANSWERED | {"type": "quiz"}, "[]", ANSWERED)
    with pytest.raises(UserError) as error:
        read_gold(path)
    lines = str(error.value).split("\n")
    assert [line.split(":")[0] for line in lines] == [f"{path}, dòng {number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (other(id="bien-che-01"), "mã đã có ở"),
        (other(question="dạ tẻh có bao nhiêu biên chế"), "câu hỏi trùng với"),
        (variant(question=ANSWERED["question"]), "câu hỏi trùng với"),
        (variant(base_id="bien-che-09", variant_of="bien-che-09"), "không có câu gốc “bien-che-09”"),
        (variant(forbidden=[{"number": "23"}]), "forbidden khác với câu gốc ở dòng 1"),
    ],
)
def test_items_that_do_not_go_together_are_refused(tmp_path: Path, second: dict[str, Any], said: str) -> None:
    path = write(tmp_path / "dev.jsonl", ANSWERED, second)
    with pytest.raises(UserError, match=said) as error:
        read_gold(path)
    assert str(error.value).startswith(f"{path}, dòng 2")


def test_the_same_words_after_another_history_are_another_question(tmp_path: Path) -> None:
    first = ANSWERED | {"question": "Còn huyện kia?", "history": ["Đạ Tẻh?"]}
    second = other(question="Còn huyện kia?", history=["Đạ Huoai?"])
    assert len(read_gold(write(tmp_path / "dev.jsonl", first, second))) == 2


def test_a_topic_lies_wholly_in_one_half(tmp_path: Path) -> None:
    dev, test = write(tmp_path / "dev.jsonl", ANSWERED), write(tmp_path / "test.jsonl", other())
    with pytest.raises(UserError, match="chủ đề “bien-che” đã nằm trong nửa kia"):
        read_gold(dev, test)
    write(test, other(fact="dan-toc/hai-ha"))
    assert len(read_gold(dev, test)) == 2


def test_a_variant_stands_beside_its_base(tmp_path: Path) -> None:
    dev, test = write(tmp_path / "dev.jsonl", ANSWERED), write(tmp_path / "more.jsonl", variant())
    with pytest.raises(UserError, match="câu gốc nằm ở tệp khác"):
        read_gold(dev, test)


def test_only_files_that_say_what_can_be_answered_are_gold(tmp_path: Path) -> None:
    write(tmp_path / "pilot.jsonl", {"id": "pilot-01", "question": "Ai?", "history": []})
    write(tmp_path / "injections.jsonl", {"id": "inj-01", "question": "Ai?", "expected": {"kind": "refusal"}})
    assert gold_files(tmp_path) == []
    assert gold_files(write(tmp_path / "test.jsonl", "", ANSWERED).parent) == [tmp_path / "test.jsonl"]


def test_evidence_that_a_document_lacks_is_named(tmp_path: Path) -> None:
    row = ANSWERED | {"evidence": [{"document_id": "a", "must_contain": ["đạ tẻh", "121", "12/11/2018"]}]}
    path = write(tmp_path / "dev.jsonl", row)
    problems = missing_evidence(read_lines(path), [Document("a", TEXT, "Tiêu đề")])
    assert problems == [f"{path}, dòng 1 (bien-che-01): không thấy “121” trong tài liệu a."]


def test_a_document_that_a_corpus_lacks_is_no_fault_of_the_item(tmp_path: Path) -> None:
    lines = read_lines(write(tmp_path / "dev.jsonl", ANSWERED))
    assert missing_evidence(lines, [Document("a", TEXT, "Tiêu đề")]) == []


@pytest.mark.parametrize(
    ("logic", "documents", "kind"),
    [
        ("all", ["a", "b"], "answer"),
        ("all", ["a"], None),
        ("all", ["c"], "refusal"),
        ("any", ["a"], "answer"),
        ("any", ["c"], "refusal"),
    ],
)
def test_a_question_without_its_evidence_is_to_be_refused_and_with_a_part_of_it_not_asked(
    logic: str, documents: list[str], kind: str | None
) -> None:
    evidence = [{"document_id": id_, "must_contain": ["21"]} for id_ in ("a", "b")]
    item = read_item(ANSWERED | {"evidence": evidence, "evidence_logic": logic})
    expected = expected_in(item, documents)
    assert (expected and expected.kind) == kind


def test_the_reason_of_a_refusal_is_left_open_where_what_it_is_near_to_is_missing() -> None:
    item = read_item(REFUSED)
    assert expected_in(item, ["lamdong-2020"]) == Expected("refusal", "unknown_entity")
    assert expected_in(item, ["xaydung-2017"]) == Expected("refusal")
