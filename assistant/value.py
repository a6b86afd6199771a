"""Typed values in Vietnamese text: document numbers, dates, numbers with units, ordinals.

Each value keeps its span and one canonical form, so that 12.11.2018 equals "ngày 12 tháng 11 năm 2018",
02 equals 2, and 959-QĐ/TU equals itself with any dash. It knows nothing of questions or answers. Text
without any mark is read as Vietnamese typed without marks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from assistant.date import find_dates
from assistant.docno import find_document_numbers
from assistant.numeral import (
    DIGITS,
    MAGNITUDES,
    ROMAN_NUMBER,
    from_roman,
    number_in_words,
    numeral_length,
    plain_number,
    plus,
    times,
)
from assistant.pattern import is_marked
from corpus.orthography import fold, key, keys

ValueKind = Literal["docno", "date", "number", "ordinal"]


@dataclass(frozen=True, slots=True)
class Value:
    """One typed value: ``text == source[start:end]``; equal values share ``canonical``."""

    kind: ValueKind
    start: int
    end: int
    text: str
    canonical: str
    unit: str = ""  # of a number: the words counted, as written, without magnitudes


# Atomic, so that a number glued to letters ("20.000x") is no number rather than a piece of one.
FIGURE = r"(?>\d+(?:[.,]\d+)*)"
NUMBER = re.compile(
    rf"(?<![\w/.,-]){FIGURE}(?:\s?/\s?{FIGURE}|\s?%?\s?[-–—]\s?{FIGURE})?(?:\s?%)?(?=đ\b|\$|(?:k|tr|m|km|kg|ha)\b|\W|$)"
)
RANGE = re.compile(rf"({FIGURE})\s?%?\s?[-–—]\s?({FIGURE}\s?%?)")
# What is numbered rather than counted: an article, a term, a rank, a place's number.
LABELS = (
    "lần thứ|lần|kỳ họp thứ|kì họp thứ|thứ|điều|khoản|điểm|chương|phần|mục|phụ lục|khóa|khoá|khu phố|tổ dân phố|tổ|"
    "quận|phường|ấp|tiểu khu|hạng|lớp|trang|quyển|bảng|hình|bậc|vị trí thứ|q.|p."
)
# Before a noun these are no labels but what the number belongs to ("mỗi tổ 5 người").
WEAK_LABELS = frozenset(keys("lần điểm phần mục tổ quận phường ấp hạng lớp trang quyển bảng hình bậc"))
ORDINAL = re.compile(
    rf"(?<![\w.])(?P<label>(?i:{LABELS.replace('.', chr(92) + '.')}))\s*"
    rf"(?P<number>\d{{1,4}}(?![\w/]|[.,]\d|\s?%)|(?-i:{ROMAN_NUMBER})(?!\w)|(?<=thứ )(?i:nhất|nhì|tư))"
)
ORDINAL_WORD = re.compile(r"(?<!\w)(?P<label>(?i:lần thứ|thứ))\s+(?P<number>(?i:hai|ba|năm|sáu|bảy|tám|chín|mười))\b")
RANKS = {"nhất": 1, "nhì": 2, "tư": 4}
# Words that never belong to the thing counted: the unit ends before them.
NOT_UNIT = frozenset(
    keys(
        "và của là có được cho trong với các những này đó khi để từ đến tại ở về theo như thì mà cũng đã đang sẽ "
        "do bởi vì nên ra vào lên xuống trên dưới sau trước giữa so cùng hoặc hay nhưng gồm bao còn nay tính trực "
        "thuộc thực hiện mỗi một mấy nào gì ai đâu khoảng hơn gần không chưa bị phải qua hết mới rồi vừa đều tăng "
        "giảm đạt chiếm thứ nữa khác ấy kia nhé ạ cả đầu tiên trở"
    )
)
# One syllable that counts by itself; longer units are taken as two syllables.
ONE_SYLLABLE_UNITS = frozenset(
    keys(
        "năm tháng ngày giờ phút giây tuần tuổi người huyện tỉnh xã phường cuộc lần km m cm mm ha kg g tấn euro "
        "usd bản con cái chiếc ngôi tập bài trang điểm vụ việc loài nước đoàn hội ban quý khóa trận bàn ghế phòng "
        "nhà tầng bang đ km2 m2 m3 hộ cấp đợt kỳ suất lượt cây ca thôn ấp buôn"
    )
)
# … but not where it is one word with what follows: "3.150 hội viên" are no "hội".
COMPOUND = re.compile(
    r"\s(?:hội (?:viên|nghị|thảo|trường|đồng|trại|thi)|đoàn (?:viên|thể|kiểm tra)|ban (?:ngành|chỉ đạo)|"
    r"cấp (?:[uủ][yỷ]|trưởng|phó)|trang trại|nhà (?:ở|máy|văn h[oó][aá]|thầu|trẻ)|phòng (?:học|ban|khám)|"
    r"bài (?:học|báo|thi|viết|dự thi)|con dấu|cuộc thi|vụ việc|điểm (?:trường|cầu)|ngày (?:công|phép)|"
    r"cây (?:xanh|cầu)|người (?:dân|dùng)|kh[oó][aá] học|tập (?:thể|huấn)|bản (?:án|đồ)|xã viên)(?!\w)",
    re.IGNORECASE,
)
DONG = key("đồng")
FELLOWS = frozenset(keys("chí bào đội minh"))  # "5 đồng chí" are people, "5 đồng tiền" money
UNIT_WORD = re.compile(r"[^\W\d_]+[²³23]?(?!\w)|°\s?[CFcf]\b|\$")
SCALE = re.compile(rf"\s?(?P<word>{'|'.join(MAGNITUDES)}|k|tr)\b", re.IGNORECASE)
SHORT_SCALES = {"k": "nghìn", "tr": "triệu"}
# Not counted although a number word stands before: "một số", "một cách", "hai bên".
UNCOUNTED = frozenset(
    keys("số phần cách khi vài ít loạt thời lúc chút lòng bên chiều nửa trong mặt vạn ngàn thể nào cái")
)
# After these "năm" counts to five: nothing else of one syllable would follow a year.
FIVE_OF = re.compile(
    r"(?<![^\W\d_]\s)(?<!\d\s)\b[Nn]ăm(?=\s+(?:người|huyện|tỉnh|xã|phường|đơn vị|đồng chí|cơ quan|thành viên)\b)"
    r"|(?<=\bgồm )năm(?=\s+[^\W\d_])"
    r"|(?<=\bcó )năm(?=\s+(?:ban|phòng|cấp|cuộc|lần|bước|nhóm)\b)"
)
LETTERS = re.compile(r"[^\W\d_]+")
NUMBER_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(DIGITS)}|mười)(?!\w)", re.IGNORECASE)
SPACED_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,11}")


def find_values(text: str) -> list[Value]:
    """Find the typed values of ``text`` in order; spans never overlap, the more specific kind wins."""
    return list(_find(text))


@lru_cache(maxsize=4096)
def _find(text: str) -> tuple[Value, ...]:
    """Answering one question reads the same sentences several times over."""
    dates = (Value("date", d.start, d.end, text[d.start : d.end], d.canonical) for d in find_dates(text))
    found = _apart(text, chain(_docnos(text), dates, _ordinals(text), _numbers(text)))
    return tuple(sorted(found, key=lambda value: value.start))


def document_numbers(text: str) -> set[str]:
    """Give the canonical document numbers of ``text``: those of ``find_values``, which no other kind displaces."""
    return {value.canonical for value in _apart(text, _docnos(text))}


def _docnos(text: str) -> Iterator[Value]:
    return (Value("docno", d.start, d.end, text[d.start : d.end], d.canonical) for d in find_document_numbers(text))


def _apart(text: str, values: Iterable[Value]) -> Iterator[Value]:
    """Leave out what overlaps a value before it."""
    taken = bytearray(len(text))
    for value in values:
        if not any(taken[value.start : value.end]):
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
            yield value


def canonical_number(text: str) -> str:
    """Bring a number in digits to one form; a range is "15..20"."""
    span = RANGE.fullmatch(text.strip())
    if span:
        last = plain_number(span[2])
        return f"{plain_number(span[1])}..{last}"
    return plain_number(text)


def _ordinals(text: str) -> Iterator[Value]:
    for pattern in (ORDINAL, ORDINAL_WORD):
        for match in pattern.finditer(text):
            label, number = match["label"].lower(), match["number"]
            if key(label) in WEAK_LABELS and (not number.isdigit() or _unit_words(text, match.end())):
                continue
            yield Value("ordinal", *match.span(), match[0], f"{fold(label).strip('. ')} {_rank(number)}")


def _rank(number: str) -> int:
    if number.isdigit():
        return int(number)
    lowered = number.lower()
    if lowered in RANKS:
        return RANKS[lowered]
    return from_roman(number) if number.isupper() else int(number_in_words([lowered]))


def _numbers(text: str) -> Iterator[Value]:
    for match in NUMBER.finditer(text):
        yield _counted(text, match.start(), match.end(), canonical_number(match[0]))
    yield from _worded(text)


def _worded(text: str) -> Iterator[Value]:
    """Numbers in words that count something, or that are of several words; a capital inside a sentence is a name's."""
    end = 0
    for match in NUMBER_WORD.finditer(text):
        run = SPACED_WORDS.match(text, match.start())
        if run is None or match.start() < end:
            continue
        words = run[0].lower().split(" ")
        n = numeral_length(words) or int(FIVE_OF.match(text, match.start()) is not None)
        end = match.start() + len(" ".join(words[:n]))
        if not n or _is_name(text, match.start(), end):
            continue
        value = _counted(text, match.start(), end, number_in_words(words[:n]))
        if n > 1 or (value.unit and key(value.unit.split()[0]) not in UNCOUNTED):
            yield value


