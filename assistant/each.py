"""Several of one kind told apart although the question names them only together: namesakes, and the counts of places.

Each comes with its own words. Where one has none, nothing is told apart, and the question goes on like any other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.comparison import SIDE
from assistant.evidence import Evidence
from assistant.name import Name, find_names
from assistant.question import Question
from assistant.role import roles_beside
from assistant.scene import clause, content, counted, same_unit
from assistant.value import Value
from corpus.document import Document, Span
from corpus.orthography import keys

MOST_OR_LEAST = re.compile(r"(?<!\w)(?P<most>nhiều|cao|lớn|đông)|(?<!\w)(?P<least>ít|thấp|nhỏ)", re.IGNORECASE)
EXTREME = re.compile(r"(?<!\w)(?:nhiều|cao|lớn|đông|ít|thấp|nhỏ)(?:\s\w+){0,3}\snhất", re.IGNORECASE)
EACH = re.compile(
    r"(?<!\w)(?<!trung bình )(?<!bình quân )(?:từng|mỗi)\s"
    r"(?:huyện|tỉnh|xã|phường|thành phố|thị xã|thị trấn|quận|thôn|ấp|bản|làng|buôn|đơn vị|địa phương|cơ quan|nơi)",
    re.IGNORECASE,
)
TELLS_APART = re.compile(
    r"phân biệt|mấy người|(?:đồng chí|người|ông|bà) nào|(?:cùng|là) một (?:người|ông|bà|đồng chí)|một người hay hai|"
    r"hai người (?:khác|hay)|là (?:mấy|bao nhiêu) người|trùng tên",
    re.IGNORECASE,
)
SAME_OFFICE = 0.5  # share of an office's words in another one from which they may be one person's


def told_apart(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> tuple[Evidence, ...]:
    """Give one piece of evidence for each of several, marked as a side; empty where they are not told apart."""
    sides = _namesakes(question, evidence) or _counts(question, names, evidence, documents)
    return tuple(replace(one, features={**one.features, SIDE: 1.0}) for one in sides)


def _namesakes(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Tell two people of one name apart by their offices."""
    people = [name for name in find_names(question.text) if name.kind == "person"]
    if len({name.canonical for name in people}) != 1 or not TELLS_APART.search(question.text):
        return []
    found: list[tuple[set[str], Evidence]] = []
    for one in evidence:
        for name in find_names(one.text):
            is_asked = f" {name.canonical}".endswith(f" {people[0].canonical}")
            roles = list(roles_beside(one.text, name)) if is_asked else []
            words = {word for role in roles for word in content(one.text[slice(*role)])}
            if words and all(_another_office(words, other) for other, _ in found):
                places = [(name.start, name.end), *roles]
                span = min(start for start, _ in places), max(end for _, end in places)
                found.append((words, one.answering(span)))
    return [one for _, one in found] if len(found) > 1 else []


def _another_office(words: set[str], other: set[str]) -> bool:
    return len(words & other) < SAME_OFFICE * min(len(words), len(other))


def _counts(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> list[Evidence]:
    """Give the counts of several places in one sentence: the most, the least, or each of them."""
    extreme, each = EXTREME.search(question.text), EACH.search(question.text)
    if not extreme and (not each or counted(question.text)):
        return []
    asked = keys(question.text)
    places = [name for name in question.names if name.kind == "place"]
    for one in evidence:
        numbers = [v for v in counted(one.text) if set(keys(v.unit)) <= set(asked)]
        alike = [v for v in numbers if same_unit(v, numbers[0])]
        spans = [clause(one.text, (v.start, v.end)) for v in alike]
        apart = all(a[1] <= b[0] for a, b in pairwise(spans))
        named = all(any(n.is_proper for n in find_names(one.text[slice(*span)])) for span in spans)
        if len(alike) > 1 and apart and named and _stands(one, [*names, *places], documents):
            shown = _extremes(question.text, alike, spans) if extreme else spans
            return [one.answering(_stripped(one.text, span)) for span in shown]
    return []


def _extremes(text: str, numbers: Sequence[Value], spans: Sequence[Span]) -> list[Span]:
    ordered = sorted(zip(numbers, spans, strict=True), key=lambda pair: _size(pair[0]))
    wanted = {match.lastgroup for match in MOST_OR_LEAST.finditer(text)}
    return [ordered[at][1] for way, at in (("most", -1), ("least", 0)) if way in wanted]


def _size(value: Value) -> float:
    digits = re.match(r"[\d.]+", value.canonical)
    return float(digits[0]) if digits and digits[0].count(".") < 2 else 0.0


def _stripped(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[0] + len(words.rstrip(" ."))


def _stands(one: Evidence, names: Sequence[Name], documents: Mapping[str, Document]) -> bool:
    around = one.around(documents)
    return all(name.stands_in(around) for name in names)
