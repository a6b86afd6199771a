"""``python -m eval mutations | vihallu``: try the checker on errors made on purpose and on a model's own answers."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.error import UserError
from corpus.location import bundled_documents
from corpus.reader import read_corpus
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction


def add_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Add both commands to the evaluation's own."""
    from eval.mutation import LIMIT

    mutations = commands.add_parser("mutations", help="thử bộ kiểm chứng bằng lỗi cố ý và sửa đổi vô hại")
    mutations.add_argument(
        "folder", type=Path, nargs="?", default=bundled_documents(), metavar="DIR", help="mặc định: bộ đi kèm"
    )
    mutations.add_argument(
        "--limit", type=int, default=LIMIT, metavar="N", help=f"số câu nhiều nhất (mặc định {LIMIT})"
    )
    mutations.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON, kèm chỗ sai")
    mutations.set_defaults(run=_mutations)
    vihallu = commands.add_parser("vihallu", help="thử bộ kiểm chứng trên câu trả lời thật của mô hình (ViHallu)")
    vihallu.add_argument("rows", type=Path, metavar="FILE.jsonl", help="có id, context, response, label")
    vihallu.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    vihallu.set_defaults(run=_vihallu)


def _mutations(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.mutation import Family, Operator, cases_of, run, summarize
    from eval.mutation import describe as describe_mutations
    from eval.mutation_harmless import HARMLESS
    from eval.mutation_heldout import HELDOUT
    from eval.mutation_planned import PLANNED

    families: dict[Family, Mapping[str, Operator]] = {"planned": PLANNED, "heldout": HELDOUT, "harmless": HARMLESS}
    cases = cases_of(read_corpus(arguments.folder).documents, limit=arguments.limit)
    if not cases:
        raise UserError(f"“{arguments.folder}” không có câu nào để thử.")
    with Bars() as bars:
        report = summarize(arguments.folder.resolve().name, len(cases), run(cases, families, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_mutations(report))
    return 0


def _vihallu(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.vihallu import describe as describe_responses
    from eval.vihallu import read_responses, run, summarize

    rows = read_responses(arguments.rows)
    with Bars() as bars:
        report = summarize(run(rows, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe_responses(report))
    return 0
