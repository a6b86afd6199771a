"""Our answerer behind LlamaIndex's query-engine interface: checked answers in anybody's LlamaIndex program.

A response's source nodes are the cited spans, word for word; the whole answer record is in its metadata.
"""

from llama_index.core.base.response.schema import Response
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.answer import Citation
from assistant.answerer import Assistant


class AnswerQueryEngine(CustomQueryEngine):
    """``Assistant.ask`` as a query engine; a refusal is a response too, without source nodes."""

    _assistant: Assistant = PrivateAttr()

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self._assistant = assistant

    def custom_query(self, query_str: str) -> Response:
        """Answer one question."""
        answer = self._assistant.ask(query_str)
        nodes = [NodeWithScore(node=_node(citation)) for citation in answer.citations]
        return Response(answer.answer, source_nodes=nodes, metadata={"record": answer.to_record()})


def _node(citation: Citation) -> TextNode:
    return TextNode(
        id_=f"{citation.document_id}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={"document_id": citation.document_id, "title": citation.title, "n": citation.n},
    )