def _is_name(text: str, start: int, end: int) -> bool:
    if not text[start].isupper():
        return False
    following = LETTERS.search(text, end)
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?:;“\"'-–•(\n"
    return not opens or (following is not None and following[0][0].isupper())


def _counted(text: str, start: int, end: int, canonical: str) -> Value:
    """Join a number with its magnitude ("1,5 triệu"), with a further number so said, and with what it counts."""
    whole = re.fullmatch(r"[\d.]+", canonical) is not None and canonical.count(".") <= 1
    magnitudes, end = _magnitudes(text, end) if whole else ([], end)
    canonical = times(canonical, magnitudes) if magnitudes else canonical
    more = re.compile(rf"\s({FIGURE})(?=\s(?:nghìn|ngàn|triệu)\b)").match(text, end) if magnitudes else None
    if more:
        lesser, end = _magnitudes(text, more.end())
        canonical = plus(canonical, times(plain_number(more[1]), lesser))
    percent = re.compile(r"\s(?:phần trăm|phan tram)\b").match(text, end)
    if percent and not canonical.endswith("%"):
        return Value("number", start, percent.end(), text[start : percent.end()], f"{canonical}%")
    words = _unit_words(text, end)
    end = words[-1].end() if words else end
    return Value("number", start, end, text[start:end], canonical, " ".join(word[0] for word in words))


