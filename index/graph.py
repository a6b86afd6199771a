"""The bundled model as an ONNX graph of 8-bit integer products: from token embeddings to one mean vector.

Knows the layers and how they are quantised, not how the graph is run (``index.onnx_engine``). It takes one text
without padding, so every scale is the text's own and its vector never depends on what it is encoded with.

Weights are rounded to 8 bits with a scale for each column. An input is multiplied twice: rounded to 8 bits, and what
that rounding left over, rounded to 8 bits again. So a few large values cost the others no precision: 1 - cosine to
fp32 is 1.1e-4 over passages, all of it from the weights, where a single rounding gives 2.9e-3.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.packed import Packed

Array = NDArray[np.float32]
FUSED = "com.microsoft"  # onnxruntime's own operators
OPSET, IR = 20, 10


def write_graph(packed: Packed, path: Path) -> None:
    """Write the graph of ``packed``: input ``x`` (1, n_tokens, hidden) float32, output ``mean`` (1, hidden)."""
    import onnx
    from onnx import TensorProto, helper

    graph = _Graph(packed)
    mean = graph.encoder()
    hidden = packed.shape.hidden
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "n_tokens", hidden])],
        [helper.make_tensor_value_info(mean, TensorProto.FLOAT, [1, hidden])],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    onnx.save(helper.make_model(made, opset_imports=opsets, ir_version=IR), path)


class _Graph:
    """Nodes and constants as they are added; a tensor is known by its name."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def encoder(self) -> str:
        shape = self.packed.shape
        x = self.normalize("x", "emb.ln")
        for layer in range(shape.layers):
            at = f"l{layer}."
            x = self.normalize(self.add("Add", x, self.attention(x, at)), f"{at}aln")
            inner = self.add("Gelu", self.multiply(x, [f"{at}fi"]), domain=FUSED)
            x = self.normalize(self.add("Add", x, self.multiply(inner, [f"{at}fo"])), f"{at}oln")
        return self.add("ReduceMean", x, self.constant("tokens", np.array([1])), output="mean", keepdims=0)

    def attention(self, x: str, at: str) -> str:
        query, key, value = self.split(self.multiply(x, [f"{at}q", f"{at}k", f"{at}v"]))
        heads = self.packed.shape.heads
        context = self.add("MultiHeadAttention", query, key, value, domain=FUSED, num_heads=heads)
        return self.multiply(context, [f"{at}ao"])

    def multiply(self, x: str, names: list[str]) -> str:
        """Multiply by the weights of ``names``, side by side, and add their bias."""
        weight, bias = self.linear(names)
        rounded = self.quantize(x)
        left = self.quantize(self.add("Sub", x, self.add("DequantizeLinear", *rounded)))
        # The same weights under two names: onnxruntime fails to convert shared ones (``index.onnx_engine``).
        products = self.product(rounded, names[0], weight, bias), self.product(left, f"{names[0]}.left", weight, None)
        return self.add("Add", *products)

    def product(self, rounded: tuple[str, str, str], name: str, weight: Array, bias: Array | None) -> str:
        """Multiply integers, and scale the sums back to float32."""
        columns = (np.abs(weight).max(axis=1) / 127).astype(np.float32)
        rows = np.rint(weight / columns[:, None]).astype(np.int8)
        x, scale, zero = rounded
        weights = self.constant(f"{name}.w", np.ascontiguousarray(rows.T))
        inputs = [x, weights, scale, self.constant(f"{name}.s", columns), zero]
        if bias is not None:
            inputs += ["", self.constant(f"{name}.b", bias)]
        return self.add("MatMulIntegerToFloat", *inputs, domain=FUSED)

    def quantize(self, x: str) -> tuple[str, str, str]:
        """Round to 8 bits between the least and the largest value: tensor, scale, zero point."""
        name = f"n{len(self.nodes)}"
        self.add("DynamicQuantizeLinear", x, outputs=[name, f"{name}.scale", f"{name}.zero"])
        return name, f"{name}.scale", f"{name}.zero"

    def split(self, x: str) -> tuple[str, str, str]:
        name = f"n{len(self.nodes)}"
        self.add("Split", x, outputs=[f"{name}.q", f"{name}.k", f"{name}.v"], axis=2, num_outputs=3)
        return f"{name}.q", f"{name}.k", f"{name}.v"

    def normalize(self, x: str, name: str) -> str:
        weight, bias = (self.constant(f"{name}.{part}", self.packed.tensor(f"{name}.{part}")) for part in "wb")
        return self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-12)

    def linear(self, names: list[str]) -> tuple[Array, Array]:
        """Give weights (outputs, inputs) and bias, those of several layers one below the other."""
        biases = [self.packed.tensor(f"{name}.b") for name in names]
        weights = [
            self.packed.tensor(f"{name}.w").reshape(len(bias), -1) for name, bias in zip(names, biases, strict=True)
        ]
        return np.concatenate(weights), np.concatenate(biases)

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        from onnx import numpy_helper

        self.constants.setdefault(name, numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind: str, *inputs: str, output: str = "", outputs: list[str] | None = None, **options: Any) -> str:
        from onnx import helper

        outputs = outputs or [output or f"n{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, list(inputs), outputs, **options))
        return outputs[0]
