"""What is compared or told apart, side by side: numbered documents, places, and the several counts of one sentence.

Each side comes with its own best sentence and its own value. Where a side has none there is no comparison, and the
question goes on like any other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.attribution import Fact, facts
from assistant.evidence import Evidence
from assistant.extraction import Extract
from assistant.inventory import same_number
from assistant.name import Name, find_names
from assistant.question import Question
from assistant.role import role_beside
from assistant.scene import clause, content, counted, same_unit, share
from assistant.value import Value, find_values
from corpus.document import Document, Span
from corpus.orthography import keys

SIDE = "side"  # the feature that marks evidence as one side of a comparison
COMPARES = re.compile(
    r"so sánh|so với|phân biệt|khác|giống|chênh|cách nhau|giữa|trước|sau|sớm|muộn|mới hơn|hơn kém|"
    r"(?:nhiều|ít|cao|thấp) hơn|thứ tự|lần lượt|theo (?:ngày|năm|thời gian)|cái nào",
    re.IGNORECASE,
)
IN_TIME = re.compile(
    r"(?:có|ra|ban hành|ký) (?:trước|sau)|trước sau|sớm hơn|muộn hơn|mới hơn|cách nhau|(?<!\w)(?:ngày|sau|trước)\b|"
    r"thứ tự|lần lượt|theo (?:năm|thời gian)",
    re.IGNORECASE,
)
MOST_OR_LEAST = re.compile(r"(?<!\w)(?P<most>nhiều|cao|lớn|đông)|(?<!\w)(?P<least>ít|thấp|nhỏ)", re.IGNORECASE)
EXTREME = re.compile(r"(?<!\w)(?:nhiều|cao|lớn|đông|ít|thấp|nhỏ)(?:\s\w+){0,3}\snhất", re.IGNORECASE)
EACH = re.compile(
    r"(?<!\w)(?<!trung bình )(?<!bình quân )(?:từng|mỗi)\s"
    r"(?:huyện|tỉnh|xã|phường|thành phố|thôn|đơn vị|địa phương|cơ quan|nơi)",
    re.IGNORECASE,
)
TELLS_APART = re.compile(r"phân biệt|mấy người|(?:đồng chí|người|ông|bà) nào", re.IGNORECASE)
SAME_OFFICE = 0.5  # share of an office's words in another one from which they may be one person's
# Say that something is compared and nothing of it.
COMPARING = frozenset(keys("so sánh với phân biệt khác giống nhau chênh lệch cách giữa mức điểm chỗ hơn kém"))
ABOUT = 0.75  # share of what is asked about that a side's sentence must hold
COUNTED = 0.3  # the same where it counts what the question counts


def side_by_side(
    question: Question,
    names: Sequence[Name],
    evidence: Sequence[Evidence],
    documents: Mapping[str, Document],
    *,
    n_missing: int,
) -> tuple[Evidence, ...]:
    """Give one piece of evidence for each side of a comparison, marked as such; empty where a side lacks one.

    A question with something the corpus never mentions (``n_missing``) compares at most documents that it has.
    """
    sides = _documents(question, evidence) or _namesakes(question, evidence)
    if not sides and not n_missing:
        sides = _counts(question, names, evidence, documents) or _places(question, names, evidence, documents)
    return tuple(replace(one, features={**one.features, SIDE: 1.0}) for one in sides)


def bound(question: Question, evidence: Evidence) -> Evidence:
    """Take the date that belongs to the document asked about, where a sentence dates several."""
    numbers = [value.canonical for value in question.values if value.kind == "docno"]
    if question.kind != "date" or len(numbers) != 1 or evidence.extract is None:
        return evidence
    dated = [f for f in facts(evidence.text) if f.kind == "date" and same_number(numbers[0], f.number)]
    return replace(evidence, extract=_extract(evidence, (dated[0].start, dated[0].end))) if dated else evidence


def _extract(evidence: Evidence, span: Span) -> Extract:
    return Extract(*span, evidence.text[slice(*span)], 0.0)


def _documents(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Tell two or more numbered documents apart by what is said of each; by date where the order is asked."""
    numbers = list(dict.fromkeys(value.canonical for value in question.values if value.kind == "docno"))
    if len(numbers) < 2 or not COMPARES.search(question.text):
        return []
    found: list[tuple[str, Evidence]] = []
    for number in numbers:
        told = [(fact, one) for one in evidence for fact in facts(one.text) if same_number(number, fact.number)]
        dated = [(fact, one) for fact, one in told if fact.kind == "date"]
        if not told or (IN_TIME.search(question.text) and not dated):
            return []
        fact, one = (dated or told)[0]
        date = fact.canonical if dated else ""
        found.append((date, replace(one, extract=_extract(one, _from_number(one.text, fact)) if dated else None)))
    return [one for _, one in (sorted(found, key=lambda side: side[0]) if IN_TIME.search(question.text) else found)]


