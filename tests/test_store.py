"""Chroma behind its door, as it really is."""

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.document import Document, Passage
from index.store import Store, hash_rows, node_metadata, source_metadata

pytestmark = pytest.mark.slow
DOCUMENT = Document("a", "một hai ba", "Nhan đề", publisher="Báo")


def passage(start: int, text: str = "một") -> Passage:
    return Passage("a", start, start + len(text), text, "Nhan đề › Mục")


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def test_an_edited_text_leaves_no_stale_vector(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0)], unit(1, 0)[None], {})
        store.upsert([passage(0, "sửa")], unit(0, 1)[None], {})
        assert store.count() == 1
        assert store.query(unit(0, 1), 1) == [("a:0-3", pytest.approx(1))]


def test_identical_passages_are_kept_apart(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0), passage(9)], np.stack([unit(1, 0), unit(1, 0)]), {})
        assert {id_ for id_, _ in store.query(unit(1, 0), 5)} == {"a:0-3", "a:9-12"}


def test_similarity_is_the_cosine(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0)], unit(1, 1)[None], {})
        assert store.query(unit(1, 0), 1)[0][1] == pytest.approx(0.5**0.5, abs=1e-6)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_query_that_is_not_a_number_is_refused(tmp_path: Path, value: float) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0)], unit(1, 0)[None], {})
        with pytest.raises(ValueError, match="NaN"):
            store.query(np.array([value, 1], np.float32), 1)
        with pytest.raises(ValueError, match="NaN"):
            store.upsert([passage(1)], np.array([[value, 1]], np.float32), {})


def test_more_rows_than_one_batch_takes_are_all_stored_and_found(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((6000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages = [passage(row) for row in range(6000)]
    with Store(tmp_path) as store:
        store.upsert(passages, vectors, {})
    with Store(tmp_path) as store:  # as a new process would see it
        assert store.count() == 6000
        for row in (0, 5460, 5461, 5999):
            assert store.query(vectors[row], 1)[0][0] == passages[row].id


def test_opening_leaves_the_hash_of_the_rows_and_another_text_does_not(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0)], unit(1, 0)[None], {})
    before = hash_rows(tmp_path / "chroma.sqlite3")
    with Store(tmp_path) as store:
        store.query(unit(1, 0), 1)
    assert hash_rows(tmp_path / "chroma.sqlite3") == before
    with Store(tmp_path) as store:
        store.upsert([passage(0, "sửa")], unit(1, 0)[None], {})
    assert hash_rows(tmp_path / "chroma.sqlite3") != before


def test_a_torn_database_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.upsert([passage(0)], unit(1, 0)[None], {})
    database = tmp_path / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:10_000])
    with pytest.raises(OSError, match="SQLite"):
        hash_rows(database)


def test_rows_are_written_as_llamaindex_writes_its_nodes() -> None:
    from llama_index.core.vector_stores.utils import node_to_metadata_dict

    from index.llama import node_of

    theirs = node_to_metadata_dict(node_of(passage(0), DOCUMENT), remove_text=True)
    ours = node_metadata(passage(0), source_metadata(DOCUMENT))
    assert json.loads(str(ours.pop("_node_content"))) == json.loads(theirs.pop("_node_content"))
    assert ours == theirs


def test_the_stock_chroma_store_of_llamaindex_reads_our_collection(tmp_path: Path) -> None:
    from llama_index.core.vector_stores.types import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    with Store(tmp_path) as store:
        store.upsert([passage(4)], unit(1, 0)[None], {"a": source_metadata(DOCUMENT)})
        stock = ChromaVectorStore(chroma_collection=store._collection)
        found = stock.query(VectorStoreQuery(query_embedding=[1.0, 0.0], similarity_top_k=1))
    assert found.nodes is not None
    node = found.nodes[0]
    assert (node.node_id, node.get_content(), node.ref_doc_id) == ("a:4-7", "một", "a")
    assert node.metadata["publisher"] == "Báo"
    assert (node.start_char_idx, node.end_char_idx) == (4, 7)  # type: ignore[attr-defined]
