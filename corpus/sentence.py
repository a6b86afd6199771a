"""Vietnamese sentences as spans.

Spans are trimmed, in order, never overlap, and together with the whitespace between them are the whole text.
Knows abbreviations, initials, numbers and list markers; knows nothing of what a line is for.
"""

import re

from corpus.document import Span
from corpus.line import LIST_MARKER, paragraph_spans

STOP = re.compile(r"(?:\./\.|[.!?…]+)[\"'”’»)\]]*(?:\[\d{1,3}\])*")
OPENERS = "\"'“‘«([*"
DASH = re.compile(r"[-–—]\s+")  # opens a sentence or an item; "-2011" does not
# A name or a number follows these, whatever its first letter. Written in lower case, without the last stop.
ABBREVIATION = re.compile(
    r"tp|tx|tt|đc|đ/c|ls|bs|bsck|ks|cn|cvc|gv|hs|sv|ll|nxb|tr|trg|vd|kt|tm|tl|tuq|hđ|nsnd|nsưt|(?:gs\.|pgs\.)?tskh|"
    r"(?:gs\.|pgs\.|ths\.)?(?:gs|pgs|ts|ths|th\.s|bs)|mr|mrs|ms|dr|prof|st|no|vol|fig|lt|col|gen|sgt|capt",
    re.IGNORECASE,
)
BEFORE_NUMBER = frozenset({"q", "p", "h", "x", "k", "t", "tr", "đ", "c", "s"})  # "Q. 1", "P. 5", "tr. 12"
# "Điều 5. Phạm vi", "Chương II. Quy định": the number belongs to what it numbers.
NUMBERED = re.compile(
    r"(?:điều|khoản|mục|chương|phần|bài|phụ lục|câu|bước|tiết)\s+[\dIVXLC]{1,5}[a-zđ]?", re.IGNORECASE
)
GLUED = re.compile(r"[^\W\d_]{2,}\s")  # "… đã kết thúc.Theo đó …": a space was forgotten
LONGEST_PARENTHESIS = 200  # characters; an unclosed "(" further back says nothing


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Cut ``text[start:end]`` into sentences; offsets are those of ``text``."""
    spans: list[Span] = []
    for paragraph_start, paragraph_end in paragraph_spans(text, start, end):
        spans += _split_paragraph(text, paragraph_start, paragraph_end)
    return spans


def _split_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for stop in STOP.finditer(text, start, end):
        if stop.end() < end and _opens_sentence(text, stop.end(), end) and _closes_sentence(text, start, stop, end):
            spans.append((start, stop.end()))
            start = stop.end()
            while text[start].isspace():
                start += 1
    return [*spans, (start, end)]


def _opens_sentence(text: str, position: int, end: int) -> bool:
    """Tell whether what stands after a stop can begin a sentence: a space, then a capital or a digit."""
    after = text[position : min(end, position + 40)]
    if not after[0].isspace():
        return text[position - 1] == "." and text[position - 2].islower() and _is_glued_word(after)
    first = DASH.sub("", after.lstrip()).lstrip(OPENERS + " ")[:1]
    return first.isupper() or first.isdigit()


def _is_glued_word(after: str) -> bool:
    word = GLUED.match(after)
    return word is not None and word.group().istitle()


def _closes_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a stop that a capital or a digit follows is a real one."""
    if _is_in_parenthesis(text, start, stop, end):
        return False
    if stop.group() != ".":
        return True
    head = text[max(start, stop.start() - 60) : stop.start()]
    words = head.split()
    if not words or head[-1].isspace():  # de-tokenised text writes "… năm 2014 . Ông …"
        return bool(words)
    if stop.start() - start < 60 and _is_marker(head):
        return False
    return not _is_abbreviation(words[-1].lstrip(OPENERS), words[:-1], text[stop.end() : stop.end() + 4].lstrip())


def _is_marker(head: str) -> bool:
    return LIST_MARKER.fullmatch(f"{head}. ") is not None or NUMBERED.fullmatch(head) is not None


def _is_abbreviation(word: str, words_before: list[str], following: str) -> bool:
    if ABBREVIATION.fullmatch(word) or (following[0].isdigit() and word.lower() in BEFORE_NUMBER):
        return True
    if len(word) == 1 and word.isupper():
        return _is_initial(word, words_before, following)
    parts = word.split(".")
    return len(parts) > 1 and all(part.isalpha() and len(part) <= 2 and part[0].isupper() for part in parts)


def _is_initial(letter: str, words_before: list[str], following: str) -> bool:
    """Tell the letter of a name ("Henry A. Wallace", "J. F. K.") from "vitamin C." and "Elizabeth I."."""
    if following[0].isalpha() and following[1:2] == ".":
        return True
    return letter not in "IVX" and (not words_before or words_before[-1].lstrip(OPENERS)[:1].isupper())


def _is_in_parenthesis(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether the stop lies between a "(" and its ")"."""
    before = text[max(start, stop.start() - LONGEST_PARENTHESIS) : stop.end()]
    after = text[stop.end() : min(end, stop.end() + LONGEST_PARENTHESIS)]
    closing, opening = after.find(")"), after.find("(")
    return before.rfind("(") > before.rfind(")") and closing >= 0 and not 0 <= opening < closing
