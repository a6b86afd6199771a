"""Changed and deleted facts: every change fits, the new answer can be read, the old one cannot, nothing else moves."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.error import UserError
from eval.counterfactual import (
    Counterfactual,
    bundled_counterfactuals,
    change,
    make_batches,
    read_counterfactuals,
)
from eval.nugget import holds
from eval.trial import find_evidence, missing_evidence

TRIALS = read_counterfactuals(bundled_counterfactuals())
EDITS = [trial for trial in TRIALS if trial.kind == "edit"]
DELETIONS = [trial for trial in TRIALS if trial.kind == "deletion"]
DOCUMENTS = [
    Document("a", "Huyện Hoa có 23 biên chế. Huyện Hoa có 9 xã.\n\nHuyện Lan có 7 xã.", "Huyện Hoa", author="Mai An"),
    Document("b", "Theo bài trước, huyện Hoa có 23 biên chế.", "Bài sau"),
]
ROW: dict[str, Any] = {
    "id": "t",
    "half": "dev",
    "kind": "edit",
    "question": "Huyện Hoa có bao nhiêu biên chế?",
    "was": "23 biên chế",
    "gone": ["23 biên chế"],
    "edits": [{"document_id": id_, "old": "23 biên chế", "new": "31 biên chế"} for id_ in ("a", "b")],
    "fact": "nhan-su/hoa",
    "expected": {"kind": "answer", "reason": None},
    "nuggets": [{"vital": True, "any": [{"number": "31"}]}],
    "evidence": [{"document_id": "a", "must_contain": ["Huyện Hoa", "31 biên chế"]}],
}
DELETION: dict[str, Any] = {
    **ROW,
    "kind": "deletion",
    "edits": [],
    "deletions": [{"document_id": id_, "must_contain": ["Hoa", "23 biên chế"]} for id_ in ("a", "b")],
    "expected": {"kind": "refusal", "reason": "not_in_corpus"},
    "nuggets": [],
    "evidence": [],
}
Make = Callable[..., Counterfactual]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Give a maker of one trial from the row above, changed."""

    def made(row: dict[str, Any] = ROW, **changes: Any) -> Counterfactual:
        path = tmp_path / "counterfactuals.jsonl"
        path.write_text(json.dumps(row | changes), encoding="utf-8")
        return read_counterfactuals(path)[0]

    return made


def test_there_are_forty_edits_and_twenty_deletions_in_two_halves() -> None:
    halves = Counter((one.kind, one.half) for one in TRIALS)
    assert len(EDITS) >= 40 and len(DELETIONS) >= 20 and min(halves.values()) >= 10


@pytest.mark.parametrize("trial", EDITS, ids=lambda one: one.id)
def test_an_edit_makes_the_new_answer_readable_where_it_was_not(
    trial: Counterfactual, accounts: dict[str, Document]
) -> None:
    changed = {document.id: document for document in change(list(accounts.values()), [trial])}
    assert missing_evidence(trial.truth, changed) == []
    for evidence in trial.truth.evidence:
        span = find_evidence(evidence, changed[evidence.document_id])
        assert span is not None and find_evidence(evidence, accounts[evidence.document_id]) is None
        shown = changed[evidence.document_id].text[slice(*span)]
        assert all(holds(shown, nugget) for nugget in trial.truth.nuggets)


@pytest.mark.parametrize("trial", DELETIONS, ids=lambda one: one.id)
def test_a_deletion_takes_whole_sentences_and_leaves_every_document(
    trial: Counterfactual, accounts: dict[str, Document]
) -> None:
    changed = change(list(accounts.values()), [trial])
    touched = {deletion.document_id for deletion in trial.deletions}
    assert [document.id for document in changed] == list(accounts)
    assert {document.id for document in changed if document != accounts[document.id]} == touched
    n_lost = sum(len(accounts[document.id].text) - len(document.text) for document in changed)
    assert 40 < n_lost < 400


@pytest.mark.parametrize("trials", [EDITS, DELETIONS], ids=["edits", "deletions"])
def test_few_corpora_hold_all_changes_and_each_answer_in_its_own(
    trials: list[Counterfactual], accounts: dict[str, Document]
) -> None:
    batches = make_batches(list(accounts.values()), trials)
    assert len(batches) <= 5 and sorted(one.id for batch in batches for one in batch.trials) == sorted(
        one.id for one in trials
    )
    for batch in batches:
        documents = {document.id: document for document in batch.documents}
        assert not any(missing_evidence(trial.truth, documents) for trial in batch.trials)


