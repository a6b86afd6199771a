"""A question beside the sentences found for it, cut into clauses and content words: what contradictions are read from.

It knows how to compare words, nothing of what contradicts what.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.inventory import years
from assistant.name import Name
from assistant.question import Question, content_spans
from assistant.value import Value, find_values
from corpus.document import Document, Span
from corpus.orthography import fold, key, keys

MARK = re.compile(r"[,;:?()“”]|\.(?=\s|$)|\s[–—-]\s|\s(?:thì|vậy|nên|nhưng|mà|đó là)\s|\svà\s(?=\d)")
DURATIONS = frozenset(("nam", "thang", "ngay", "gio", "phut", "giay", "tuan", "lan", "tuoi"))
# Ask or hedge in an assertion and describe nothing of it.
ASKING = frozenset(keys("đúng chứ phải nhỉ nhờ đâu sao chỉ giúp mỗi từng làm khiến lẽ mãi mới"))
# To be given something is to have it.
GIVEN = re.compile(r"(?<!\w)(?:được\s+)?(?:bố trí|phân bổ|giao)(?=\s+\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """One question and its sentences, best first."""

    question: Question
    names: tuple[Name, ...]
    sentences: tuple[str, ...]
    around: tuple[str, ...]  # of each sentence: its passage with heading, title and dates

    @classmethod
    def of(
        cls,
        question: Question,
        names: Sequence[Name],
        evidence: Sequence[Evidence],
        documents: Mapping[str, Document],
    ) -> "Scene":
        """Gather what is compared."""
        around = []
        for one in evidence:
            document = documents[one.passage.document_id]
            around.append(
                f"{one.passage.text} {one.passage.heading} {document.title} {document.province} {document.publisher} "
                f"{document.event_date} {document.published}"
            )
        return cls(question, tuple(names), tuple(one.text for one in evidence), tuple(around))

    def stands(self, at: int, *, but: Collection[str] = ()) -> bool:
        """Tell whether the names and years of the question, ``but`` some, stand in or around a sentence."""
        here = f" {' '.join(keys(self.around[at]))} "
        names = all(f" {name.canonical} " in here for name in self.names if name.canonical not in but)
        asked = {year for value in self.question.values for year in years(value)}
        return names and all(year in self.around[at] for year in asked - set(but))


def content(text: str, *, without: Iterable[Value] = ()) -> list[str]:
    """Give the content syllables of ``text`` as keys, but for the values ``without``."""
    gone = [(value.start, value.end) for value in without]
    gone += [match.span() for match in GIVEN.finditer(text)]
    spans = [span for span in content_spans(text) if not any(a <= span[0] < b for a, b in gone)]
    return [form for span in spans if (form := key(text[slice(*span)])) not in ASKING]


def share(words: Collection[str], others: Collection[str]) -> float:
    """Share of ``words`` among ``others``; 1 for none."""
    return sum(word in others for word in words) / len(words) if words else 1.0


def clause(text: str, span: Span) -> Span:
    """Give the clause around ``span``: from the mark before it to the mark behind."""
    start, end = 0, len(text)
    for mark in MARK.finditer(text):
        if mark.end() <= span[0]:
            start = mark.end()
        elif mark.start() >= span[1]:
            return start, mark.start()
    return start, end


def counted(text: str) -> list[Value]:
    """Give the numbers of ``text`` that count something; how long and how often is another matter."""
    numbers = [value for value in find_values(text) if value.kind == "number" and value.unit]
    return [value for value in numbers if fold(value.unit).split()[0] not in DURATIONS]


def same_unit(a: Value, b: Value) -> bool:
    """Tell whether two numbers count the same, one of them perhaps said longer."""
    mine, theirs = fold(a.unit).split(), fold(b.unit).split()
    short = min(len(mine), len(theirs))
    return mine[:short] == theirs[:short]


def window(text: str, end: int, n: int) -> list[str]:
    """Give the last ``n`` content syllables before ``end``."""
    return content(text[:end])[-n:]
