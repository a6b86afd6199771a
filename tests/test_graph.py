"""The quantised graph of a toy model, run beside the same layers in plain NumPy."""

from collections.abc import Callable, Mapping, Sequence
from math import erf
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index import onnx_engine
from index.adapter import Adapted
from index.graph import _Once, _save, write_graph, write_scorer
from index.marking import N_MARKS
from index.packed import Packed, Shape, Specials

Array = NDArray[np.float32]
HIDDEN, INNER, HEADS = 64, 128, 2
APART = {"l0.q": [3], "l0.fi": [5], "l0.fo": [1, 7], "l1.fi": [0]}


@pytest.fixture
def toy() -> Packed:
    """Give a model of two layers whose values are random but always the same."""
    random = np.random.default_rng(7)
    sizes = {"emb.ln.w": HIDDEN, "emb.ln.b": HIDDEN}
    for at in ("l0", "l1"):
        for part, (rows, columns) in {
            **dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN)),
            "fi": (INNER, HIDDEN),
            "fo": (HIDDEN, INNER),
            **dict.fromkeys(("aln", "oln"), (HIDDEN, 1)),
        }.items():
            sizes |= {f"{at}.{part}.w": rows * columns, f"{at}.{part}.b": rows}
    directory, at_byte = {}, 0
    for name, count in sizes.items():
        directory[name] = (0, count, at_byte)
        at_byte += 4 * count
    data = (random.standard_normal(at_byte // 4) * 0.3).astype("<f4").tobytes()
    shape = Shape(HIDDEN, 2, HEADS, INNER, 4, 8, 1, 1e-12, 32)
    return Packed(shape, Specials(0, 1, 2, 3), [], directory, data)


def run(packed: Packed, folder: Path, x: Array, outliers: Mapping[str, Sequence[int]] | None = None) -> Array:
    write_graph(packed, folder / "graph.onnx", outliers)
    (mean,) = onnx_engine.open_session(folder / "graph.onnx").run(["mean"], {"x": x[None]})
    return np.asarray(mean[0])


def closeness(found: Array, expected: Array) -> float:
    return float(found @ expected / np.linalg.norm(found) / np.linalg.norm(expected))


def in_numpy(packed: Packed | Adapted, x: Array, sides: Array | None = None) -> Array:
    """Give the tokens (n_tokens, hidden) after the last layer; ``sides`` are added before the first changed one."""

    def linear(x: Array, name: str) -> Array:
        bias = packed.tensor(f"{name}.b")
        return x @ packed.tensor(f"{name}.w").reshape(len(bias), -1).T + bias

    def norm(x: Array, name: str) -> Array:
        x = (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)
        return x * packed.tensor(f"{name}.w") + packed.tensor(f"{name}.b")

    gelu: Callable[[Array], Array] = np.vectorize(lambda value: value * (1 + erf(value / 2**0.5)) / 2)
    x = norm(x, "emb.ln")
    for at in ("l0", "l1"):
        if at == "l1" and sides is not None:
            x = x + sides
        query, key, value = (
            linear(x, f"{at}.{part}").reshape(len(x), HEADS, -1).swapaxes(0, 1) for part in ("q", "k", "v")
        )
        scores = np.exp(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]))
        context = (scores / scores.sum(2, keepdims=True) @ value).swapaxes(0, 1).reshape(len(x), HIDDEN)
        x = norm(x + linear(context, f"{at}.ao"), f"{at}.aln")
        x = norm(x + linear(gelu(linear(x, f"{at}.fi")), f"{at}.fo"), f"{at}.oln")
    return x


@pytest.mark.slow
@pytest.mark.parametrize("outliers", [None, {}, APART])
def test_the_graph_computes_what_the_layers_say(
    toy: Packed, tmp_path: Path, outliers: Mapping[str, Sequence[int]] | None
) -> None:
    x = np.random.default_rng(1).standard_normal((5, HIDDEN)).astype(np.float32)
    assert closeness(run(toy, tmp_path, x, outliers), in_numpy(toy, x).mean(0)) > 0.9999


