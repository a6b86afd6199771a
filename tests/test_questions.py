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
from eval.evidence import locate
from eval.gold import HALVES, Line, bundled_questions, expected_in, gold_files, missing_evidence, read_lines
from eval.item import Evidence, Item, ItemType, VariantKind
from eval.nugget import holds, matches

# Written apart from the base items, with files of their own.
ELSEWHERE = {"follow_up", "injection_question", "injection_document"}


@cache
def committed() -> tuple[Line, ...]:
    return tuple(read_lines(*(bundled_questions() / f"{half}.jsonl" for half in HALVES)))


def items() -> list[Item]:
    return [line.item for line in committed()]


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


def line_half(item: Item) -> str:
    return next(line.half for line in committed() if line.item is item)


def test_every_bundled_document_answers_something_and_every_document_named_exists() -> None:
    known = {document.id for document in read_corpus(bundled_documents()).documents}
    assert {evidence.document_id for item in items() for evidence in item.evidence} <= known
    answering = {e.document_id for item in bases() if item.answerability == "answerable" for e in item.evidence}
    assert answering == known


def test_the_documents_say_what_the_items_rest_on(documents: tuple[Document, ...]) -> None:
    assert missing_evidence(committed(), documents) == []


def test_each_piece_of_evidence_stands_in_one_place(documents: tuple[Document, ...]) -> None:
    texts = {document.id: document.text for document in documents}
    for item in items():  # the evidence of a variant is its base's
        for evidence in item.evidence if not item.variant_of else ():
            if evidence.document_id in texts:
                assert locate(evidence.must_contain, texts[evidence.document_id])[1] <= 3, (item.id, evidence)


def test_every_vital_nugget_stands_where_the_evidence_is(documents: tuple[Document, ...]) -> None:
    texts = {document.id: document.text for document in documents}
    own = [item for item in items() if item.nuggets and not item.variant_of]
    asked = [item for item in own if expected_in(item, texts) == item.expected]
    assert len(asked) >= 200
    for item in asked:
        places = [located(evidence, texts) for evidence in item.evidence]
        # where either document is enough, each has to say it all
        said = [place for place in places if place] if item.evidence_logic == "any" else ["\n".join(places)]
        lacking = [nugget for nugget in item.nuggets if nugget.vital and not all(holds(one, nugget) for one in said)]
        assert lacking == [], item.id


def located(evidence: Evidence, texts: dict[str, str]) -> str:
    text = texts.get(evidence.document_id, "")
    return text[slice(*locate(evidence.must_contain, text)[0])] if text else ""


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
