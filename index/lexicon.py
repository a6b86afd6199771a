"""What the corpus mentions: how many passages hold a word, and whether a name or phrase occurs at all.

Compares by ``key`` (marks count, spelling variants do not) or folded. The answer layer names what the corpus
never mentions with it, so a "no" here is exact: every passage with its heading was looked at.
"""

from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np

from corpus.orthography import fold, keys
from index.keyword import KeywordIndex
from index.term import canonical, pairs


class Lexicon:
    """The words of all passages, headings included; read-only, shared by threads."""

    def __init__(self, keyword: KeywordIndex, texts: Sequence[str]) -> None:
        self._keyword = keyword
        self._texts = texts

    @property
    def n_passages(self) -> int:
        """Count the passages."""
        return len(self._texts)

    def document_frequency(self, text: str, *, folded: bool = False) -> int:
        """Count the passages in which the syllables of ``text`` stand in this order, next to each other."""
        return len(self._rows(_syllables(text, folded=folded), folded=folded))

    def knows(self, text: str) -> bool:
        """Tell whether ``text`` occurs in the corpus, marks and all."""
        return self.document_frequency(text) > 0

    def knows_folded(self, text: str) -> bool:
        """Tell whether ``text`` occurs in the corpus when marks are ignored."""
        return self.document_frequency(text, folded=True) > 0

    def _rows(self, syllables: list[str], *, folded: bool) -> list[int]:
        """Narrow the rows by every two syllables in a row, then read those that are left."""
        if len(syllables) < 2:
            return [int(row) for one in syllables for row in self._keyword.rows_with(one, folded=folded)]
        near = [self._keyword.rows_with(pair, folded=folded) for pair in pairs(syllables)]
        if len(syllables) == 2 and near[0].size:
            return [int(row) for row in near[0]]
        across = [self._keyword.rows_across(pair, folded=folded) for pair in pairs(syllables)]
        either = sorted((np.union1d(*both) for both in zip(near, across, strict=True)), key=len)
        rows = [int(row) for row in reduce(np.intersect1d, either)]
        if len(syllables) == 2:
            return rows
        sought = f" {' '.join(syllables)} "
        lines = self._folded_lines if folded else self._lines
        return [row for row in rows if sought in lines[row]]

    @cached_property
    def _lines(self) -> "_Lines":
        return _Lines(self._texts, folded=False)

    @cached_property
    def _folded_lines(self) -> "_Lines":
        return _Lines(self._texts, folded=True)


class _Lines:
    """Passages as one line of keys each, made when first read."""

    def __init__(self, texts: Sequence[str], *, folded: bool) -> None:
        self._texts, self._folded = texts, folded
        self._made: dict[int, str] = {}

    def __getitem__(self, row: int) -> str:
        if row not in self._made:
            self._made[row] = f" {' '.join(_syllables(self._texts[row], folded=self._folded))} "
        return self._made[row]


def _syllables(text: str, *, folded: bool) -> list[str]:
    return [canonical(word) for word in keys(fold(text) if folded else text)]
