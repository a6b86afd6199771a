"""``python -m eval retrieval | answers``: what is measured on a folder in BEIR layout.

Search against LlamaIndex, answers against the ones that the questions came with.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answerer import Assistant
from corpus.reader import Reading, read_corpus
from eval.beir import CORPUS, QUERIES, read_benchmark, unindexed
from eval.environment import data_folder, open_encoder
from eval.retrieval import bench
from eval.system import System, our_systems
from eval.table import describe
from eval.variant import VARIANTS, typo
from index.build import build_index
from index.cross_encoder import CrossEncoder
from index.glossary import read_glossary
from index.progress import Bars
from index.search import Index

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

STOCK_VECTORS = "llamaindex.npz"


def add_commands(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add the two commands to the evaluation's own."""
    default = data / "eval" / "<tên bộ>"
    retrieval = commands.add_parser("retrieval", help="đo tìm kiếm trên một bộ dữ liệu dạng BEIR")
    retrieval.description = "So tìm kiếm của trợ lý với từng nửa của nó và với LlamaIndex để mặc định."
    retrieval.add_argument("folder", type=Path, metavar="DIR", help="có corpus.jsonl, queries.jsonl, qrels/test.tsv")
    retrieval.add_argument("--data", type=Path, metavar="DIR", help=f"nơi lập chỉ mục (mặc định {default})")
    retrieval.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    retrieval.add_argument("--variant", choices=VARIANTS, help="viết lại câu hỏi, và đo phần mất so với câu gốc")
    retrieval.add_argument("--seed", type=int, default=0, metavar="N", help="của lỗi gõ (mặc định 0)")
    retrieval.add_argument("--ours", action="store_true", help="không đo LlamaIndex: nhanh hơn nhiều")
    retrieval.set_defaults(run=_retrieval)
    answers = commands.add_parser("answers", help="đo câu trả lời trên một bộ BEIR có đáp án (metadata.answers)")
    answers.add_argument("folder", type=Path, metavar="DIR", help="có corpus.jsonl, queries.jsonl")
    answers.add_argument("--data", type=Path, metavar="DIR", help="nơi lập chỉ mục")
    answers.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    answers.set_defaults(run=_answers)


def _retrieval(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    folder = arguments.folder.resolve()  # one corpus, one path: the build compares places too
    benchmark = read_benchmark(folder)
    reading = read_corpus(folder / CORPUS)
    for problem in (*reading.problems, *unindexed(benchmark, reading.documents)):
        print(f"Lỗi: {problem}", file=sys.stderr)
    rewrite = _rewriting(arguments.variant, arguments.seed)
    data = arguments.data or data_folder(environ) / "eval" / benchmark.name
    with Bars() as bars:
        started = time.monotonic()
        systems = _systems(reading, data, environ, bars, only_ours=arguments.ours)
        prepared = round(time.monotonic() - started, 3)
        report = bench(benchmark, systems, rewrite=rewrite, on_progress=bars.show)
    report |= {"variant": arguments.variant, "seed": arguments.seed}
    report["seconds"] = {"prepare": prepared, **report["seconds"]}
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe(report))
    return 0


def _systems(
    reading: Reading, data: Path, environ: Mapping[str, str], bars: Bars, *, only_ours: bool
) -> dict[str, System]:
    """Index the documents as every system wants them; what has not changed since the last run is not encoded again."""
    encoder = open_encoder(environ)
    build_index(data, reading, encoder, on_progress=bars.show)
    index = Index.open(data, chroma=False, encoder=encoder)  # exact: a figure must not hang on a graph's luck
    if only_ours:
        return dict(our_systems(index))
    from eval.stock import stock_systems  # LlamaIndex takes seconds to import

    stock = stock_systems(reading.documents, encoder, data / STOCK_VECTORS, on_progress=bars.show)
    return {**our_systems(index), **stock}


def _rewriting(variant: str | None, seed: int) -> Callable[[str], str] | None:
    if variant is None:
        return None
    return partial(typo, seed=seed) if variant == "typo" else VARIANTS[variant]


def _answers(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval.answers import describe as describe_answers
    from eval.answers import read_gold, run_answers, summarize

    folder = arguments.folder.resolve()
    questions = read_gold(folder / QUERIES)
    with Bars() as bars:
        assistant = beir_assistant(folder, arguments.data, environ, bars)
        report = summarize(folder.name, run_answers(questions, assistant.ask, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_answers(report))
    return 0


def beir_assistant(folder: Path, data: Path | None, environ: Mapping[str, str], bars: Bars) -> Assistant:
    """Open the assistant over a folder's documents, indexed and asked with one and the same model."""
    data = data or data_folder(environ) / "eval" / folder.name
    encoder = open_encoder(environ)
    build_index(data, read_corpus(folder / CORPUS), encoder, on_progress=bars.show)
    index = Index.open(data, chroma=False, encoder=encoder)
    return Assistant(index, read_glossary(), reader=CrossEncoder.open(data_folder(environ), encoder))
