"""``python -m eval report``: from the records of runs to a page and a summary; nothing is asked again."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.error import UserError
from index.progress import Bars

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

    from eval.report import Bundle
    from eval.report_item import Failure

MUTATIONS = "mutations.json"


def add_command(commands: "_SubParsersAction[ArgumentParser]", data: Path) -> None:
    """Add the command to the evaluation's own."""
    report = commands.add_parser("report", help="làm báo cáo từ các bản ghi: một trang HTML và một bản tóm tắt")
    report.description = "Không nêu tệp nào thì lấy bản ghi mới nhất của mỗi bộ trong <data>/eval."
    report.add_argument("records", type=Path, nargs="*", metavar="RUN.jsonl")
    report.add_argument(
        "--against", type=Path, nargs="+", metavar="RUN.jsonl", help="so với các lượt này (mặc định: lượt liền trước)"
    )
    report.add_argument("--mutations", type=Path, metavar="FILE", help=f"mặc định <data>/eval/{MUTATIONS}, nếu có")
    report.add_argument("--data", type=Path, default=data, metavar="DIR", help=f"thư mục dữ liệu (mặc định {data})")
    report.add_argument("--output", type=Path, metavar="DIR", help="nơi ghi report.html, report.md (<data>/eval)")
    report.add_argument("--write", action="store_true", help="ghi cả tóm tắt và điểm vào eval/REPORT.md, eval/result")
    report.set_defaults(run=_report)


def _report(arguments: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from eval.report_page import page
    from eval.report_summary import read_history, summary

    folder: Path = arguments.data / "eval"
    output: Path = arguments.output or folder
    bundle, failures = _read(arguments, folder)
    history = _write(bundle) if arguments.write else read_history()
    output.mkdir(parents=True, exist_ok=True)
    (output / "report.html").write_text(page(bundle, failures, history), encoding="utf-8")
    (output / "report.md").write_text(summary(bundle, history), encoding="utf-8")
    print(output / "report.html")
    return 0


def _read(arguments: argparse.Namespace, folder: Path) -> "tuple[Bundle, dict[str, list[Failure]]]":
    from eval.report import Bundle, committed_before, judge_run, newest_runs, read_checker, run_before
    from eval.report_item import failures
    from eval.run_case import SETS

    paths: Sequence[Path] = arguments.records or newest_runs(folder)
    if not paths:
        raise UserError(f"Chưa có bản ghi nào trong {folder}. Hãy chạy: python -m eval run --set dev")
    if missing := [str(path) for path in (*paths, *(arguments.against or ())) if not path.is_file()]:
        raise UserError(f"Không có tệp {', '.join(missing)}.")
    runs, wrong = [], {}
    with Bars() as bars:
        for n_done, path in enumerate(paths, 1):
            before = arguments.against or [earlier for earlier in [run_before(path)] if earlier]
            run, judged = judge_run(path, before)
            if not before:
                run = replace(run, before=committed_before(run))
            if run.set in wrong:
                raise UserError(f"Hai lượt chạy của cùng một bộ “{run.set}”: hãy chỉ nêu một.")
            runs.append(run)
            wrong[run.set] = failures(judged)
            bars.show("Chấm điểm", n_done, len(paths))
    runs.sort(key=lambda run: list(SETS).index(run.set) if run.set in SETS else -1)
    mutations = arguments.mutations or folder / MUTATIONS
    checker = read_checker(mutations) if arguments.mutations or mutations.is_file() else None
    return Bundle(tuple(runs), checker), {run.set: wrong[run.set] for run in runs}


def _write(bundle: "Bundle") -> "list[dict[str, object]]":
    """Commit to the figures: the scores, the history and the made part of the report."""
    from eval import report_summary
    from eval.report import write_bundle

    write_bundle(bundle)
    history = report_summary.add_to_history(bundle)
    path = report_summary.REPORT
    text = path.read_text(encoding="utf-8")
    path.write_text(report_summary.replace_made(text, report_summary.summary(bundle, history)), encoding="utf-8")
    print(f"Đã ghi {path.name}.", file=sys.stderr)
    return history
