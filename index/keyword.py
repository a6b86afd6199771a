"""The keyword half: BM25 on ``bm25s`` over our own terms, with marks and, for unaccented questions, without.

Syllables and pairs of syllables are two fields with a weight each; every term of a query has a weight too, so
that a guess (a corrected word) counts for less than what was typed. Knows passages only by their row.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.orthography import fold
from index.term import terms

Array = NDArray[np.float32]

K1, B = 1.2, 0.75
# Of a pair against a syllable. nDCG@10 on viquad-dev: 0 gives 0.825, 0.5 gives 0.852, one bag with both 0.840.
PAIR_WEIGHT = 0.5
FIELDS = ("syllable", "pair", "folded_syllable", "folded_pair")


class KeywordIndex:
    """The opened fields; read-only, shared by threads."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)

    @classmethod
    def build(cls, texts: Sequence[str]) -> "KeywordIndex":
        """Index one text for each row."""
        marked = [terms(text) for text in texts]
        folded = [terms(fold(text)) for text in texts]
        fields = {}
        for prefix, rows in (("", marked), ("folded_", folded)):
            for name, wants_pair in (("syllable", False), ("pair", True)):
                kept = [[term for term in row if is_pair(term) is wants_pair] for row in rows]
                fields[prefix + name] = _index(kept)
        return cls(fields)

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """Open what ``save`` wrote."""
        from bm25s import BM25

        return cls({name: BM25.load(str(folder / name), mmap=True, show_progress=False) for name in FIELDS})

    def save(self, folder: Path) -> None:
        """Write all fields below ``folder``."""
        for name, index in self._fields.items():
            index.save(str(folder / name), show_progress=False)

    def scores(self, weights: Mapping[str, float], *, folded: bool = False) -> Array:
        """Score every row for the weighted terms of a query, (n_rows,); no common term is 0."""
        prefix = "folded_" if folded else ""
        total = np.zeros(self.n_rows, np.float32)
        for term, weight in weights.items():
            name, share = ("pair", PAIR_WEIGHT) if is_pair(term) else ("syllable", 1.0)
            index = self._fields[prefix + name]
            start, end = self._span(index, term)
            total[index.scores["indices"][start:end]] += share * weight * index.scores["data"][start:end]
        return total

    def document_frequency(self, term: str, *, folded: bool = False) -> int:
        """Count the rows that hold ``term``."""
        return len(self.rows_with(term, folded=folded))

    def rows_with(self, term: str, *, folded: bool = False) -> NDArray[np.int32]:
        """Give the rows that hold ``term``."""
        index = self._fields[("folded_" if folded else "") + ("pair" if is_pair(term) else "syllable")]
        start, end = self._span(index, term)
        rows: NDArray[np.int32] = index.scores["indices"][start:end]
        return rows

    @property
    def n_rows(self) -> int:
        """Count the rows."""
        return int(self._fields["syllable"].scores["num_docs"])

    @staticmethod
    def _span(index: Any, term: str) -> tuple[int, int]:
        number = index.vocab_dict.get(term)
        if number is None:
            return 0, 0
        return int(index.scores["indptr"][number]), int(index.scores["indptr"][number + 1])


def is_pair(term: str) -> bool:
    """Tell a pair of syllables from everything else."""
    return " " in term


def query_weights(found: Iterable[str], weight: float = 1.0) -> dict[str, float]:
    """Weigh the terms of a question, each as often as it was typed."""
    weights: dict[str, float] = {}
    for term in found:
        weights[term] = weights.get(term, 0.0) + weight
    return weights


def _index(rows: list[list[str]]) -> Any:
    from bm25s import BM25

    index = BM25(method="lucene", k1=K1, b=B)
    index.index(rows, show_progress=False)
    return index