def _from_number(text: str, fact: Fact) -> Span:
    """Give the words from a document's number to its date: the date alone would not say whose it is."""
    values = [value for value in _numbers(text) if value.end <= fact.start]
    return (values[-1].start if values else fact.start), fact.end


def _numbers(text: str) -> Iterator[Value]:
    return (value for value in find_values(text) if value.kind == "docno")


def _namesakes(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Tell two people of one name apart by their offices."""
    people = [name for name in find_names(question.text) if name.kind == "person"]
    if len(people) != 1 or not TELLS_APART.search(question.text):
        return []
    found: list[tuple[set[str], Evidence]] = []
    for one in evidence:
        for name in find_names(one.text):
            role = role_beside(one.text, name) if f" {name.canonical}".endswith(f" {people[0].canonical}") else None
            words = set(content(one.text[slice(*role)])) if role else set()
            if role and words and all(_another_office(words, other) for other, _ in found):
                start, end = min(role[0], name.start), max(role[1], name.end)
                found.append((words, replace(one, extract=_extract(one, (start, end)))))
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
    for one in evidence:
        numbers = [v for v in counted(one.text) if set(keys(v.unit)) <= set(asked)]
        alike = [v for v in numbers if same_unit(v, numbers[0])]
        spans = [clause(one.text, (v.start, v.end)) for v in alike]
        apart = all(a[1] <= b[0] for a, b in pairwise(spans))
        named = all(any(n.is_proper for n in find_names(one.text[slice(*span)])) for span in spans)
        if len(alike) > 1 and apart and named and _stands(one, names, documents):
            shown = _extremes(question.text, alike, spans) if extreme else spans
            return [replace(one, extract=_extract(one, _stripped(one.text, span))) for span in shown]
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
    return all(_speaks_of(one, name, documents) for name in names)


def _speaks_of(one: Evidence, name: Name, documents: Mapping[str, Document]) -> bool:
    document = documents[one.passage.document_id]
    around = f"{one.passage.text} {one.passage.heading} {document.province} {document.publisher}"
    return name.stands_in(around)


def _places(
    question: Question, names: Sequence[Name], evidence: Sequence[Evidence], documents: Mapping[str, Document]
) -> list[Evidence]:
    """Give for each name the sentence that says most of what is compared, of that name and of no other."""
    if len(names) < 2 or not COMPARES.search(question.text) or question.kind in ("person", "role", "history"):
        return []
    gone = {word for name in names for word in keys(name.text)} | COMPARING
    asked = [word for word in dict.fromkeys(content(question.text)) if word not in gone]
    if len(asked) < 2:
        return []
    sides: list[Evidence] = []
    for name in names:
        others = [other for other in names if other.canonical != name.canonical]
        own = [one for one in evidence if _speaks_of(one, name, documents) and not _only_of(one, name, others)]
        best = max(own, key=lambda one: (_said(one, name, asked), one.score), default=None)
        needed = COUNTED if best and _counts_any(best.text, asked) else ABOUT
        if best is None or share(asked, keys(best.text)) < needed:
            return []
        sides.append(replace(best, extract=None))
    return sides if len({one.id for one in sides}) == len(sides) else []


def _said(one: Evidence, name: Name, asked: Sequence[str]) -> float:
    """How much of what is compared a sentence says, more where it names the side or counts what is asked."""
    return share(asked, keys(one.text)) + 0.5 * name.stands_in(one.text) + 1.0 * _counts_any(one.text, asked)


def _counts_any(text: str, asked: Sequence[str]) -> bool:
    return any(set(keys(value.unit)) <= set(asked) for value in counted(text))


def _only_of(one: Evidence, name: Name, others: Sequence[Name]) -> bool:
    """Tell whether a sentence names another side and not this one."""
    return not name.stands_in(one.text) and any(other.stands_in(one.text) for other in others)
