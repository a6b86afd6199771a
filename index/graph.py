"""The bundled model as ONNX graphs of 8-bit integer products: from token embeddings to one mean vector, or to scores.

Knows the layers and how they are quantised, not how a graph is run (``index.onnx_engine``). It takes one text
without padding, so every scale is the text's own and its vector never depends on what it is encoded with.

Weights are rounded to 8 bits with a scale for each column. What spoils the rounding of an input is a few large values:
a single rounding gives 1 - cosine to fp32 of 2.9e-3. Two ways keep them from costing the others their precision:

- A question's input is multiplied twice: rounded to 8 bits, and what that rounding left over, rounded to 8 bits again.
  1.0e-4, all of it from the weights.
- A passage's input is multiplied once. The large values stand in the same few channels in every text
  (``outlier.json``), which are multiplied in single precision; and where single tokens have them, every token has a
  scale of its own. 1.4e-4, for half the products.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.adapter import Adapted
from index.packed import Packed

Array = NDArray[np.float32]
FUSED = "com.microsoft"  # onnxruntime's own operators
OPSET, IR = 20, 10
SCORER = 2  # which graph of the cross-encoder this is: counted on whenever its inputs or what they mean change
# Inputs in which single tokens stand out, by what they are multiplied by, and the value below which none lies: the
# attention's, and those of the second inner product, which come out of GELU.
BY_TOKEN = {"q": None, "fo": -0.17}


def read_outliers() -> dict[str, list[int]]:
    """Give, for the first of the weights that an input is multiplied by, the channels that are large in every text."""
    found: dict[str, list[int]] = json.loads((Path(__file__).parent / "outlier.json").read_text(encoding="ascii"))
    return found


def write_graph(packed: Packed, path: Path, outliers: Mapping[str, Sequence[int]] | None = None) -> None:
    """Write the graph of ``packed``: input ``x`` (1, n_tokens, hidden) float32, output ``mean`` (1, hidden).

    With ``outliers`` it is the one for passages, which multiplies once.
    """
    graph = _Graph(packed) if outliers is None else _Once(packed, outliers)
    _save(graph, graph.encoder(), [1, packed.shape.hidden], path)


def write_scorer(adapted: Adapted, path: Path, outliers: Mapping[str, Sequence[int]]) -> None:
    """Write the cross-encoder's graph: ``x`` as above and ``marks`` (1, n_tokens) int64 in, ``logits`` out.

    ``index.marking`` says what the marks are.

    The logits, (1, n_tokens, 3), say of each token that it is part of the answer, that its sentence answers, and that
    it is part of what belies the question.
    """
    graph = _Once(adapted, outliers)
    _save(graph, graph.scorer(adapted), [1, "n_tokens", len(adapted.head_bias)], path, is_marked=True)


def _save(graph: "_Graph", output: str, shape: Sequence[int | str], path: Path, *, is_marked: bool = False) -> None:
    import onnx
    from onnx import TensorProto, helper

    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "n_tokens", graph.packed.shape.hidden])]
    if is_marked:
        inputs.append(helper.make_tensor_value_info("marks", TensorProto.INT64, [1, "n_tokens"]))
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        inputs,
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    onnx.save(helper.make_model(made, opset_imports=opsets, ir_version=IR), path)


class _Graph:
    """Nodes and constants as they are added; a tensor is known by its name. Multiplies twice."""

    def __init__(self, packed: Packed | Adapted) -> None:
        self.packed = packed
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def encoder(self) -> str:
        x = self.normalize("x", "emb.ln")
        for layer in range(self.packed.shape.layers):
            x = self.layer(x, f"l{layer}.")
        return self.add("ReduceMean", x, self.constant("tokens", np.array([1])), output="mean", keepdims=0)

    def scorer(self, adapted: Adapted) -> str:
        x = self.normalize("x", "emb.ln")
        for layer in range(self.packed.shape.layers):
            if layer == adapted.first_layer:
                x = self.add("Add", x, self.add("Gather", self.constant("sides", adapted.sides), "marks", axis=0))
            x = self.layer(x, f"l{layer}.")
        product = self.add("MatMul", x, self.constant("head.w", np.ascontiguousarray(adapted.head.T)))
        return self.add("Add", product, self.constant("head.b", adapted.head_bias), output="logits")

    def layer(self, x: str, at: str) -> str:
        x = self.normalize(self.add("Add", x, self.attention(x, at)), f"{at}aln")
        inner = self.add("Gelu", self.multiply(x, [f"{at}fi"]), domain=FUSED)
        return self.normalize(self.add("Add", x, self.multiply(inner, [f"{at}fo"])), f"{at}oln")

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
        rows, columns = _rounded(weight)
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


class _Once(_Graph):
    """Multiplies once, and the outliers of an input apart."""

    def __init__(self, packed: Packed | Adapted, outliers: Mapping[str, Sequence[int]]) -> None:
        super().__init__(packed)
        self.outliers = outliers

    def multiply(self, x: str, names: list[str]) -> str:
        name, part = names[0], names[0].rpartition(".")[2]
        weight, bias = self.linear(names)
        apart = list(self.outliers.get(name, ()))
        kept, mask = weight.copy(), np.ones(weight.shape[1], np.float32)
        kept[:, apart], mask[apart] = 0, 0
        even = self.add("Mul", x, self.constant(f"{name}.even", mask)) if apart else x
        if part not in BY_TOKEN:
            product = self.product(self.quantize(even), name, kept, bias)
            return self.with_apart(product, x, name, weight[:, apart]) if apart else product
        product, bias = self.by_token(even, name, kept, bias, floor=BY_TOKEN[part])
        if apart:
            return self.with_apart(product, x, name, weight[:, apart], bias)
        return self.add("Add", product, self.constant(f"{name}.b", bias))

    def by_token(self, x: str, name: str, weight: Array, bias: Array, *, floor: float | None) -> tuple[str, Array]:
        """Multiply with a scale for each token; the bias that is given back makes up for a floor that was added.

        Without a ``floor``, below which no value lies, values are taken to lie on both sides of 0.
        """
        channels = self.constant("channels", np.array([2]))
        if floor is None:
            largest = self.add("ReduceMax", self.add("Abs", x), channels, keepdims=1)
            step, zero = np.float32(1 / 127), np.uint8(128)
        else:
            x = self.add("Sub", x, self.constant(f"floor{floor}", np.float32(floor)))
            largest = self.add("ReduceMax", x, channels, keepdims=1)
            step, zero = np.float32(1 / 255), np.uint8(0)
            rows, columns = _rounded(weight)
            bias = bias + np.float32(floor) * rows.sum(axis=1, dtype=np.float32) * columns
        scale, point = self.constant(f"step{zero}", step), self.constant(f"zero{zero}", zero)
        rounded = self.add("QuantizeLinear", self.add("Div", x, largest), scale, point)
        return self.add("Mul", self.product((rounded, scale, point), name, weight, None), largest), bias

    def with_apart(self, product: str, x: str, name: str, weight: Array, bias: Array | None = None) -> str:
        """Add the outliers of ``x`` in single precision, and the bias: the weight of one more channel that is 1."""
        few = self.add("Gather", x, self.constant(f"{name}.apart", np.array(self.outliers[name])), axis=2)
        if bias is not None:
            one = [self.constant("one more", np.array([0, 0, 0, 0, 0, 1])), self.constant("one", np.float32(1))]
            few, weight = self.add("Pad", few, *one), np.column_stack([weight, bias])
        n_outputs, n_few = weight.shape
        flat = [self.constant(f"flat{n}", np.array([-1, n])) for n in (n_few, n_outputs)]
        few, product = (self.add("Reshape", one, shape) for one, shape in zip((few, product), flat, strict=True))
        total = self.add("Gemm", few, self.constant(f"{name}.few", np.ascontiguousarray(weight.T)), product)
        return self.add("Reshape", total, self.constant(f"text{n_outputs}", np.array([1, -1, n_outputs])))


def _rounded(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Round weights (outputs, inputs) to 8 bits, with a scale for each output."""
    columns = (np.abs(weight).max(axis=1) / 127).astype(np.float32)
    return np.rint(weight / columns[:, None]).astype(np.int8), columns
