"""Read folders and files into documents.

One unreadable file never hides the others: it is named in ``Reading.problems``, in Vietnamese. The order is
that of the paths, and the same files always give the same documents.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from corpus.block import blocks, heading_text
from corpus.document import Document, Kind
from corpus.error import UserError
from corpus.orthography import fold, normalize
from corpus.shelf import Found, Shelf
from corpus.source import NAME, Row, is_inside, missing_files, read_sources, text_fields

# A text is held in memory a few times over while it is cut; 50 MB is some 20,000 pages, no office document.
MAX_FILE_BYTES = 50_000_000
TEXT_SUFFIXES = frozenset({".txt", ".md"})
BEIR_NAME = "corpus.jsonl"
FRONT_MATTER = re.compile(r"\s*\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAX_GUESSED_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and what could not be."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...]


class _UnreadableError(Exception):
    """A file that cannot be a document; the message says why, in Vietnamese."""


def read_corpus(*paths: Path) -> Reading:
    """Read folders, files and BEIR collections as one corpus; of one id, the later path's text wins."""
    shelf = Shelf()
    for path in paths:
        if not path.exists():
            raise UserError(f"Không tìm thấy “{path}”; hãy kiểm tra lại đường dẫn.")
        for one in _read_path(path):
            if isinstance(one, str):
                shelf.problems.append(one)
            else:
                shelf.put(one)
    return Reading(tuple(one.document for one in shelf.found.values()), tuple(shelf.problems))


def _read_path(path: Path) -> Iterator[Found | str]:
    """Give the documents of one path, and a sentence for each thing that is none."""
    if path.is_dir() and not (path / BEIR_NAME).is_file():
        yield from _read_folder(path)
    elif path.is_dir() or path.suffix == ".jsonl":
        yield from _read_beir(path / BEIR_NAME if path.is_dir() else path)
    else:
        rows, problems = read_sources(path.parent)
        yield from (problem for problem in problems if f"“{path.name}”" in problem)
        yield _try_file(path, rows.get(path.name), root=path)


def _read_folder(folder: Path) -> Iterator[Found | str]:
    rows_of: dict[Path, dict[str, Row]] = {}
    for path in sorted(folder.rglob(NAME)):
        rows_of[path.parent], problems = read_sources(path.parent)
        yield from problems + missing_files(path.parent, rows_of[path.parent])
    for path in sorted(folder.rglob("*")):
        if not _is_candidate(path, folder):
            continue
        if not is_inside(path, folder):
            yield f"{path}: là liên kết trỏ ra ngoài thư mục nên bị bỏ qua; hãy chép tệp thật vào đây."
        elif not path.is_dir():
            yield _try_file(path, rows_of.get(path.parent, {}).get(path.name), root=folder)


def _is_candidate(path: Path, folder: Path) -> bool:
    """Tell whether a path inside a folder may be a document; a linked folder is one, to be named."""
    if any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts):
        return False
    is_text = path.suffix.lower() in TEXT_SUFFIXES and path.name.lower() != "readme.md"
    return path.is_symlink() if path.is_dir() else is_text


def _read_beir(path: Path) -> Iterator[Found | str]:
    """Give one document for each row; equal texts stay apart, because judgements name rows."""
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text = normalize(row["text"])
                document = Document(str(row["_id"]), text, normalize(row.get("title") or ""), places=(str(path),))
            except (ValueError, KeyError, TypeError, AttributeError):
                yield f"{path}, dòng {number}: không phải một dòng JSON có _id và text; hãy sửa lại dòng này."
                continue
            yield Found(document, f"{path}") if text.strip() else f"{path}, dòng {number}: văn bản trống."


def _try_file(path: Path, row: Row | None, *, root: Path) -> Found | str:
    try:
        return _read_file(path, row, root=root)
    except _UnreadableError as error:
        return f"{path}: {error}"


def _read_file(path: Path, row: Row | None, *, root: Path) -> Found:
    """Read one file; raises ``_UnreadableError``."""
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise _UnreadableError("không phải định dạng đọc được; hãy dùng tệp .txt, .md hoặc corpus.jsonl.")
    raw = _read_bytes(path)
    text = _decode(raw)
    front = _front_matter(text) if path.suffix.lower() == ".md" else None
    body = normalize(text[front.end() :].lstrip("\r\n") if front else text)
    if not body.strip():
        raise _UnreadableError("tệp trống; hãy bỏ tệp này hoặc thêm nội dung.")
    fields: dict[str, Any] = _front_fields(front.group(1)) if front else dict(row or {})
    guessed = {"id": slug(path.stem), "title": _guess_title(body)}
    document = Document(**{**guessed, **fields, "text": body, "places": (str(path),)})
    return Found(document, str(root), sha256(raw).hexdigest(), is_described="id" in fields)


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise _UnreadableError("không phải một tệp thường; hãy bỏ nó khỏi thư mục.")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _UnreadableError(f"tệp quá lớn ({size} byte, tối đa {MAX_FILE_BYTES}); hãy chia nhỏ tệp.")
        return path.read_bytes()
    except OSError as error:
        raise _UnreadableError(f"không mở được tệp ({error.strerror}); hãy kiểm tra quyền đọc.") from error


def _decode(raw: bytes) -> str:
    """Decode UTF-8, or UTF-16 that says so; older Vietnamese code pages are not guessed at."""
    try:
        text = raw.decode("utf-16" if raw.startswith(UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in raw:
            raise _UnreadableError("là tệp nhị phân, không phải văn bản; hãy chuyển sang .txt hoặc .md.") from None
        raise _UnreadableError("không phải văn bản UTF-8; hãy lưu lại tệp với bảng mã UTF-8.") from None
    if CONTROL.search(text):
        raise _UnreadableError("là tệp nhị phân hoặc có ký tự điều khiển; hãy chuyển sang văn bản thuần UTF-8.")
    return text


def _front_matter(text: str) -> re.Match[str] | None:
    front = FRONT_MATTER.match(text)
    if front is None and text.lstrip().startswith("+++"):
        raise _UnreadableError("phần đầu +++ không có dòng +++ kết thúc; hãy thêm dòng đó.")
    return front


def _front_fields(toml: str) -> dict[str, str]:
    try:
        table = tomllib.loads(toml.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise _UnreadableError(f"phần đầu +++ không phải TOML đúng ({error}); hãy sửa lại.") from error
    fields = {name: normalize(value) for name, value in text_fields(table).items()}
    if "id" not in fields:
        raise _UnreadableError('phần đầu +++ thiếu mã id; hãy thêm dòng id = "…".')
    kind = table.get("kind", "original")
    if kind not in get_args(Kind):
        raise _UnreadableError(f"kind = “{kind}” không hợp lệ; hãy dùng {', '.join(get_args(Kind))}.")
    origin = table.get("origin_sha256", "")
    return {**fields, "kind": kind, "origin_sha256": origin.lower() if isinstance(origin, str) else ""}


def _guess_title(text: str) -> str:
    """Take the first line that is not page furniture."""
    first = next((block for block in blocks(text) if block.kind != "furniture"), None)
    return heading_text(text[first.start : first.end])[:MAX_GUESSED_TITLE] if first else ""


def slug(stem: str) -> str:
    """Make an id of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(normalize(stem))).strip("-") or "tai-lieu"
