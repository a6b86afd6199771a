"""What the cross-encoder's adapter is trained on: questions, each with the sentence and the words that answer it.

``eval/adapter/questions.jsonl`` was written for this, question by question; a sixth are near misses that their
passage does not answer (``sentence`` 0), and a fifth take something for granted that a sentence belies (``belied``).
Most stand in no order, but for what was added last: 4,762 plain ones, nearly the words of the sentence; 7,431 of
which most are in pairs that differ in one detail, one of them false; 2,702 to be confirmed ("…, đúng không?"), as
many true as false; 1,797 of the others in English; 3,808 of 448 passages, texts of offices in pairs that tell of one
thing and differ, where of what is false half is belied by another sentence than the one that answers (the last 28 of
these are measured on, and not learned from by the adapter that is shipped); and 840 of the newest 168, likewise.
``compound.jsonl`` has 2,968 that several sentences answer, mostly of two passages, 280 of them in English; 1,120 of
the 448 passages: what compares, what two texts give differently, lists; and 1,176 of the newest, a third in English, of
which a sixth are told alike by both texts, in other words. ``twins.jsonl`` has 2,830 that no shipped adapter has
learned from yet, one pair or two on each of 920 texts of the bench that nothing false had been asked of: a belied
question, its answered twin behind it, and near misses. They are asked of ``passages.jsonl``, written likewise: news and
acts of offices that do not exist, and what an encyclopaedia holds; and of the texts in the shared bench that
``bench.jsonl`` points into (vihallu-val without what it shares with viquad-dev, and the snippets of websearch-refuse):
of those only positions are kept here, and an answer is a span of its sentence. None is of viquad-dev, none of our own
sets, and no question that was learned from is one that is measured on.
"""

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.error import UserError
from index.cross_encoder import SENTENCE, WINDOW

FOLDER = Path(__file__).parent / "adapter"
QUESTIONS, COMPOUND, TWINS = "questions.jsonl", "compound.jsonl", "twins.jsonl"
CONTEXT = {"vihallu-val.jsonl": ("id", "context"), "websearch-refuse/corpus.jsonl": ("_id", "text")}
COMMON = 0.2  # share of the segments from which on a word says nothing of which one is meant
NEGATIVES = 4  # segments of other passages kept for each question, those that share most with it


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring sentences of one passage that are read at once."""

    passage: str
    sentences: range


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is answered, or where it asks several things, one of them: words of a sentence, from 0."""

    passage: str
    sentence: int
    answer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of some passages, with every place that answers it; with none where they do not.

    Where the question takes something for granted that a sentence belies, the place holds what is true instead.
    """

    question: str
    passages: tuple[str, ...]
    places: tuple[Place, ...]
    is_belied: bool

    def in_passage(self, passage: str) -> dict[int, str]:
        """Give the answering words by sentence."""
        return {one.sentence: one.answer for one in self.places if one.passage == passage}


class Near:
    """Finds the segments that share most with a question, weighed by how rare the words are."""

    def __init__(self, sentences: Mapping[str, Sequence[str]], segments: Mapping[str, Sequence[Segment]]) -> None:
        self._all = [segment for parts in segments.values() for segment in parts]
        self._texts = [words(" ".join(sentences[one.passage][at] for at in one.sentences)) for one in self._all]
        self._where: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for word, count in Counter(text).items():
                self._where[word].append((number, count / (count + 1)))

    def find(self, asked: Asked) -> tuple[Segment, ...]:
        """Give what a question does not ask about and nobody would take for its answer."""
        scores: Counter[int] = Counter()
        for word in set(words(asked.question)):
            places = self._where.get(word, [])
            if 0 < len(places) < COMMON * len(self._all):
                for number, weight in places:
                    scores[number] += weight * math.log(len(self._all) / (1 + len(places)))  # type: ignore[assignment]
        held = [f" {' '.join(words(place.answer))} " for place in asked.places]
        nearest = (number for number, _ in scores.most_common(NEGATIVES * 4 + 20))
        found = [
            self._all[number]
            for number in nearest
            if self._all[number].passage not in asked.passages
            and not any(one in f" {' '.join(self._texts[number])} " for one in held)
        ]
        return tuple(found[:NEGATIVES])


@dataclass(frozen=True, slots=True)
class Training:
    """Everything to train on."""

    titles: Mapping[str, str]
    sentences: Mapping[str, tuple[str, ...]]
    segments: Mapping[str, tuple[Segment, ...]]
    questions: tuple[Asked, ...]
    near: Near


def read_training(shared: Path, count_tokens: Any, folder: Path = FOLDER) -> Training:
    """Read all of it; ``shared`` is the folder with ``bench``, ``count_tokens`` measures a sentence."""
    written = list(read_rows(folder / "passages.jsonl"))
    sentences = {row["id"]: tuple(row["sentences"]) for row in written}
    sentences |= _of_bench(shared / "bench", folder / "bench.jsonl")
    segments = {
        name: tuple(Segment(name, part) for part in _even([min(SENTENCE, count_tokens(one)) for one in texts]))
        for name, texts in sentences.items()
    }
    rows = chain(
        map(_as_compound, read_rows(folder / QUESTIONS)), read_rows(folder / COMPOUND), read_rows(folder / TWINS)
    )
    questions = tuple(_asked(row, sentences) for row in rows)
    titles = {row["id"]: row["title"] for row in written}
    return Training(titles, sentences, segments, questions, Near(sentences, segments))


def _as_compound(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a question of one passage and one sentence like one of several; sentences are counted from 1 there."""
    places = [[row["passage"], row["sentence"], row["answer"]]] if row["sentence"] else []
    return {**row, "passages": [row["passage"]], "places": places}


