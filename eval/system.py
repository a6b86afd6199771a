"""Our search as the retrieval bench sees it: whole, and each half alone.

A system is a function from a question to document ids, the best first; a document is as good as its best passage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from index.encoder import Array, Encoder
from index.search import Index

System = Callable[[str], list[str]]

DEPTH = 20  # documents of a ranking: the deepest cut-off that is reported
PASSAGES = 5 * DEPTH  # asked for, because a document may have several
# Passages among which a half looks for its own best. Search proposes twice as many from each half before it adds the
# scores up, so this holds the first 20 of both halves unless a thousand others beat one in the sum.
HALF_PASSAGES = 1_000


class QueryMemory(Encoder):
    """An encoder that reads each question once: of all systems the first that asks pays for its vector."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._known: dict[str, Array] = {}

    def encode_queries(self, texts: Sequence[str]) -> Array:
        """Encode what is not yet known, (n, dim)."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known |= dict(zip(new, super().encode_queries(new), strict=True))
        return np.stack([self._known[text] for text in texts])


def our_systems(index: Index) -> Mapping[str, System]:
    """Give the search as it is shipped, and what each half of its score would find alone."""
    return {
        "hybrid": lambda question: _hybrid(index, question),
        "keyword": lambda question: _keyword(index, question),
        "dense": lambda question: _dense(index, question),
    }


def best_documents(ids: Iterable[str]) -> list[str]:
    """Turn the documents of ranked passages into a ranking: each once, where its best passage stands."""
    return list(islice(dict.fromkeys(ids), DEPTH))


def _hybrid(index: Index, question: str) -> list[str]:
    return best_documents(hit.passage.document_id for hit in index.search(question, PASSAGES))


def _keyword(index: Index, question: str) -> list[str]:
    found = [hit for hit in index.search(question, HALF_PASSAGES) if hit.keyword > 0]
    return best_documents(hit.passage.document_id for hit in sorted(found, key=lambda hit: -hit.keyword))


def _dense(index: Index, question: str) -> list[str]:
    found = sorted(index.search(question, HALF_PASSAGES), key=lambda hit: -hit.dense)
    return best_documents(hit.passage.document_id for hit in found)
