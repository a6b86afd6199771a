"""Opening an assistant over a data folder, for one question or for a server that outlives a rebuild."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from assistant.answerer import Assistant
from assistant.digest import kept_digest
from assistant.ledger import NAME as LEDGER
from assistant.ledger import Ledger
from assistant.model_answer import DEADLINE, ModelSpeaker
from assistant.recording import OFF, Recording
from assistant.speech import NOBODY, Listener, Speaker
from corpus.document import Document
from corpus.error import UserError
from index.cross_encoder import CrossEncoder
from index.encoder import Encoder
from index.glossary import read_glossary
from index.location import current_build, index_folder
from index.manifest import read_manifest
from index.record import DOCUMENTS, read_rows
from index.search import Index

log = logging.getLogger(__name__)


def open_assistant(
    data: Path,
    *,
    chroma: bool = False,
    model: Path | None = None,
    speaker: Speaker | None = None,
    tell: Callable[[str], None] = log.info,
) -> Assistant:
    """Open the current build under ``data``; a server asks for Chroma, a single question does not wait for it.

    ``model`` is a sentence-transformers folder in place of the bundled one: the one the build was made with.
    ``speaker`` is the language model that may put answers into words; ``tell`` is called with what takes long.
    """
    encoder = Encoder.open(data, model)
    index = Index.open(data, chroma=chroma, encoder=encoder)
    digest = kept_digest(index.folder, index.documents, index.passages, tell)
    reader = CrossEncoder.open(data, encoder)
    return Assistant(index, read_glossary(data / "glossary.toml"), digest=digest, reader=reader, speaker=speaker)


def open_to_serve(data: Path, *, model: Path | None = None, speaker: Speaker | None = None) -> "CurrentAssistant":
    """Open with Chroma, load the model and find the example questions, so that nobody's first question waits."""

    def open_warm() -> Assistant:
        assistant = open_assistant(data, chroma=True, model=model, speaker=speaker)
        log.info("%d câu hỏi mẫu", len(assistant.examples))
        return assistant

    return CurrentAssistant(open_warm)


def open_speaker(url: str, name: str, key: str = "", *, deadline: float | None = None) -> ModelSpeaker:
    """Speak through the model ``name`` of an OpenAI-compatible server; nothing is sent before the first question."""
    from assistant.language_model import open_model

    deadline = deadline or DEADLINE
    return ModelSpeaker(open_model(url, name, key, timeout=deadline), deadline=deadline)


def read_documents(data: Path) -> dict[str, Document]:
    """Read the documents of the current build, without model or index: all that re-checking a citation needs."""
    documents = map(Document.from_json, read_rows(current_build(data) / DOCUMENTS))
    return {document.id: document for document in documents}


def open_ledger(data: Path) -> Ledger:
    """The ledger under ``data``; its file is made with the first record."""
    return Ledger(data / LEDGER)


def open_recording(data: Path, *, is_on: bool, warn: Callable[[str], None] = log.warning) -> Recording:
    """Keep answers in the ledger under ``data``, or keep none."""

    @lru_cache(maxsize=8)
    def settings(build: str) -> Mapping[str, Any]:
        return build_settings(data, build)

    return Recording(open_ledger(data), settings=settings, warn=warn) if is_on else OFF


def build_settings(data: Path, build: str) -> Mapping[str, Any]:
    """Tell what a build was made with, from its own manifest; nothing when that is gone."""
    try:
        manifest = read_manifest(index_folder(data) / build)
    except UserError:
        return {}
    return {**asdict(manifest.settings), "corpus_sha256": manifest.corpus_sha256}


class CurrentAssistant:
    """The assistant of the newest build: opened aside after a rebuild, while the old one answers."""

    def __init__(self, open_newest: Callable[[], Assistant]) -> None:
        self._open_newest = open_newest
        self._assistant = open_newest()
        self._opening = threading.Lock()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents as built, by id."""
        return self._assistant.documents

    @property
    def index_build(self) -> str:
        """The build that answers."""
        return self._assistant.index_build

    @property
    def is_ready(self) -> bool:
        """An assistant that could be opened can answer."""
        return self._assistant.is_ready

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions a first visitor may try."""
        return self._assistant.examples

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, speak: bool = True, listener: Listener = NOBODY
    ) -> Answer:
        """Answer from the build that is open, and look whether there is a newer one."""
        assistant = self._assistant
        if not assistant.is_current and self._opening.acquire(blocking=False):
            threading.Thread(target=self._open, name="open-newest-build", daemon=True).start()
        return assistant.ask(question, history, speak=speak, listener=listener)

    def _open(self) -> None:
        try:
            self._assistant = self._open_newest()
        except UserError as error:
            log.warning("Không mở được bản dựng mới, vẫn dùng bản cũ: %s", error)
        finally:
            self._opening.release()
