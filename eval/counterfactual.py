"""Corpora in which one fact is another one, or is gone: the answer must follow, or be refused.

A trial edits every place that states its fact, or removes every sentence that does; what it says to be gone is
looked for afterwards. Trials that touch no common sentence share a corpus, so that few have to be indexed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from corpus.document import Document
from corpus.error import UserError
from corpus.orthography import keys
from corpus.sentence import split_sentences
from eval.batch import first_fit
from eval.item import HALVES, Evidence, Half
from eval.nugget import contains
from eval.trial import (
    TRUTH_KEYS,
    Truth,
    choice_of,
    each_of,
    find_evidence,
    only_keys,
    read_evidence,
    read_trials,
    read_truth,
    text_of,
    texts_of,
)

Kind = Literal["edit", "deletion"]
Field = Literal["text", "title", "author", "published", "event_date"]  # the places of a document that state facts
Place = tuple[str, str, int]  # document, field, number of the sentence


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of one document, every occurrence of which becomes others."""

    document_id: str
    old: str
    new: str
    field: Field = "text"


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A question, how the documents are changed, and what its answer then is."""

    id: str
    half: Half
    kind: Kind
    question: str
    edits: tuple[Edit, ...]
    deletions: tuple[Evidence, ...]  # each sentence of the document that holds all the strings goes
    was: str  # the answer before
    gone: tuple[str, ...]  # no sentence anywhere may still hold all of these
    truth: Truth


@dataclass(frozen=True, slots=True)
class Batch:
    """One changed corpus and the trials that are asked of it."""

    documents: tuple[Document, ...]
    trials: tuple[Counterfactual, ...]


def bundled_counterfactuals() -> Path:
    """Give the file beside this module."""
    return Path(__file__).resolve().parent / "questions" / "counterfactuals.jsonl"


def read_counterfactuals(path: Path) -> list[Counterfactual]:
    """Read a file of changes; ``UserError`` names every line that is none."""
    return read_trials(path, _counterfactual)


def make_batches(documents: Sequence[Document], trials: Iterable[Counterfactual]) -> list[Batch]:
    """Sort trials into few corpora; ``UserError`` when a change does not fit the documents."""
    touched = {trial.id: (_places(documents, trial), trial) for trial in trials}

    def clash(one: str, other: str) -> bool:
        (places, trial), (other_places, other_trial) = touched[one], touched[other]
        return not places.isdisjoint(other_places) or _speaks_of(trial, other_trial) or _speaks_of(other_trial, trial)

    batches = [[touched[id_][1] for id_ in ids] for ids in first_fit(list(touched), clash)]
    return [Batch(tuple(change(documents, batch)), tuple(batch)) for batch in batches]


def change(documents: Sequence[Document], trials: Iterable[Counterfactual]) -> list[Document]:
    """Give the documents with all the changes made; ``UserError`` names a change that does not fit."""
    changed = {document.id: document for document in documents}
    for trial in trials:
        for edit in trial.edits:
            changed[edit.document_id] = _edited(_document(changed, edit.document_id, trial), edit, trial)
        for deletion in trial.deletions:
            document = _document(changed, deletion.document_id, trial)
            changed[document.id] = _without(document, deletion, trial)
        _check_gone(changed.values(), trial)
    return [document for document in changed.values() if document.text.strip()]


def _document(documents: Mapping[str, Document], id_: str, trial: Counterfactual) -> Document:
    if id_ not in documents:
        raise UserError(f"{trial.id}: không có tài liệu “{id_}”.")
    return documents[id_]


def _edited(document: Document, edit: Edit, trial: Counterfactual) -> Document:
    value: str = getattr(document, edit.field)
    if edit.old not in value:
        raise UserError(f"{trial.id}: không thấy “{edit.old}” trong {edit.field} của {document.id}.")
    return replace(document, **{edit.field: value.replace(edit.old, edit.new)})  # type: ignore[arg-type]


def _without(document: Document, deletion: Evidence, trial: Counterfactual) -> Document:
    """Remove each sentence that holds all the strings, and the space behind it."""
    sentences = split_sentences(document.text)
    doomed = [n for n, (start, end) in enumerate(sentences) if _says(document.text[start:end], deletion.must_contain)]
    if not doomed:
        raise UserError(f"{trial.id}: không câu nào của {document.id} có đủ {', '.join(deletion.must_contain)}.")
    text = document.text
    for n in reversed(doomed):
        start, end = sentences[n]
        text = text[:start] + text[end:].lstrip(" ")
    return replace(document, text="\n".join(line.rstrip(" ") for line in text.split("\n")))


def _says(sentence: str, wanted: Iterable[str]) -> bool:
    words = keys(sentence)
    return all(contains(words, keys(one)) for one in wanted)


def _check_gone(documents: Iterable[Document], trial: Counterfactual) -> None:
    for document in documents:
        told = replace(document, text=f"{document.text}\n\n{document.title}\n\n{document.author}")
        if find_evidence(Evidence(document.id, trial.gone), told, window=1) is not None:
            raise UserError(f"{trial.id}: {document.id} vẫn còn nói {', '.join(trial.gone)}.")


def _places(documents: Sequence[Document], trial: Counterfactual) -> set[Place]:
    """Find what a trial changes: its sentences, counted in the unchanged text, and its fields."""
    by_id = {document.id: document for document in documents}
    places: set[Place] = set()
    for edit in trial.edits:
        sentences = _sentences(_document(by_id, edit.document_id, trial)) if edit.field == "text" else []
        hit = [n for n, sentence in enumerate(sentences) if edit.old in sentence]
        places |= {(edit.document_id, edit.field, n) for n in hit or [-1]}
    for deletion in trial.deletions:
        sentences = _sentences(_document(by_id, deletion.document_id, trial))
        hit = [n for n, sentence in enumerate(sentences) if _says(sentence, deletion.must_contain)]
        places |= {(deletion.document_id, "text", n) for n in hit}
    return places


def _sentences(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in split_sentences(document.text)]


def _speaks_of(trial: Counterfactual, other: Counterfactual) -> bool:
    """Tell whether a question names what another trial changes: asked there, it would be about something else."""
    return contains(keys(trial.question), keys(other.was))


def _counterfactual(row: Mapping[str, Any]) -> Counterfactual:
    only_keys(row, {"id", "half", "kind", "question", "edits", "deletions", "was", "gone"} | TRUTH_KEYS)
    kind: Kind = choice_of(row, "kind", get_args(Kind))
    edits, deletions = each_of(row, "edits", _edit), each_of(row, "deletions", read_evidence)
    if (bool(edits), bool(deletions)) != (kind == "edit", kind == "deletion"):
        raise ValueError("một mục edit chỉ có edits, một mục deletion chỉ có deletions")
    truth = read_truth(row)
    if (truth.expected.kind == "refusal") != (kind == "deletion"):
        raise ValueError("sau edit phải có câu trả lời mới, sau deletion phải từ chối")
    half: Half = choice_of(row, "half", HALVES)
    question, was, gone = text_of(row, "question"), text_of(row, "was"), texts_of(row, "gone")
    return Counterfactual(text_of(row, "id"), half, kind, question, edits, deletions, was, gone, truth)


def _edit(row: Any) -> Edit:
    if not isinstance(row, dict):
        raise ValueError("mỗi edit phải là {document_id, old, new, field}")
    only_keys(row, Edit.__dataclass_fields__)
    field: Field = choice_of({"field": "text", **row}, "field", get_args(Field))
    edit = Edit(text_of(row, "document_id"), text_of(row, "old"), text_of(row, "new"), field)
    if edit.old == edit.new or edit.old in edit.new:
        raise ValueError(f"new “{edit.new}” vẫn chứa old “{edit.old}”")
    return edit
