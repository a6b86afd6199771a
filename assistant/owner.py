"""Of whom or where something is told that can be told apart: an exact figure, a day, words in quotation marks.

Such an anchor belongs to one thing. Where a question gives it to somebody or some place that no passage with the
anchor mentions, and the sentence that holds it names another of the same kind, that is how it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.bond import HELD, LIMIT, asserted, held
from assistant.name import Name, find_names
from assistant.scene import DURATIONS, Scene
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold, keys

LEAST_FIGURE = 10  # smaller ones are counted everywhere
LEAST = 3  # words that must be bound to an anchor to say what it is of
QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]{5,80})[”\"]")
PLACE = ("place", "other")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a sentence must hold to speak of the same thing: a number with its unit, or words in their order."""

    span: Span  # in the question
    canonical: str
    unit: tuple[str, ...] = ()

    def stands_in(self, sentence: str) -> bool:
        """Tell whether ``sentence`` holds it."""
        if not self.unit:
            return f" {self.canonical} " in f" {' '.join(keys(sentence))} "
        return any(
            value.canonical == self.canonical and tuple(keys(value.unit)[:1]) == self.unit
            for value in find_values(sentence)
            if value.kind == "number"
        )


def other_owner(scene: Scene) -> Iterator[tuple[int, Span | None]]:
    """A figure, or words in quotation marks, are of one place in the question and of another by their sentence."""
    text = scene.question.text
    for name in _owners(scene):
        for anchor in _anchors(scene):
            inside = anchor.span[0] <= name.start < anchor.span[1]
            want = asserted(text, anchor.span)
            want = {word: weight for word, weight in want.items() if word not in keys(name.text)}
            if inside or len(want) < LEAST:
                continue
            there = [at for at, sentence in enumerate(scene.sentences) if anchor.stands_in(sentence)]
            if any(name.stands_in(scene.around[at]) for at in there):
                continue
            for at in there:
                other = _other(scene, at, name)
                if other and held(want, scene.sentences[at]) >= HELD:
                    yield at, other


def _owners(scene: Scene) -> list[Name]:
    """The places, or what may be one, that a question names and the corpus knows."""
    known = {name.canonical for name in scene.names}
    found = [name for name in find_names(scene.question.text) if name.kind in PLACE and name.is_proper]
    return [name for name in found if name.canonical in known]


def _anchors(scene: Scene) -> Iterator[Anchor]:
    text = scene.question.text
    for value in scene.question.values:
        if value.kind == "number" and _is_exact(value) and not LIMIT.search(text[: value.start]):
            yield Anchor((value.start, value.end), value.canonical, tuple(keys(value.unit)[:1]))
    for quoted in QUOTED.finditer(text):
        yield Anchor(quoted.span(), " ".join(keys(quoted["words"])))


def _is_exact(value: Value) -> bool:
    if not value.unit or fold(value.unit).split()[0] in DURATIONS:
        return False
    return not value.canonical.isdigit() or int(value.canonical) >= LEAST_FIGURE


def _other(scene: Scene, at: int, name: Name) -> Span | None:
    """The place that a sentence names instead of ``name``; one that may lie in the other is none."""
    for other in find_names(scene.sentences[at]):
        if other.kind not in PLACE or not other.is_proper or other.stands_in(scene.question.text):
            continue
        together = any(name.stands_in(around) and other.stands_in(around) for around in scene.around)
        if not together or other.level == name.level != "":
            return other.start, other.end
    return None
