"""The engine of the bundled model, on onnxruntime: the graphs of ``index.graph`` over memory-mapped embeddings.

Texts are run one at a time and side by side on threads of ours: no padding is computed, no thread of the
runtime waits for another, and a text has the same vector, bit for bit, whatever it is encoded with.
"""

import json
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Array = NDArray[np.float32]
QUESTION_GRAPH, PASSAGE_GRAPH = "question.onnx", "passage.onnx"
WEIGHTS = "model.safetensors"
# Its one pass adds and normalises number by number: 730 µs where the two operators take 125.
SLOW_FUSIONS = ["SkipLayerNormFusion"]


class OnnxEngine:
    """Texts with their prefix in, mean-pooled unit vectors out."""

    batch_characters = 1_000  # texts are run one by one: a batch is only what a worker takes at once

    def __init__(self, folder: Path, tokenizer: "Tokenizer") -> None:
        # For the whole process: OpenBLAS's threads wait for each other by spinning, so that on a machine with
        # other work to do two of them were slower than one, in the search as in the encoder before this one.
        ThreadpoolController().select(internal_api="openblas").limit(limits=1)
        tensors = map_tensors(folder / WEIGHTS)
        self._tokenizer = tokenizer
        self._words = tensors["embeddings.word_embeddings.weight"]
        types = tensors["embeddings.token_type_embeddings.weight"]
        self._positions = tensors["embeddings.position_embeddings.weight"] + types[0]
        self._folder = folder
        self._sessions: dict[str, Any] = {}
        self._opening = Lock()
        self.dim = int(self._words.shape[1])
        self.n_workers = count_cores()

    def encode(self, texts: Sequence[str], *, is_question: bool) -> Array:
        """Encode to (n, dim); a text longer than the model's window loses its end, never its closing token."""
        session = self._session(QUESTION_GRAPH if is_question else PASSAGE_GRAPH)
        encodings = self._tokenizer.encode_batch(list(texts))
        means = np.concatenate([self._run(session, encoding.ids) for encoding in encodings])
        unit: Array = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _session(self, graph: str) -> Any:
        """Give the graph's session, opened when it is first needed: who only asks never opens that of passages."""
        with self._opening:
            if graph not in self._sessions:
                self._sessions[graph] = open_session(self._folder / graph)
            return self._sessions[graph]

    def _run(self, session: Any, ids: list[int]) -> Array:
        window = len(self._positions)
        if len(ids) > window:
            ids = [*ids[: window - 1], ids[-1]]
        x = self._words[ids] + self._positions[: len(ids)]
        mean: Array = session.run(["mean"], {"x": x[None]})[0]
        return mean


def has_graph(folder: Path) -> bool:
    """Tell whether the model of ``folder`` was unpacked for this engine."""
    return (folder / QUESTION_GRAPH).exists()


def count_cores() -> int:
    """Count the cores that this process may use: one text runs on one of them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_session(path: Path) -> Any:
    # Before the import: from it on, this library asks for its maker's host and leaves a file of its own behind.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors
    options.add_session_config_entry("session.x64quantprecision", "0" if _sums_are_exact() else "1")
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def _sums_are_exact() -> bool:
    """Tell whether this processor adds products in 32 bits.

    Those without VNNI add pairs of them in 16 bits and cut off what is larger, unless onnxruntime is told to be
    precise; those with AMX would be told so in vain, and lose half their speed.
    """
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def map_tensors(path: Path) -> dict[str, Array]:
    """Map a safetensors file of float32: nothing is read before it is used."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header: dict[str, Any] = json.loads(file.read(length))
    header.pop("__metadata__", None)
    data = np.memmap(path, np.uint8, "r", offset=8 + length)
    return {
        name: data[slice(*entry["data_offsets"])].view("<f4").reshape(entry["shape"]) for name, entry in header.items()
    }