def _magnitudes(text: str, end: int) -> tuple[list[str], int]:
    found: list[str] = []
    while match := SCALE.match(text, end):
        word = match["word"].lower()
        found.append(SHORT_SCALES.get(word, word))
        end = match.end()
    return found, end


def _unit_words(text: str, end: int) -> list[re.Match[str]]:
    """One to three syllables directly after a number: what it counts."""
    if compound := COMPOUND.match(text, end):
        return list(UNIT_WORD.finditer(text, *compound.span()))
    words: list[re.Match[str]] = []
    stop = end
    for word in UNIT_WORD.finditer(text, end):
        between = text[stop : word.start()]
        glued = not between and (bool(words) or word[0][0] not in "°đ$kmh")
        if between.strip(" ") or len(between) > 1 or glued or len(words) == _unit_length(words):
            break
        if key(word[0]) in _not_unit(is_marked(text)):
            break
        words.append(word)
        stop = word.end()
    is_money = len(words) == 2 and key(words[0][0]) == DONG and key(words[1][0]) not in FELLOWS
    return words[:1] if is_money else words


@lru_cache(maxsize=2)
def _not_unit(marked: bool) -> frozenset[str]:
    """In text without marks a word ends the unit that would end it with them, unless it counts itself ("nam")."""
    return NOT_UNIT if marked else NOT_UNIT | {*keys("va la co duoc thi da con nao gi o de tu den ve khi bao")}


def _unit_length(words: list[re.Match[str]]) -> int:
    """How many syllables the unit that begins with ``words`` may have."""
    if not words or key(words[0][0]) in ONE_SYLLABLE_UNITS or words[0][0][0] in "°$":
        return 1
    return 3 if words[0][0][0].isupper() else 2
