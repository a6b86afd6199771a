"""Texts to unit vectors: one door to the embedding model, whichever engine runs it.

The encoder knows the model's folder, its prefixes and its tokenizer, and orders texts into batches; an
engine only multiplies. Vectors are float32, (n, dim), of length 1, so that a dot product is the cosine.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.error import UserError
from index.model import PROMPTS, bundled_model, check_model, recorded_hash
from index.onnx_engine import OnnxEngine, has_graph

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Array = NDArray[np.float32]
OnProgress = Callable[[int], None]  # told how many more texts are done

TEXTS_PER_BATCH = 64
E5_NAME = re.compile(r"\be5\b", re.IGNORECASE)  # older E5 checkpoints do not carry their prefixes with them


class Engine(Protocol):
    """What multiplies: takes one batch of texts, prefixes included, and gives (n, dim) unit vectors."""

    dim: int
    n_workers: int  # batches that may run side by side
    batch_characters: int  # of the texts of one batch, the longest counted for each

    def encode(self, texts: Sequence[str], *, is_question: bool) -> Array: ...


class Encoder:
    """The embedding model of one folder; nothing is loaded before it is needed, and threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.query_prefix, self.passage_prefix = _prefixes(folder)
        self._lock = Lock()
        self._tokenizer: Tokenizer | None = None
        self._engine: Engine | None = None

    @classmethod
    def open(cls, data: Path, model: Path | None = None) -> "Encoder":
        """Take the bundled model, unpacked under ``data``, or the sentence-transformers model ``model``."""
        folder = bundled_model(data) if model is None else _resolve(model)
        check_model(folder)
        return cls(folder)

    @cached_property
    def id(self) -> str:
        """Name and hash of what makes the vectors: those of two encoders with one id may be compared."""
        return f"{self.folder.name}@{(recorded_hash(self.folder) or _folder_hash(self.folder))[:16]}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._load_engine().dim

    def encode_queries(self, texts: Sequence[str]) -> Array:
        """Encode what is asked, (n, dim)."""
        return self._encode([self.query_prefix + text for text in texts], None, is_question=True)

    def encode_passages(self, texts: Sequence[str], *, on_progress: OnProgress | None = None) -> Array:
        """Encode what is searched, (n, dim)."""
        return self._encode([self.passage_prefix + text for text in texts], on_progress, is_question=False)

    def count_tokens(self, text: str) -> int:
        """Count the tokens of ``text`` itself, without prefix and special tokens."""
        return len(self.tokens(text))

    def tokens(self, text: str) -> list[int]:
        """Give the token ids of ``text`` itself, without prefix and special tokens."""
        return self.placed_tokens(text)[0]

    def placed_tokens(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Give the token ids of ``text`` itself, and for each where its characters stand: (start, end)."""
        encoding = self._load_tokenizer().encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def warm(self) -> None:
        """Load what a first question would otherwise wait for."""
        self.encode_queries(["khởi động"])

    def _encode(self, texts: list[str], on_progress: OnProgress | None, *, is_question: bool) -> Array:
        engine = self._load_engine()
        vectors = np.zeros((len(texts), engine.dim), np.float32)

        def encode(batch: list[int]) -> int:
            vectors[batch] = engine.encode([texts[row] for row in batch], is_question=is_question)
            return len(batch)

        batches = list(_batches(texts, engine.batch_characters))
        if engine.n_workers == 1 or len(batches) == 1:
            _report(map(encode, batches), on_progress)
            return vectors
        pool = ThreadPoolExecutor(engine.n_workers)
        try:
            _report(pool.map(encode, batches), on_progress)
        finally:
            pool.shutdown(cancel_futures=True)  # an interrupted build must not first finish what is queued
        return vectors

    def _load_engine(self) -> Engine:
        """onnxruntime for the bundled model, torch for all others."""
        if self._engine is not None:
            return self._engine
        tokenizer = self._load_tokenizer() if has_graph(self.folder) else None
        with self._lock:
            if self._engine is None:
                self._engine = OnnxEngine(self.folder, tokenizer) if tokenizer else _torch_engine(self.folder)
            return self._engine

    def _load_tokenizer(self) -> "Tokenizer":
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = _read_tokenizer(self.folder / "tokenizer.json")
            return self._tokenizer


def _torch_engine(folder: Path) -> Engine:
    from index.torch_engine import TorchEngine

    return TorchEngine(folder)


def _report(done: Iterable[int], on_progress: OnProgress | None) -> None:
    for n_texts in done:
        if on_progress is not None:
            on_progress(n_texts)


def _batches(texts: Sequence[str], n_characters: int) -> Iterator[list[int]]:
    """Group rows of similar length, the longest first, so that little of a batch is padding."""
    batch: list[int] = []
    for row in sorted(range(len(texts)), key=lambda row: -len(texts[row])):
        longest = len(texts[batch[0]]) if batch else 0
        is_full = longest * (len(batch) + 1) > n_characters or len(batch) == TEXTS_PER_BATCH
        if batch and (is_full or 2 * len(texts[row]) < longest):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _resolve(model: Path) -> Path:
    """Find a model by folder, or by the hub name under which this machine has it."""
    if (model / "modules.json").exists():
        return model
    if not model.exists() and len(model.parts) <= 2 and not model.is_absolute():
        from huggingface_hub import snapshot_download

        try:
            return Path(snapshot_download(str(model)))
        except (OSError, ValueError) as error:
            raise UserError(f"Không tìm thấy mô hình {model} trên máy này và cũng không tải được.") from error
    raise UserError(f"{model} không phải là thư mục mô hình sentence-transformers (thiếu modules.json).")


def _prefixes(folder: Path) -> tuple[str, str]:
    """Take the prompts that the model declares; E5's own for an E5 that declares none."""
    try:
        content = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
        prompts = content.get("prompts") or {}
    except (OSError, ValueError):
        prompts = {}
    if not any(prompts.values()) and E5_NAME.search(folder.name):
        prompts = PROMPTS
    passage = next((prompts[name] for name in ("document", "passage", "corpus") if prompts.get(name)), "")
    return prompts.get("query") or "", passage


def _read_tokenizer(path: Path) -> "Tokenizer":
    from tokenizers import Tokenizer

    if not path.exists():
        raise UserError(f"Mô hình thiếu {path.name}: {path.parent}. Cần mô hình có bộ tách từ dạng nhanh (tokenizers).")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _folder_hash(folder: Path) -> str:
    """Hash every file of a model, names included."""
    total = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        with path.open("rb") as file:
            total.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()
