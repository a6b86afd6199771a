"""The engine of any sentence-transformers model, on torch: the one place that imports it.

It takes ten seconds to import, so it is loaded only for models that are not unpacked for ``index.onnx_engine``.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.error import UserError


class TorchEngine:
    """Texts with their prefix in, unit vectors out."""

    batch_characters = 6_000  # about 2,000 Vietnamese tokens: larger batches gain nothing and leave the cache
    n_workers = 1  # torch divides a batch among the cores by itself

    def __init__(self, folder: Path) -> None:
        # Nothing is looked up on a hub and nothing is drawn on the terminal but our own progress bar.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(str(folder), device="cpu")
        except (OSError, ValueError, KeyError) as error:
            raise UserError(f"Không nạp được mô hình sentence-transformers ở {folder}: {error}") from error
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], *, is_question: bool = False) -> NDArray[np.float32]:
        """Encode one batch, prefixes included, to (n, dim); a question like any other text."""
        vectors = self._model.encode(
            list(texts),
            prompt="",
            batch_size=max(1, len(texts)),
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, dtype=np.float32)
