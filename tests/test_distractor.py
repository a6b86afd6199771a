"""The look-alike documents: that they are many, short, marked as test material, and take nothing from the real ones."""

import tomllib
from pathlib import Path

import pytest

from assistant.name import find_names
from assistant.value import find_values
from corpus.document import Document
from corpus.location import bundled_documents, default_corpus
from corpus.orthography import keys
from corpus.reader import FRONT_MATTER, read_corpus
from eval.conversation import bundled_conversations, read_conversations
from eval.counterfactual import bundled_counterfactuals, read_counterfactuals
from eval.distractor import bundled_distractors
from eval.injection import bundled_injections, read_injections
from eval.item import Evidence
from eval.nugget import contains
from eval.trial import find_evidence

SUBJECT = ("MTTQ", "Mặt trận", "đoàn thể", "Cơ quan khối", "giúp việc chung", "dân vận")
FOLDER = bundled_distractors()
READING = read_corpus(FOLDER)


def test_there_are_twenty_short_documents_and_all_can_be_read() -> None:
    assert len(READING.documents) >= 20 and READING.problems == ()
    assert all(60 < len(keys(document.text)) < 400 for document in READING.documents)


def test_each_says_in_its_front_matter_that_it_is_test_material() -> None:
    for path in FOLDER.glob("*.md"):
        front = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
        assert front is not None and tomllib.loads(front[1])["test_material"] is True, path.name
    assert all(document.id.startswith("distractor-") for document in READING.documents)


def test_they_are_no_part_of_the_corpus_that_is_indexed(tmp_path: Path) -> None:
    assert not any(FOLDER.is_relative_to(path) for path in default_corpus(tmp_path))
    assert not {document.id for document in read_corpus(bundled_documents()).documents} & {
        document.id for document in READING.documents
    }


@pytest.mark.parametrize("document", READING.documents, ids=lambda one: one.id)
def test_a_look_alike_has_the_subject_but_no_name_date_or_number_of_the_real_documents(
    document: Document, accounts: dict[str, Document], originals: dict[str, Document]
) -> None:
    real = [*accounts.values(), *originals.values()]
    assert not _names(document) & {name for one in real for name in _names(one)}
    assert not _values(document) & {value for one in real for value in _values(one)}
    assert any(contains(keys(document.text), keys(word)) for word in SUBJECT)


def test_every_paragraph_names_its_place_so_that_none_answers_for_another() -> None:
    for document in READING.documents:
        places = {name.core for name in find_names(document.title) + find_names(document.text[:400])}
        for paragraph in document.text.strip().split("\n\n"):
            assert any(contains(keys(paragraph), keys(place)) for place in {document.province, *places}), paragraph


def test_no_trial_finds_its_evidence_in_a_look_alike() -> None:
    wanted = [one.truth for one in read_injections(bundled_injections())]
    wanted += [one.truth for one in read_counterfactuals(bundled_counterfactuals())]
    wanted += [e.truth for one in read_conversations(bundled_conversations()) for e in one.exchanges]
    for evidence in {evidence for truth in wanted for evidence in truth.evidence if len(evidence.must_contain) > 1}:
        for document in READING.documents:
            assert find_evidence(Evidence(document.id, evidence.must_contain), document) is None, evidence


def _names(document: Document) -> set[str]:
    return {name.core for name in find_names(document.text) if name.is_proper and " " in name.core}


def _values(document: Document) -> set[str]:
    return {value.canonical for value in find_values(document.text) if value.kind == "docno"} | {
        value.canonical for value in find_values(document.text) if value.kind == "date" and len(value.canonical) > 4
    }
