"""The truth of a build on disk: documents, passages and their vectors, row by row in one order.

``vectors[i]`` belongs to ``passages[i]``; the sentences of all passages stand one after another in
``sentence_vectors``. What text a vector was made from is decided here and nowhere else.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Passage

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTORS = "vectors.npy"
CENTRE = "centre.npy"  # the mean of the vectors
DOCUMENT_ROWS = "document_rows.npy"  # the place of each passage's document
SENTENCE_STARTS = "sentence_starts.npy"
SENTENCE_VECTORS = "sentence_vectors.npy"  # float16: half the size, and no score moves by more than 0.0005

FILES = frozenset({DOCUMENTS, PASSAGES, VECTORS, SENTENCE_VECTORS})

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Record:
    """Documents and passages with their vectors; the vectors may be memory-mapped."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    vectors: Array  # (n_passages, dim)
    sentence_vectors: NDArray[np.float16]  # (n_sentences, dim)

    @property
    def texts(self) -> list[str]:
        """What each passage is found by."""
        return [searched_text(passage) for passage in self.passages]

    @property
    def document_texts(self) -> list[str]:
        """What each document is found by: the texts of its passages."""
        found: dict[str, list[str]] = {document.id: [] for document in self.documents}
        for passage in self.passages:
            found[passage.document_id].append(searched_text(passage))
        return ["\n".join(texts) for texts in found.values()]

    def document_rows(self) -> list[int]:
        """Give the place of each passage's document among the documents."""
        place = {document.id: row for row, document in enumerate(self.documents)}
        return [place[passage.document_id] for passage in self.passages]

    def sentence_starts(self) -> list[int]:
        """Give the first sentence row of each passage, and the end of the last: n_passages + 1 values."""
        return [0, *accumulate(len(passage.sentences) for passage in self.passages)]

    def known_vectors(self) -> tuple[dict[str, Array], dict[str, NDArray[np.float16]]]:
        """Give the vectors by the text they were made from: of passages, and of sentences."""
        sentences = [text for passage in self.passages for text in sentence_texts(passage)]
        return dict(zip(self.texts, self.vectors, strict=True)), dict(
            zip(sentences, self.sentence_vectors, strict=True)
        )

    def save(self, folder: Path) -> None:
        """Write all files, and those that queries would otherwise work out."""
        write_rows(folder / DOCUMENTS, (document.to_json() for document in self.documents))
        write_rows(folder / PASSAGES, map(asdict, self.passages))
        np.save(folder / VECTORS, self.vectors.astype(np.float32))
        np.save(folder / CENTRE, self.vectors.mean(axis=0, dtype=np.float64).astype(np.float32))
        np.save(folder / DOCUMENT_ROWS, np.array(self.document_rows(), np.int64))
        np.save(folder / SENTENCE_STARTS, np.array(self.sentence_starts(), np.int64))
        np.save(folder / SENTENCE_VECTORS, self.sentence_vectors.astype(np.float16))

    @classmethod
    def open(cls, folder: Path) -> "Record":
        """Open what ``save`` wrote; vectors stay on the disk until they are read."""
        return cls(
            tuple(Document.from_json(row) for row in read_rows(folder / DOCUMENTS)),
            tuple(read_passage(row) for row in read_rows(folder / PASSAGES)),
            np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False),
            np.load(folder / SENTENCE_VECTORS, mmap_mode="r", allow_pickle=False),
        )


def searched_text(passage: Passage) -> str:
    """Give the text that stands for a passage in both halves: its heading, then its words."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def sentence_texts(passage: Passage) -> list[str]:
    """Give the sentences of a passage."""
    return [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]


def corpus_hash(documents: Sequence[Document], passages: Sequence[Passage]) -> str:
    """Hash everything a build says of its corpus, the cuts included."""
    total = sha256()
    for row in [*(document.to_json() for document in documents), *map(asdict, passages)]:
        total.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8") + b"\n")
    return total.hexdigest()


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read one JSON object a line; a text may hold any other line separator."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def read_passage(row: dict[str, Any]) -> Passage:
    """Take back a passage as ``save`` wrote it."""
    return Passage(**{**row, "sentences": tuple((start, end) for start, end in row["sentences"])})
