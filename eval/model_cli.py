"""``python -m eval latency | model``: how long answers took, and what a language model says beyond its sources."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.latency import read_latencies, summarize
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction


def add_commands(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add both commands to the evaluation's own."""
    latency = commands.add_parser(
        "latency", help="thời gian trả lời, đọc từ các bản ghi của assistant ask --batch --json"
    )
    latency.add_argument("records", type=Path, metavar="FILE.jsonl")
    latency.set_defaults(run=_latency)
    model = commands.add_parser("model", help="hỏi qua mô hình ngôn ngữ, đếm ý không có căn cứ")
    model.description = "Mô hình theo ASSISTANT_LLM_URL, _MODEL, _KEY, _DEADLINE; không có thì bỏ qua và nói rõ."
    model.add_argument("questions", type=Path, metavar="FILE.jsonl", help="mỗi dòng có id và question")
    model.add_argument("--limit", type=int, metavar="N", help="chỉ hỏi N câu đầu")
    model.add_argument("--data", type=Path, default=data, metavar="DIR", help="chỉ mục đã lập")
    told = "ghi từng câu ngay khi xong, chạy lại thì hỏi tiếp (mặc định <data>/eval/model.jsonl)"
    model.add_argument("--output", type=Path, metavar="FILE.jsonl", help=told)
    model.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
    model.set_defaults(run=_model)


def _latency(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    rows = read_latencies(arguments.records)
    print(f"{len(rows)} câu hỏi, mili giây:")
    for stage, figures in summarize(rows).items():
        print(f"  {stage:<9} p50 {figures['p50']:8.1f}   p95 {figures['p95']:8.1f}")
    return 0


def _model(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from assistant.cli import read_speaker
    from assistant.opening import open_assistant
    from eval.model import NO_MODEL, ask_all, describe, read_questions
    from eval.model import summarize as summarize_asked

    speaker = read_speaker(environ)
    if speaker is None:
        print(NO_MODEL)
        return 0
    questions = read_questions(arguments.questions)[: arguments.limit]
    assistant = open_assistant(arguments.data)
    output = arguments.output or arguments.data / "eval" / "model.jsonl"
    with Bars() as bars:
        report = summarize_asked(ask_all(questions, assistant, speaker, output, bars.show))
    print(json.dumps(report, ensure_ascii=False) if arguments.json else describe(report))
    return 0
