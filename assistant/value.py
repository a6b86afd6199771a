"""Typed values in Vietnamese text: document numbers, dates, numbers with units, names, roles.

Each value keeps its span and one canonical form, so that 12.11.2018 equals "ngày 12 tháng 11 năm 2018",
02 equals 2, and 959-QĐ/TU equals itself with any dash. It knows nothing of questions or answers.
"""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.orthography import fold, key, normalize

ValueKind = Literal["docno", "date", "number"]


@dataclass(frozen=True, slots=True)
class Value:
    """One typed value: ``text == source[start:end]``; equal values share ``canonical``."""

    kind: ValueKind
    start: int
    end: int
    text: str
    canonical: str
    unit: str = ""  # of a number: the words counted, as written


DOCUMENT_TYPES = (
    r"chương trình hành động|nghị quyết|quyết định|chỉ thị|kết luận|quy định|quy chế|công văn|thông tư|nghị định|"
    r"thông báo|thông tri|hướng dẫn|kế hoạch|luật|pháp lệnh|công điện|tờ trình|giấy phép|văn bản|báo cáo|đề án"
)
SYMBOL = r"[A-ZĐ][A-Za-zĐđ]{0,6}\d{0,2}"
DOCNO = re.compile(
    rf"(?:(?P<type>\b(?i:{DOCUMENT_TYPES}))\s+)?(?:(?i:số)\s+)?"
    rf"(?P<number>\b\d{{1,5}}(?:/\d{{4}})?\s?[-–—/]\s?{SYMBOL}(?:\s?[-–—/]\s?{SYMBOL})*)"
)
# A document named by its number alone: "Quyết định 959", "Nghị quyết số 17".
BARE_DOCNO = re.compile(
    rf"(?P<type>\b(?i:{DOCUMENT_TYPES}))\s+(?:(?i:số)\s+)?(?P<number>\d{{1,5}})(?![\d/.,%-]*\d|%|\s*(?:năm|tháng)\b)"
)

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:ngày\s+)?\b(?P<d>{DAY})\s?[./-]\s?(?P<m>{MONTH})\s?[./-]\s?(?P<y>{YEAR})\b",
        rf"(?:ngày\s+)(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})(?:\s*,?\s+năm\s+|\s*[/-]\s*|\s+)(?P<y>{YEAR})\b",
        rf"\b(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})(?:\s*,?\s+năm\s+|\s*[/-]\s*|\s+)(?P<y>{YEAR})\b",
        rf"(?:ngày\s+)(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})\b",
        rf"\b(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})\b",
        rf"(?:ngày|hôm|sáng|chiều|tối|từ|đến)\s+(?P<d>{DAY})\s?[./-]\s?(?P<m>{MONTH})\b(?![./-]?\d|%)",
        rf"(?:tháng\s+)(?P<m>{MONTH})(?:\s*[/.-]\s*|\s*,?\s+năm\s+|\s+)(?P<y>{YEAR})\b",
        rf"\b(?P<m>{MONTH})/(?P<y>{YEAR})\b",
        rf"(?:giai đoạn|nhiệm kỳ|nhiệm kì|từ năm|từ|năm)?\s*\b(?P<y>{YEAR})\s?(?:[-–—]|đến năm|đến|tới)\s?(?P<y2>{YEAR})\b",
        r"(?:ngày\s+)(?P<d>\d{1,2})\b(?![/.,-]?\d|\s*%)(?=\s*(?:[,;.)]|$|tháng))",
        rf"(?:năm\s+)(?P<y>{YEAR})\b",
        r"(?<![\d.,/-])(?P<y>1[5-9]\d\d|20\d\d)\b(?![.,/-]?\d|\s*%|\s+(?:người|đồng|km|m|tấn|ha)\b)",
    )
)

NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?:\s?/\s?\d+(?:[.,]\d+)*)?(?:\s?%)?(?!\w)")
NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
WORD_NUMBER = re.compile(
    r"\b(?:(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)\s+(?:mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ)(?:\s+(?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín))?"
    r"|mười(?:\s+(?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?|hai|ba|bốn|sáu|bảy|tám|chín|một)\b(?=\s+\w)",
    re.IGNORECASE,
)
MAGNITUDES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
# Words that never belong to the thing counted: the unit ends before them.
NOT_UNIT = frozenset(
    map(
        key,
        "và của là có được cho trong với các những này đó khi để từ đến tại ở về theo như thì mà cũng đã đang sẽ do bởi vì nên "
        "ra vào lên xuống trên dưới sau trước giữa so cùng hoặc hay nhưng gồm bao gồm còn nay tính trực thuộc thực hiện".split(),
    )
)
# One syllable that counts by itself; longer units are taken as two syllables.
ONE_SYLLABLE_UNITS = frozenset(
    map(
        key,
        "năm tháng ngày giờ phút giây tuần tuổi người huyện tỉnh xã phường cuộc lần km m cm mm ha kg g tấn euro usd bản "
        "con cái chiếc ngôi tập bài trang điểm vụ việc loài nước đoàn hội ban quý khóa trận bàn ghế phòng nhà tầng bang".split(),
    )
)
UNIT_WORD = re.compile(r"[^\W\d_]+")


