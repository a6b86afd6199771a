"""Chroma, behind one door: a collection of unit vectors with cosine distance, filled once and then only read.

The folder it keeps is a view that can be rebuilt from ``vectors.npy``; nothing is true only because it is
here. Rows carry LlamaIndex's node schema, so that its stock ``ChromaVectorStore`` opens them as well.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document, Passage

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "passages"
OPENINGS = "acquire_write"  # the table in which Chroma notes that it was opened: the only one that reading changes
# ef_search: with the default of 100 the recall was 0.91 at 10,000 × 768; with 200 and 32 neighbours all were found.
HNSW: "CreateHNSWConfiguration" = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}


class Store:
    """One opened Chroma folder; use it as a context, because Chroma keeps its files open."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False, is_persistent=True)
        with _errors_of_the_disk():
            self._client = cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                configuration={"hnsw": HNSW},
                embedding_function=None,
            )

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def upsert(self, passages: Sequence[Passage], vectors: NDArray[np.float32], metadata: Mapping[str, Any]) -> None:
        """Write passages with their vectors, replacing rows of the same id whole.

        ``metadata`` holds, by document id, what a node of that document says of its source.
        """
        if not np.isfinite(vectors).all():
            raise ValueError("a vector to store contains NaN or infinity")
        step = self._client.get_max_batch_size()
        for start in range(0, len(passages), step):
            batch = passages[start : start + step]
            with _errors_of_the_disk():
                self._collection.upsert(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors[start : start + step],
                    documents=[passage.text for passage in batch],
                    metadatas=[node_metadata(passage, metadata.get(passage.document_id, {})) for passage in batch],
                )

    def query(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Give the ids of the ``k`` nearest rows with their cosine similarity, the nearest first."""
        if not np.isfinite(vector).all():
            raise ValueError("the query vector contains NaN or infinity")  # Chroma would answer with arbitrary rows
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k}")
        found = self._collection.query(query_embeddings=vector[None, :], n_results=k, include=["distances"])
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        """Count the rows."""
        return self._collection.count()


def load_chroma() -> None:
    """Import the library now, so that processes forked from this one need not; opens nothing."""
    import chromadb  # noqa: F401


def hash_rows(database: Path) -> str:
    """Hash every row of Chroma's database, whoever opened it since; ``OSError`` when it cannot be read whole."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True)) as opened:
            return _hash_rows(opened)
    except sqlite3.Error as error:
        raise OSError(f"SQLite: {error}") from error


def _hash_rows(opened: sqlite3.Connection) -> str:
    total = sha256()
    opened.text_factory = bytes  # a damaged text need not be UTF-8
    if (found := opened.execute("PRAGMA integrity_check(1)").fetchone()[0]) != b"ok":
        raise sqlite3.DatabaseError(found.decode("utf-8", "replace"))
    for name, statement in opened.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall():
        total.update(repr((name, statement)).encode("ascii"))
        if statement is None or not statement.startswith(b"CREATE TABLE") or name == OPENINGS.encode("ascii"):
            continue
        for row in opened.execute(f'SELECT * FROM "{name.decode("utf-8")}"'):
            total.update(repr(row).encode("utf-8"))
    return total.hexdigest()


@contextmanager
def _errors_of_the_disk() -> Iterator[None]:
    """Give Chroma's own errors, in which it wraps what the disk refused, as the ``OSError`` they come from."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise OSError(f"Chroma: {error}") from error


def source_metadata(document: Document) -> dict[str, str]:
    """Give what a node says of the document it was cut from; unknown values are left out."""
    names = ("title", "kind", "publisher", "published", "province", "url")
    return {name: value for name in names if (value := str(getattr(document, name)))}


def node_metadata(passage: Passage, source: Mapping[str, str]) -> dict[str, str | int]:
    """Write a passage as ``node_to_metadata_dict`` writes its TextNode, without importing LlamaIndex (tested)."""
    # The offsets keep the hashes of identical passages apart, by which LlamaIndex drops duplicates.
    own: dict[str, str | int] = {"heading": passage.heading, "start": passage.start, "end": passage.end, **source}
    excluded = sorted(own)
    related: dict[str, Any] = {"node_id": passage.document_id, "node_type": "4", "metadata": {}, "hash": None}
    node = {
        "id_": passage.id,
        "embedding": None,
        "metadata": own,
        "excluded_embed_metadata_keys": excluded,
        "excluded_llm_metadata_keys": excluded,
        "relationships": {"1": {**related, "class_name": "RelatedNodeInfo"}},
        "metadata_template": "{key}: {value}",
        "metadata_separator": "\n",
        "text": "",
        "mimetype": "text/plain",
        "start_char_idx": passage.start,
        "end_char_idx": passage.end,
        "text_template": "{metadata_str}\n\n{content}",
        "class_name": "TextNode",
    }
    return {
        **own,
        "_node_content": json.dumps(node, ensure_ascii=False),
        "_node_type": "TextNode",
        "document_id": passage.document_id,
        "doc_id": passage.document_id,
        "ref_doc_id": passage.document_id,
    }
