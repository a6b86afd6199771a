"""The keyword half: BM25 on ``bm25s`` over our own terms, with marks and, for unaccented questions, without.

Syllables and pairs of syllables are two fields with a weight each; every term of a query has a weight too, so
that a guess (a corrected word) counts for less than what was typed. Knows passages only by their row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.orthography import fold, keys
from index.term import CLAUSE, canonical, pairs, terms
from index.vocabulary import Vocabulary, map_array

Array = NDArray[np.float32]
Rows = NDArray[np.int32]

K1, B = 1.2, 0.75
# Of a pair against a syllable. nDCG@10 on viquad-dev: 0 gives 0.825, 0.5 gives 0.852, one bag with both 0.840.
PAIR_WEIGHT = 0.5
FIELDS = ("syllable", "pair", "folded_syllable", "folded_pair")
ACROSS = ("across", "folded_across")  # pairs that only a clause's end parts: never scored, but the lexicon knows them
SCORES, ROWS, STARTS = "scores.npy", "rows.npy", "row_starts.npy"  # of one field: by term, one term after another
N_ROWS = "n_rows.json"
SMALL = 10_000  # rows below which adding up is quick in any way
COMMON = 8  # a term in more than an eighth of the rows is added up as a whole column: 0.03 ms, not 0.4, at 100,000 rows


class KeywordIndex:
    """The opened fields; read-only, shared by threads."""

    def __init__(self, n_rows: int, fields: Mapping[str, "Field"]) -> None:
        self.n_rows = n_rows
        self._fields = fields
        self._columns: dict[tuple[str, str], Array] = {}

    @classmethod
    def build(cls, texts: Sequence[str]) -> "KeywordIndex":
        """Index one text for each row."""
        fields: dict[str, Field] = {}
        for prefix, rows in (("", texts), ("folded_", [fold(text) for text in texts])):
            found = [terms(text) for text in rows]
            for name, wants_pair in (("syllable", False), ("pair", True)):
                kept = [[term for term in row if is_pair(term) is wants_pair] for row in found]
                fields[prefix + name] = Field.scored(kept)
            fields[prefix + "across"] = Field.unscored([_pairs_across(text) for text in rows])
        return cls(len(texts), fields)

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """Open what ``save`` wrote."""
        n_rows = json.loads((folder / N_ROWS).read_text(encoding="ascii"))
        return cls(int(n_rows), {name: Field.open(folder / name) for name in (*FIELDS, *ACROSS)})

    def save(self, folder: Path) -> None:
        """Write all fields below ``folder``."""
        for name, field in self._fields.items():
            field.save(folder / name)
        (folder / N_ROWS).write_text(json.dumps(self.n_rows), encoding="ascii")

    def scores(self, weights: Mapping[str, float], *, folded: bool = False) -> Array:
        """Score every row for the weighted terms of a query, (n_rows,); no common term is 0."""
        prefix = "folded_" if folded else ""
        total = np.zeros(self.n_rows, np.float32)
        for term, weight in weights.items():
            name, share = ("pair", PAIR_WEIGHT) if is_pair(term) else ("syllable", 1.0)
            rows, scores = self._fields[prefix + name].postings(term)
            if len(rows) * COMMON > self.n_rows > SMALL:
                total += share * weight * self._column(prefix + name, term)
            else:
                total[rows] += share * weight * scores
        return total

    def document_frequency(self, term: str, *, folded: bool = False) -> int:
        """Count the rows that hold ``term``."""
        return len(self.rows_with(term, folded=folded))

    def rows_with(self, term: str, *, folded: bool = False) -> Rows:
        """Give the rows that hold ``term``, in order."""
        name = "pair" if is_pair(term) else "syllable"
        return self._fields[("folded_" if folded else "") + name].postings(term)[0]

    def rows_across(self, pair: str, *, folded: bool = False) -> Rows:
        """Give the rows in which the end of a clause, and nothing else, parts the two syllables of ``pair``."""
        return self._fields["folded_across" if folded else "across"].postings(pair)[0]

    def _column(self, field: str, term: str) -> Array:
        """The scores of one term for every row; kept, because such terms are few and in every question."""
        if (field, term) not in self._columns:
            column = np.zeros(self.n_rows, np.float32)
            rows, scores = self._fields[field].postings(term)
            column[rows] = scores
            self._columns[field, term] = column
        return self._columns[field, term]


@dataclass(frozen=True, slots=True)
class Field:
    """For each term the rows that hold it, in order, and its BM25 in each of them."""

    vocabulary: Vocabulary
    starts: NDArray[np.int64]  # (n_terms + 1,)
    rows: Rows
    values: Array

    @classmethod
    def scored(cls, rows: Sequence[Sequence[str]]) -> "Field":
        """Index the terms of each row, and let ``bm25s`` score them."""
        from bm25s import BM25

        index = BM25(method="lucene", k1=K1, b=B)
        index.index(rows, show_progress=False)
        found = index.scores
        vocabulary = Vocabulary.of(index.vocab_dict)
        return cls(vocabulary, np.asarray(found["indptr"], np.int64), found["indices"], found["data"])

    @classmethod
    def unscored(cls, rows: Sequence[Iterable[str]]) -> "Field":
        """Index the terms of each row, each once, without scores."""
        numbers: dict[str, int] = {}
        found = [[numbers.setdefault(term, len(numbers)) for term in kept] for kept in rows]
        of_row = np.repeat(np.arange(len(rows), dtype=np.int32), [len(kept) for kept in found])
        of_term = np.fromiter(chain.from_iterable(found), np.int32, len(of_row))
        order = np.argsort(of_term, kind="stable")
        starts = np.searchsorted(of_term[order], np.arange(len(numbers) + 1))
        return cls(Vocabulary.of(numbers), starts, of_row[order], np.zeros(0, np.float32))

    @classmethod
    def open(cls, folder: Path) -> "Field":
        """Open what ``save`` wrote; nothing is read before it is asked for."""
        return cls(Vocabulary.open(folder), *(map_array(folder / name) for name in (STARTS, ROWS, SCORES)))

    def save(self, folder: Path) -> None:
        """Write the field into ``folder``."""
        folder.mkdir(parents=True)
        self.vocabulary.save(folder)
        for name, array in ((STARTS, self.starts), (ROWS, self.rows), (SCORES, self.values)):
            np.save(folder / name, array)

    def postings(self, term: str) -> tuple[Rows, Array]:
        """Give the rows that hold ``term`` and its score in each."""
        number = self.vocabulary.get(term)
        here = slice(0, 0) if number is None else slice(*self.starts[number : number + 2].tolist())
        return self.rows[here], self.values[here]


def is_pair(term: str) -> bool:
    """Tell a pair of syllables from everything else."""
    return " " in term


def query_weights(found: Iterable[str], weight: float = 1.0) -> dict[str, float]:
    """Weigh the terms of a question, each as often as it was typed."""
    weights: dict[str, float] = {}
    for term in found:
        weights[term] = weights.get(term, 0.0) + weight
    return weights


def _pairs_across(text: str) -> set[str]:
    """Give the pairs of syllables that stand together in ``text`` only over the end of a clause."""
    clauses = [clause for part in CLAUSE.split(text) if (clause := [canonical(word) for word in keys(part)])]
    inside = {pair for clause in clauses for pair in pairs(clause)}
    return {f"{before[-1]} {after[0]}" for before, after in pairwise(clauses)} - inside
