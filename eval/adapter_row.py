"""Questions beside texts as tokens to learn from: in ever new variants, as they are typed and as they are found."""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from corpus.orthography import fold
from eval.adapter_data import Asked, Segment, Training, parts
from eval.variant import typo
from index.cross_encoder import BOS, EOS, QUESTION, SENTENCE, TITLE, WINDOW
from index.model import PROMPTS

NARROW = 0.4  # a window is cut at least this full, so that what is read begins anywhere
# How often, of the questions: without marks, as typed in a hurry, with a slip, another passage shown, the title shown,
# and the answering segment left out, so that "none" is right.
UNMARKED, HURRIED, SLIPPED, FOREIGN, TITLED, LOST = 0.12, 0.13, 0.08, 0.5, 0.6, 0.06
Tokens = Callable[[str], list[int]]


class Row:
    """One question beside one segment, as tokens."""

    def __init__(self, asked: list[int], title: list[int], sentences: Sequence[list[int]]) -> None:
        self.ids = [*asked, *title, *(token for one in sentences for token in one), EOS]
        self.is_text = [0] * len(asked) + [1] * (len(self.ids) - len(asked))
        starts = np.cumsum([len(asked) + len(title), *map(len, sentences)])
        self.sentences = [slice(int(a), int(b)) for a, b in pairwise(starts)]
        self.answers: dict[int, list[int]] = {}  # positions of the answering tokens, by which of the sentences
        self.truth: list[int] = []  # positions of what belies the question


class Rows:
    """Makes rows of questions, in ever new variants."""

    def __init__(self, training: Training, tokens: Tokens, seed: int) -> None:
        self.training = training
        self.tokens = tokens
        self.random = random.Random(seed)
        self._known: dict[str, list[int]] = {}

    def of(self, asked: Asked, *, varied: bool) -> list[Row]:
        question = self._typed(asked.question) if varied else asked.question
        head = [BOS, *self._kept(PROMPTS["query"] + question)[:QUESTION], EOS, EOS]
        return [self._row(asked, head, segment, varied=varied) for segment in self._shown(asked, varied=varied)]

    def _typed(self, question: str) -> str:
        draw = self.random.random()
        if draw < UNMARKED:
            return fold(question)
        if draw < UNMARKED + HURRIED:
            return question.lower().rstrip("?")
        slips = draw < UNMARKED + HURRIED + SLIPPED
        return typo(question, seed=self.random.randrange(1 << 30)) if slips else question

    def _shown(self, asked: Asked, *, varied: bool) -> list[Segment]:
        """The segments that answer (of a passage that does not, the first), one other, and one of another passage."""
        shown: list[Segment] = []
        spare: list[Segment] = []
        for passage in asked.passages:
            own = self._cut(passage) if varied else list(self.training.segments[passage])
            first = [one for one in own if any(at in one.sentences for at in asked.in_passage(passage))] or own[:1]
            shown += first
            spare += [one for one in own if one not in first]
        if not varied:
            return [*shown, *spare, *asked.others[:1]]
        self.random.shuffle(spare)
        foreign = [self.random.choice(asked.others)] if asked.others and self.random.random() < FOREIGN else []
        shown += [*spare[:1], *foreign]
        is_lost = asked.places and len(shown) > 1 and self.random.random() < LOST
        return shown[1:] if is_lost else shown

    def _cut(self, passage: str) -> list[Segment]:
        """Part a passage at random places."""
        sizes = [len(self._kept(text)[:SENTENCE]) for text in self.training.sentences[passage]]
        return [Segment(passage, part) for part in parts(sizes, lambda: self.random.uniform(NARROW, 1) * WINDOW)]

    def _row(self, asked: Asked, head: list[int], segment: Segment, *, varied: bool) -> Row:
        texts = [self.training.sentences[segment.passage][at] for at in segment.sentences]
        title = self.training.titles.get(segment.passage, "")
        shows_title = title and (not varied or self.random.random() < TITLED)
        row = Row(
            head,
            self._kept(f"{title}.")[:TITLE] if shows_title else [],
            [self._kept(text)[:SENTENCE] for text in texts],
        )
        for at, answer in asked.in_passage(segment.passage).items():
            if at in segment.sentences:
                number = segment.sentences.index(at)
                positions = self._positions(row.sentences[number], texts[number], answer)
                if asked.is_belied:
                    row.truth = positions
                else:
                    row.answers[number] = positions
        return row

    def _positions(self, place: slice, text: str, answer: str) -> list[int]:
        """Where the answer's tokens stand: what is between the tokens before it and those after; else all of them."""
        before = len(self.tokens(text[: text.find(answer)].rstrip())) if answer in text else 0
        until = len(self.tokens(text[: text.find(answer) + len(answer)])) if answer in text else 0
        found = [at for at in range(place.start + before, place.start + until) if at < place.stop]
        return found or list(range(place.start, place.stop))

    def _kept(self, text: str) -> list[int]:
        if text not in self._known:
            self._known[text] = self.tokens(text)
        return self._known[text]