def _asked(row: Mapping[str, Any], sentences: Mapping[str, Sequence[str]]) -> Asked:
    places = tuple(
        Place(passage, number - 1, sentences[passage][number - 1][slice(*span)])
        for passage, number, span in row["places"]
    )
    return Asked(row["question"], tuple(row["passages"]), places, row.get("belied", False))


def words(text: str) -> list[str]:
    """Give the words of a text in small letters."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def _of_bench(bench: Path, places: Path) -> dict[str, tuple[str, ...]]:
    """Cut the sentences out of the texts of the bench, by passage."""
    wanted = {(row["file"], row["row"]): row for row in read_rows(places)}
    found = {}
    for file, (id_key, text_key) in CONTEXT.items():
        for row in read_rows(bench / file):
            if place := wanted.get((file, str(row[id_key]))):
                found[place["id"]] = tuple(row[text_key][a:b] for a, b in place["sentences"])
    if missing := {row["id"] for row in wanted.values()} - set(found):
        raise UserError(f"Thiếu {len(missing)} đoạn văn trong {bench}.")
    return found


def _even(sizes: Sequence[int]) -> Iterator[range]:
    """Part sentences, of so many tokens each, into stretches of like length that fit a window."""
    goal = sum(sizes) / max(1, math.ceil(sum(sizes) / WINDOW))
    return parts(sizes, lambda: goal)


def parts(sizes: Sequence[int], goal: Callable[[], float]) -> Iterator[range]:
    """Part sentences, of so many tokens each, into stretches that fit a window, each near the next goal."""
    start = total = 0
    wanted = goal()
    for at, size in enumerate(sizes):
        if at > start and (total + size > WINDOW or total + size / 2 > wanted):
            yield range(start, at)
            start, total, wanted = at, 0, goal()
        total += size
    if start < len(sizes):
        yield range(start, len(sizes))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of one JSON object a line; ``UserError`` where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UserError(f"Không đọc được {path}: {error.strerror}.") from error
    yield from (json.loads(line) for line in lines if line)
