"""Document numbers ("Quyết định số 959-QĐ/TU", "30/2020/NĐ-CP", "Nghị quyết 17"), one form for each.

Any dash, a missing Đ and small letters make no difference; the type before a full number does not either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.orthography import fold, normalize


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Where a document number stands, its type included, and its one form."""

    start: int
    end: int
    canonical: str


DOCUMENT_TYPES = (
    "chương trình hành động|nghị quyết|quyết định|chỉ thị|kết luận|quy định|quy chế|công văn|thông tư|nghị định|"
    "thông báo|thông tri|hướng dẫn|kế hoạch|luật|pháp lệnh|công điện|tờ trình|giấy phép|văn bản|báo cáo|đề án"
)
# The first part of a document's symbol; typed in small letters only these are taken for one ("44 qd/tu").
SYMBOLS = (
    "qđ|qđi|qc|nq|nqlt|ct|ctr|cthđ|ctrhđ|kl|kh|cv|hd|tb|tt|ttlt|ttr|tr|nđ|bc|gp|gm|bb|đa|ubnd|hđnd|cđ|pl|l|lct|sl|vpcp|"
    "bnv|btc|qh\\d+|nq-cp"
)
DASH = r"\s?[-–—/]\s?"
SYMBOL = r"[A-ZĐƯ][A-Za-zĐđƯư]{0,9}\d{0,2}(?!\w)"
SMALL = rf"(?:{SYMBOLS}|{SYMBOLS.replace('đ', 'd')})(?!\w)"
NUMBERED = r"(?<!\w)\d{1,5}(?:/\d{4})?"
# 959-QĐ/TU, 30/2020/NĐ-CP: a number and at least two parts, or a year and one.
FULL = re.compile(rf"{NUMBERED}{DASH}{SYMBOL}(?:{DASH}{SYMBOL})+|(?<!\w)\d{{1,5}}/\d{{4}}{DASH}{SYMBOL}")
# 44 qd/tu, 44-qđ/tu, 30/2020/nđ-cp
SMALL_LETTERS = re.compile(
    rf"{NUMBERED}(?:{DASH}|\s){SMALL}(?:{DASH}[a-zđ]{{2,12}}\d{{0,2}})*(?!\w)",
    re.IGNORECASE,
)
# 15/CP, 12-KH: one part, only behind a type or "số".
ONE_PART = re.compile(rf"(?<!\w)\d{{1,5}}{DASH}{SYMBOL}")
# Nghị quyết số 17, Quyết định 959
BARE = re.compile(r"(?<!\w)\d{1,5}(?![\d/.,%-]*\d|%|\w)")
# In a sentence a type with a capital names one, whatever stands behind; a plan of so many years does not.
COUNTS = re.compile(r"\s*(?:năm|tháng|tuần|nam|thang|tuan)\b(?!\s*\d)", re.IGNORECASE)
LIKE_YEAR = re.compile(r"(?:19|20)\d\d")
# Said after a document that is named by its number alone; before a noun the number counts ("quyết định 5 vấn đề").
AFTER_BARE = (
    "ngày|của|do|về|ban hành|được|có|nói|quy định|ký|kí|là|và|khi|ra|này|đã|còn|thì|cho|nêu|yêu cầu|phê duyệt|giao|"
    "hết|hiệu lực|thay|gồm|ở|tại|theo|với|bị|đang|sẽ|không|nào|mấy|gì|hay|hoặc|để|nhằm|vì|sao|từ|đến|cử|bổ nhiệm|"
    "thành lập|công nhận|sửa|bãi bỏ|đó|ấy|trên"
)
FOLLOWS_BARE = re.compile(rf"\s*(?:$|[,;:.?!)\]\"”]|-\s|–|(?:{AFTER_BARE}|{fold(AFTER_BARE)})\b)")
BEFORE = re.compile(
    rf"(?<!\w)(?:(?:(?P<type>{DOCUMENT_TYPES}|{fold(DOCUMENT_TYPES)})\s+)(?P<so>(?:số|so)\s+)?|(?P<alone>(?:số|"
    rf"so)\s+))$",
    re.IGNORECASE,
)
SPOKEN_OF = re.compile(r"[^\W\d_]\s$")  # behind a word, so that no sentence begins here
WINDOW = 40  # characters in which a type and "số" stand before a number


def find_document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Find the document numbers of ``text``, the fuller forms first; they may overlap, the first found is meant."""
    for pattern in (FULL, SMALL_LETTERS, ONE_PART, BARE):
        for match in pattern.finditer(text):
            start = max(0, match.start() - WINDOW)
            before = BEFORE.search(text[start : match.start()])
            at = start + before.start() if before else match.start()
            if _names_a_document(text, match, before, at):
                yield DocumentNumber(at, match.end(), canonical_docno(match[0], _type(before)))


def _type(before: re.Match[str] | None) -> str:
    return (before["type"] or "") if before else ""


def _names_a_document(text: str, match: re.Match[str], before: re.Match[str] | None, start: int) -> bool:
    """Tell whether a match is a document's number: alone if full, if not behind a type or "số", at ``start``."""
    if match.re is ONE_PART:
        return before is not None
    if match.re is not BARE:
        return True
    if before is None or not before["type"]:
        return False
    return bool(before["so"]) or _is_meant(text, match, before["type"], start)


def _is_meant(text: str, match: re.Match[str], kind: str, start: int) -> bool:
    """Tell whether a bare number behind a type, which begins at ``start``, is one document's: by what surrounds it."""
    if LIKE_YEAR.fullmatch(match[0]) and not fold(kind).endswith("dinh"):  # "Kế hoạch 2024"
        return False
    is_title = kind[0].isupper() and not kind.isupper() and SPOKEN_OF.search(text[:start])
    if is_title and not COUNTS.match(text, match.end()):
        return True
    return FOLLOWS_BARE.match(text, match.end()) is not None


def canonical_docno(number: str, kind: str = "") -> str:
    """Bring a document number to one form: upper case, one dash, no Đ; a bare one keeps its type ("quyet dinh 44")."""
    joined = re.sub(r"\s*[-–—/]\s*|\s+", "-", normalize(number).strip()).upper().replace("Đ", "D")
    if joined.isdigit():
        return f"{fold(kind).strip()} {int(joined)}".strip()
    first, *rest = joined.split("-")
    return "-".join([first.lstrip("0") or "0", *("TW" if part == "TƯ" else part for part in rest)])
