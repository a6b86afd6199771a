"""What a question said, apart from what it asked: its words, and its content as it was written."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.asking import kind_of
from assistant.name import find_names
from assistant.question import content_spans, content_terms
from corpus.document import Span
from corpus.orthography import key, keys


def asks_alike(question: str, asked: str) -> bool:
    """Tell whether a question asks for the same kind of answer, in the same words or in words that add nothing."""
    said = set(keys(question))
    return kind_of(question) == kind_of(asked) and all(key(word) in said for word in content_terms(asked))


def words_of(text: str) -> set[tuple[str, str]]:
    """The pairs of content syllables that stand beside each other."""
    spans = content_spans(text)
    forms = [keys(text[start:end])[0] for start, end in spans]
    beside = zip(pairwise(spans), pairwise(forms), strict=True)
    return {pair for ((_, end), (start, _)), pair in beside if text[end:start].isspace()}


def content_of(text: str, whole: Sequence[Span]) -> str:
    """The content of a question without the words of asking, as it was written; what is ``whole`` stays so."""
    small = lowered(text)
    syllables = [span for span in content_spans(small) if not any(a <= span[0] < b for a, b in whole)]
    joined: list[Span] = []
    for start, end in sorted([*whole, *syllables]):
        if joined and small[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return ", ".join(small[start:end] for start, end in joined)


def lowered(question: str) -> str:
    """Write the first word small, unless it is a name or written in capitals: inside a question it would be a name."""
    first = question.split(maxsplit=1)[0]
    is_name = any(name.is_proper and name.start == 0 for name in find_names(question))
    return question if is_name or (first.isupper() and len(first) > 1) else question[:1].lower() + question[1:]
