"""Questions in twos that differ in one detail, asked of a passage as it stands and with that detail exchanged.

One of a pair takes something false for granted and the other asks the same of what is so. Learned apart, what is
learned is the look of such a question; four together leave nothing to go by but the passage: each question is asked
of the passage that belies it and of one that does not, and each passage of both questions.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from eval.adapter_data import Asked, Training, words

ALIKE = 0.7  # share of the words that two questions have in common, at least, to be twins
WORD = re.compile(r"[\w./-]*\w|%")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two details that take each other's place in a text; where only one stands there, it is the other that comes."""

    one: str
    other: str

    def __call__(self, text: str) -> str:
        """Give the text with the details exchanged; a capital at the beginning stays one."""
        return self._pattern().sub(self._instead, text)

    def is_in(self, text: str) -> bool:
        """Say whether either stands in the text."""
        return bool(self._pattern().search(text))

    def _pattern(self) -> re.Pattern[str]:
        either = "|".join(sorted(map(re.escape, (self.one, self.other)), key=len, reverse=True))
        return re.compile(rf"(?<![\w./-])(?:{either})(?![\w/-]|[.,]\d)", re.IGNORECASE)

    def _instead(self, found: re.Match[str]) -> str:
        text = self.other if found[0].lower() == self.one.lower() else self.one
        return text[0].upper() + text[1:] if found[0][0].isupper() else text


@dataclass(frozen=True, slots=True)
class Twins:
    """Two questions of one passage; ``exchange`` turns the passage into one that belies the other of them."""

    belied: Asked
    answered: Asked
    exchange: Exchange | None

    def other_way(self) -> "Twins":
        """Give the two as they are of the passage with the details exchanged."""
        assert self.exchange
        return Twins(
            _at(self.answered, self.belied, self.exchange), _at(self.belied, self.answered, self.exchange), None
        )


def _at(question: Asked, there: Asked, exchange: Exchange) -> Asked:
    """Give a question with the places and the truth of its twin."""
    places = tuple(replace(place, answer=exchange(place.answer)) for place in there.places)
    return replace(question, places=places, is_belied=there.is_belied)


def find_twins(training: Training) -> list[Twins]:
    """Find for each question that is belied the answered one of its passage that is most like it, once each."""
    asked_of: Mapping[str, list[Asked]] = defaultdict(list)
    for one in training.questions:
        if len(one.passages) == len(one.places) == 1:
            asked_of[one.passages[0]].append(one)
    return [
        Twins(belied, answered, _exchange(belied, answered, training))
        for of_passage in asked_of.values()
        for belied, answered in _pairs(of_passage)
    ]


def _pairs(asked: Iterable[Asked]) -> Iterator[tuple[Asked, Asked]]:
    belied: list[tuple[Asked, list[str]]] = []
    answered: list[tuple[Asked, list[str]]] = []
    for one in asked:
        (belied if one.is_belied else answered).append((one, words(one.question)))
    likeness = [
        (_likeness(one, other), at, its)
        for at, (_, one) in enumerate(belied)
        for its, (_, other) in enumerate(answered)
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    for alike, at, its in sorted(likeness, reverse=True):
        if alike >= ALIKE and at not in taken[0] and its not in taken[1]:
            taken[0].add(at)
            taken[1].add(its)
            yield belied[at][0], answered[its][0]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0.0


def _exchange(belied: Asked, answered: Asked, training: Training) -> Exchange | None:
    """Give the details by which two questions differ, if in one only and the sentence that belies has the true one."""
    one, other = (list(WORD.finditer(asked.question)) for asked in (belied, answered))
    matcher = SequenceMatcher(None, [word[0].lower() for word in one], [word[0].lower() for word in other], False)
    found = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if len(found) != 1 or found[0][0] != "replace":
        return None
    _, start, end, its_start, its_end = found[0]
    wrong = belied.question[one[start].start() : one[end - 1].end()]
    right = answered.question[other[its_start].start() : other[its_end - 1].end()]
    place = belied.places[0]
    stands = Exchange(right, right).is_in(training.sentences[place.passage][place.sentence])
    return Exchange(wrong, right) if stands else None
