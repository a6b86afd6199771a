"""Where a sentence lists things, or spells an abbreviation out. Spans only, as in ``assistant.typed_span``."""

import re

from assistant.question import Question
from corpus.document import Span
from corpus.orthography import fold, key, keys, word_spans

LIST_OPENING = re.compile(
    r"\b(?:bao gồm|gồm có|gồm|cụ thể là|như sau|như|đó là|là)\s*:?\s+|:\s+", re.IGNORECASE
)  # what a list follows


def list_spans(_: Question, sentence: str) -> list[tuple[Span, bool]]:
    """Give the enumerations behind a word that opens one."""
    spans = []
    for opening in LIST_OPENING.finditer(sentence):
        end = len(sentence.rstrip(" .…;/"))
        stop = re.search(r"(?:\.|;)\s|,\s*(?:đã|nhằm|góp phần|giúp|trong đó|để)\s", sentence[opening.end() : end])
        end = opening.end() + stop.start() if stop else end
        introduces = "gồm" in opening[0].lower() or ":" in opening[0]
        if _is_enumeration(sentence[opening.end() : end], at_least=2 if introduces else 3):
            spans.append(((opening.end(), end), introduces))
    return spans


def _is_enumeration(body: str, *, at_least: int) -> bool:
    """Tell whether ``body`` is several short things in a row, none of them a bare figure."""
    items = [item.strip() for item in re.split(r"[,;]|\bvà\b", body) if item.strip()]
    return len(items) >= at_least and not items[0][0].isdigit() and all(len(item.split()) <= 14 for item in items)


def spelled_out(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """The full form of an abbreviation asked for: the words before "(MTTQ)" whose initials it is."""
    spans = []
    for bracket in re.finditer(r"\(([^\W\d_][\w-]{1,9})\)", sentence):
        letters = [letter for letter in fold(bracket[1]) if letter.isalpha()]
        words = word_spans(sentence[: bracket.start()])[-len(letters) :]
        initials = [fold(sentence[start]) for start, _ in words]
        if key(bracket[1]) in keys(question.text) and initials == letters:
            spans.append(((words[0][0], words[-1][1]), True))
    return spans
