"""``python -m eval run | score | gate``: ask a set, score what was written down, hold the real system to the gate.

``eval.report_cli`` makes a report of the runs.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.opening import open_assistant, read_documents
from corpus.error import UserError
from eval.environment import chosen_model
from eval.item import HALVES
from eval.run import Origin, ask_all, keep_documents, of_assistant
from eval.run_case import SETS, Case, read_set
from eval.run_code import code_version
from index.encoder import Encoder
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

    from assistant.model_answer import ModelSpeaker


def add_commands(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add the three commands to the evaluation's own."""
    run = commands.add_parser("run", help="hỏi cả một bộ câu hỏi và ghi lại từng câu trả lời")
    run.add_argument("--set", default="dev", metavar="SET", help=f"{', '.join(SETS)}, hoặc một tệp (mặc định dev)")
    run.add_argument("--half", choices=HALVES, help="chỉ hỏi nửa này")
    run.add_argument("--corpus", type=Path, metavar="DIR", help="hỏi trên tài liệu của thư mục này")
    run.add_argument("--llm", action="store_true", help="cho mô hình ngôn ngữ diễn đạt (theo ASSISTANT_LLM_URL, …)")
    run.add_argument("--data", type=Path, default=data, metavar="DIR", help=f"thư mục dữ liệu (mặc định {data})")
    run.add_argument("--output", type=Path, metavar="FILE", help="mặc định <data>/eval/<bộ>-<mã nguồn>.jsonl")
    run.add_argument("--json", action="store_true", help="in điểm thành một đối tượng JSON")
    run.set_defaults(run=_run)
    score = commands.add_parser("score", help="chấm điểm các bản ghi của một lượt chạy")
    score.add_argument("records", type=Path, metavar="RUN.jsonl")
    score.add_argument("--against", type=Path, metavar="OTHER.jsonl", help="so từng câu với lượt chạy này")
    score.add_argument("--half", choices=HALVES, default="", help="chỉ chấm nửa này")
    score.add_argument("--json", action="store_true", help="in điểm thành một đối tượng JSON")
    score.set_defaults(run=_score)
    gate = commands.add_parser("gate", help="hỏi 120 câu cố định và so với mốc đã ghi")
    gate.add_argument("--write", action="store_true", help="ghi mốc mới, nếu không có gì kém đi")
    gate.add_argument("--choose", action="store_true", help="chọn lại danh sách câu hỏi (khi bộ câu hỏi đổi)")
    gate.add_argument("--data", type=Path, default=data, metavar="DIR", help=f"thư mục dữ liệu (mặc định {data})")
    gate.set_defaults(run=_gate)


def _run(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    encoder = Encoder.open(arguments.data, chosen_model(environ))
    cases = [case for case in read_set(arguments.set) if arguments.half in (None, case.half)]
    speaker = _speaker(environ) if arguments.llm else None
    commit = code_version()  # of what answers: the code loaded now, whatever is edited while it runs
    output = arguments.output or _output(arguments, commit)
    with Bars() as bars:
        for place, asked in _places(arguments, cases, encoder, bars):
            assistant = open_assistant(
                place, model=encoder.folder, speaker=speaker
            )  # made corpora unpack no model of their own
            keep_documents(read_documents(place).values(), assistant.index_build, output)
            ask, look = of_assistant(assistant)
            origin = Origin(arguments.set, commit, assistant.index_build)
            ask_all(asked, origin, output, ask, look=look, on_progress=bars.show)
    print(output, file=sys.stderr)
    return _print_scores(output, None, arguments.half or "", is_json=arguments.json)


def _output(arguments: argparse.Namespace, commit: str) -> Path:
    named = Path(arguments.set).stem if arguments.set not in SETS else arguments.set
    parts = [named, arguments.corpus.resolve().name if arguments.corpus else "", "llm" * arguments.llm, commit]
    folder: Path = arguments.data / "eval"
    return folder / f"{'-'.join(filter(None, parts))}.jsonl"


def _places(
    arguments: argparse.Namespace, cases: Sequence[Case], encoder: Encoder, bars: Bars
) -> list[tuple[Path, list[Case]]]:
    """Give the data folders to open and the cases that are asked of each, indexing what is not yet indexed."""
    from eval.run_corpus import build_folder, build_made, make, real_documents

    base = arguments.data
    if arguments.corpus:
        place = arguments.data / "eval" / f"corpus-{arguments.corpus.resolve().name}"
        base = build_folder(arguments.corpus, place, arguments.data, encoder, bars.show)
    made = make(arguments.set, real_documents(base), cases)
    if not made:
        return [(base, list(cases))]
    folder = base / "eval" / arguments.set
    built = build_made(made, base, folder, encoder, bars.show)
    return [(place, [case for case in cases if case.id in one.ids]) for place, one in built]


def _score(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    return _print_scores(arguments.records, arguments.against, arguments.half, is_json=arguments.json)


def _print_scores(records: Path, against: Path | None, half: str, *, is_json: bool) -> int:
    from eval.score import compare, score_file
    from eval.score_table import describe

    if not records.is_file():
        raise UserError(f"Không có tệp {records}.")
    report = score_file(records, half=half)
    comparison = compare(report, score_file(against, half=half)) if against else None
    if is_json:
        print(json.dumps(report | ({"against": comparison} if comparison else {}), ensure_ascii=False))
    else:
        print(describe(report, comparison))
    return 0


def _gate(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from eval import gate

    if arguments.choose:
        gate.GATE.write_text("\n".join(gate.choose(gate.all_cases())) + "\n", encoding="utf-8")
        return 0
    assistant = open_assistant(arguments.data, model=chosen_model(environ))
    with Bars() as bars:
        result = gate.run_gate(assistant, on_progress=bars.show)
    baseline = gate.read_baseline()
    print(gate.describe(result, baseline))
    if arguments.write:
        gate.write_baseline(result, baseline, code_version())
        print(f"Đã ghi mốc mới vào {gate.BASELINE.name}.")
        return 0
    return 1 if baseline is None or gate.problems(result, baseline) else 0


def _speaker(environ: Mapping[str, str]) -> "ModelSpeaker":
    from assistant.cli import read_speaker

    speaker = read_speaker(environ)
    if speaker is None:
        raise UserError("--llm cần ASSISTANT_LLM_URL và ASSISTANT_LLM_MODEL.")
    return speaker
