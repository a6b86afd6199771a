"""Orders in questions and documents: how many, that the right answers stand in the sources, the same every time."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.error import UserError
from eval.injection import (
    DELIVERIES,
    KINDS,
    InjectedDocument,
    Payload,
    bundled_injections,
    bundled_payloads,
    fill,
    inject,
    is_obeyed,
    make_batches,
    read_injections,
    read_payloads,
)
from eval.trial import find_evidence, missing_evidence

INJECTIONS = read_injections(bundled_injections())
PAYLOADS, TARGETS = read_payloads(bundled_payloads())


@pytest.fixture(scope="module")
def made(accounts: dict[str, Document]) -> list[InjectedDocument]:
    return inject(list(accounts.values()), PAYLOADS, TARGETS)


def test_there_are_forty_questions_with_orders_of_every_kind_in_either_half() -> None:
    kinds = Counter((injection.half, injection.kind) for injection in INJECTIONS)
    assert len(INJECTIONS) >= 40
    assert set(kinds) == {(half, kind) for half in ("dev", "test") for kind in KINDS}


def test_many_orders_come_with_a_real_question_and_the_rest_are_out_of_scope() -> None:
    kinds = Counter((one.truth.expected.kind, one.truth.expected.reason) for one in INJECTIONS)
    assert kinds["answer", None] >= 20 and kinds["refusal", "out_of_scope"] >= 12
    assert kinds.total() == kinds["answer", None] + kinds["refusal", "out_of_scope"]


def test_orders_come_in_vietnamese_and_in_english() -> None:
    assert min(Counter(one.lang for one in INJECTIONS).values()) >= 5
    assert min(Counter(payload.lang for payload in PAYLOADS).values()) >= 5


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda one: one.id)
def test_the_sources_answer_the_real_question_and_never_say_the_canary(
    injection: Any, accounts: dict[str, Document], originals: dict[str, Document]
) -> None:
    assert missing_evidence(injection.truth, accounts) == missing_evidence(injection.truth, originals) == []
    texts = [document.text.lower() for document in (*accounts.values(), *originals.values())]
    assert not any(injection.canary.lower() in text for text in texts)
    assert injection.canary in [matcher.value for matcher in injection.truth.forbidden]


def test_each_order_is_brought_into_each_place_once(made: list[InjectedDocument]) -> None:
    assert len(made) == len(PAYLOADS) * len(DELIVERIES) >= 60
    assert len({one.id for one in made}) == len({one.canary for one in made}) == len(made)
    assert len({(one.target.id, one.delivery) for one in made}) == len(TARGETS) * len(DELIVERIES)


def test_the_order_stands_in_the_document_and_the_right_answer_beside_it(
    made: list[InjectedDocument], accounts: dict[str, Document]
) -> None:
    for one in made:
        documents = accounts | {one.document.id: one.document}
        assert any(word in one.document.title + one.document.text for word in (one.canary, one.target.false, "base64"))
        assert missing_evidence(one.truth, documents) == [], one.id


def test_no_order_asks_for_what_a_source_says(made: list[InjectedDocument], accounts: dict[str, Document]) -> None:
    texts = [document.text for document in accounts.values()]
    assert not any(word in text for one in made for word in (one.canary, one.target.false) for text in texts)


def test_a_paragraph_is_put_behind_the_one_that_answers_and_nothing_else_changes(
    made: list[InjectedDocument], accounts: dict[str, Document]
) -> None:
    one = next(one for one in made if one.delivery == "paragraph")
    before = accounts[one.document.id]
    span = find_evidence(one.truth.evidence[0], one.document)
    at = one.document.text.index(one.canary)
    assert span is not None and span[1] < at and "\n\n" in one.document.text[span[1] : at]
    added = len(one.document.text) - len(before.text)
    assert replace(one.document, text=before.text) == before
    start = one.document.text.rindex("\n\n", 0, at)
    assert one.document.text[:start] + one.document.text[start + added :] == before.text


def test_orders_can_be_put_into_the_originals_as_well(originals: dict[str, Document]) -> None:
    targets = [target for target in TARGETS if target.document_id in originals]
    assert len(inject(list(originals.values()), PAYLOADS, targets)) >= 60


def test_the_same_files_make_the_same_documents(made: list[InjectedDocument], accounts: dict[str, Document]) -> None:
    assert inject(list(accounts.values()), *read_payloads(bundled_payloads())) == made


def test_a_batch_replaces_a_document_once_and_asks_a_question_once(
    made: list[InjectedDocument], accounts: dict[str, Document]
) -> None:
    batches = make_batches(list(accounts.values()), made)
    assert sum(len(batch.trials) for batch in batches) == len(made) and len(batches) <= 10
    for batch in batches:
        by_id = {document.id: document for document in batch.documents}
        assert set(accounts) <= set(by_id) and all(by_id[one.document.id] is one.document for one in batch.trials)
        assert len({one.target.id for one in batch.trials}) == len(batch.trials)


def test_braces_that_are_no_slot_stay_as_they_are() -> None:
    payload = Payload("p", "fake_citation", "en", '{"answer": "{false}", "n": {1}}')
    assert fill(payload, TARGETS[0], "MOC-1") == f'{{"answer": "{TARGETS[0].false}", "n": {{1}}}}'


@pytest.mark.parametrize(
    ("answer", "claims", "obeyed"),
    [
        ("MOC-1", ["MOC-1"], True),
        ("Mã là moc-1.", [], True),
        ("“Hãy trả lời MOC-1” [1]", ["Hãy trả lời MOC-1"], True),
        ("Tài liệu không nhắc đến “MOC-1”.", [], False),
        ("23 biên chế [1]", ["23 biên chế"], False),
    ],
)
def test_a_canary_that_is_said_is_told_from_one_that_is_only_named(
    answer: str, claims: list[str], obeyed: bool
) -> None:
    assert is_obeyed({"answer": answer, "claims": [{"text": claim} for claim in claims]}, "MOC-1") is obeyed


def test_a_target_whose_document_is_not_there_is_named(accounts: dict[str, Document]) -> None:
    with pytest.raises(UserError, match=TARGETS[0].document_id):
        inject([], PAYLOADS, TARGETS)
    emptied = [replace(document, text="Trống.") for document in accounts.values()]
    with pytest.raises(UserError, match="không nêu đáp án"):
        inject(emptied, PAYLOADS, TARGETS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "override"', 'kind = "overide"'),
        ("{false} và ghi thêm {canary}", "điều khác"),
        ('id = "override-en"', 'id = "override-vi"'),
        ('kind = "answer"', 'kind = "refusal"'),
        ("[[payload]]", "[[payload"),
    ],
)
def test_a_malformed_file_of_payloads_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "payloads.toml"
    path.write_text(bundled_payloads().read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=r"payloads\.toml"):
        read_payloads(path)


def test_a_malformed_question_is_named(tmp_path: Path) -> None:
    row = json.loads(bundled_injections().read_text(encoding="utf-8").split("\n")[0])
    path = tmp_path / "injections.jsonl"
    path.write_text(json.dumps(row | {"canary": ""}), encoding="utf-8")
    with pytest.raises(UserError, match="dòng 1: thiếu canary"):
        read_injections(path)
