"""Logical lines: what a reader sees as one paragraph, heading or list item.

Web text has one paragraph a line; text saved from a terminal or a mail is wrapped at a fixed width. Both
come out as the same spans. What a line is *for* (body, heading, furniture) is decided elsewhere.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.document import Span

LINE = re.compile(r"[^\n\v\f\u0085\u2028\u2029]+")
BREAK = re.compile(r"[\n\v\f\u0085\u2028\u2029]")
LIST_MARKER = re.compile(
    r"(?:[-–—+*•▪●○◦·✓➢►❖]|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđ][.)]|[IVXLC]{1,6}[.)/])\s"
)
LABEL = re.compile(r"[^\W\d_][^.:;!?\n]{0,40}:(?:\s|$)")  # "Địa chỉ: …" opens a line of its own
FINAL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
FINAL_MARK = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
INNER_STOP = re.compile(r"[^\W\d_]{3,}[.!?…][\"'”’»)\]]*\s+(?=\S)")
MAX_WRAP = 120  # characters; nobody wraps wider, and web paragraphs are longer
MIN_WRAP = 40


def paragraph_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Find the logical lines of ``text[start:end]``, trimmed, in order, the empty ones left out."""
    spans: list[Span] = []
    for block in _blocks(text, start, len(text) if end is None else end):
        is_wrapped = _is_wrapped(text, block)
        begin = block[0][0]
        for one, following in pairwise(block):
            if not _runs_on(text, one, following, is_wrapped=is_wrapped):
                spans.append((begin, one[1]))
                begin = following[0]
        spans.append((begin, block[-1][1]))
    return spans


def ends_sentence(line: str) -> bool:
    """Tell whether ``line`` closes with a full stop or its like, closing quotes and brackets allowed."""
    return FINAL_STOP.search(line) is not None


def ends_open(line: str) -> bool:
    """Tell whether ``line`` carries no punctuation at its end, as titles and captions do."""
    return FINAL_MARK.search(line) is None


def is_list_item(line: str) -> bool:
    """Tell whether ``line`` starts with a dash, a bullet, a number or a letter of a list."""
    return LIST_MARKER.match(line) is not None


def _blocks(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Give the runs of lines with no blank line between them."""
    block: list[Span] = []
    for match in LINE.finditer(text, start, end):
        span = _trim(text, *match.span())
        if span[0] == span[1]:
            continue
        if block and len(BREAK.findall(text, block[-1][1], span[0])) > 1:
            yield block
            block = []
        block.append(span)
    if block:
        yield block


def _trim(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    return start, start + len(line.strip())


def _is_wrapped(text: str, block: list[Span]) -> bool:
    """Tell whether every line that stops without punctuation stops because the next word did not fit."""
    width = max(end - start for start, end in block)
    if not MIN_WRAP <= width <= MAX_WRAP or len(block) < 3:
        return False
    for (start, end), (following, its_end) in pairwise(block):
        next_word = text[following:its_end].split(maxsplit=1)[0]
        if not ends_sentence(text[start:end]) and end - start + 1 + len(next_word) <= width:
            return False
    return True


def _runs_on(text: str, one: Span, following: Span, *, is_wrapped: bool) -> bool:
    """Tell whether the line break between two neighbouring lines falls inside a sentence."""
    line, next_line = text[slice(*one)], text[slice(*following)]
    if ends_sentence(line) or is_list_item(next_line) or LABEL.match(next_line) or next_line.startswith("#"):
        return False
    return is_wrapped or next_line[0].islower() or _is_unfinished_prose(line)


def _is_unfinished_prose(line: str) -> bool:
    """Tell whether a line that stops without punctuation holds a whole sentence before: no title or caption does."""
    return ends_open(line) and any(line[stop.end()].isupper() for stop in INNER_STOP.finditer(line))
