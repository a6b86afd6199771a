"""Give a question typed all in capitals, or with none, the capitals that the corpus writes.

The encoder reads "LÂM ĐỒNG" and "lâm đồng" as something else than "Lâm Đồng". A word gets the form that the corpus
writes most often beside the same neighbour; the first word of a sentence says nothing of its case, unless the second
has a capital too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.orthography import WORD
from index.vocabulary import Vocabulary

SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+")
SHORTEST = 3  # words; below that capitals may be an abbreviation, and none a word of a conversation


class Casing:
    """Which capitals the corpus writes; read-only, shared by threads, and left on the disk until it is asked.

    A context is "before|" or "/after" a word; counted is each form of the word in each context ("lâm|đồng\tĐồng").
    """

    def __init__(self, counts: Vocabulary) -> None:
        self._counts = counts

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Casing":
        """Count all ``texts``; a context in which a word is never capitalised is not kept."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for sentence in SENTENCE.split(text):
                _count(WORD.findall(sentence), counts)
        kept = {context: forms for context, forms in counts.items() if any(map(_has_capital, forms))}
        return cls(Vocabulary.of({f"{one}\t{form}": n for one, forms in kept.items() for form, n in forms.items()}))

    @classmethod
    def open(cls, folder: Path) -> "Casing":
        """Open what ``save`` wrote."""
        return cls(Vocabulary.open(folder))

    def save(self, folder: Path) -> None:
        """Write the counts into ``folder``."""
        folder.mkdir(parents=True)
        self._counts.save(folder)

    def apply(self, question: str) -> str:
        """Give ``question`` in the case of the corpus where it is in one case throughout, or else as it is."""
        words = [match[0] for match in WORD.finditer(question)]
        letters = "".join(words)
        if len(words) < SHORTEST or not (letters.isupper() or letters.islower()):
            return question
        lower = [word.lower() for word in words]
        forms = iter([self._likeliest(lower, at) for at in range(len(lower))])
        return WORD.sub(lambda _: next(forms), question)

    def _likeliest(self, words: Sequence[str], at: int) -> str:
        seen: Counter[str] = Counter()
        for context in _contexts(words, at):
            seen.update(self._counts.under(f"{context}\t"))
        return max(seen, key=lambda form: (seen[form], form)) if seen else words[at]


def _count(words: Sequence[str], counts: dict[str, Counter[str]]) -> None:
    lower = [word.lower() for word in words]
    first = 0 if len(words) > 1 and words[1][0].isupper() else 1  # "Lâm Hà có …": a name, not a beginning
    for at in range(first, len(words)):
        for context in _contexts(lower, at):
            counts[context][words[at]] += 1


def _contexts(words: Sequence[str], at: int) -> list[str]:
    """Name the word with its neighbours: "lâm|đồng" for what stands after "lâm", "lâm/đồng" for what before "đồng"."""
    found = [f"{words[at - 1]}|{words[at]}"] if at else []
    return [*found, f"{words[at]}/{words[at + 1]}"] if at + 1 < len(words) else found


def _has_capital(form: str) -> bool:
    return form != form.lower()
