"""What each logical line of a document is for: title, heading, body or furniture.

The one place that decides it; passages are cut from the body alone.
"""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.document import Document, Span
from corpus.furniture import Line, furniture_flags, read_lines
from corpus.line import LABEL, ends_open, is_list_item
from corpus.orthography import keys
from corpus.sentence import split_sentences

BlockKind = Literal["title", "heading", "body", "furniture"]
MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
NUMBERED_HEADING = re.compile(
    r"(?:Điều|Chương|Mục|Phần|Phụ lục)\s+[\dIVXLC]+|[IVXLC]{1,5}[.)/]\s|\d{1,2}(?:\.\d{1,2})*[.)]?\s", re.IGNORECASE
)
MAX_HEADING = 120  # characters; longer lines without punctuation are sentences that lost their stop
MAX_HEADING_RUN = 3  # chapter, section, article; more short lines in a row are a list or a table
TITLE_REACH = 5  # lines of content, counted from the top
MIN_TITLE_SHARE = 0.8  # of the line's syllables: "(Xây dựng) - <title>" is still the title


@dataclass(frozen=True, slots=True)
class Block:
    """A logical line and its role."""

    start: int
    end: int
    kind: BlockKind


def blocks(text: str, title: str = "") -> list[Block]:
    """Classify the logical lines of ``text``, in order."""
    lines = read_lines(text)
    kinds: list[BlockKind] = ["furniture" if is_flagged else "body" for is_flagged in furniture_flags(lines)]
    title_at = _find_title(lines, kinds, title)
    if title_at is not None:
        kinds[title_at] = "title"
    for i in _find_headings(lines, kinds):
        kinds[i] = "heading"
    return [Block(*line.span, kind) for line, kind in zip(lines, kinds, strict=True)]


def content_sentences(document: Document) -> list[Span]:
    """Give the sentences that passages are made of, in document offsets."""
    found: list[Span] = []
    for block in blocks(document.text, document.title):
        if block.kind == "body":
            found += split_sentences(document.text, block.start, block.end)
    return found


def heading_text(line: str) -> str:
    """Give what a heading says, without Markdown's marks."""
    return MARKDOWN_HEADING.sub("", line).strip().strip("#*_ ").strip()


def _find_title(lines: list[Line], kinds: list[BlockKind], title: str) -> int | None:
    """Find the line that is the document's title: the one known, or else the first open line above the text."""
    head = [i for i, kind in enumerate(kinds[:-1]) if kind == "body"][:TITLE_REACH]
    if title:
        return next((i for i in head if _says(lines[i].text, title)), None)
    is_title = head and ends_open(lines[head[0]].text) and not is_list_item(lines[head[0]].text)
    return head[0] if is_title and not lines[head[0]].is_prose else None


def _says(line: str, title: str) -> bool:
    """Tell whether ``line`` is ``title``, give or take a few syllables at either end."""
    shorter, longer = sorted((f" {' '.join(keys(line))} ", f" {' '.join(keys(title))} "), key=len)
    return shorter in longer and len(shorter) >= MIN_TITLE_SHARE * len(longer)


def _find_headings(lines: list[Line], kinds: list[BlockKind]) -> list[int]:
    """Find Markdown headings, and short open lines that introduce text; a long run of them is a list or a table."""
    found: list[int] = []
    run: list[int] = []
    before = ""
    for i, line in enumerate(lines):
        if kinds[i] != "body":
            continue
        if MARKDOWN_HEADING.match(line.text):
            found += [*run, i] if len(run) < MAX_HEADING_RUN else [i]
            run = []
        elif _may_be_heading(line.text) and (run or not before.endswith((":", ",", ";"))):
            run.append(i)
        else:
            found += run if len(run) <= MAX_HEADING_RUN else []
            run = []
        before = line.text
    return found


def _may_be_heading(text: str) -> bool:
    if len(text) > MAX_HEADING or not ends_open(text) or "|" in text or "\t" in text:
        return False
    if NUMBERED_HEADING.match(text):
        return True
    return (text[0].isupper() or text[0].isdigit()) and not LABEL.match(text) and not is_list_item(text)
