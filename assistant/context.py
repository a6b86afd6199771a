"""The whole sentences a citation lies in: a quote cut out of "không giảm 5 %" must not hide the "không"."""

import re
from functools import lru_cache

from assistant.answer import Citation
from corpus.document import Document
from corpus.sentence import split_sentences

FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
BLANK_LINE = re.compile(r"\n\s*\n")
WINDOW = 3000  # characters to either side in which a sentence begins and ends


def cited_sentences(citation: Citation, document: Document | None) -> str:
    """Give the sentences of ``document`` that the citation touches; its own words without a document."""
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return citation.quote
    if _is_whole(document.text, citation.start, citation.end):
        return citation.quote
    start, end = _widened(document.text, citation.start, citation.end)
    return document.text[start:end]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell cheaply that a span begins and ends where lines or sentences do."""
    before, behind = text[max(0, start - 80) : start], text[end : end + 1]
    begins = start == 0 or before.endswith("\n\n") or FULL_STOP.search(before.rstrip()) is not None
    ends = not behind or (behind.isspace() and FULL_STOP.search(text[start:end]) is not None)
    return begins and ends


@lru_cache(maxsize=256)
def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - WINDOW)
    breaks = [match.end() for match in BLANK_LINE.finditer(text, first, start)]
    closing = BLANK_LINE.search(text, end, end + WINDOW)
    last = closing.start() if closing else min(len(text), end + WINDOW)
    touched = [(a, b) for a, b in split_sentences(text, breaks[-1] if breaks else first, last) if a < end and start < b]
    return min(touched[0][0], start), max(touched[-1][1], end)
