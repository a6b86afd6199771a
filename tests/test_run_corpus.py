"""The sets and the corpora made for them: all of one form, each question in one corpus, nothing encoded twice."""

from pathlib import Path
from typing import Any

import pytest
from conftest import HashEncoder

from corpus.document import Document
from corpus.error import UserError
from corpus.reader import Reading
from eval.gold import bundled_questions
from eval.run_case import SETS, Case, read_set
from eval.run_corpus import Made, build_folder, build_made, make
from index.build import build_index
from index.location import current_build

DOCUMENTS = (Document("a", "Huyện Hoa có 23 biên chế.", "Hoa"), Document("b", "Huyện Lan có 7 xã.", "Lan"))


def silent(*_: Any) -> None:
    """Hear nothing."""


@pytest.fixture(scope="module")
def sets() -> dict[str, list[Case]]:
    return {name: read_set(name) for name in SETS}


def test_every_set_has_distinct_questions_of_known_halves(sets: dict[str, list[Case]]) -> None:
    for name, cases in sets.items():
        assert len({case.id for case in cases}) == len(cases) >= 44, name
        assert {case.half for case in cases} <= {"dev", "test"}, name


def test_a_question_file_is_a_set_and_any_other_name_is_an_error(sets: dict[str, list[Case]]) -> None:
    assert read_set(str(bundled_questions() / "dev.jsonl")) == sets["dev"]
    with pytest.raises(UserError, match="“không có”"):
        read_set("không có")


def test_orders_carry_their_canary_into_the_case(sets: dict[str, list[Case]]) -> None:
    assert all(case.canary for name in ("injections", "injected") for case in sets[name])


def test_variants_are_not_asked_among_look_alikes(sets: dict[str, list[Case]]) -> None:
    assert [case.id for case in sets["distractors"]] == [
        case.id for name in ("dev", "test") for case in sets[name] if not case.variant_kind
    ]


@pytest.mark.parametrize(
    "name",
    [
        "counterfactual",
        "injected",
        "distractors",
        "tune",
        "offices",
        "offices_confirm",
        "offices_english",
        "agencies",
        "bureaus",
    ],
)
def test_each_question_is_asked_of_one_made_corpus_and_a_half_makes_no_more_than_it_needs(
    name: str, sets: dict[str, list[Case]], accounts: dict[str, Document]
) -> None:
    documents = tuple(accounts.values())
    made = make(name, documents, sets[name])
    assert sorted(id_ for one in made for id_ in one.ids) == sorted(case.id for case in sets[name])
    assert all(set(one.documents) != set(documents) for one in made)
    dev = [case for case in sets[name] if case.half == "dev"]
    assert sorted(id_ for one in make(name, documents, dev) for id_ in one.ids) == sorted(case.id for case in dev)


@pytest.mark.parametrize("name", ["dev", "test", "conversations", "injections", "confirm"])
def test_a_set_about_the_real_documents_makes_none(name: str, sets: dict[str, list[Case]]) -> None:
    assert make(name, DOCUMENTS, sets[name]) == []


@pytest.mark.usefixtures("without_chroma")
def test_only_what_was_changed_is_encoded_and_the_real_build_stays(tmp_path: Path, encoder: HashEncoder) -> None:
    build_index(tmp_path, Reading(DOCUMENTS, ()), encoder)  # type: ignore[arg-type]
    before, n_before = current_build(tmp_path), len(encoder.encoded)
    changed = (DOCUMENTS[0], Document("b", "Huyện Lan có 9 xã.", "Lan"))
    made = [Made(changed, frozenset({"x"}))]
    for _ in range(2):
        ((place, one),) = build_made(made, tmp_path, tmp_path / "eval" / "s", encoder, silent)  # type: ignore[arg-type]
    assert one == made[0] and current_build(place).name != before.name
    assert all("9 xã" in text for text in encoder.encoded[n_before:]) and len(encoder.encoded) > n_before
    assert current_build(tmp_path) == before


@pytest.mark.usefixtures("without_chroma")
def test_another_folder_of_documents_is_indexed_aside(tmp_path: Path, encoder: HashEncoder) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(UserError, match="không có tài liệu"):
        build_folder(tmp_path / "docs", tmp_path / "there", tmp_path, encoder, silent)  # type: ignore[arg-type]
    (tmp_path / "docs" / "a.txt").write_text("Huyện Hoa có 23 biên chế.")
    place = build_folder(tmp_path / "docs", tmp_path / "there", tmp_path, encoder, silent)  # type: ignore[arg-type]
    assert current_build(place).is_dir() and not (tmp_path / "index" / "CURRENT").exists()
