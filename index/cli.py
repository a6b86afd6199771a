"""The command line of the index: ``build`` and ``mend``. What it prints is Vietnamese, progress goes to stderr."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.error import UserError
from corpus.location import default_corpus
from corpus.reader import read_corpus
from index.build import Summary, build_index, mend
from index.cross_encoder import unpack_scorers
from index.encoder import Encoder
from index.model import is_bundled
from index.progress import Bars


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; give the exit status."""
    arguments = _parser(environ).parse_args(argv)
    try:
        summary = mend(arguments.data) if arguments.command == "mend" else _build(arguments, environ)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in summary.problems:
        print(f"Lỗi: {problem}", file=sys.stderr)
    print(json.dumps(summary.to_json(), ensure_ascii=False) if arguments.json else _describe(summary))
    return 0


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="Chỉ mục tìm kiếm của trợ lý.")
    commands = parser.add_subparsers(dest="command", required=True)
    data = environ.get("ASSISTANT_DATA") or "data"
    for name, about in (
        ("build", "lập chỉ mục; chỉ mã hoá phần mới, và không đụng đến chỉ mục cũ cho đến khi xong"),
        ("mend", "dựng lại kho vectơ Chroma từ các vectơ đã lưu; không mã hoá gì"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        where = f"thư mục dữ liệu (mặc định {data})"
        command.add_argument("--data", type=Path, default=Path(data), metavar="DIR", help=where)
        command.add_argument("--json", action="store_true", help="in kết quả thành một đối tượng JSON")
        if name == "build":
            what = "thư mục tài liệu hoặc corpus.jsonl, thay cho mặc định"
            command.add_argument("--corpus", action="append", type=Path, metavar="DIR", help=what)
    return parser


def _build(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Summary:
    paths = arguments.corpus or default_corpus(arguments.data, environ.get("ASSISTANT_CORPUS", ""))
    reading = read_corpus(*paths)
    model = environ.get("ASSISTANT_MODEL")
    encoder = Encoder.open(arguments.data, Path(model) if model else None)
    with Bars() as bars:
        summary = build_index(arguments.data, reading, encoder, on_progress=bars.show)
    if is_bundled(encoder.folder):
        unpack_scorers(encoder.folder)  # now, while writing is expected: nobody's first question waits for it
    return summary


def _describe(summary: Summary) -> str:
    size = f"{summary.documents} tài liệu, {summary.passages} đoạn, {summary.sentences} câu"
    if summary.unchanged:
        return f"Không có gì thay đổi; 0 đoạn phải mã hoá. Chỉ mục {summary.build}: {size}."
    return (
        f"Đã lập chỉ mục {summary.build}: {size}; mã hoá {summary.embedded}, dùng lại {summary.reused}, "
        f"{summary.seconds:.1f} giây."
    )
