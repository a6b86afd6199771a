"""Where a document says what an item rests on: in any spelling, in any form of a value.

The documents asked about are original texts or our accounts of them, so the words around a fact differ and the
fact is looked for by its figures, names and official terms. It knows nothing of items or answers.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import fold, keys
from corpus.sentence import split_sentences
from eval.nugget import contains


class Saying:
    """A text read once, asked many times what it says."""

    def __init__(self, text: str) -> None:
        self._words = keys(text)
        self._values = find_values(text)

    def says(self, wanted: str) -> bool:
        """Tell whether a value equal to the wanted one stands in the text, or words in a row that are no value."""
        value = next((one for one in find_values(wanted) if one.text == wanted.strip()), None)
        if value is None:
            return contains(self._words, keys(wanted))
        return any(
            one.kind == value.kind and one.canonical == value.canonical and fold(one.unit).startswith(fold(value.unit))
            for one in self._values
        )


def locate(wanted: Iterable[str], text: str) -> tuple[Span, int]:
    """Find the fewest sentences in a row that say everything wanted, the first of equals, and count them.

    Raises ``LookupError`` where the text does not say it all.
    """
    wanted = tuple(wanted)
    spans, sentences = _read(text)
    said = [{one for one in wanted if sentence.says(one)} for sentence in sentences]
    runs = [(end - start, start, end) for start in range(len(spans)) if (end := _end(said, start, set(wanted)))]
    if not runs:
        raise LookupError(f"{wanted} không đứng trong văn bản")
    n_sentences, start, end = min(runs)
    return (spans[start][0], spans[end - 1][1]), n_sentences


@lru_cache(maxsize=64)  # a few documents are asked for the evidence of hundreds of items
def _read(text: str) -> tuple[list[Span], list[Saying]]:
    spans = split_sentences(text)
    return spans, [Saying(text[start:end]) for start, end in spans]


def _end(said: Sequence[set[str]], start: int, wanted: set[str]) -> int:
    """Give the index after the first sentence by which everything is said; 0 where it never is."""
    missing = set(wanted)
    for end in range(start, len(said)):
        missing -= said[end]
        if not missing:
            return end + 1
    return 0
