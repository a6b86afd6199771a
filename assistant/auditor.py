"""The commands of whoever checks later: ``verify`` and ``export``. They need no model and no index, only what is kept.

Other than ``assistant.cli``, which calls them, nothing here reads the environment.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.error import UserError

FORMATS = ("md", "docx", "json")


def add_commands(commands: Any, data: Path, read_lines: Callable[[Path], Iterator[tuple[int, Any]]]) -> None:
    """Add both commands; ``read_lines`` gives the numbered rows of a JSONL file."""
    verify = commands.add_parser(
        "verify", help="kiểm lại sổ hỏi đáp, một bản ghi, hoặc tệp bản ghi, với tài liệu; không cần mô hình"
    )
    verify.add_argument(
        "target", nargs="?", default="", metavar="MÃ_BẢN_GHI | FILE.jsonl", help="mặc định: toàn bộ sổ hỏi đáp"
    )
    verify.add_argument("--head", default="", metavar="HASH", help="mã băm đã ghi lại ở lần kiểm trước hay bản xuất")
    verify.add_argument("--data", type=Path, default=data, metavar="DIR")
    verify.set_defaults(run=lambda options: _verify(options, read_lines))
    export = commands.add_parser("export", help="xuất một bản ghi trong sổ để lưu hồ sơ")
    export.add_argument("record", metavar="MÃ_BẢN_GHI")
    export.add_argument("--format", choices=FORMATS, default="md")
    export.add_argument("--output", type=Path, metavar="FILE", help="mặc định: ghi ra màn hình")
    export.add_argument("--data", type=Path, default=data, metavar="DIR")
    export.set_defaults(run=_export)


def _verify(options: argparse.Namespace, read_lines: Callable[[Path], Iterator[tuple[int, Any]]]) -> int:
    """Re-check what is stored; 1 when something no longer stands."""
    target = str(options.target)
    if not (target.endswith(".jsonl") or Path(target).is_file()):
        return _verify_ledger(options, target)
    if options.head:
        raise UserError("--head là của sổ hỏi đáp, không dùng với tệp.")
    return _verify_file(options, read_lines(Path(target)))


def _verify_file(options: argparse.Namespace, lines: Iterator[tuple[int, Any]]) -> int:
    from assistant.audit import audit
    from assistant.opening import read_documents

    documents = read_documents(options.data)
    findings = [finding for number, row in lines for finding in audit(number, row, documents)]
    for finding in findings:
        print(finding.line)
    return 1 if _sum_up([finding.state for finding in findings]) else 0


def _verify_ledger(options: argparse.Namespace, record_id: str) -> int:
    from assistant.audit import audit_ledger, break_line
    from assistant.opening import open_ledger, read_documents

    ledger, head = open_ledger(options.data), options.head.strip().lower()
    highest = ledger.highest_number()  # before the rows: what is added meanwhile is no gap
    if record_id:
        ledger.find(record_id)
    found = audit_ledger(ledger.rows(), read_documents(options.data), highest_number=highest, only=record_id, head=head)
    for finding in found.findings:
        if record_id or finding.state != "exact":
            print(finding.line)
    for broken in found.breaks:
        print(break_line(broken))
    n_broken = _sum_up([finding.state for finding in found.findings])
    chain = "chuỗi băm nguyên vẹn" if not found.breaks else f"chuỗi băm đứt ở {len(found.breaks)} chỗ"
    print(f"Sổ {ledger.path}: {found.n_records} bản ghi, {chain}.")
    print(f"Mã băm cuối sổ, nên ghi lại để lần sau so bằng --head: {found.head}")
    if not found.is_known_head:
        print(f"Sổ không còn bản ghi mang mã băm {head}: phần cuối đã bị cắt, hoặc sổ đã bị viết lại.")
    return 1 if n_broken or found.breaks or not found.is_known_head else 0


def _sum_up(states: list[str]) -> int:
    broken = sum(state != "exact" for state in states)
    print(f"{len(states)} trích dẫn, {len(states) - broken} còn nguyên văn, {broken} không còn khớp.")
    return broken


def _export(options: argparse.Namespace) -> int:
    from assistant.export import export
    from assistant.opening import open_ledger

    content = export(open_ledger(options.data).find(options.record), options.format)
    if options.output is not None:
        try:
            options.output.write_bytes(content)
        except OSError as error:
            raise UserError(f"Không ghi được {options.output}: {error.strerror}.") from error
        print(f"Đã xuất {options.output}.", file=sys.stderr)
    elif options.format == "docx" and sys.stdout.isatty():
        raise UserError("Tệp docx không đọc được trên màn hình; xin thêm --output TÊN.docx.")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    return 0
