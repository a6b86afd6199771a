"""The questions for tuning: of facts that nothing is reported on, each found in the bundled or look-alike documents."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from corpus.location import bundled_documents
from corpus.reader import read_corpus
from eval.distractor import bundled_distractors
from eval.evidence import locate
from eval.gold import Line, bundled_questions, gold_files, missing_evidence, read_lines
from eval.item import Item
from eval.nugget import holds, matches
from eval.run_case import read_set

PATH = bundled_questions() / "tune.jsonl"
PARTS = ("A", "B")  # tuned on one, checked on the other: neither shares a document's facts


@cache
def together() -> tuple[Line, ...]:
    return tuple(read_lines(*gold_files(bundled_questions())))


def items() -> list[Item]:
    return [line.item for line in together() if line.path == PATH]


def bases() -> list[Item]:
    return [item for item in items() if not item.variant_of]


def part(item: Item) -> str:
    return item.notes.removeprefix("half:")[:1]


@pytest.fixture(params=["accounts", "originals"])
def texts(request: pytest.FixtureRequest) -> Mapping[str, str]:
    """The documents by their id, the accounts or the originals, and beside both the look-alikes."""
    originals: Path | None = request.getfixturevalue("shared") if request.param == "originals" else None
    real = read_corpus(originals / "corpus" if originals else bundled_documents()).documents
    return {document.id: document.text for document in (*real, *read_corpus(bundled_distractors()).documents)}


def test_its_topics_are_of_the_tuning_half_or_of_a_look_alike() -> None:
    dev = {line.item.topic for line in together() if line.half == "dev"}
    look_alike = {f"kho-{document.id}" for document in read_corpus(bundled_distractors()).documents}
    topics = {item.topic for item in items()}
    assert topics <= dev | look_alike and look_alike <= topics


def test_two_thirds_rest_on_the_look_alikes_and_no_kind_of_question_is_rare() -> None:
    assert sum(any(_is_look_alike(e.document_id) for e in item.evidence) for item in bases()) * 3 >= len(bases()) * 2
    kinds = Counter(item.type for item in bases())
    assert kinds["false_premise"] >= 26 and min(kinds[one] for one in ("comparison", "timeline", "why_how")) >= 18
    assert min(kinds[one] for one in ("conflict", "list", "near_attribute")) >= 14


def test_the_two_parts_are_alike_and_share_no_document() -> None:
    assert {part(item) for item in items()} == set(PARTS)
    documents = [{e.document_id for item in items() if part(item) == one for e in item.evidence} for one in PARTS]
    topics = [{item.topic for item in items() if part(item) == one} for one in PARTS]
    assert documents[0].isdisjoint(documents[1]) and topics[0].isdisjoint(topics[1])
    assert _kinds("A") == _kinds("B")


def test_the_documents_say_what_the_items_rest_on(texts: Mapping[str, str]) -> None:
    documents = [*read_corpus(bundled_documents()).documents, *read_corpus(bundled_distractors()).documents]
    assert missing_evidence([line for line in together() if line.path == PATH], documents) == []
    for item in bases():
        asked = [evidence for evidence in item.evidence if evidence.document_id in texts]
        found = [locate(evidence.must_contain, texts[evidence.document_id]) for evidence in asked]
        assert all(n_sentences <= 3 for _, n_sentences in found), item.id
        if len(asked) == len(item.evidence):
            said = "\n".join(texts[e.document_id][slice(*span)] for e, (span, _) in zip(asked, found, strict=True))
            assert [nugget for nugget in item.nuggets if nugget.vital and not holds(said, nugget)] == [], item.id


def test_nothing_is_both_wanted_and_forbidden() -> None:
    for item in bases():
        wanted = [wording.value for nugget in item.nuggets if nugget.vital for wording in nugget.any]
        assert not [bad for bad in item.forbidden if any(matches(text, bad) for text in wanted)], item.id


def test_no_item_is_held_against_a_release_and_all_are_of_the_half_that_is_tuned_on() -> None:
    assert not any(item.must_pass for item in items())
    assert {case.half for case in read_set("tune")} == {"dev"}


def _is_look_alike(document_id: str) -> bool:
    return document_id.startswith("distractor-")


def _kinds(name: str) -> Counter[str]:
    return Counter(item.type for item in bases() if part(item) == name)
