"""The record of a build as queries see it: documents and passages that are read when they are asked for.

``index.record`` reads everything, because a build needs everything; a question needs twenty passages.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from corpus.document import Document, Passage
from index.record import DOCUMENTS, PASSAGES, read_passage, searched_text
from index.row import Rows, RowsById

PLACE = re.compile(rb'"start": (\d+), "end": (\d+), ')


def open_documents(folder: Path) -> RowsById[Document]:
    """Open the documents of a build, by id."""
    return RowsById(Rows(folder / DOCUMENTS, Document.from_json))


def open_passages(folder: Path) -> Rows[Passage]:
    """Open the passages of a build, in the order of their vectors."""
    return Rows(folder / PASSAGES, read_passage)


def passage_ids(passages: Rows[Passage]) -> Iterator[str]:
    """Give the id of each passage, as ``Passage.id`` does, read off the beginning of its row."""
    for row in range(len(passages)):
        line = passages.line(row)
        document_id, end = passages.first_text(line)
        place = PLACE.match(line, end + len(", "))
        if place is None:
            raise ValueError(f"a row is not a passage: {line[:40]!r}")
        yield f"{document_id}:{int(place[1])}-{int(place[2])}"


class PassageTexts(Sequence[str]):
    """What each passage is found by."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def __len__(self) -> int:
        return len(self._passages)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        found = self._passages[at]
        return searched_text(found) if isinstance(found, Passage) else [searched_text(one) for one in found]
