"""Rows of a JSONL file, read one at a time when they are asked for.

A hundred thousand passages open in the time it takes to find the line ends, and take no memory until they are found.
"""

import json
import mmap
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np

Item = TypeVar("Item")

KEPT = 4_096  # rows last read; what is asked for twice is mostly asked for soon
FIRST_TEXT = re.compile(rb'\{"\w+": ("(?:[^"\\]|\\.)*")')


class Rows(Sequence[Item]):
    """The rows of one file; read-only, shared by threads."""

    def __init__(self, path: Path, parse: Callable[[dict[str, Any]], Item]) -> None:
        self._data = _map(path)
        ends = np.flatnonzero(np.frombuffer(self._data, np.uint8) == ord("\n"))
        self._ends: list[int] = [-1, *ends.tolist()]
        self._parse = parse
        self._kept: dict[int, Item] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        row = range(len(self))[at]
        item = self._kept.get(row)
        if item is None:
            item = self._parse(json.loads(self.line(row)))
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[row] = item
        return item

    def __iter__(self) -> Iterator[Item]:
        """Read every row once, keeping none."""
        return (self._parse(json.loads(self.line(row))) for row in range(len(self)))

    def line(self, row: int) -> bytes:
        """Give a row as it is written."""
        return self._data[self._ends[row] + 1 : self._ends[row + 1]]

    @staticmethod
    def first_text(line: bytes) -> tuple[str, int]:
        """Give the text that a row begins with, and where it ends; the rest of the row is not read."""
        if (found := FIRST_TEXT.match(line)) is None:
            raise ValueError(f"a row does not begin with a text: {line[:40]!r}")
        text = found[1]
        return (json.loads(text) if b"\\" in text else text[1:-1].decode()), found.end()


class RowsById(Mapping[str, Item]):
    """Rows by the text that each begins with, in the order of the file."""

    def __init__(self, rows: Rows[Item]) -> None:
        self._rows = rows
        self._row_of = {rows.first_text(rows.line(row))[0]: row for row in range(len(rows))}

    def __getitem__(self, id_: str) -> Item:
        return self._rows[self._row_of[id_]]

    def row(self, id_: str) -> int:
        """Give the row that begins with this text."""
        return self._row_of[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)


def _map(path: Path) -> bytes | mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
