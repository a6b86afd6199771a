"""The command line of the corpus: ``list``, ``check`` and ``add``. What it prints is Vietnamese."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.addition import Addition, add_documents
from corpus.block import content_sentences
from corpus.document import KIND_NAMES, Document, format_date, format_number
from corpus.error import UserError
from corpus.furniture import furniture_spans
from corpus.location import bundled_documents, default_corpus, own_documents
from corpus.reader import Reading, read_corpus


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; give the exit status."""
    arguments = _parser(environ).parse_args(argv)
    configured = environ.get("ASSISTANT_CORPUS", "")
    try:
        if arguments.command == "add":
            return _add(arguments.path, Path(arguments.data), configured)
        reading = read_corpus(*(arguments.corpus or default_corpus(Path(arguments.data), configured)))
        return _list(reading) if arguments.command == "list" else _check(reading)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="Tài liệu của trợ lý.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in (
        ("list", "liệt kê tài liệu"),
        ("check", "đọc thử mọi tài liệu, nêu chỗ hỏng"),
        ("add", "thêm tài liệu"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        default = environ.get("ASSISTANT_DATA") or "data"
        command.add_argument("--data", default=default, metavar="DIR", help=f"thư mục dữ liệu (mặc định {default})")
        if name == "add":
            command.add_argument("path", nargs="+", type=Path, metavar="PATH", help="tệp .txt, .md hoặc thư mục")
        else:
            command.add_argument(
                "--corpus", action="append", type=Path, metavar="DIR", help="đọc thư mục này thay cho mặc định"
            )
    return parser


def _list(reading: Reading) -> int:
    for document in reading.documents:
        print(_describe(document))
    return _warn(reading.problems, status=0)


def _describe(document: Document) -> str:
    """Write one document in two lines."""
    date = format_date(document.published or document.event_date) or "không rõ ngày"
    size = f"{format_number(len(document.text))} ký tự, {format_number(len(content_sentences(document)))} câu"
    publisher = document.publisher or "không rõ nơi đăng"
    return f"{document.id}  [{KIND_NAMES[document.kind]}]  {date}  {publisher}  ({size})\n    {document.title}"


def _check(reading: Reading) -> int:
    n_characters = sum(len(document.text) for document in reading.documents)
    n_furniture = sum(end - start for document in reading.documents for start, end in furniture_spans(document.text))
    n_sentences = sum(len(content_sentences(document)) for document in reading.documents)
    share = f"{100 * n_furniture / max(n_characters, 1):.1f}".replace(".", ",")
    print(
        f"{format_number(len(reading.documents))} tài liệu, {format_number(n_sentences)} câu, "
        f"{format_number(n_characters)} ký tự, {share} % là phần khung trang "
        f"không đưa vào trả lời; {len(reading.problems)} lỗi."
    )
    return _warn(reading.problems, status=1)


def _add(paths: list[Path], data: Path, configured: str) -> int:
    own = own_documents(data, configured)
    addition = add_documents(paths, own)
    for title, group in (
        ("Đã thêm", addition.added),
        ("Đã thay bản cũ", addition.replaced),
        ("Đã có sẵn", addition.unchanged),
    ):
        for path in group:
            print(f"{title}: {path}")
    for document in _stand_ins(addition, data, configured):
        print(f"Bản gốc “{document.title}” thay cho bản tường thuật có mã {document.id}.")
    if addition.added or addition.replaced:
        print("Hãy chạy “python -m index build” để đưa tài liệu vào tìm kiếm.")
    return _warn(addition.refused, status=1)


def _stand_ins(addition: Addition, data: Path, configured: str) -> list[Document]:
    """Give the originals among the added files that took an account's place."""
    accounts = {document.id for document in read_corpus(bundled_documents()).documents if document.kind == "account"}
    stored = set(map(str, addition.stored))
    documents = read_corpus(*default_corpus(data, configured)).documents
    return [one for one in documents if one.kind == "original" and one.id in accounts and stored & set(one.places)]


def _warn(problems: Sequence[str], *, status: int) -> int:
    """Name the problems on the error stream; give ``status`` if there are any."""
    for problem in problems:
        print(f"Lỗi: {problem}", file=sys.stderr)
    return status if problems else 0