def find_values(text: str) -> list[Value]:
    """Find the typed values of ``text`` in order; spans never overlap, the more specific kind wins."""
    found: list[Value] = []
    taken = [False] * len(text)
    for value in (*_document_numbers(text), *_dates(text), *_numbers(text)):
        if not any(taken[value.start : value.end]):
            taken[value.start : value.end] = [True] * (value.end - value.start)
            found.append(value)
    return sorted(found, key=lambda value: value.start)


def canonical_docno(number: str, kind: str = "") -> str:
    """Bring a document number to one form: upper case, plain dashes, no spaces; a bare one keeps its type."""
    joined = re.sub(r"\s*[-–—]\s*", "-", re.sub(r"\s*/\s*", "/", normalize(number))).upper().strip()
    return joined if not joined.isdigit() else f"{fold(kind).strip()} {int(joined)}".strip()


def canonical_number(text: str) -> str:
    """Bring a number to one form: no thousands marks, a point for decimals, no leading zeros."""
    return "/".join(_plain(part) for part in text.replace(" ", "").rstrip("%").split("/")) + (
        "%" if text.rstrip().endswith("%") else ""
    )


def _plain(digits: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0") if "." not in decimals else decimals
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def _document_numbers(text: str) -> list[Value]:
    values = []
    for pattern in (DOCNO, BARE_DOCNO):
        for match in pattern.finditer(text):
            form = canonical_docno(match["number"], match["type"] or "")
            values.append(Value("docno", *match.span(), match[0], form))
    return values


def _dates(text: str) -> list[Value]:
    values = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            start, end = match.span()
            start += len(match[0]) - len(match[0].lstrip())
            values.append(Value("date", start, end, text[start:end], _canonical_date(match.groupdict())))
    return values


def _canonical_date(parts: dict[str, str | None]) -> str:
    year, month, day = parts.get("y"), parts.get("m"), parts.get("d")
    if parts.get("y2"):
        return f"{year}..{parts['y2']}"
    pieces = [year or "-", f"{int(month):02}" if month else "-", f"{int(day):02}" if day else "-"]
    return "-".join(pieces).rstrip("-") if year else "-".join(pieces)


def _numbers(text: str) -> list[Value]:
    values = []
    for match in NUMBER.finditer(text):
        values.append(_with_unit(text, match, canonical_number(match[0])))
    for match in WORD_NUMBER.finditer(text):
        value = _with_unit(text, match, _number_from_words(match[0]))
        if value.unit:
            values.append(value)
    return values


def _number_from_words(words: str) -> str:
    first, *rest = words.lower().split()
    number = NUMBER_WORDS[first]
    for word in rest:
        if word == "mươi":
            number *= 10
        elif word == "trăm":
            number *= 100
        elif word in MAGNITUDES:
            number *= 10 ** MAGNITUDES[word]
        else:
            number += {"mốt": 1, "tư": 4, "lăm": 5, "bẩy": 7}.get(word, NUMBER_WORDS.get(word, 0))
    return str(number)


def _with_unit(text: str, match: re.Match[str], canonical: str) -> Value:
    """Join a number with the one to three syllables it counts, and with its magnitude ("1,5 triệu")."""
    words: list[re.Match[str]] = []
    for word in UNIT_WORD.finditer(text, match.end()):
        follows = text[words[-1].end() if words else match.end() : word.start()]
        if follows.strip() or (words and not follows) or key(word[0]) in NOT_UNIT or len(words) == _unit_length(words):
            break
        words.append(word)
    if words and words[0][0].lower() in MAGNITUDES and "/" not in canonical and not canonical.endswith("%"):
        canonical = _times_ten(canonical, MAGNITUDES[words[0][0].lower()])
    start, end = match.start(), words[-1].end() if words else match.end()
    return Value("number", start, end, text[start:end], canonical, " ".join(word[0] for word in words))


def _unit_length(words: list[re.Match[str]]) -> int:
    """How many syllables the unit that begins with ``words`` may have."""
    if not words:
        return 1
    if key(words[0][0]) in ONE_SYLLABLE_UNITS:
        return 1
    return 3 if words[0][0][0].isupper() or words[0][0].lower() in MAGNITUDES else 2


def _times_ten(number: str, power: int) -> str:
    whole, _, decimals = number.partition(".")
    return (whole + decimals.ljust(power, "0")[:power]).lstrip("0") + (
        f".{decimals[power:]}" if len(decimals) > power else ""
    )
