"""Where a sentence holds a value of the kind asked for: a number that counts it, a date, a document number.

Spans only, each with whether it is surely what is asked; which of them answers, ``assistant.extraction`` decides.
"""

import re

from assistant.numeral import MAGNITUDES
from assistant.question import Question
from assistant.value import Value, find_values
from corpus.document import Span
from corpus.orthography import fold

CLAUSE = re.compile(r"[,;:()]|\s[–—-]\s")
RANK = re.compile(r"\b(?:thu|khoa|lan|hang|dieu|khoan|quan|to) may\b")
SCALES = frozenset(map(fold, MAGNITUDES))
# After "bao nhiêu" without being a unit.
UNCOUNTED = frozenset(fold("phần là số gì được có thì cho ở và do nữa vậy ạ em nhé").split())
# What is measured tells the unit of the answer; another unit is another fact.
MEASURES = (
    (re.compile(r"\bbao nhieu tien\b|\bkinh phi\b.*\bbao nhieu"), frozenset(("dong", "d", "vnd", "usd", "$", "euro"))),
    (re.compile(r"\bbao lau\b"), frozenset(("nam", "thang", "ngay", "gio", "phut", "giay", "tuan", "the", "thap"))),
    (
        re.compile(r"\bdien tich\b.*\bbao nhieu"),
        frozenset(("km2", "km²", "m2", "m²", "ha", "hecta", "km", "met", "mau")),
    ),
)
# What people count with one word and write with another.
COUNTED_ALIKE = tuple(
    re.compile(rf"(?:{group})\b")
    for group in (
        "nguoi|bien che|dong chi|can bo|cong chuc|thanh vien|nhan vien|uy vien|nhan khau|dan|cu dan|lao dong",
        "dia phuong|don vi|noi|co so|quoc gia|nuoc",
    )
)
# When something begins is not when it is over, whichever of the two is asked for.
PHASES = (
    re.compile(r"\b(?:bat dau|khoi (?:cong|dong|dau|hanh)|khai (?:mac|truong|giang)|mo dau|ra doi|thanh lap)\b"),
    re.compile(r"\b(?:ket thuc|hoan (?:thanh|tat)|be (?:mac|giang)|cham dut|giai the|den het)\b"),
)
ENDS = [False, True]
AVERAGE = re.compile(r"\b(?:trung binh|binh quan|average)\b")
UNTIL = re.compile(r"(?<!\w)(?:đến|tới|hết|trước)\s+(?:hết\s+)?$", re.IGNORECASE)


def typed_spans(question: Question, sentence: str) -> list[tuple[Span, bool]]:
    """Give the values of the kind asked for that the question does not name itself."""
    asked = {value.canonical for value in question.values}
    wanted = "ordinal" if RANK.search(fold(question.text)) else question.kind
    spans: list[tuple[Value, bool]] = []
    for value in find_values(sentence):
        if (
            value.kind == wanted
            and value.canonical not in asked
            and _fits(question, value)
            and not _is_of_other_phase(question, value, sentence)
            and _counts(question, value)
        ):
            spans.append((value, _counts_what_is_asked(question, value, sentence)))
    if not AVERAGE.search(fold(question.text)):
        whole = [(value, is_sure) for value, is_sure in spans if not _is_average(value, sentence)]
        spans = whole if any(is_sure for _, is_sure in whole) else spans
    return [((value.start, value.end), is_sure) for value, is_sure in spans]


def _is_average(value: Value, sentence: str) -> bool:
    """Tell whether its clause gives a number as an average: beside the sum, the sum is what is asked for."""
    return value.kind == "number" and bool(AVERAGE.search(fold(CLAUSE.split(sentence[: value.start])[-1])))


def _fits(question: Question, value: Value) -> bool:
    folded = fold(question.text)
    if value.kind == "date":
        return _fits_date(folded, value.canonical)
    if value.kind == "number" and re.search(r"\b(ty|ti) le\b|phan tram", folded):
        return "%" in value.canonical or "/" in value.canonical
    units = _measure(question)
    return value.kind != "number" or units is None or fold(value.unit).split(" ")[0] in units


def _is_of_other_phase(question: Question, value: Value, sentence: str) -> bool:
    """Tell whether a date is that of something's end, where its beginning is asked for, or inversely.

    When something ends is told by no date of a sentence that says nothing of an end and has no "until".
    """
    if value.kind != "date":
        return False
    asked = _phases(question.text)
    said = _phases(CLAUSE.split(sentence[: value.start])[-1])
    if asked == ENDS and not any(_phases(sentence)):
        return ".." not in value.canonical and not UNTIL.search(sentence[: value.start])
    return any(asked) and any(said) and not any(a and b for a, b in zip(asked, said, strict=True))


def _phases(text: str) -> list[bool]:
    folded = fold(text)
    return [phase.search(folded) is not None for phase in PHASES]


def _counts(question: Question, value: Value) -> bool:
    """Tell whether a number may count what is asked: "206 cuộc" says nothing of how many "đại biểu"."""
    asked = next((word for word in question.asked_unit.split() if word not in SCALES), "")
    if value.kind != "number" or not value.unit or not asked or asked in UNCOUNTED or _measure(question):
        return True
    unit = fold(value.unit)
    return unit.startswith(asked) or any(
        group.match(unit) and group.match(question.asked_unit) for group in COUNTED_ALIKE
    )


def _measure(question: Question) -> frozenset[str] | None:
    folded = fold(question.text)
    return next((units for asked, units in MEASURES if asked.search(folded)), None)


def _fits_date(folded: str, canonical: str) -> bool:
    """A year is asked for with a date that has one, an hour only with an hour."""
    if canonical.startswith("T") or "gio" in folded.split():
        return canonical.startswith("T") and "gio" in folded.split()
    if re.search(r"\b(?:giai doan|nhiem ky) (?:nao|may|gi)", folded):
        return ".." in canonical
    return "nam nao" not in folded or canonical[0].isdigit()


def _counts_what_is_asked(question: Question, value: Value, sentence: str) -> bool:
    """Tell whether the number counts what the question counts, said after it or in its clause before it."""
    if value.kind != "number" or not question.asked_unit:
        return False
    unit = next((word for word in question.asked_unit.split() if word not in SCALES), "")
    if value.unit:
        return bool(unit) and fold(value.unit).startswith(unit)
    clause = CLAUSE.split(sentence[: value.start])[-1]
    return f" {question.asked_unit} " in f" {fold(clause)} "
