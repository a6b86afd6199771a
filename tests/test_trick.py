"""Cheap tricks must miss a target that names what is wrong with them, and an oracle must reach them all."""

from collections.abc import Callable, Sequence

import pytest

from assistant.answer import Turn
from corpus.document import Document, Passage
from corpus.passage import split_passages
from eval.run import Origin, ask_all
from eval.run_case import Case, read_set
from eval.score import Report, score
from eval.score_target import TARGETS, reaches, verdict
from eval.trick import TRICKS, Library, Trick, gold_places, oracle
from index.keyword import KeywordIndex, query_weights
from index.term import terms

CASES = [case for case in read_set("dev") if not case.base_id]  # a trick treats variants as it does their bases
TARGET = {target.metric: target for target in TARGETS}
Scoring = Callable[[Trick], Report]


@pytest.fixture(scope="module")
def library(accounts: dict[str, Document]) -> Library:
    """The bundled documents behind a search by words."""
    passages = [
        passage
        for document in accounts.values()
        for passage in split_passages(document, lambda text: len(text.split()), max_tokens=150)
    ]
    index = KeywordIndex.build([passage.text for passage in passages])

    def search(question: str) -> Sequence[Passage]:
        scores = index.scores(query_weights(terms(question)))
        return [passages[row] for row in scores.argsort()[::-1][:3]]

    return Library(accounts, search)


@pytest.fixture(scope="module")
def scoring(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Scoring:
    """Run and score a trick as the real assistant is, each once."""
    done: dict[Trick, Report] = {}

    def scored(trick: Trick) -> Report:
        if trick not in done:
            path = tmp_path_factory.mktemp("trick") / "run.jsonl"

            def ask(case: Case, _history: Sequence[Turn]) -> dict[str, object]:
                return trick(case, library).to_record()

            rows = ask_all(CASES, Origin("dev", "", "b"), path, ask)
            done[trick] = score(CASES, {row["id"]: row for row in rows}, {"b": library.documents})
        return done[trick]

    return scored


def test_the_oracle_reaches_every_target_there_is_a_figure_for(scoring: Scoring) -> None:
    figures = scoring(oracle)["metrics"]
    reached = {target.metric: reaches(target, figures) for target in TARGETS}
    assert False not in reached.values(), reached
    assert sum(one is True for one in reached.values()) >= 11
    assert figures["crag"]["value"] == figures["correct"]["value"] == figures["list_f1"]["value"] == 1
    assert figures["reason_accuracy"]["value"] == figures["premise_corrected"]["value"] == 1


@pytest.mark.parametrize(
    ("name", "missed"),
    [
        ("always_refuse", ("crag", "over_refusal", "strict_vital_single_fact", "premise_corrected")),
        ("top_passage", ("crag", "wrong_or_adopted", "refusal_recall", "premise_corrected")),
        ("never_refuse", ("crag", "wrong_or_adopted", "refusal_recall", "premise_corrected")),
        ("cite_everything", ("citation_precision",)),
        ("random_quote", ("crag", "wrong_or_adopted", "strict_vital_single_fact")),
    ],
)
def test_a_cheap_trick_misses_the_targets_that_name_its_fault(
    scoring: Scoring, name: str, missed: tuple[str, ...]
) -> None:
    figures = scoring(TRICKS[name])["metrics"]
    assert {metric: verdict(TARGET[metric], figures) for metric in missed} == dict.fromkeys(missed, "fail")


def test_every_trick_is_told_apart_here() -> None:
    assert set(TRICKS) == {"always_refuse", "top_passage", "never_refuse", "cite_everything", "random_quote"}


def test_citing_everything_says_what_the_oracle_says(scoring: Scoring) -> None:
    greedy, right = scoring(TRICKS["cite_everything"])["metrics"], scoring(oracle)["metrics"]
    assert greedy["crag"] == right["crag"] and greedy["citation_validity"]["value"] == 1


def test_the_evidence_of_every_answerable_question_says_its_vital_pieces(accounts: dict[str, Document]) -> None:
    for case in CASES:
        assert case.expected.kind == "refusal" or gold_places(case, accounts), case.id
