"""The bundled encoder as a model that learns: its own weights stay, thin matrices beside them change (LoRA).

Layers before ``FIRST`` stay as they are. What was learned is written under the tensor names of ``index.adapter``.
"""

import math
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from index.adapter import for_every_mark
from index.marking import N_MARKS
from index.model import LAYER

FIRST = 4  # the first layer that is changed
HEADS = 12
LINEAR = ("q", "k", "v", "ao", "fi", "fo")


def _attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attend as ``scaled_dot_product_attention`` does, whose backward step on a CPU takes half of all the time."""
    scores = (query @ key.transpose(-1, -2)) / math.sqrt(query.shape[-1])
    return scores.masked_fill(~mask, -1e4).softmax(-1) @ value


class _Thin(nn.Module):
    """A linear layer that stays as it is, and the thin matrices beside it; a layer before the first has none."""

    def __init__(self, weight: Tensor, bias: Tensor, rank: int, *, is_changed: bool) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.is_changed = is_changed
        self.bias = nn.Parameter(bias.clone(), requires_grad=is_changed)
        if is_changed:
            self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, x: Tensor) -> Tensor:
        y = functional.linear(x, self.get_buffer("weight"), self.bias)
        return y + (x @ self.down.T) @ self.up.T if self.is_changed else y


class _Layer(nn.Module):
    def __init__(self, tensors: dict[str, Tensor], number: int, rank: int) -> None:
        super().__init__()
        is_changed = number >= FIRST
        at = f"encoder.layer.{number}."
        self.linear = nn.ModuleDict(
            {
                part: _Thin(
                    tensors[f"{at}{LAYER[part]}.weight"],
                    tensors[f"{at}{LAYER[part]}.bias"],
                    rank,
                    is_changed=is_changed,
                )
                for part in LINEAR
            }
        )
        self.norm = nn.ModuleDict()
        for part in ("aln", "oln"):
            norm = nn.LayerNorm(tensors["embeddings.LayerNorm.weight"].shape[0], 1e-12)
            norm.weight = nn.Parameter(tensors[f"{at}{LAYER[part]}.weight"].clone(), requires_grad=is_changed)
            norm.bias = nn.Parameter(tensors[f"{at}{LAYER[part]}.bias"].clone(), requires_grad=is_changed)
            self.norm[part] = norm

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        n_texts, n_tokens, width = x.shape
        query, key, value = (
            self.linear[part](x).view(n_texts, n_tokens, HEADS, -1).transpose(1, 2) for part in ("q", "k", "v")
        )
        context = _attention(query, key, value, mask).transpose(1, 2)
        x = self.norm["aln"](x + self.linear["ao"](context.reshape(n_texts, n_tokens, width)))
        return self.norm["oln"](x + self.linear["fo"](functional.gelu(self.linear["fi"](x))))  # type: ignore[no-any-return]


class Model(nn.Module):
    """``rank`` is the inner width of the thin matrices."""

    def __init__(self, tensors: dict[str, Tensor], rank: int) -> None:
        super().__init__()
        self.tensors = tensors
        n_layers = sum(name.endswith("intermediate.dense.bias") for name in tensors)
        self.layers = nn.ModuleList(_Layer(tensors, number, rank) for number in range(n_layers))
        width = tensors["embeddings.LayerNorm.weight"].shape[0]
        self.sides = nn.Parameter(torch.zeros(N_MARKS, width))
        self.head = nn.Linear(width, 3)
        nn.init.normal_(self.head.weight, std=0.02)
        self.head.bias.data = torch.tensor([-3.0, -1.0, -5.0])

    def forward(self, ids: Tensor, marks: Tensor, is_there: Tensor) -> Tensor:
        """Give the logits, (n_texts, n_tokens, 3)."""
        mask = is_there[:, None, None, :]
        with torch.no_grad():
            x = self.tensors["embeddings.word_embeddings.weight"][ids]
            x = x + self.tensors["embeddings.position_embeddings.weight"][: ids.shape[1]]
            x = x + self.tensors["embeddings.token_type_embeddings.weight"][0]
            scale, shift = (self.tensors[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
            x = functional.layer_norm(x, scale.shape, scale, shift, 1e-12)
            for layer in self.layers[:FIRST]:
                x = layer(x, mask)
        x = x + self.sides[marks]
        for layer in self.layers[FIRST:]:
            x = layer(x, mask)
        return self.head(x)  # type: ignore[no-any-return]

    def save(self, path: Path) -> None:
        """Write what was learned, in half precision."""
        save_file({name: value.detach().numpy().astype(np.float16) for name, value in self._learned().items()}, path)

    def load(self, path: Path) -> None:
        """Go on from what was written."""
        self.mix(path, 1.0)

    def mix(self, path: Path, share: float) -> None:
        """Move by a share of the way to what was written."""
        written = load_file(path)
        written["sides"] = for_every_mark(written["sides"])
        with torch.no_grad():
            for name, value in self._learned().items():
                goal = torch.from_numpy(written[name].astype(np.float32))
                # One of fewer logits, or of thinner matrices, has nothing to say of the others.
                value[tuple(slice(size) for size in goal.shape)].lerp_(goal, share)

    def _learned(self) -> dict[str, Tensor]:
        """Everything that is learned, under the names of the packed file."""
        found: dict[str, Tensor] = {"sides": self.sides, "head.w": self.head.weight, "head.b": self.head.bias}
        for number in range(FIRST, len(self.layers)):
            learned = dict(self.layers[number].named_parameters())
            for part in LINEAR:
                at = f"l{number}.{part}"
                found |= {f"{at}.w.{side}": learned[f"linear.{part}.{side}"] for side in ("down", "up")}
                found[f"{at}.b"] = learned[f"linear.{part}.bias"]
            for part in ("aln", "oln"):
                found[f"l{number}.{part}.w"] = learned[f"norm.{part}.weight"]
                found[f"l{number}.{part}.b"] = learned[f"norm.{part}.bias"]
        return found
