"""How often questions write each syllable, and each two in a row: what a corpus of documents has few of.

Counted by ``python -m eval asked`` from the questions the cross-encoder was trained on, none of which is measured on.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from corpus.orthography import fold

FILE = Path(__file__).parent / "asked.tsv"
LEAST = 5  # times; what was asked less often says more of its subject than of how people ask
BEGIN, END = "^", "$"  # in the pairs, before the first syllable of a question and after its last


@dataclass(frozen=True)
class Asked:
    """Counts of what is written ``LEAST`` times or more, of all syllables and of the questions."""

    forms: dict[str, int]
    pairs: dict[str, int]
    n_words: int
    n_questions: int

    @cached_property
    def by_fold(self) -> dict[str, list[str]]:
        """The syllables by their letters without marks."""
        found: dict[str, list[str]] = {}
        for form in self.forms:
            found.setdefault(fold(form), []).append(form)
        return found

    def save(self, path: Path) -> None:
        """Write one count a line, those of the syllables first."""
        sums = [("", self.n_words), (BEGIN, self.n_questions)]
        counts = [*sums, *sorted(self.forms.items()), *sorted(self.pairs.items())]
        path.write_text("".join(f"{count}\t{text}\n" for text, count in counts), encoding="utf-8")


@lru_cache(maxsize=1)
def read_asked(path: Path = FILE) -> Asked:
    """Read what ``Asked.save`` wrote."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    counts = {text: int(count) for count, text in rows}
    n_words, n_questions = counts.pop(""), counts.pop(BEGIN)
    forms = {text: count for text, count in counts.items() if " " not in text}
    return Asked(forms, {text: count for text, count in counts.items() if " " in text}, n_words, n_questions)
