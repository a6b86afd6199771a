"""The corpora that a run asks: the current build, another folder, or documents made for a set.

Made corpora lie under ``data/eval/<set>/<n>``. Each begins as a copy of the current build, so that only texts that
were changed are encoded; a second run finds them built.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.opening import read_documents
from corpus.document import Document
from corpus.error import UserError
from corpus.reader import Reading, read_corpus
from eval import counterfactual, injection
from eval.beir import CORPUS
from eval.distractor import bundled_distractors
from eval.gold import bundled_agencies, bundled_bureaus, bundled_offices
from eval.run_case import Case
from index.build import OnProgress, build_index
from index.encoder import Encoder
from index.location import CURRENT, current_build, index_folder

GLOSSARY = "glossary.toml"  # the office's own abbreviations: a made corpus is read with them as well


@dataclass(frozen=True, slots=True)
class Made:
    """One corpus and the ids of the cases that are asked of it."""

    documents: tuple[Document, ...]
    ids: frozenset[str]


def make(name: str, documents: Sequence[Document], cases: Sequence[Case]) -> list[Made]:
    """Make the corpora of a set out of the real documents; none where the set asks those themselves."""
    ids = frozenset(case.id for case in cases)
    makers: Mapping[str, Callable[[], Iterator[Made]]] = {
        "counterfactual": lambda: _counterfactual(documents),
        "injected": lambda: _injected(documents),
        "distractors": lambda: _with_distractors(documents, ids),
        "tune": lambda: _with_distractors(documents, ids),
        "offices": lambda: _made_up(bundled_offices(), ids),
        "offices_english": lambda: _made_up(bundled_offices(), ids),
        "offices_confirm": lambda: _made_up(bundled_offices(), ids),
        "agencies": lambda: _made_up(bundled_agencies(), ids),
        "bureaus": lambda: _made_up(bundled_bureaus(), ids),
    }
    made = makers[name]() if name in makers else iter(())
    return [Made(one.documents, one.ids & ids) for one in made if one.ids & ids]


def _made_up(folder: Path, ids: frozenset[str]) -> Iterator[Made]:
    yield Made(read_corpus(folder / CORPUS).documents, ids)


def build_made(
    made: Sequence[Made], data: Path, folder: Path, encoder: Encoder, on_progress: OnProgress
) -> list[tuple[Path, Made]]:
    """Index each corpus below ``folder``; what the build under ``data`` holds is not encoded again."""
    places: list[tuple[Path, Made]] = []
    for number, one in enumerate(made, 1):
        place = folder / str(number)
        if not (index_folder(place) / CURRENT).exists():
            _copy_build(data, place)
        build_index(place, Reading(one.documents, ()), encoder, on_progress=on_progress)
        places.append((place, one))
    return places


def build_folder(corpus: Path, place: Path, data: Path, encoder: Encoder, on_progress: OnProgress) -> Path:
    """Index the documents of a folder in ``place``; ``UserError`` when there are none."""
    reading = read_corpus(corpus)
    if not reading.documents:
        raise UserError(f"“{corpus}” không có tài liệu nào.")
    if not (index_folder(place) / CURRENT).exists():
        _copy_build(data, place)
    build_index(place, reading, encoder, on_progress=on_progress)
    return place


def real_documents(data: Path) -> tuple[Document, ...]:
    """Give the documents of the current build."""
    return tuple(read_documents(data).values())


def _copy_build(data: Path, place: Path) -> None:
    """Put the current build of ``data``, if it has one, where a corpus that resembles it will be built."""
    try:
        build = current_build(data)
    except UserError:
        return
    target = index_folder(place)
    shutil.rmtree(target, ignore_errors=True)  # what a copy that was interrupted left
    shutil.copytree(build, target / build.name)
    if (data / GLOSSARY).exists():
        shutil.copy(data / GLOSSARY, place / GLOSSARY)
    (target / CURRENT).write_text(build.name + "\n", encoding="ascii")


def _counterfactual(documents: Sequence[Document]) -> Iterator[Made]:
    trials = counterfactual.read_counterfactuals(counterfactual.bundled_counterfactuals())
    for batch in counterfactual.make_batches(documents, trials):
        yield Made(batch.documents, frozenset(trial.id for trial in batch.trials))


def _injected(documents: Sequence[Document]) -> Iterator[Made]:
    trials = injection.inject(documents, *injection.read_payloads(injection.bundled_payloads()))
    for batch in injection.make_batches(documents, trials):
        yield Made(batch.documents, frozenset(trial.id for trial in batch.trials))


def _with_distractors(documents: Sequence[Document], ids: frozenset[str]) -> Iterator[Made]:
    yield Made((*documents, *read_corpus(bundled_distractors()).documents), ids)
