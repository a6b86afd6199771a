"""Our search and our encoder behind LlamaIndex's interfaces, for programs that are built on it.

The only module that imports LlamaIndex (1.7 s): nothing on the way of a question needs it.
"""

from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    ObjectType,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from corpus.document import Document, Passage
from index.encoder import Encoder
from index.search import Index
from index.store import source_metadata


class HybridRetriever(BaseRetriever):
    """``Index.search`` as a retriever; a node's text is the passage, word for word, and its id is the passage's."""

    def __init__(self, index: Index, *, k: int = 10, **options: Any) -> None:
        super().__init__(**options)
        self._index = index
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.search(query_bundle.query_str, self._k)
        return [
            NodeWithScore(node=node_of(hit.passage, self._index.documents[hit.passage.document_id]), score=hit.score)
            for hit in hits
        ]


class E5Embedding(BaseEmbedding):
    """``Encoder`` as an embedding model: queries and passages each with their prefix."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder, **options: Any) -> None:
        super().__init__(model_name=encoder.id, **options)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """Name the component, as LlamaIndex asks for."""
        return "E5Embedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._encoder.encode_queries([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.encode_passages(texts).tolist()
        return vectors


def node_of(passage: Passage, document: Document) -> TextNode:
    """Make the node of a passage: the same as the one in the Chroma collection."""
    own = {
        "heading": passage.heading,
        "start": passage.start,
        "end": passage.end,
        **source_metadata(document),
    }
    source = RelatedNodeInfo(node_id=document.id, node_type=ObjectType.DOCUMENT)
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=own,
        excluded_embed_metadata_keys=sorted(own),
        excluded_llm_metadata_keys=sorted(own),
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        relationships={NodeRelationship.SOURCE: source},
    )
