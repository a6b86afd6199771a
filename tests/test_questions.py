"""The committed eval set: it loads, it is large and varied enough, and the documents say what it rests on."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from corpus.document import Document
from corpus.location import bundled_documents
from corpus.reader import read_corpus
from eval.gold import HALVES, Line, bundled_questions, expected_in, gold_files, missing_evidence, read_lines
from eval.item import Item, ItemType, VariantKind
from eval.nugget import holds, matches

# Written apart from the base items, with files of their own.
ELSEWHERE = {"follow_up", "injection_question", "injection_document"}


@cache
def committed() -> tuple[Line, ...]:
    return tuple(read_lines(*gold_files(bundled_questions())))


def items() -> list[Item]:
    """The items of the two halves, without what joins them."""
    return [line.item for line in committed() if line.path.stem in HALVES]


def bases() -> list[Item]:
    return [item for item in items() if not item.variant_of]


@pytest.fixture(params=["accounts", "originals"])
def documents(request: pytest.FixtureRequest) -> tuple[Document, ...]:
    if request.param == "accounts":
        return read_corpus(bundled_documents()).documents
    shared: Path = request.getfixturevalue("shared")
    return read_corpus(shared / "corpus").documents


def test_both_halves_are_there_and_the_pilot_questions_are_left_alone() -> None:
    names = {path.name for path in gold_files(bundled_questions())}
    assert {"dev.jsonl", "test.jsonl"} <= names and "pilot.jsonl" not in names


def test_the_quantities_are_met() -> None:
    refused = [item for item in bases() if item.expected.kind == "refusal"]
    variants = [item for item in items() if item.variant_of]
    assert len(bases()) >= 260
    assert len(refused) >= 70 and sum(item.answerability == "near" for item in refused) >= len(refused) / 2
    assert sum(item.expected.kind == "correction" for item in bases()) >= 25
    assert len(variants) >= 160 and len({item.base_id for item in variants}) >= 40


@pytest.mark.parametrize("type_", sorted(set(get_args(ItemType)) - ELSEWHERE))
def test_every_type_has_enough_items(type_: str) -> None:
    assert sum(item.type == type_ for item in bases()) >= 12


@pytest.mark.parametrize("kind", get_args(VariantKind))
def test_every_kind_of_variant_has_enough_items(kind: str) -> None:
    assert sum(item.variant_kind == kind for item in items()) >= 12


def test_neither_half_lacks_a_kind_of_expectation_or_outweighs_the_other() -> None:
    halves = [[item for item in bases() if line_half(item) == half] for half in HALVES]
    assert min(map(len, halves)) >= 0.4 * len(bases())
    for half in halves:
        assert min(Counter(item.expected.kind for item in half).values()) >= 5


def test_no_document_is_asked_about_in_both_halves() -> None:
    """Conversations, injections and counterfactuals are split by the same documents."""
    dev, test = (
        {e.document_id for line in committed() if line.half == half for e in line.item.evidence} for half in HALVES
    )
    assert not dev & test


def test_what_joins_documents_of_both_halves_stands_apart_from_them() -> None:
    half_of = {e.document_id: line.half for line in committed() if line.half for e in line.item.evidence}
    across = [line.item for line in committed() if line.path.stem == "across"]
    assert across
    for item in across:
        assert {half_of[evidence.document_id] for evidence in item.evidence} == set(HALVES), item.id


def line_half(item: Item) -> str:
    return next(line.half for line in committed() if line.item is item)


def test_every_bundled_document_answers_something_and_every_document_named_exists() -> None:
    known = {document.id for document in read_corpus(bundled_documents()).documents}
    assert {evidence.document_id for item in items() for evidence in item.evidence} <= known
    answering = {e.document_id for item in bases() if item.answerability == "answerable" for e in item.evidence}
    assert answering == known


def test_the_documents_say_what_the_items_rest_on(documents: tuple[Document, ...]) -> None:
    assert missing_evidence(committed(), documents) == []


def test_every_vital_nugget_can_be_taken_from_the_evidence(documents: tuple[Document, ...]) -> None:
    texts = {document.id: document.text for document in documents}
    for item in items():
        if item.answerability != "near" and expected_in(item, texts) == item.expected:
            said = "\n".join(texts[e.document_id] for e in item.evidence if e.document_id in texts)
            assert [n for n in item.nuggets if n.vital and not holds(said, n)] == [], item.id


def test_either_document_alone_carries_an_item_that_says_so(documents: tuple[Document, ...]) -> None:
    texts = {document.id: document.text for document in documents}
    either = [item for item in items() if item.evidence_logic == "any"]
    assert either
    for item in either:
        for evidence in item.evidence:
            said = texts.get(evidence.document_id, "")
            assert not said or all(holds(said, nugget) for nugget in item.nuggets if nugget.vital), item.id


def test_nothing_is_both_wanted_and_forbidden() -> None:
    for item in items():
        wordings: Sequence[str] = [wording.value for nugget in item.nuggets for wording in nugget.any if nugget.vital]
        clashes = [(text, bad) for text in wordings for bad in item.forbidden]
        assert not [pair for pair in clashes if matches(*pair)], item.id


def test_an_item_that_must_never_be_lost_is_a_base_and_they_are_few() -> None:
    must_pass = [item for item in items() if item.must_pass]
    assert 25 <= len(must_pass) <= 40
    assert not [item.id for item in must_pass if item.variant_of]
    assert {item.expected.kind for item in must_pass} == {"answer", "refusal", "correction", "conflict"}


def test_a_refusal_near_to_a_fact_names_the_fact_and_one_far_from_all_names_none() -> None:
    for item in items():
        if item.expected.kind == "refusal":
            assert bool(item.evidence) == (item.answerability == "near"), item.id
