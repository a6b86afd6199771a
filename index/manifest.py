"""``manifest.json``: what a build was made from and with, and what its files must be.

The build writes it last, opening checks it first, and queries obey it. Chroma's files are listed but not
compared: merely opening them changes them, and ``index.probe`` looks at what they hold instead.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.error import UserError

NAME = "manifest.json"
FORM = 2  # of the build folder; raise it when the files or their meaning change
CHROMA, KEYWORD, SHADOW, WORDS = "chroma", "keyword", "shadow", "words.json"  # what stands beside the record
LIBRARIES = ("bm25s", "chromadb", "numpy", "sentence-transformers", "tokenizers", "torch")
REBUILD = "Hãy chạy lại `python -m index build`."


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size and SHA-256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a vector or a term depends on besides the text; another value needs another build."""

    encoder: str
    dim: int
    query_prefix: str
    passage_prefix: str
    normalization: int
    max_tokens: int
    form: int = FORM


@dataclass(frozen=True, slots=True)
class Manifest:
    """One build as it describes itself."""

    settings: Settings
    corpus_sha256: str
    documents: int
    passages: int
    sentences: int
    problems: tuple[str, ...] = ()
    libraries: dict[str, str] = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Stamp every file of ``folder`` and write the manifest beside them."""
        row = asdict(self) | {"libraries": library_versions()}
        row["files"] = {name: asdict(stamp(folder / name)) for name in _files(folder)}
        (folder / NAME).write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Take back what ``write`` wrote; ``UserError`` for anything else."""
    try:
        row: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if row["settings"]["form"] != FORM:
            raise UserError(f"Chỉ mục {folder.name} được lập bằng phiên bản khác của chương trình. {REBUILD}")
        row["settings"] = Settings(**row["settings"])
        row["files"] = {name: Stamp(**entry) for name, entry in row["files"].items()}
        row["problems"] = tuple(row["problems"])
        return Manifest(**row)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"Bản kê {folder / NAME} thiếu hoặc hỏng. {REBUILD}") from error


def damaged_files(folder: Path, manifest: Manifest, *, full: bool = False) -> list[str]:
    """Name the files of the truth that are not what the manifest says: by size, or by SHA-256 when ``full``."""
    wrong = []
    for name, expected in manifest.files.items():
        if name.startswith(f"{CHROMA}/"):
            continue
        path = folder / name
        size = path.stat().st_size if path.is_file() else -1
        if size != expected.size or (full and stamp(path) != expected):
            wrong.append(name)
    return wrong


def stamp(path: Path) -> Stamp:
    """Measure one file."""
    with path.open("rb") as file:
        return Stamp(path.stat().st_size, file_digest(file, "sha256").hexdigest())


def library_versions() -> dict[str, str]:
    """Give the versions of the libraries that a build depends on, without importing them."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _files(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return sorted(path.relative_to(folder).as_posix() for path in paths)
