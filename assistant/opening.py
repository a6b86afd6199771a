"""Opening an assistant over a data folder: the current build, the glossary, the answerer."""

import logging
from pathlib import Path

from assistant.answerer import Assistant
from corpus.document import Document
from index.encoder import Encoder
from index.glossary import read_glossary
from index.location import current_build
from index.record import DOCUMENTS, read_rows
from index.search import Index

log = logging.getLogger(__name__)


def open_assistant(data: Path, *, chroma: bool = False, model: Path | None = None) -> Assistant:
    """Open the current build under ``data``; a server asks for Chroma, a single question does not wait for it.

    ``model`` is a sentence-transformers folder in place of the bundled one: the one the build was made with.
    """
    return Assistant(Index.open(data, chroma=chroma, encoder=Encoder.open(data, model)), read_glossary(data / "glossary.toml"))


def open_to_serve(data: Path, *, model: Path | None = None) -> Assistant:
    """Open with Chroma, load the model and find the example questions, so that nobody's first question waits for it."""
    assistant = open_assistant(data, chroma=True, model=model)
    log.info("%d câu hỏi mẫu", len(assistant.examples))
    return assistant


def read_documents(data: Path) -> dict[str, Document]:
    """Read the documents of the current build, without model or index: all that re-checking a citation needs."""
    documents = map(Document.from_json, read_rows(current_build(data) / DOCUMENTS))
    return {document.id: document for document in documents}
