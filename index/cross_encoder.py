"""The cross-encoder: reads a question and sentences together, and says of each how far it answers, or belies, it.

A vector is made without knowing what will be asked; here every token of the question meets every token of the text.
That costs an encoding for each question and text, so only the best few sentences of a search are read, each between
its neighbours, which say who "ông" and where "tại đây" is. What it gains and costs stands in eval/REPORT.md.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.document import Span
from corpus.error import UserError
from index.adapter import ADAPTER, DENIER, Adapted, adapter_hash
from index.graph import SCORER, read_outliers, write_scorer
from index.marking import Marked, marks
from index.model import PROMPTS, bundled_model, bundled_source, is_bundled
from index.onnx_engine import WEIGHTS, count_cores, map_tensors, open_session
from index.packed import read_packed

if TYPE_CHECKING:
    from index.encoder import Encoder

Array = NDArray[np.float32]
BOS, EOS = 0, 2
PlacedTokens = Callable[[str], tuple[list[int], list[Span]]]  # of a text: ids, and where each stands in it
# Tokens, as it was trained: of the question, of a title before the text, of one sentence, of one window of sentences.
QUESTION, TITLE, SENTENCE, WINDOW = 40, 20, 120, 104
# Logit of belying from which a sentence is read again, with the adapter that tells better what belies a question and
# worse what answers it. One in five of the sentences read is (eval/REPORT.md).
SUSPECTED = -5.0


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is read: what it is about, and its sentences in order."""

    title: str
    sentences: tuple[str, ...]


class Word(NamedTuple):
    """One token of a sentence."""

    start: int  # of its characters in the sentence
    end: int
    answers: float  # its share of what was read to answer, of all tokens of the sentence: they add up to 1


class Reading(NamedTuple):
    """What is made of one sentence, as logits."""

    answers: float  # that the answer is in it, and that this is the sentence; higher is better
    belies: float  # that it says otherwise what the question takes for granted, against 0 that nothing does
    words: tuple["Word", ...] = ()  # in order; none where it was not read word by word


class Piece(NamedTuple):
    """A question, a title or a sentence: its tokens, and what its words are compared by."""

    ids: list[int]
    marked: Marked


class Beside(NamedTuple):
    """A question with a title and sentences behind it, as they are read together."""

    ids: list[int]
    marks: list[int]  # of the same tokens (``index.marking``)
    sentences: list[slice]  # where the tokens of each stand


class _Job(NamedTuple):
    """One window of sentences to read beside the question, as tokens."""

    text: int  # which of the texts
    window: range  # of its sentences
    tokens: "Beside"
    places: list[Sequence[Span]]  # of the tokens of each sentence, in characters


