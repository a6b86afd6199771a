"""An office asked for without its place, where the evidence has it for several: "Bí thư Thành ủy là ai?".

Asks back only where the documents write the very words of the question with one place and with another; which of
them was meant no reading of the question can tell.
"""

import re
from collections.abc import Sequence

from assistant.antecedent import SEVERAL
from assistant.evidence import Evidence
from assistant.name import PLACE_KINDS, Name, find_names
from assistant.pattern import compiled
from assistant.question import Question
from assistant.role import HEADS
from corpus.orthography import fold, keys, word_spans

OFFICE_END = compiled(r"\s(?:là|tên|hiện nay|nào|đã|đang|phát biểu|có|do)\b|[?.,;]|$")
MODIFIERS = frozenset(keys("phó nguyên cựu quyền"))
PLACE_KIND = re.compile(rf"\s(?:(?:{'|'.join(map(fold, PLACE_KINDS[:9]))})\s)?")
SHORTEST = 2  # syllables of an office that a place can follow


def equal_offices(question: Question, names: Sequence[Name], evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Give the office of the question with each of its places, if there are several; else nothing."""
    if question.kind != "person" or names or question.values or SEVERAL.of(question.text).search(question.text):
        return ()
    office = _office(question.text)
    if len(office.split()) < SHORTEST or any(name.kind != "other" for name in find_names(office)):
        return ()
    places: dict[str, str] = {}
    for candidate in evidence:
        for name in _places_of(office, candidate.text):
            places.setdefault(name.canonical, name.core)
    return tuple(f"{office} {core}" for core in places.values()) if len(places) > 1 else ()


def _office(text: str) -> str:
    head = HEADS.search(text)
    if head is None:
        return ""
    end = OFFICE_END.of(text).search(text, head.end())
    return text[head.start() : end.start() if end else len(text)].strip()


def _places_of(office: str, text: str) -> list[Name]:
    """The places that stand directly after the words of ``office`` in ``text``."""
    wanted, spans = keys(office), word_spans(text)
    forms = keys(text)
    found: list[Name] = []
    for i in range(len(forms) - len(wanted) + 1):
        if forms[i : i + len(wanted)] != wanted or (i and forms[i - 1] in MODIFIERS):
            continue
        end = spans[i + len(wanted) - 1][1]
        kind = PLACE_KIND.match(fold(text), end)
        starts = {end + 1, kind.end()} if kind else set()
        found += [
            name for name in find_names(text) if name.start in starts and name.kind != "person" and name.is_proper
        ]
    return found
