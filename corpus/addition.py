"""Copy documents into the office's own folder, whole or not at all.

Each file is written aside and put in place by ``os.replace``. Adding the same file twice changes nothing; what
cannot be read, or would take another document's place, is refused and named.
"""

import errno
import os
import tempfile
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.document import Document
from corpus.error import UserError
from corpus.reader import BEIR_NAME, read_corpus, slug
from corpus.source import NAME, Row, read_sources, render_sources

REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy; hãy giải phóng dung lượng",
    errno.EDQUOT: "đã hết hạn mức đĩa; hãy giải phóng dung lượng",
    errno.EACCES: "không có quyền ghi; hãy kiểm tra quyền của thư mục",
    errno.EPERM: "không có quyền ghi; hãy kiểm tra quyền của thư mục",
    errno.EROFS: "thư mục chỉ cho đọc; hãy chọn thư mục khác",
}


@dataclass(slots=True)
class Addition:
    """What became of the files that were offered; the paths are those in the office's folder."""

    added: list[Path] = field(default_factory=list)
    replaced: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def stored(self) -> list[Path]:
        """Every offered file that is in the folder now."""
        return [*self.added, *self.replaced, *self.unchanged]


def add_documents(paths: list[Path], own: Path) -> Addition:
    """Copy the documents at ``paths`` into ``own`` with their rows of ``sources.toml``."""
    addition = Addition()
    standing = list(read_corpus(own).documents) if own.is_dir() else []
    for path in paths:
        if path.suffix == ".jsonl" or (path / BEIR_NAME).is_file():
            addition.refused.append(f"{path}: là bộ dữ liệu BEIR; hãy dùng trực tiếp với --corpus.")
            continue
        try:
            reading = read_corpus(path)
        except UserError as error:
            addition.refused.append(str(error))
            continue
        addition.refused += reading.problems
        for document in reading.documents:
            source = Path(document.places[0])
            target = own / source.relative_to(path if path.is_dir() else path.parent)
            refusal = _refusal(document, source, target, standing)
            if refusal:
                addition.refused.append(f"{source}: {refusal}")
            else:
                _store(source, target, addition)
                standing.append(replace(document, places=(str(target),)))
    return addition


def _store(source: Path, target: Path, addition: Addition) -> None:
    """Put one file and its row in place, and note what that changed."""
    row = read_sources(source.parent)[0].get(source.name)
    existed = target.exists()
    changed = _copy(source, target)
    changed = (_merge_row(target, row) if row else False) or changed
    group = addition.unchanged if not changed else addition.replaced if existed else addition.added
    group.append(target)


def _refusal(document: Document, source: Path, target: Path, standing: list[Document]) -> str:
    """Say why a file may not be put at ``target``; an empty string when it may."""
    is_described = document.id != slug(source.stem)
    for other in standing:
        is_same_id = is_described and other.id == document.id
        is_there = str(target) in other.places
        if other.text == document.text or {other.kind, document.kind} == {"account", "original"}:
            continue
        if is_there and not is_same_id:
            return f"đã có tài liệu khác ở {target}; hãy đổi tên tệp này, hoặc xóa tệp cũ nếu đây là bản mới."
        if is_same_id and not is_there:
            return f"mã “{document.id}” đã thuộc về {other.places[0]}; hãy đổi mã của một trong hai."
    return ""


def _copy(source: Path, target: Path) -> bool:
    """Copy a file unless it is there already; tell whether anything changed."""
    content = source.read_bytes()
    if target.is_file() and target.read_bytes() == content:
        return False
    _write(target, content)
    return True


def _merge_row(target: Path, row: Row) -> bool:
    """Record what is known of ``target`` in the ``sources.toml`` beside it; tell whether anything changed."""
    path = target.parent / NAME
    rows, problems = read_sources(target.parent)
    if problems:
        raise UserError(problems[0])
    if rows.get(target.name) == row:
        return False
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    text = f"{before.rstrip()}\n\n{render_sources({target.name: row})}".lstrip()
    if target.name in rows or not _is_toml(text):  # only a changed row costs the comments of the file
        text = render_sources({**rows, target.name: row})
    _write(path, text.encode("utf-8"))
    return True


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write(target: Path, content: bytes) -> None:
    """Put a file in place whole, or leave what was there."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)  # mkstemp's 0600 would hide the document from the office's other accounts
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, f"{error.strerror}; hãy kiểm tra thư mục")
        raise UserError(f"Không ghi được “{target}”: {reason}.") from error