def test_the_same_trials_make_the_same_corpora(accounts: dict[str, Document]) -> None:
    again = read_counterfactuals(bundled_counterfactuals())
    assert make_batches(list(accounts.values()), again) == make_batches(list(accounts.values()), TRIALS)


def test_every_place_that_states_a_fact_is_changed(make: Make) -> None:
    first, second = change(DOCUMENTS, [make()])
    assert first.text.startswith("Huyện Hoa có 31 biên chế. Huyện Hoa có 9 xã.") and "31 biên chế" in second.text


def test_a_field_can_be_changed_as_well(make: Make) -> None:
    edit = {"document_id": "a", "old": "Mai An", "new": "Vũ Hạ", "field": "author"}
    first, _ = change(DOCUMENTS, [make(edits=[*ROW["edits"], edit])])
    assert first.author == "Vũ Hạ"


def test_a_place_that_was_forgotten_is_named(make: Make) -> None:
    with pytest.raises(UserError, match="b vẫn còn nói 23 biên chế"):
        change(DOCUMENTS, [make(edits=ROW["edits"][:1])])


def test_words_that_do_not_occur_are_named(make: Make) -> None:
    edits = [{"document_id": "a", "old": "24 biên chế", "new": "31 biên chế"}]
    with pytest.raises(UserError, match="không thấy “24 biên chế” trong text của a"):
        change(DOCUMENTS, [make(edits=edits)])
    with pytest.raises(UserError, match="không có tài liệu “c”"):
        change(DOCUMENTS, [make(edits=[edits[0] | {"document_id": "c"}])])


def test_a_deleted_sentence_leaves_its_neighbours_and_a_document_without_any_is_gone(make: Make) -> None:
    (left,) = change(DOCUMENTS, [make(DELETION)])
    assert left.text == "Huyện Hoa có 9 xã.\n\nHuyện Lan có 7 xã."


def test_a_sentence_to_delete_that_is_not_there_is_named(make: Make) -> None:
    deletions = [{"document_id": "a", "must_contain": ["Lan", "23 biên chế"]}]
    with pytest.raises(UserError, match="không câu nào của a có đủ Lan, 23 biên chế"):
        change(DOCUMENTS, [make(DELETION, deletions=deletions)])


def test_changes_of_one_sentence_or_of_what_the_other_asks_do_not_share_a_corpus(make: Make) -> None:
    def edit(id_: str, old: str, new: str, question: str) -> Counterfactual:
        edits = [{"document_id": "a", "old": old, "new": new}]
        return make(id=id_, edits=edits, was=old, gone=[old], question=question)

    first = edit("first", "9 xã", "8 xã", "Huyện Hoa có bao nhiêu xã?")
    same_sentence = edit("same", "có 9", "có 6", "Huyện Hoa có mấy xã?")
    asked_of = edit("asked", "7 xã", "5 xã", "Sau khi có 9 xã, huyện Lan có bao nhiêu xã?")
    apart = edit("apart", "7 xã", "4 xã", "Huyện Lan có bao nhiêu xã?")
    batches = make_batches(DOCUMENTS, [first, same_sentence, asked_of, apart])
    assert [[trial.id for trial in batch.trials] for batch in batches] == [["first", "apart"], ["same"], ["asked"]]


@pytest.mark.parametrize(
    ("row", "changes", "complaint"),
    [
        (ROW, {"kind": "swap"}, "kind"),
        (ROW, {"edits": []}, "một mục edit chỉ có edits"),
        (DELETION, {"edits": ROW["edits"]}, "một mục deletion chỉ có deletions"),
        (ROW, {"expected": {"kind": "refusal"}, "nuggets": [], "evidence": []}, "sau edit phải có câu trả lời"),
        (ROW, {"gone": []}, "gone"),
        (ROW, {"was": ""}, "thiếu was"),
        (ROW, {"edits": [{"document_id": "a", "old": "23", "new": "123"}]}, "vẫn chứa old"),
        (ROW, {"edits": [{"document_id": "a", "old": "23", "new": "31", "field": "places"}]}, "field"),
        (ROW, {"notes": "x"}, "khóa lạ notes"),
    ],
)
def test_a_malformed_trial_is_named(make: Make, row: dict[str, Any], changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UserError, match=f"dòng 1: .*{complaint}"):
        make(row, **changes)
