"""The low-rank changes that make a cross-encoder of the bundled encoder (LoRA, Hu et al. 2021).

``adapter.safetensors`` holds, under the tensor names of the packed file, two thin matrices for every weight that is
changed (``.down``, ``.up``) and the biases and norms that replace the encoder's own. So does ``denier.safetensors``,
which is for a second look at what may belie a question, for what several sentences answer, and for English.
``eval/adapter_data.py`` says what they were trained on.
Nothing here runs a model.
"""

from functools import cached_property
from hashlib import file_digest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.marking import N_MARKS
from index.packed import Packed, Shape

Array = NDArray[np.float32]
ADAPTER = Path(__file__).parent / "adapter.safetensors"
DENIER = ADAPTER.with_name("denier.safetensors")


def adapter_hash(path: Path = ADAPTER) -> str:
    """Give the SHA-256 of the adapter: a scorer unpacked with another one is out of date."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def for_every_mark(sides: Array) -> Array:
    """Give what is added for each mark, (``N_MARKS``, hidden); of an adapter that knows none, its side's."""
    return np.tile(sides, (N_MARKS // len(sides), 1))


class Adapted:
    """The packed encoder with the changes added; tensors are made one at a time."""

    def __init__(self, packed: Packed, path: Path = ADAPTER) -> None:
        from safetensors.numpy import load_file

        self._packed = packed
        self._changes = {name: values.astype(np.float32) for name, values in load_file(path).items()}

    @property
    def shape(self) -> Shape:
        """The figures of the model."""
        return self._packed.shape

    @cached_property
    def first_layer(self) -> int:
        """The first layer that is changed: before it, question and text are told apart by their tokens alone."""
        return min(int(name[1:].split(".")[0]) for name in self._changes if name.endswith(".down"))

    @property
    def sides(self) -> Array:
        """What is added to a token for its mark, (``N_MARKS``, hidden)."""
        return for_every_mark(self._changes["sides"])

    @property
    def head(self) -> Array:
        """The weights of the logits, (n_logits, hidden)."""
        return self._changes["head.w"]

    @property
    def head_bias(self) -> Array:
        """Their bias, (n_logits,)."""
        return self._changes["head.b"]

    def tensor(self, name: str) -> Array:
        """Give one tensor, flat as the packed file has it."""
        if name in self._changes:
            return self._changes[name].reshape(-1)
        values = self._packed.tensor(name)
        if f"{name}.down" in self._changes:
            values = values + (self._changes[f"{name}.up"] @ self._changes[f"{name}.down"]).reshape(-1)
        return values
