"""One measurement in a process of its own, so that its peak of memory is its own: ``python -m eval.bench_child``.

Reads a JSON object of arguments, prints a JSON object of figures. ``eval.bench`` starts it.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from corpus.document import Document, format_number
from corpus.reader import Reading, read_corpus
from eval.bench_corpus import Bank, FreeEncoder, grow, questions
from eval.bench_ratio import in_turns, ratio, seconds
from index.build import build_index
from index.dense import best
from index.encoder import Array, Encoder
from index.location import current_build
from index.record import VECTORS
from index.search import CANDIDATES, Index

K = 20
N_POOL = 200  # real vectors that the free ones are mixed from
SEARCH_GOAL, EMBED_GOAL, COLD_GOAL = 1.5, 2.0, 3.0
IMPORTS = "import chromadb, numpy, onnxruntime"  # what a cold question is held against
QUESTION = "Cơ quan nào được thành lập và từ khi nào?"


def build(task: Mapping[str, Any]) -> dict[str, Any]:
    """Make the documents of one size and index them."""
    bank, encoder = _bank(task), Encoder(Path(task["model"]))
    documents = grow(bank, task["size"])
    used = encoder if task["is_real"] else FreeEncoder(encoder, encoder.encode_passages(bank.sentences[:N_POOL]))
    encoder.warm()
    data = Path(task["data"])
    summary = build_index(data, Reading(tuple(documents), ()), used)
    disk = sum(path.stat().st_size for path in current_build(data).rglob("*") if path.is_file())
    return {"passages": summary.passages, "build": summary.seconds, "disk": disk, "build_peak": _peak()}


def search(task: Mapping[str, Any]) -> dict[str, Any]:
    """Open the index of one size and search it, in turns with the bare forward pass, no question twice."""
    n = task["repeats"]
    encoder = Encoder(Path(task["model"]))
    asked = questions(_bank(task), 4 * n + 2)
    encoder.warm()
    opened = time.perf_counter()
    index = Index.open(Path(task["data"]), chroma=False, encoder=encoder)
    opening = time.perf_counter() - opened
    index.search(asked.pop(), K)
    name = f"tìm {K} đoạn trong {format_number(len(index.passages))} / mã hoá câu hỏi"
    found = ratio(name, _against_forward(index, encoder, asked[: 2 * n]), SEARCH_GOAL)
    own = {"open": opening, "search": found.ours, "forward": found.theirs, "search_peak": _peak()}
    with_chroma = Index.open(Path(task["data"]), encoder=encoder)
    with_chroma.search(asked.pop(), K)
    by_chroma = ratio(f"{name}, như máy chủ", _against_forward(with_chroma, encoder, asked[2 * n :]), SEARCH_GOAL)
    vectors = np.load(current_build(Path(task["data"])) / VECTORS, mmap_mode="r", allow_pickle=False)
    recalls = {
        "recall": mean(_recall(index, one, vectors) for one in asked[:n]),
        "recall_chroma": mean(_recall(with_chroma, one, vectors) for one in asked[:n]),
    }
    return own | recalls | {"search_chroma": by_chroma.ours, "ratios": [asdict(found), asdict(by_chroma)]}


def cold(task: Mapping[str, Any]) -> dict[str, Any]:
    """Time whole processes in turns: one that answers a question, and one that only imports."""
    ask = [sys.executable, "-m", "assistant", "ask", QUESTION, "--data", task["data"]]
    bare = [sys.executable, "-c", IMPORTS]
    environ = {**os.environ, "ASSISTANT_MODEL": task["model"]}

    def run(command: Sequence[str]) -> None:
        subprocess.run(command, capture_output=True, check=True, env=environ)

    first = seconds(lambda: run(ask))  # reads the names of the corpus and keeps them
    pairs = in_turns([lambda: run(ask)] * task["repeats"], [lambda: run(bare)] * task["repeats"])
    found = ratio(f"hỏi từ đầu trong {format_number(task['size'])} / {IMPORTS}", pairs, COLD_GOAL)
    return {"first_ask": first, "ask": found.ours, "ratios": [asdict(found)]}


def embed(task: Mapping[str, Any]) -> dict[str, Any]:
    """Embed passages with our engine and by a plain ``SentenceTransformer.encode``, in turns, no text twice."""
    from index.torch_engine import TorchEngine

    encoder = Encoder(Path(task["model"]))
    plain = TorchEngine(encoder.folder)._model  # sentence-transformers has its one door there
    n, size = task["repeats"], task["size"]
    texts = [section for one in grow(_bank(task), n * size + 5) for section in one.text.split("\n\n")[1::2]]
    parts = [texts[start : start + size] for start in range(0, n * size, size)]
    encoder.encode_passages(texts[-2:])
    plain.encode(texts[-2:])
    pairs = in_turns(
        [lambda part=part: encoder.encode_passages(part) for part in parts],  # type: ignore[misc]
        [lambda part=part: plain.encode([encoder.passage_prefix + text for text in part]) for part in parts],  # type: ignore[misc]
    )
    name = f"đoạn/giây lúc lập chỉ mục / SentenceTransformer.encode ({size} đoạn)"
    return {"ratios": [asdict(ratio(name, pairs, EMBED_GOAL, is_at_most=False))]}


def _against_forward(index: Index, encoder: Encoder, asked: Sequence[str]) -> list[tuple[float, float]]:
    return in_turns(
        [lambda one=one: index.search(one, K) for one in asked[::2]],  # type: ignore[misc]
        [lambda one=one: encoder.encode_queries([one]) for one in asked[1::2]],  # type: ignore[misc]
    )


def _recall(index: Index, question: str, vectors: Array) -> float:
    """Share of the ``K`` passages that are truly nearest which ``index`` proposes among its candidates."""
    vector = index.encode_query(question)
    exact = best(np.asarray(vectors @ vector), K).tolist()
    return len({*exact} & {*index.nearest(vector, CANDIDATES).tolist()}) / len(exact)


def _bank(task: Mapping[str, Any]) -> Bank:
    documents: list[Document] = []
    for path in task["sources"]:
        documents += read_corpus(Path(path)).documents
    return Bank.of(documents)


def _peak() -> int:
    """The most memory that this process has held, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    arguments = json.loads(sys.argv[1])
    print(json.dumps({"build": build, "search": search, "cold": cold, "embed": embed}[arguments["step"]](arguments)))
