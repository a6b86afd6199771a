"""Questions beside texts as tokens to learn from: in ever new variants, as they are typed and as they are found."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain

from corpus.orthography import fold
from eval.adapter_data import Asked, Segment, Training, parts
from eval.adapter_renaming import Renamer
from eval.adapter_twin import Twins
from eval.variant import typo
from index.cross_encoder import SENTENCE, TITLE, WINDOW, Piece, PlacedTokens, asked_piece, beside, piece

NARROW = 0.4  # a window is cut at least this full, so that what is read begins anywhere
# How often, of the questions: without marks, as typed in a hurry, with a slip, another passage shown, the title shown,
# and the answering segment left out, so that "none" is right.
UNMARKED, HURRIED, SLIPPED, FOREIGN, TITLED, LOST = 0.12, 0.13, 0.08, 0.5, 0.6, 0.06
RENAMED = 0.5  # how often the passages are shown under other names and figures
KEPT = 50_000  # texts whose tokens are kept


class Row:
    """One question beside one segment, as tokens."""

    def __init__(self, asked: Piece, title: Piece, sentences: Sequence[Piece]) -> None:
        self.ids, self.marks, self.sentences = beside(asked, title, sentences)
        self.answers: dict[int, list[int]] = {}  # positions of the answering tokens, by which of the sentences
        self.truth: list[int] = []  # positions of what belies the question


Fours = tuple[list[list[Row]], list[list[Row]]]  # rows of two or one belied questions, and of as many answered ones


class Rows:
    """Makes rows of questions, in ever new variants."""

    def __init__(self, training: Training, placed_tokens: PlacedTokens, seed: int) -> None:
        self.training = training
        self._placed_tokens = placed_tokens
        self.random = random.Random(seed)
        self._kept = lru_cache(KEPT)(partial(piece, placed_tokens=placed_tokens))
        self._renamer = Renamer(chain.from_iterable(training.sentences.values()), self.random)

    def of(self, asked: Asked, *, varied: bool) -> list[Row]:
        """Give the rows of one question; ``varied`` as somebody else might have typed it, of passages like its own."""
        renamed, texts = asked, self.training
        if varied and self.random.random() < RENAMED:
            renamed, texts = self._renamed(asked)
        head = self._asked(self._typed(renamed.question) if varied else asked.question)
        shown = self._shown(asked, texts, varied=varied)
        return [self._row(renamed, head, segment, texts, varied=varied) for segment in shown]

    def of_twins(self, twins: Twins) -> Fours:
        """Give the rows of the belied questions and of the answered ones, of the passage and of its counterpart.

        The first of each go together, and so do the second, if there are two. Nothing is shown but the segments that
        belie and answer, the same ones and typed alike.
        """
        asked: Fours = [], []
        (passage,) = twins.belied.passages
        needed = {place.sentence for one in (twins.belied, twins.answered) for place in one.places}
        shown = [one for one in self._cut(passage, self.training) if needed.intersection(one.sentences)]
        rename: Callable[[str], str] = str
        if self.random.random() < RENAMED:
            questions = f"{twins.belied.question} {twins.answered.question}"
            rename = self._renamer.draw(self.training.sentences[passage], questions)
        state = self.random.getstate()
        worlds = [(twins, _under(self.training, [passage], rename))]
        if twins.exchange:
            exchanged = _under(self.training, [passage], twins.exchange)
            worlds.append((twins.other_way(), _under(exchanged, [passage], rename)))
        for both, texts in worlds:
            for rows, one in zip(asked, (both.belied, both.answered), strict=True):
                self.random.setstate(state)
                renamed = _asked_under(one, rename)
                head = self._asked(self._typed(renamed.question))
                rows.append([self._row(renamed, head, segment, texts, varied=True) for segment in shown])
        return asked

    def _renamed(self, asked: Asked) -> tuple[Asked, Training]:
        """Give a question and its passages under other names and figures."""
        own = chain.from_iterable(self.training.sentences[passage] for passage in asked.passages)
        rename = self._renamer.draw(list(own), asked.question)
        return _asked_under(asked, rename), _under(self.training, asked.passages, rename)

    def _asked(self, question: str) -> Piece:
        return asked_piece(question, self._placed_tokens)

    def _typed(self, question: str) -> str:
        draw = self.random.random()
        if draw < UNMARKED:
            return fold(question)
        if draw < UNMARKED + HURRIED:
            return question.lower().rstrip("?")
        slips = draw < UNMARKED + HURRIED + SLIPPED
        return typo(question, seed=self.random.randrange(1 << 30)) if slips else question

    def _shown(self, asked: Asked, texts: Training, *, varied: bool) -> list[Segment]:
        """The segments that answer (of a passage that does not, the first), one other, and one of another passage."""
        shown: list[Segment] = []
        spare: list[Segment] = []
        for passage in asked.passages:
            own = self._cut(passage, texts) if varied else list(texts.segments[passage])
            first = [one for one in own if any(at in one.sentences for at in asked.in_passage(passage))] or own[:1]
            shown += first
            spare += [one for one in own if one not in first]
        if not varied:
            return [*shown, *spare, *texts.near.find(asked)[:1]]
        self.random.shuffle(spare)
        foreign = texts.near.find(asked) if self.random.random() < FOREIGN else ()
        shown += [*spare[:1], *self.random.sample(foreign, min(1, len(foreign)))]
        is_lost = asked.places and len(shown) > 1 and self.random.random() < LOST
        return shown[1:] if is_lost else shown

    def _cut(self, passage: str, texts: Training) -> list[Segment]:
        """Part a passage at random places."""
        sizes = [len(self._kept(text, most=SENTENCE).ids) for text in texts.sentences[passage]]
        return [Segment(passage, part) for part in parts(sizes, lambda: self.random.uniform(NARROW, 1) * WINDOW)]

    def _row(self, asked: Asked, head: Piece, segment: Segment, texts: Training, *, varied: bool) -> Row:
        sentences = [texts.sentences[segment.passage][at] for at in segment.sentences]
        title = texts.titles.get(segment.passage, "")
        shows_title = title and (not varied or self.random.random() < TITLED)
        row = Row(
            head,
            self._kept(f"{title}." if shows_title else "", most=TITLE),
            [self._kept(text, most=SENTENCE) for text in sentences],
        )
        for at, answer in asked.in_passage(segment.passage).items():
            if at in segment.sentences:
                number = segment.sentences.index(at)
                positions = self._positions(row.sentences[number], sentences[number], answer)
                if asked.is_belied:
                    row.truth = positions
                else:
                    row.answers[number] = positions
        return row

    def _positions(self, place: slice, text: str, answer: str) -> list[int]:
        """Where the answer's tokens stand: what is between the tokens before it and those after; else all of them."""
        before = self._count(text[: text.find(answer)].rstrip()) if answer in text else 0
        until = self._count(text[: text.find(answer) + len(answer)]) if answer in text else 0
        found = [at for at in range(place.start + before, place.start + until) if at < place.stop]
        return found or list(range(place.start, place.stop))

    def _count(self, text: str) -> int:
        return len(self._placed_tokens(text)[0])


def _under(training: Training, passages: Iterable[str], rename: Callable[[str], str]) -> Training:
    """Give everything with some passages and their titles written otherwise."""
    titles = {passage: rename(training.titles.get(passage, "")) for passage in passages}
    sentences = {passage: tuple(map(rename, training.sentences[passage])) for passage in passages}
    return replace(
        training,
        titles={**training.titles, **titles},
        sentences={**training.sentences, **sentences},
    )


def _asked_under(asked: Asked, rename: Callable[[str], str]) -> Asked:
    places = tuple(replace(place, answer=rename(place.answer)) for place in asked.places)
    return replace(asked, question=rename(asked.question), places=places)
