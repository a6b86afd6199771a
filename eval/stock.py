"""What LlamaIndex finds out of the box with the same embedding model: the bar that our search has to clear.

Settings are LlamaIndex's own but for the number of results and, in the fusion, one query (no language model). The
fusion comes twice, in its default mode and in the mode that did best on viquad-dev (nDCG@10: simple, the default,
0.825; reciprocal rank 0.848; relative score 0.864; distance-based score 0.866). The vectors of its chunks are kept
in a file, keyed by text, so only the first run on a corpus waits for them.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core import Document as LlamaDocument
from llama_index.core import VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, MetadataMode
from llama_index.retrievers.bm25 import BM25Retriever

from corpus.document import Document
from eval.system import PASSAGES, System, best_documents
from index.encoder import Array, Encoder
from index.llama import E5Embedding

OnProgress = Callable[[str, int, int], None]  # what, how many are done, of how many


class CachedEmbedding(E5Embedding):
    """Our adapter with a memory on the disk for what is searched; questions are always given to the encoder."""

    _path: Path = PrivateAttr()
    _known: dict[str, Array] = PrivateAttr()

    def __init__(self, encoder: Encoder, path: Path, **options: Any) -> None:
        super().__init__(encoder, **options)
        self._path = path
        self._known = _load(path)

    @classmethod
    def class_name(cls) -> str:
        """Name the component, as LlamaIndex asks for."""
        return "CachedEmbedding"

    def learn(self, texts: Sequence[str], *, on_progress: OnProgress | None = None) -> int:
        """Encode what is not yet known and write it down; give how many texts that were."""
        new = list(dict.fromkeys(text for text in texts if self._key(text) not in self._known))
        if new:
            vectors = self._encoder.encode_passages(new, on_progress=_counted(on_progress, len(new)))
            self._known |= {self._key(text): vector for text, vector in zip(new, vectors, strict=True)}
            _save(self._path, self._known)
        return len(new)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self.learn(texts)
        return [[float(value) for value in self._known[self._key(text)]] for text in texts]

    def _key(self, text: str) -> str:
        """A vector belongs to one text and one model."""
        return sha256(f"{self._encoder.id}\0{text}".encode()).hexdigest()


def stock_systems(
    documents: Sequence[Document], encoder: Encoder, path: Path, *, on_progress: OnProgress | None = None
) -> Mapping[str, System]:
    """Index ``documents`` as LlamaIndex's starter example does; ``path`` keeps the vectors."""
    embedding = CachedEmbedding(encoder, path)
    nodes = SentenceSplitter().get_nodes_from_documents([_llama_document(one) for one in documents])
    embedding.learn([node.get_content(MetadataMode.EMBED) for node in nodes], on_progress=on_progress)
    vector = VectorStoreIndex(nodes, embed_model=embedding).as_retriever(similarity_top_k=PASSAGES)
    return {
        "llamaindex_default": _system(vector),
        "llamaindex_fusion": _system(_fusion(vector, nodes, FUSION_MODES.SIMPLE)),
        "llamaindex_fusion_scaled": _system(_fusion(vector, nodes, FUSION_MODES.DIST_BASED_SCORE)),
    }


def _fusion(vector: BaseRetriever, nodes: list[BaseNode], mode: FUSION_MODES) -> BaseRetriever:
    return QueryFusionRetriever(
        [vector, BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(PASSAGES, len(nodes)))],
        llm=MockLLM(),  # never asked; without one the constructor looks for OpenAI
        mode=mode,
        num_queries=1,
        similarity_top_k=PASSAGES,
        use_async=False,
    )


def _llama_document(document: Document) -> LlamaDocument:
    title = {"title": document.title} if document.title else {}
    return LlamaDocument(text=document.text, doc_id=document.id, metadata=title)


def _system(retriever: BaseRetriever) -> System:
    return lambda question: best_documents(str(one.node.ref_doc_id) for one in retriever.retrieve(question))


def _counted(on_progress: OnProgress | None, n_all: int) -> Callable[[int], None] | None:
    """Turn "how many more" into "how many of all"."""
    if on_progress is None:
        return None
    n_done = 0

    def advance(n_more: int) -> None:
        nonlocal n_done
        n_done += n_more
        on_progress("Mã hoá cho LlamaIndex", n_done, n_all)

    return advance


def _load(path: Path) -> dict[str, Array]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as file:
        return dict(zip(file["keys"].tolist(), file["vectors"], strict=True))


def _save(path: Path, known: Mapping[str, Array]) -> None:
    """Write aside and rename, so that a killed run leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    with aside.open("wb") as file:
        np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    aside.replace(path)
