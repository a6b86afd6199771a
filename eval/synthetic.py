"""A corpus in numbered versions, and an encoder whose vectors cost nothing: what endurance is measured on.

Every version changes figures in a third of the documents without moving a character, so that a stale passage
has the right id and the wrong words. Nothing here is near the language of real documents, and need not be.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import shake_256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.orthography import keys
from corpus.reader import Reading
from index.encoder import Array, Encoder
from index.search import Index

N_VERSIONS = 4
SECTIONS = 21  # passages of a document: each has its own heading
K = 10  # hits that are compared
QUESTIONS = (
    "Xã số 7 của huyện số 3 có bao nhiêu biên chế?",
    "xa so 12 cua huyen so 20 co bao nhieu bien che",  # unaccented: the folded fields and the word counts
    "huyện số 41 có 377 cán bộ",
    "biên chếx của xã số 2",  # a slip: the word counts
    "cán bộ",
)


class SyllableEncoder(Encoder):
    """Hashes syllables: texts that share words are near, and nothing has to be loaded."""

    def __init__(self) -> None:
        super().__init__(Path("syllable-hash"))
        self._syllables: dict[str, NDArray[np.float64]] = {}
        self.n_encoded = 0  # passages and sentences that had to be read

    @cached_property
    def id(self) -> str:
        """Its name; there are no weights."""
        return "syllable-hash@1"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return 64

    def count_tokens(self, text: str) -> int:
        """Count words."""
        return len(text.split())

    def encode_queries(self, texts: Sequence[str]) -> Array:
        """Encode what is asked, (n, dim)."""
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            total = sum(map(self._syllable, keys(self.query_prefix + text)), np.full(self.dim, 1e-3))
            vectors[row] = total / np.linalg.norm(total)
        return vectors

    def encode_passages(self, texts: Sequence[str], *, on_progress: Callable[[int], None] | None = None) -> Array:
        """Encode what is searched, (n, dim), as if it were asked."""
        self.n_encoded += len(texts)
        if on_progress is not None:
            on_progress(len(texts))
        return self.encode_queries(texts)

    def _syllable(self, syllable: str) -> NDArray[np.float64]:
        if syllable not in self._syllables:
            bytes_ = shake_256(syllable.encode("utf-8")).digest(self.dim)
            self._syllables[syllable] = np.frombuffer(bytes_, np.int8) / 64
        return self._syllables[syllable]


def corpus(version: int, n_documents: int, n_sections: int = SECTIONS) -> Reading:
    """Give one version: a third of the documents say something else in each, one comes and goes."""
    n_here = n_documents + version % 2
    return Reading(tuple(_document(number, version, n_sections) for number in range(n_here)), ())


def answers(index: Index) -> bytes:
    """Give every hit of every question to the last digit, to be compared byte by byte."""
    hits = [[(hit.passage.id, hit.passage.text, hit.score, hit.rank) for hit in index.search(q, K)] for q in QUESTIONS]
    return json.dumps(hits, ensure_ascii=False).encode("utf-8")


def _document(number: int, version: int, n_sections: int) -> Document:
    changed = version if (number + version) % 3 == 0 else 0
    lines = [_section(number, section, changed) for section in range(n_sections)]
    return Document(f"huyen-{number}", "\n\n".join(lines) + "\n", f"Huyện số {number}")


def _section(number: int, section: int, changed: int) -> str:
    figure = 100 + (37 * number + 11 * section + 211 * changed) % 900  # three digits: no offset moves
    return f"## Xã số {section}\n\nXã số {section} của huyện số {number} có {figure} cán bộ và biên chế."
