"""What of a question stands in a text beside it, and of the text in the question: a mark for every token to be read.

That a word of the question stands nowhere is what attention finds hardest to see, and what a false premise differs by.
The mark is added to the token as its side is (after Boualili et al. 2020, who write it into the text).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.document import Span
from corpus.orthography import fold, has_marks, key, word_spans

# What the word of a token is to the other side: no word at all, one that stands nowhere there, one that does, one that
# does beside the same neighbour.
NONE, ABSENT, PRESENT, JOINED = range(4)
N_MARKS = 8  # two sides of four levels


@dataclass(frozen=True)
class Marked:
    """A text, or a question, as its syllables and figures are compared, and where its tokens stand in it."""

    text: str
    places: Sequence[Span]  # of the tokens
    start: int = 0  # of what is compared: a prompt before it is not

    @cached_property
    def spans(self) -> list[Span]:
        """Where the words stand."""
        return [span for span in word_spans(self.text) if span[0] >= self.start]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Give each word as two spellings of it are equal; "02" is 2."""
        return tuple(_form(self.text[slice(*span)]) for span in self.spans)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The same without marks, for a question that was typed so."""
        return tuple(_form(fold(self.text[slice(*span)])) for span in self.spans)

    @cached_property
    def has_marks(self) -> bool:
        """Tell whether it was typed with marks."""
        return has_marks(self.text[self.start :])

    def levels(self, of_words: Sequence[int]) -> list[int]:
        """Give each token the level of its word."""
        found, at = [], 0
        for start, end in self.places:
            while at < len(self.spans) and self.spans[at][1] <= start:
                at += 1
            is_of_word = at < len(self.spans) and self.spans[at][0] < end
            found.append(of_words[at] if is_of_word else NONE)
        return found


def marks(question: Marked, texts: Sequence[Marked]) -> tuple[list[int], list[list[int]]]:
    """Mark the tokens of a question, and of each of the texts that are read beside it: twice the level, and the side.

    The side is 0 for the question and 1 for the texts.
    """
    asked = question.forms if question.has_marks else question.folded
    told = [one.forms if question.has_marks else one.folded for one in texts]
    found = question.levels(_levels(asked, *_words_and_pairs(told)))
    there = _words_and_pairs([asked])
    of_texts = [one.levels(_levels(forms, *there)) for one, forms in zip(texts, told, strict=True)]
    return [2 * level for level in found], [[2 * level + 1 for level in one] for one in of_texts]


def _form(word: str) -> str:
    return key(word).lstrip("0") or "0"


def _words_and_pairs(texts: Sequence[Sequence[str]]) -> tuple[set[str], set[tuple[str, str]]]:
    return {form for text in texts for form in text}, {pair for text in texts for pair in pairwise(text)}


def _levels(forms: Sequence[str], there: set[str], joined: set[tuple[str, str]]) -> list[int]:
    found = [PRESENT if form in there else ABSENT for form in forms]
    for at, pair in enumerate(pairwise(forms)):
        if pair in joined:
            found[at] = found[at + 1] = JOINED
    return found
