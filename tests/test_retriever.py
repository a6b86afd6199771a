"""Our search and encoder behind LlamaIndex's interfaces."""

from pathlib import Path

import pytest
from conftest import HashEncoder

from corpus.document import Document
from corpus.reader import Reading
from index.build import build_index
from index.search import Index

pytestmark = pytest.mark.slow
TEXT = "# Một\n\nCâu giống nhau.\n\n# Hai\n\nCâu giống nhau.\n"


@pytest.fixture
def index(tmp_path: Path, encoder: HashEncoder, without_chroma: None) -> Index:
    build_index(tmp_path, Reading((Document("a", TEXT, "Nhan đề", publisher="Báo"),), ()), encoder)
    return Index.open(tmp_path, chroma=False, encoder=encoder)


def test_the_retriever_gives_what_search_gives(index: Index) -> None:
    from index.llama import HybridRetriever

    nodes = HybridRetriever(index, k=2).retrieve("câu giống nhau")
    hits = index.search("câu giống nhau", 2)
    assert [(node.node_id, node.score) for node in nodes] == [(hit.passage.id, hit.score) for hit in hits]
    node = nodes[0].node
    assert node.get_content() == hits[0].passage.text
    assert TEXT[node.start_char_idx : node.end_char_idx] == node.get_content()
    assert node.ref_doc_id == "a"
    assert node.metadata["publisher"] == "Báo"


def test_identical_passages_of_one_document_survive_the_framework(index: Index) -> None:
    from index.llama import HybridRetriever

    nodes = HybridRetriever(index, k=5).retrieve("câu giống nhau")
    assert len(nodes) == 2
    assert len({node.node.hash for node in nodes}) == 2


def test_the_embedding_gives_queries_and_texts_their_own_vectors(encoder: HashEncoder) -> None:
    from index.llama import E5Embedding

    embedding = E5Embedding(encoder)
    assert embedding.get_query_embedding("xin chào") == encoder.encode_queries(["xin chào"])[0].tolist()
    assert embedding.get_text_embedding_batch(["a", "b"]) == encoder.encode_passages(["a", "b"]).tolist()


def test_a_query_engine_of_the_framework_answers_over_our_retriever(index: Index) -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    from index.llama import HybridRetriever

    response = RetrieverQueryEngine.from_args(HybridRetriever(index, k=1), llm=MockLLM()).query("câu giống nhau")
    assert [node.node_id for node in response.source_nodes] == [index.search("câu giống nhau", 1)[0].passage.id]
