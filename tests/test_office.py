"""The office texts that refusals are weighed on: answers stand where they should, and nothing was learned from them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.english import is_english
from corpus.orthography import keys
from corpus.reader import read_corpus
from eval.adapter_data import FOLDER as TRAINING
from eval.answers import GoldQuestion, read_gold
from eval.beir import CORPUS, QUERIES, read_benchmark
from eval.gold import bundled_agencies, bundled_bureaus, bundled_offices, missing_evidence, read_lines
from eval.nugget import holds

OFFICE = bundled_offices()
WITH_PIECES = [
    OFFICE / "gold.jsonl",
    OFFICE / "confirm.jsonl",
    bundled_agencies() / "gold.jsonl",
    bundled_bureaus() / "gold.jsonl",
]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {row["_id"]: row["text"] for row in rows(OFFICE / CORPUS)}


@pytest.fixture(scope="module")
def questions() -> list[GoldQuestion]:
    return read_gold(OFFICE / QUERIES)


def test_every_answer_stands_in_the_text_that_is_asked(questions: list[GoldQuestion], texts: dict[str, str]) -> None:
    for question in questions:
        words = f" {' '.join(keys(texts[question.id.partition('-')[0]]))} "
        assert all(f" {' '.join(keys(answer))} " in words for answer in question.answers), question.id


def test_one_question_in_two_is_a_near_miss_and_none_is_asked_twice(questions: list[GoldQuestion]) -> None:
    assert len(questions) > 1_400 and len({question.text for question in questions}) == len(questions)
    assert 0.45 < sum(not question.answers for question in questions) / len(questions) < 0.55


def test_it_reads_as_a_set_for_retrieval_too(questions: list[GoldQuestion]) -> None:
    benchmark = read_benchmark(OFFICE)
    assert len(benchmark.questions) == len(questions)


def test_every_question_of_several_sentences_rests_on_words_of_its_texts_and_no_kind_is_rare() -> None:
    lines = read_lines(OFFICE / "gold.jsonl")
    assert missing_evidence(lines, read_corpus(OFFICE / CORPUS).documents) == []
    kinds = Counter(line.item.type for line in lines)
    assert kinds["false_premise"] >= 70 and min(kinds[one] for one in ("comparison", "timeline")) >= 40
    assert min(kinds[one] for one in ("list", "why_how", "number")) >= 25
    halves = Counter((line.item.notes, line.item.evidence[0].document_id[0] in "MN") for line in lines)
    assert set(halves) == {("half:A", True), ("half:B", False)} and min(halves.values()) > 100


def test_the_english_questions_have_the_gold_of_the_vietnamese_ones() -> None:
    bases = {line.item.id: line.item for line in read_lines(OFFICE / "gold.jsonl")}
    english = [line.item for line in read_lines(OFFICE / "english.jsonl")]
    assert len(english) >= 120 and sum(is_english(one.question) for one in english) > 0.85 * len(english)
    for one in english:
        base = bases[one.id.replace("oe-", "o-", 1)]
        assert one.question != base.question and one.lang == "en"
        assert (one.type, one.nuggets, one.evidence, one.notes) == (base.type, base.nuggets, base.evidence, base.notes)


def test_the_agencies_texts_bear_out_their_questions_and_half_of_these_take_something_false_for_granted() -> None:
    lines = read_lines(bundled_agencies() / "gold.jsonl")
    assert missing_evidence(lines, read_corpus(bundled_agencies() / CORPUS).documents) == []
    kinds = Counter(line.item.type for line in lines)
    assert kinds["false_premise"] >= 70 and kinds["near_attribute"] >= 35 and kinds["conflict"] >= 12
    assert len({line.item.question for line in lines}) == len(lines)


def test_the_newest_texts_bear_out_their_questions_which_are_of_every_kind() -> None:
    lines = read_lines(bundled_bureaus() / "gold.jsonl")
    assert missing_evidence(lines, read_corpus(bundled_bureaus() / CORPUS).documents) == []
    kinds = Counter(line.item.type for line in lines)
    assert kinds["false_premise"] >= 65 and len(kinds) >= 13 and min(kinds.values()) >= 6
    assert len({line.item.question for line in lines}) == len(lines) >= 220


@pytest.mark.parametrize("gold", WITH_PIECES)
def test_the_text_that_a_question_rests_on_holds_every_piece_of_its_answer(gold: Path) -> None:
    documents = {one.id: one.text for one in read_corpus(gold.parent / CORPUS).documents}
    items = [line.item for line in read_lines(gold)]
    rests_on = {one.id: "\n".join(documents[part.document_id] for part in one.evidence) for one in items}
    never = [(one.id, nugget) for one in items for nugget in one.nuggets if not holds(rests_on[one.id], nugget)]
    assert never == [] and sum(len(one.nuggets) for one in items) >= len(items) / 2


def test_nothing_of_it_was_learned_from(texts: dict[str, str]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        found = keys(text)
        return {tuple(found[at : at + 8]) for at in range(len(found) - 7)}

    learned = runs(" ".join(" ".join(row["sentences"]) for row in rows(TRAINING / "passages.jsonl")))
    others = {row["_id"]: row["text"] for at in (bundled_agencies(), bundled_bureaus()) for row in rows(at / CORPUS)}
    found = {name: runs(text) for name, text in (texts | others).items()}
    assert [name for name, ones in found.items() if len(ones & learned) > 0.05 * len(ones)] == []