@pytest.mark.slow
def test_a_few_large_inputs_cost_the_others_no_precision(toy: Packed, tmp_path: Path) -> None:
    x = np.random.default_rng(1).standard_normal((5, HIDDEN)).astype(np.float32)
    x[0, 3] = 1000
    assert closeness(run(toy, tmp_path, x), in_numpy(toy, x).mean(0)) > 0.9999


@pytest.mark.slow
@pytest.mark.parametrize("n_sides", [2, N_MARKS])
def test_the_scorer_computes_what_the_adapted_layers_say(n_sides: int, toy: Packed, tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    changes = {
        **{f"l1.{part}.w.down": random.standard_normal((3, HIDDEN)) for part in ("q", "v", "fi")},
        **{f"l1.{part}.w.up": random.standard_normal((HIDDEN, 3)) * 0.1 for part in ("q", "v")},
        "l1.fi.w.up": random.standard_normal((INNER, 3)) * 0.1,
        "l1.aln.b": random.standard_normal(HIDDEN),
        "sides": random.standard_normal((n_sides, HIDDEN)),
        "head.w": random.standard_normal((2, HIDDEN)),
        "head.b": np.array([3.0, -3.0]),
    }
    save_file({name: values.astype(np.float16) for name, values in changes.items()}, tmp_path / "a.safetensors")
    adapted = Adapted(toy, tmp_path / "a.safetensors")
    x = random.standard_normal((5, HIDDEN)).astype(np.float32)
    marks = np.array([0, 4, 1, 7, 3])
    write_scorer(adapted, tmp_path / "scorer.onnx", APART)
    session = onnx_engine.open_session(tmp_path / "scorer.onnx")
    (logits,) = session.run(["logits"], {"x": x[None], "marks": marks[None]})
    expected = in_numpy(adapted, x, adapted.sides[marks]) @ adapted.head.T + adapted.head_bias
    assert logits.shape == (1, 5, 2) and closeness(logits.ravel(), expected.ravel()) > 0.9999
    without = in_numpy(toy, x, adapted.sides[marks]) @ adapted.head.T + adapted.head_bias
    assert closeness(logits.ravel(), without.ravel()) < 0.999


def product(packed: Packed, folder: Path, x: Array, name: str, outliers: Mapping[str, Sequence[int]]) -> Array:
    """Multiply ``x`` (n_tokens, inputs) by one layer's weights alone."""
    graph = _Once(packed, outliers)
    found = graph.multiply("x", [name])
    _save(graph, found, [1, "n_tokens", "n_outputs"], folder / "one.onnx")
    (result,) = onnx_engine.open_session(folder / "one.onnx").run(None, {"x": x[None]})
    return np.asarray(result[0])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "large"), [("l0.fi", (slice(None), 5)), ("l0.q", (2, slice(None)))])
def test_neither_a_large_channel_nor_a_large_token_spoils_the_rest(
    toy: Packed, tmp_path: Path, name: str, large: tuple[slice | int, slice | int]
) -> None:
    x = np.random.default_rng(1).standard_normal((5, HIDDEN)).astype(np.float32)
    loud = x.copy()
    loud[large] *= 400
    weight, bias = toy.tensor(f"{name}.w").reshape(-1, HIDDEN), toy.tensor(f"{name}.b")
    rest = [row for row in range(5) if row != large[0]]
    error = np.abs(product(toy, tmp_path, loud, name, {"l0.fi": [5]}) - loud @ weight.T - bias)[rest].max()
    assert error < 3 * np.abs(product(toy, tmp_path, x, name, {}) - x @ weight.T - bias).max()


@pytest.mark.slow
def test_processors_that_would_cut_sums_off_give_the_same_numbers(
    toy: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.random.default_rng(1).standard_normal((5, HIDDEN)).astype(np.float32)
    here = [run(toy, tmp_path, x, outliers) for outliers in (None, APART)]
    monkeypatch.setattr(onnx_engine, "_sums_are_exact", lambda: False)
    assert all(
        np.array_equal(run(toy, tmp_path, x, outliers), was) for outliers, was in zip((None, APART), here, strict=True)
    )


@pytest.mark.slow
def test_the_same_weights_give_the_same_file(toy: Packed, tmp_path: Path) -> None:
    write_graph(toy, tmp_path / "a")
    write_graph(toy, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
