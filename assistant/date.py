"""Dates in Vietnamese text in one form, ISO-like: a day, a month, a quarter, a year, a century, a period, an hour.

A date without its year begins with a dash ("--11-30"), a period has two dots ("2016..2020"). It knows
numbers and the words of a calendar, nothing of who asks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.numeral import ROMAN_NUMBER, from_roman
from assistant.pattern import compiled, is_marked

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
OF_YEAR = r"(?:\s*,?\s+năm\s+|\s*[/-]\s*|\s+)"
# "ngày 20 - 22/5/2023", "ngày 7 và 8 tháng 5": the first day of a period stands without its month.
FIRST_DAY = rf"ngày\s+(?P<d1>{DAY})\s?(?:[-–—,]|và|đến(?:\s+ngày)?|tới)\s?"
BEFORE_ERA = r"(?P<era>TCN|trước công nguyên)"
# What may follow a year that is no count: a year of two or three figures is one only there.
AFTER_YEAR = r"(?=\s*(?:$|[,;.?!)\]”\"–-]|(?:của|đã|là|tại|do|ở|khi|và|thì|vua|quân|sau|dưới|được|trên|bởi)\b))"
CENTURY_NUMBER = rf"thế k[ỷỉ]\s+(?:thứ\s+)?(?P<c>\d{{1,2}}|{ROMAN_NUMBER})\b(?!\w)(?:\s+{BEFORE_ERA})?"
# In order of trust: a span found by an earlier pattern is not looked at again.
PATTERNS = (
    rf"{FIRST_DAY}(?P<d>{DAY})\s?[./-]\s?(?P<m>{MONTH})\s?[./-]\s?(?P<y>{YEAR})\b",
    rf"{FIRST_DAY}(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})(?:{OF_YEAR}(?P<y>{YEAR}))?\b",
    rf"(?<![\w.,/-])(?P<y>{YEAR})-(?P<m>{MONTH})-(?P<d>{DAY})(?![\w/-])",
    rf"(?:ngày\s+)?(?<![\d.,/-])\b(?P<d>{DAY})\s?[./-]\s?(?P<m>{MONTH})\s?[./-]\s?(?P<y>{YEAR})\b",
    rf"(?:ngày\s+(?:mùng\s+)?|mùng\s+)?\b(?P<d>{DAY})\s+tháng\s+(?P<m>{MONTH})(?:{OF_YEAR}(?P<y>{YEAR}))?\b",
    rf"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|hồi)\s+(?P<d>{DAY})\s?[./-]\s?(?P<m>{MONTH})\b(?![./-]?\d|%)",
    # "kể từ 22/5": of so many a share would be more than the whole.
    r"(?:(?<=từ )|(?<=đến )|(?<=tới )|(?<=trước )|(?<=sau )|(?<=vào )|(?<=hết ))"
    rf"(?P<d>1[3-9]|2\d|3[01])/(?P<m>{MONTH})\b(?![./-]?\d|\s*%)",
    rf"(?:từ|đến|tới|và|-|–)\s+(?P<d>{DAY})\s?/\s?(?P<m>{MONTH})\b(?![./-]?\d|%)(?=\s*(?:$|[,;.)]|đến\b|tới\b|năm\b))",
    rf"quý\s+(?P<q>[1-4]|IV|I{{1,3}})(?:\s*/\s*|{OF_YEAR})(?P<y>{YEAR})\b",
    rf"tháng\s+(?P<m>{MONTH})(?:\s*[/.-]\s*|\s*,?\s+năm\s+|\s+)(?P<y>{YEAR})\b",
    rf"(?<![\d.,/-])\b(?P<m>{MONTH})/(?P<y>{YEAR})\b(?![/-]\w)",
    rf"(?:(?:giai đoạn|nhiệm k[ỳì]|thời k[ỳì]|từ năm|trong năm|năm|từ)\s+)?(?<![\d.,/-])"
    rf"\b(?P<y>{YEAR})\s?(?:[-–—]|đến năm|đến|tới)\s?(?P<y2>{YEAR})\b(?![./-]?\d)",
    rf"ngày\s+(?P<d>{DAY})\b(?![/.,-]?\d|\s*%)(?=\s*(?:[,;.)]|$|tháng))",
    rf"tháng\s+(?P<m>{MONTH})\b(?![/.,-]?\d|\s*%)(?=\s*(?:[,;.)?]|$|năm (?:nay|ngoái|sau|trước)))",
    CENTURY_NUMBER,
    rf"năm\s+(?P<y>\d{{1,4}})\s+{BEFORE_ERA}",
    rf"(?<!viet )năm\s+(?P<y>{YEAR})\b(?!\s*%|[.,]\d)",
    rf"(?<!mỗi )(?<!hàng )(?<!hằng )(?<!một )năm\s+(?P<y>\d{{2,3}})\b(?![.,/]\d|\s*%){AFTER_YEAR}",
    r"(?:lúc|vào|hồi)\s+(?P<h>[01]?\d|2[0-4])\s+giờ(?:\s+(?P<min>[0-5]?\d)(?:\s+phút)?)?\b",
    r"(?<![\w.,/-])(?P<h>[01]?\d|2[0-4])(?:h\s?(?P<min>[0-5]\d)?|g(?P<m2>[0-5]\d))(?!\w)",
)
COMPILED = tuple(compiled(pattern) for pattern in PATTERNS)
CENTURY = compiled(CENTURY_NUMBER)
DIGIT = re.compile(r"\d")
LONE_YEAR = re.compile(r"(?<![\d.,/-])\b(?P<y>1[5-9]\d\d|20\d\d)\b(?![.,/-]?\d|\s*%|\w)")
# A figure that could be a year counts when a verb or measure stands before it and a noun behind ("có 1500 đại biểu").
COUNTING = re.compile(
    r"(?<!\w)(?:có|là|gồm|khoảng|hơn|gần|với|đạt|thêm|được|cho|trên|dưới|còn|cần|thu|chi|trồng|giao|tổng|bằng|ước|số)"
    r"\s+$",
    re.IGNORECASE,
)
UNITS = re.compile(r"\s+(?:người|đồng|km|m|tấn|ha|hộ|đại biểu|biên chế|đảng viên|cán bộ|hội viên|đoàn viên|triệu|tỷ)\b")
WINDOW = 12  # characters in which a counting word stands before a figure
NOUN = re.compile(r"\s+[^\W\d_A-ZĐ]")


@dataclass(frozen=True, slots=True)
class Date:
    """Where a date stands and its one form."""

    start: int
    end: int
    canonical: str


def find_dates(text: str) -> Iterator[Date]:
    """Find the dates of ``text``, the fuller forms first; they may overlap, the first found is meant."""
    if not DIGIT.search(text):  # only a century is said without one
        yield from (Date(*match.span(), _canonical(match.groupdict())) for match in CENTURY.of(text).finditer(text))
        return
    marked = is_marked(text)
    for pattern in COMPILED:
        for match in (pattern.marked if marked else pattern.plain).finditer(text):
            yield Date(*match.span(), _canonical(match.groupdict()))
    for match in LONE_YEAR.finditer(text):
        if not _counts(text, match):
            yield Date(*match.span(), match["y"])


def _counts(text: str, match: re.Match[str]) -> bool:
    if UNITS.match(text, match.end()):
        return True
    before = text[max(0, match.start() - WINDOW) : match.start()]
    counting = not before.strip() or COUNTING.search(before) is not None
    return counting and NOUN.match(text, match.end()) is not None


def _canonical(parts: dict[str, str | None]) -> str:
    for name, write in (("h", _hour), ("c", _century), ("q", _quarter), ("d1", _days), ("y2", _years)):
        if parts.get(name):
            return write(parts)
    return _day(parts, parts.get("d"))


def _hour(parts: dict[str, str | None]) -> str:
    return f"T{int(parts['h'] or 0):02}:{int(parts.get('min') or parts.get('m2') or 0):02}"


def _century(parts: dict[str, str | None]) -> str:
    number = parts["c"] or ""
    return f"C{int(number) if number.isdigit() else from_roman(number.upper())}{_era(parts)}"


def _quarter(parts: dict[str, str | None]) -> str:
    number = parts["q"] or ""
    return f"{parts['y']}-Q{int(number) if number.isdigit() else from_roman(number.upper())}"


def _days(parts: dict[str, str | None]) -> str:
    return f"{_day(parts, parts['d1'])}..{_day(parts, parts.get('d'))}"


def _years(parts: dict[str, str | None]) -> str:
    return f"{parts['y']}..{parts['y2']}"


def _day(parts: dict[str, str | None], day: str | None) -> str:
    year, month = parts.get("y"), parts.get("m")
    pieces = [year or "-", f"{int(month):02}" if month else "-", f"{int(day):02}" if day else "-"]
    written = "-".join(pieces)
    return (written.rstrip("-") if year else written) + _era(parts)


def _era(parts: dict[str, str | None]) -> str:
    return " TCN" if parts.get("era") else ""
