"""Where a text says what an item asks for, as spans to be marked: its values in any form, its words in any spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.value import find_values
from corpus.document import Span
from corpus.orthography import keys, word_spans
from eval.nugget import WORD_KINDS, Matcher, matches

Piece = tuple[str, bool]  # a run of text, and whether it is marked


def mark(text: str, wanted: Iterable[Matcher]) -> list[Piece]:
    """Cut a text into pieces, marked and not; nothing is lost or added."""
    return cut(text, [span for matcher in wanted for span in spans_of(matcher, text)])


def cut(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Cut a text where spans begin and end; those that touch are one piece."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start > end:
            pieces.append((text[end:start], False))
        if pieces and pieces[-1][1] and start <= end:
            pieces[-1] = (pieces[-1][0] + text[end:stop], True)
        else:
            pieces.append((text[max(start, end) : stop], True))
        end = stop
    return [*pieces, (text[end:], False)] if end < len(text) else pieces


def spans_of(matcher: Matcher, text: str) -> list[Span]:
    """Find every place where ``text`` says it in this wording."""
    if matcher.kind == "regex":
        return [match.span() for match in re.finditer(matcher.value, text, re.IGNORECASE) if match[0]]
    if matcher.kind in WORD_KINDS:
        return list(_runs(keys(matcher.value), text))
    alone = replace(matcher, unit="")
    return [(value.start, value.end) for value in find_values(text) if matches(value.text, alone)]


def matchers_of(wanted: str) -> list[Matcher]:
    """Read a string of evidence: its words, and where it is a value the value in any other form."""
    values = [value for value in find_values(wanted) if value.text == wanted.strip()]
    typed = [Matcher("number", value.canonical) for value in values if value.kind == "number"]
    typed += [
        Matcher("docno" if value.kind == "docno" else "date", value.canonical)
        for value in values
        if value.kind in ("docno", "date")
    ]
    return [Matcher("alias", wanted), *typed]


def _runs(wanted: list[str], text: str) -> Iterator[Span]:
    words, spans = keys(text), word_spans(text)
    for i in range(len(words) - len(wanted) + 1):
        if wanted and words[i : i + len(wanted)] == wanted:
            yield spans[i][0], spans[i + len(wanted) - 1][1]
