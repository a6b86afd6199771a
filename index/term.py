"""Text to the terms that the keyword index counts: syllables, pairs of syllables, numbers, dates, document numbers.

A term is a ``key`` (the two spellings of one syllable are one term) and nothing is dropped: in Vietnamese the
short words carry meaning (*ở*, *5*) and an English stop word is a name (*Nghệ An*, *công an*). What has many
written forms also gets one term in one form: 12.11.2018 = 12/11/2018 = ngày 12 tháng 11 năm 2018.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpus.orthography import fold, keys

DATE = re.compile(r"(?<![\d./-])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?![\d])")
WRITTEN_DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s+th[aá]ng\s+(\d{1,2})(?:\s*[,/-]?\s*(?:n[aă]m)?\s+|\s*[/.-]\s*)(\d{4})(?!\d)"
)
MONTH = re.compile(r"th[aá]ng\s+(\d{1,2})(?:\s*[,/-]?\s*(?:n[aă]m)?\s+|\s*[/.-]\s*)(\d{4})(?!\d)")
SHORT_MONTH = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{4})(?!\d)")
# 959-QĐ/TU, 22-CT/TW, 43/GP-STTTT, 34/2019/NĐ-CP
DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,5}(?:\s?[-–/]\s?\d{4})?\s?[-–/]\s?[^\W\d_]{2,}(?:[-–/.][^\W\d_]+)*(?!\w)"
)
# 1.234,5 and 1 234: grouped in threes; 1,5 and 1.5: a fraction
NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+[.,]\d+|\d+)(?![\w]|[.,]\d)")
SHARE = re.compile(r"(?<![\d/.,])(\d+)\s?(%|/\s?\d+)(?![\d/])")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
# What a question asks with and joins its words by: found everywhere, tells no passage from another. The passages keep
# them all; a pair counts as long as one of its two tells something ("công an", "ở Vinh").
ASKING = """
là gì ai bao nhiêu nào thế sao đâu khi năm ngày đã được bị có của và những các cho với như về ở trong mà này đó
"""
CLAUSE = re.compile(r"[.;:!?…\n]+(?:\s|$)|\n")  # a pair of syllables does not reach over these


def terms(text: str) -> list[str]:
    """Give every term of ``text``; repeated terms stay repeated, because frequency counts."""
    found: list[str] = []
    for clause in CLAUSE.split(text):
        syllables = [canonical(word) for word in keys(clause)]
        found += syllables
        found += pairs(syllables)
    return found + list(special_terms(text))


def folded_terms(text: str) -> list[str]:
    """Give the terms of ``text`` without its marks, for questions typed without them."""
    return terms(fold(text))


def telling(found: Iterable[str]) -> list[str]:
    """Keep the terms of a question that say what it is about; all of them where none does."""
    kept = [term for term in found if not _ASKING.issuperset(term.split())]
    return kept or list(found)


def pairs(syllables: list[str]) -> list[str]:
    """Give adjacent syllables as terms of two: Vietnamese words are mostly of two syllables."""
    return [f"{first} {second}" for first, second in pairwise(syllables)]


def canonical(word: str) -> str:
    """Drop the leading zeros of a number: 02 đồng chí = 2 đồng chí."""
    return word.lstrip("0") or "0" if word.isdecimal() else word


def special_terms(text: str) -> Iterator[str]:
    """Give one term in one form for each date, month, document number, grouped or broken number and share."""
    for match in DATE.finditer(text):
        yield from _date(match[1], match[3], match[4])
    for match in WRITTEN_DATE.finditer(text.lower()):
        yield from _date(*match.groups())
    for pattern in (MONTH, SHORT_MONTH):
        for match in pattern.finditer(text.lower()):
            yield _month(*match.groups())
    for match in DOCUMENT_NUMBER.finditer(text):
        yield "-".join(canonical(part) for part in keys(match[0]))
    for match in NUMBER.finditer(text):
        if not match[0].isdecimal():
            yield _number(match[0])
    for match in SHARE.finditer(text):
        yield canonical(match[1]) + match[2].replace(" ", "")


def _date(day: str, month: str, year: str) -> Iterator[str]:
    yield f"{year}-{int(month):02}-{int(day):02}"
    yield _month(month, year)


def _month(month: str, year: str) -> str:
    return f"{year}-{int(month):02}"


def _number(written: str) -> str:
    if GROUPED.fullmatch(written):
        written = written.replace(".", "")
    return written.replace(",", ".")


_ASKING = frozenset(keys(ASKING)) | frozenset(keys(fold(ASKING)))