class CrossEncoder:
    """The bundled model with its adapters, shared by threads.

    Of the two ``scorers`` one reads every sentence, the other, again, what that one suspects to belie the question.
    """

    def __init__(self, folder: Path, scorers: Sequence[Path], encoder: "Encoder") -> None:
        tensors = map_tensors(folder / WEIGHTS)
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._positions = (
            tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._session, self._denier = map(open_session, scorers)
        self._placed_tokens = encoder.placed_tokens
        self._side_by_side = ThreadPoolExecutor(count_cores(), thread_name_prefix="read")

    @classmethod
    def open(cls, data: Path, encoder: "Encoder") -> "CrossEncoder":
        """Open the bundled model: the encoder's own folder, or where that is another model, unpacked under ``data``."""
        from index.encoder import Encoder

        folder = encoder.folder if is_bundled(encoder.folder) else bundled_model(data)
        return cls(folder, unpack_scorers(folder), encoder if encoder.folder == folder else Encoder(folder))

    def read(
        self, question: str, texts: Sequence[Text], wanted: Sequence[Collection[int]], *, second: bool = False
    ) -> list[dict[int, Reading]]:
        """Read the ``wanted`` sentences of each text, and those beside them; of two readings the higher counts.

        With ``second`` by the second adapter alone, which has learned what the first has not: to confirm what is said
        ("…, đúng không?", as many true as false), what several sentences answer between them, and English.
        """
        asked = asked_piece(question, self._placed_tokens)
        jobs = [
            job
            for number, (text, numbers) in enumerate(zip(texts, wanted, strict=True))
            for job in self._jobs(asked, number, text, numbers)
        ]
        found: list[dict[int, Reading]] = [{} for _ in texts]
        read = partial(self._run, self._denier) if second else self._read
        for job, readings in zip(jobs, self._side_by_side.map(read, jobs), strict=True):
            for at, reading in zip(job.window, readings, strict=True):
                found[job.text][at] = higher(reading, found[job.text].get(at, reading))
        return found

    def _jobs(self, asked: Piece, number: int, text: Text, wanted: Collection[int]) -> Iterator[_Job]:
        title = piece(f"{text.title}." if text.title else "", self._placed_tokens, TITLE)
        placed = [piece(sentence, self._placed_tokens, SENTENCE) for sentence in text.sentences]
        for window in windows([len(one.ids) for one in placed], wanted):
            shown = [placed[at] for at in window]
            yield _Job(number, window, beside(asked, title, shown), [one.marked.places for one in shown])

    def _read(self, job: _Job) -> list[Reading]:
        first = self._run(self._session, job)
        if all(one.belies < SUSPECTED for one in first):
            return first
        again = self._run(self._denier, job)
        return [
            one._replace(belies=other.belies) if one.belies >= SUSPECTED else one
            for one, other in zip(first, again, strict=True)
        ]

    def _run(self, session: Any, job: _Job) -> list[Reading]:
        ids = job.tokens.ids[: len(self._positions)]
        x = self._words[ids] + self._positions[: len(ids)]
        (logits,) = session.run(["logits"], {"x": x[None], "marks": np.array([job.tokens.marks[: len(ids)]])})
        return [_reading(logits[0, at], places) for at, places in zip(job.tokens.sentences, job.places, strict=True)]


def unpack_scorers(folder: Path) -> tuple[Path, Path]:
    """Give the graphs beside the bundled model's folder, each under its adapter's hash; written the first time."""
    return _unpacked(folder, ADAPTER), _unpacked(folder, DENIER)


def _unpacked(folder: Path, adapter: Path) -> Path:
    scorer = folder.with_name(f"scorer-{SCORER}-{adapter_hash(adapter)[:16]}.onnx")
    if not scorer.exists():
        aside = scorer.with_suffix(f".{os.getpid()}")
        try:
            write_scorer(Adapted(read_packed(bundled_source()), adapter), aside, read_outliers())
            aside.replace(scorer)
        except OSError as error:
            raise UserError(f"Không ghi được {scorer}: {error.strerror}. Hãy kiểm tra ổ đĩa.") from error
        finally:
            aside.unlink(missing_ok=True)
    return scorer


def piece(text: str, placed_tokens: PlacedTokens, most: int, *, start: int = 0) -> Piece:
    """Take the first tokens of a text, at most so many; of what stands before ``start`` nothing is compared."""
    ids, places = placed_tokens(text)
    return Piece(ids[:most], Marked(text, places[:most], start))


def asked_piece(question: str, placed_tokens: PlacedTokens) -> Piece:
    """Take the first tokens of a question, its prompt before them."""
    prompt = PROMPTS["query"]
    return piece(prompt + question, placed_tokens, QUESTION, start=len(prompt))


def beside(question: Piece, title: Piece, sentences: Sequence[Piece]) -> Beside:
    """Put a question, a title (it may be empty) and sentences one behind the other, and mark their tokens."""
    shown = [title, *sentences]
    head = [BOS, *question.ids, EOS, EOS]
    asked, texts = marks(question.marked, [one.marked for one in shown])
    starts = accumulate((len(one.ids) for one in sentences), initial=len(head) + len(title.ids))
    return Beside(
        [*head, *chain.from_iterable(one.ids for one in shown), EOS],
        [0, *asked, 0, 0, *chain.from_iterable(texts), 1],
        [slice(start, end) for start, end in pairwise(starts)],
    )


def higher(one: Reading, other: Reading) -> Reading:
    """Take of each logit the higher, and the words as they were read where the sentence was seen to answer better."""
    words = max(one, other, key=lambda reading: reading.answers).words
    return Reading(max(one.answers, other.answers), max(one.belies, other.belies), words)


def _reading(logits: Any, places: Sequence[tuple[int, int]]) -> Reading:
    """Join what the tokens of one sentence say, (n_tokens, 3): part of the answer; this is it; part of what belies."""
    if not len(logits):
        return Reading(-np.inf, -np.inf)
    of_words = np.logaddexp.reduce(logits[:, 0])
    shares = np.exp(logits[:, 0] - of_words)
    words = tuple(Word(*place, float(share)) for place, share in zip(places, shares, strict=False))
    return Reading(float(of_words + logits[:, 1].mean()), float(np.logaddexp.reduce(logits[:, 2])), words)


def windows(sizes: Sequence[int], wanted: Collection[int]) -> list[range]:
    """Give the stretches of sentences to read: around each wanted one that is not yet read, as many as fit.

    ``sizes`` are in tokens. A sentence that is longer than a window stands alone in one.
    """
    found: list[range] = []
    for at in sorted(wanted):
        if any(at in window for window in found):
            continue
        first, last, total = at, at, sizes[at]
        while True:
            before = first > 0 and total + sizes[first - 1] <= WINDOW
            if before:
                first -= 1
                total += sizes[first]
            after = last + 1 < len(sizes) and total + sizes[last + 1] <= WINDOW
            if after:
                last += 1
                total += sizes[last]
            if not (before or after):
                break
        found.append(range(first, last + 1))
    return found
