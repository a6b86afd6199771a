"""``sources.toml``: what is known of the plain-text files beside it.

Reads it and merges rows into it; knows nothing of documents. A row that points outside its folder is refused.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

NAME = "sources.toml"
FIELDS = ("id", "title", "publisher", "author", "published", "event_date", "province", "level", "language", "url")
Row = dict[str, str]


def read_sources(folder: Path) -> tuple[dict[str, Row], list[str]]:
    """Read the rows of a folder by file name, and name what is wrong with the others."""
    path = folder / NAME
    if not path.is_file():
        return {}, []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("source", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return {}, [f"{path}: không đọc được TOML ({error}); hãy sửa lại tệp này."]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return {}, [f"{path}: mục source phải viết dưới dạng [[source]]."]
    rows: dict[str, Row] = {}
    problems: list[str] = []
    for entry in entries:
        problem = _problem(folder, entry, rows)
        if problem:
            problems.append(f"{path}: {problem}")
        else:
            rows[entry["file"]] = text_fields(entry)
    return rows, problems


def text_fields(table: Mapping[str, Any]) -> Row:
    """Keep the known keys that have a value, dates in ISO form."""
    known = {key: table[key] for key in FIELDS if isinstance(table.get(key), str | int | date)}
    return {key: text for key, value in known.items() if (text := str(value).strip())}


def render_sources(rows: Mapping[str, Row]) -> str:
    """Write rows as TOML; ``read_sources`` gives the same rows back."""
    return "\n".join(_render_row({"file": file, **row}) for file, row in sorted(rows.items()))


def missing_files(folder: Path, files: Iterable[str]) -> list[str]:
    """Name the rows whose file is not there."""
    absent = [file for file in files if not (folder / file).is_file()]
    return [f"{folder / NAME}: không có tệp “{file}” trong thư mục; hãy thêm tệp hoặc bỏ mục này." for file in absent]


def _problem(folder: Path, entry: Mapping[str, Any], rows: Mapping[str, Row]) -> str:
    """Say what is wrong with one row; an empty string is nothing."""
    file = entry.get("file")
    if not isinstance(file, str) or not file:
        return "một mục [[source]] thiếu khóa file."
    if "\\" in file or PurePosixPath(file).name != file or not is_inside(folder / file, folder):
        return f"mục file = “{file}” trỏ ra ngoài thư mục nên bị bỏ qua; hãy ghi tên một tệp nằm cạnh {NAME}."
    if file in rows:
        return f"tệp “{file}” được khai hai lần; chỉ mục đầu được dùng."
    if not text_fields(entry).get("id"):
        return f"tệp “{file}” thiếu mã id."
    return ""


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether ``path``, its links followed, lies in ``folder``."""
    return path.resolve().is_relative_to(folder.resolve())


def _render_row(row: Row) -> str:
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f") for key, value in row.items()
    ]
    return "\n".join(["[[source]]", *lines, ""])
