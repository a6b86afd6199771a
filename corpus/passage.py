"""Cut a document into passages of whole sentences.

Passages tile the body of the document: every content sentence is in exactly one of them, none spans a
heading or page furniture, and ``document.text[start:end] == passage.text``. Sizes are in encoder tokens;
which encoder counts them is the caller's business.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.block import Block, blocks, heading_text
from corpus.document import Document, Passage, Span
from corpus.sentence import split_sentences

CountTokens = Callable[[str], int]

TITLE_SHARE = 4  # a title may take a quarter of the budget,
SECTION_SHARE = 8  # a section heading an eighth: the text keeps more than half
CUT_INSIDE_PARAGRAPH = 0.15  # as bad as a passage that leaves two fifths of its room empty (0.4² ≈ 0.15)
# Where a sentence too long for a passage may be cut, the better places first.
CLAUSES = (
    re.compile(r".+?(?:[;:]\s+|$)", re.DOTALL),  # not the colon of 7:30,
    re.compile(r".+?(?:,\s+|$)", re.DOTALL),  # nor the comma of 1.234,5
    re.compile(r"\S+\s*"),
    re.compile(r"."),
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that is too long, with its size."""

    start: int
    end: int
    n_tokens: int
    ends_paragraph: bool


@dataclass(frozen=True, slots=True)
class _Section:
    """The paragraphs between two things that a passage may not span."""

    heading: str
    paragraphs: tuple[Block, ...]


def split_passages(document: Document, count_tokens: CountTokens, *, max_tokens: int = 256) -> list[Passage]:
    """Cut ``document`` into passages whose text and heading together take at most ``max_tokens``."""
    if max_tokens < 16:
        raise ValueError(f"max_tokens must be at least 16, got {max_tokens}")
    title = _shorten(document.title, max_tokens // TITLE_SHARE, count_tokens)
    found: list[Passage] = []
    for section in _sections(document):
        section_heading = _shorten(section.heading, max_tokens // SECTION_SHARE, count_tokens)
        heading = " › ".join(filter(None, (title, section_heading)))
        budget = max_tokens - (count_tokens(heading) if heading else 0)
        units = [unit for block in section.paragraphs for unit in _units(document.text, block, count_tokens, budget)]
        found += [_passage(document, heading, group) for group in _group(units, budget)]
    return found


def _passage(document: Document, heading: str, units: list[_Unit]) -> Passage:
    start, end = units[0].start, units[-1].end
    sentences = tuple((unit.start, unit.end) for unit in units)
    return Passage(document.id, start, end, document.text[start:end], heading, sentences)


def _sections(document: Document) -> Iterator[_Section]:
    """Give the runs of body paragraphs with the heading each stands under."""
    heading = ""
    paragraphs: list[Block] = []
    for block in blocks(document.text, document.title):
        if block.kind == "body":
            paragraphs.append(block)
            continue
        if paragraphs:
            yield _Section(heading, tuple(paragraphs))
            paragraphs = []
        if block.kind == "heading":
            heading = heading_text(document.text[block.start : block.end])
    if paragraphs:
        yield _Section(heading, tuple(paragraphs))


def _shorten(text: str, max_tokens: int, count_tokens: CountTokens) -> str:
    """Keep the first words of ``text`` that fit."""
    words = text.split()
    while words and (n_tokens := count_tokens(" ".join(words))) > max_tokens:
        words = words[: min(len(words) - 1, len(words) * max_tokens // n_tokens)]
    return " ".join(words)


def _units(text: str, block: Block, count_tokens: CountTokens, budget: int) -> Iterator[_Unit]:
    """Give the sentences of a paragraph with their sizes, those that exceed the budget in pieces."""
    for start, end in split_sentences(text, block.start, block.end):
        n_tokens = count_tokens(text[start:end])
        ends_paragraph = end == block.end
        if n_tokens <= budget:
            yield _Unit(start, end, n_tokens, ends_paragraph)
            continue
        for piece_start, piece_end, size in _pieces(text, (start, end), count_tokens, budget, level=0):
            yield _Unit(piece_start, piece_end, size, ends_paragraph and piece_end == end)


def _pieces(text: str, span: Span, count_tokens: CountTokens, budget: int, *, level: int) -> list[tuple[int, int, int]]:
    """Cut a span that is too long at the marks of ``level``, joining what fits; deeper where that is not enough."""
    joined: list[tuple[int, int, int]] = []
    for match in CLAUSES[level].finditer(text, *span):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        size = count_tokens(text[start:end])
        if size > budget and level + 1 < len(CLAUSES):
            joined += _pieces(text, (start, end), count_tokens, budget, level=level + 1)
        elif joined and joined[-1][2] + size <= budget:
            joined[-1] = (joined[-1][0], end, joined[-1][2] + size)
        else:
            joined.append((start, end, size))
    return joined


def _group(units: list[_Unit], budget: int) -> list[list[_Unit]]:
    """Choose the cuts with the least cost: passages evenly full, cut between paragraphs rather than inside."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # of the first n units: the cost, and where the last passage starts
    for n in range(1, len(units) + 1):
        best.append(min(_options(units, best, n, budget)))
    groups: list[list[_Unit]] = []
    end = len(units)
    while end > 0:
        start = best[end][1]
        groups.append(units[start:end])
        end = start
    return groups[::-1]


def _options(units: list[_Unit], best: list[tuple[float, int]], n: int, budget: int) -> Iterator[tuple[float, int]]:
    """Give the cost of ending a passage after ``n`` units, for each place where it may start."""
    cut = 0.0 if n == len(units) or units[n - 1].ends_paragraph else CUT_INSIDE_PARAGRAPH
    size = 0
    for start in range(n - 1, -1, -1):
        size += units[start].n_tokens
        if size > budget and start < n - 1:
            return
        yield best[start][0] + max(0.0, 1 - size / budget) ** 2 + cut, start
