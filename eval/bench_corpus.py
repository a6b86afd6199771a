"""Documents for measuring growth: real Vietnamese sentences, recombined so that the vocabulary keeps growing.

Half of the sentences are the beginning of one and the end of another, figures are drawn anew, and capitalised words
are exchanged among themselves: new pairs of syllables, new numbers, new names, in the language's own proportions.
Each document is made from its number alone, so a small corpus is the beginning of a larger one, on any machine.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from random import Random

import numpy as np

from corpus.document import Document
from corpus.error import UserError
from corpus.orthography import WORD
from corpus.sentence import split_sentences
from index.encoder import Array, Encoder, OnProgress

SECTIONS = 5  # of a document; each becomes one passage
SECTION_CHARACTERS = 500  # some 160 tokens: with its heading a section fits one passage
SENTENCE_CHARACTERS = (40, 250)  # shorter ones are furniture, longer ones would be cut
SPLICED = 0.5  # of the sentences
FIGURE = re.compile(r"\d{2,}")
MIXED = 3  # real vectors that a free one is made of
NOISE = 0.01  # in each dimension, so that no two are equal


@dataclass(frozen=True, slots=True)
class Bank:
    """What documents are made of."""

    sentences: tuple[str, ...]
    capitals: tuple[str, ...]  # words with a capital inside sentences, as often as they stand there

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Bank":
        """Take the sentences of ``documents`` that are neither furniture nor endless."""
        low, high = SENTENCE_CHARACTERS
        found = (
            " ".join(document.text[start:end].split())
            for document in documents
            for start, end in split_sentences(document.text)
        )
        sentences = tuple(dict.fromkeys(one for one in found if low <= len(one) <= high and one[0].isupper()))
        if len(sentences) < 2:
            raise UserError("Các tài liệu có quá ít câu để ghép thành kho đo tốc độ.")
        return cls(sentences, tuple(word for one in sentences for word in _capitals(one)) or ("Việt",))


def grow(bank: Bank, n_passages: int, *, seed: int = 0) -> list[Document]:
    """Make the first ``n_passages`` sections, in documents of five."""
    numbers = range(-(-n_passages // SECTIONS))
    sizes = (min(SECTIONS, n_passages - number * SECTIONS) for number in numbers)
    return [_document(bank, number, size, seed) for number, size in zip(numbers, sizes, strict=True)]


def questions(bank: Bank, n: int, *, seed: int = 0) -> list[str]:
    """Make ``n`` different questions: the words of a sentence from somewhere inside it on, as a person asks."""
    random = Random(f"question {seed}")
    found: dict[str, None] = {}
    while len(found) < n:
        words = _varied(bank, bank.sentences[random.randrange(len(bank.sentences))], random).rstrip(".!?…").split()
        start = random.randrange(max(1, len(words) - 8))
        found[" ".join([*words[start : start + random.randint(6, 12)], "như thế nào?"])] = None
    return list(found)


class FreeEncoder(Encoder):
    """Questions by the real model; what is searched gets a vector mixed from real ones, drawn by the text's hash."""

    def __init__(self, real: Encoder, pool: Array) -> None:
        super().__init__(real.folder)
        self._real, self._pool = real, pool

    def encode_queries(self, texts: list[str]) -> Array:  # type: ignore[override]
        """Encode what is asked, (n, dim)."""
        return self._real.encode_queries(texts)

    def encode_passages(self, texts: list[str], *, on_progress: OnProgress | None = None) -> Array:  # type: ignore[override]
        """Give each text its mixture, (n, dim)."""
        vectors = np.stack([self._mixed(text) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)
        if on_progress is not None:
            on_progress(len(texts))
        return vectors

    def _mixed(self, text: str) -> Array:
        generator = np.random.default_rng(int.from_bytes(sha256(text.encode()).digest()[:8], "big"))
        rows = generator.integers(len(self._pool), size=MIXED)
        vector = generator.exponential(size=MIXED) @ self._pool[rows]
        vector = vector / np.linalg.norm(vector) + NOISE * generator.standard_normal(self._pool.shape[1])
        unit: Array = (vector / np.linalg.norm(vector)).astype(np.float32)
        return unit


def _document(bank: Bank, number: int, n_sections: int, seed: int) -> Document:
    random = Random(f"{seed} {number}")
    title = _heading(bank, random)
    sections = [f"## {_heading(bank, random)}\n\n{_section(bank, random)}\n" for _ in range(n_sections)]
    return Document(f"d{number:06}", "\n".join(sections), title)


def _heading(bank: Bank, random: Random) -> str:
    words = WORD.findall(_sentence(bank, random))
    return " ".join(words[: random.randint(4, 9)])


def _section(bank: Bank, random: Random) -> str:
    sentences: list[str] = []
    for sentence in iter(lambda: _sentence(bank, random), ""):
        if sentences and sum(map(len, sentences)) + len(sentence) > SECTION_CHARACTERS:
            break
        sentences.append(sentence)
    return " ".join(sentences)


def _sentence(bank: Bank, random: Random) -> str:
    sentence = random.choice(bank.sentences)
    if random.random() < SPLICED:
        head, tail = sentence.split(), random.choice(bank.sentences).split()
        sentence = " ".join([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
    return _varied(bank, sentence, random).rstrip(" .") + "."


def _varied(bank: Bank, sentence: str, random: Random) -> str:
    """Draw the figures of a sentence and the capitalised words inside it anew."""
    sentence = FIGURE.sub(lambda found: str(random.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))), sentence)
    pieces, at = [], 0
    for match in islice(WORD.finditer(sentence), 1, None):
        if _is_capital(match[0]):
            pieces += [sentence[at : match.start()], random.choice(bank.capitals)]
            at = match.end()
    return "".join(pieces) + sentence[at:]


def _capitals(sentence: str) -> Iterator[str]:
    return (match[0] for match in islice(WORD.finditer(sentence), 1, None) if _is_capital(match[0]))


def _is_capital(word: str) -> bool:
    return word.istitle() and word.isalpha()
