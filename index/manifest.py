"""``manifest.json``: what a build was made from and with, and what its files must be.

The build writes it last, opening checks it first, and queries obey it; it carries a hash of itself. Chroma's files
are the business of ``index.probe``: merely opening them changes the database, whose rows are hashed instead.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from corpus.error import UserError

NAME = "manifest.json"
FORM = 4  # of the build folder; raise it when the files or their meaning change
# What stands beside the record: passages and documents by keyword, and how the corpus writes its words.
CHROMA, KEYWORD, DOCUMENT_KEYWORD, WORDS, CASES = "chroma", "keyword", "document_keyword", "words.json", "cases"
DATABASE = f"{CHROMA}/chroma.sqlite3"
GRAPH = "index_metadata.pickle"  # written with the graph, and only then
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
    chroma_rows: str = ""  # SHA-256 of what Chroma's database holds
    libraries: dict[str, str] = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Stamp every file of ``folder`` and write the manifest beside them."""
        row = asdict(self) | {"libraries": library_versions()}
        row["files"] = {name: asdict(stamp(folder / name)) for name in _files(folder)}
        row["sha256"] = _own_hash(row)
        (folder / NAME).write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Take back what ``write`` wrote; ``UserError`` for anything else."""
    try:
        row: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if row["settings"]["form"] != FORM:
            raise UserError(f"Chỉ mục {folder.name} được lập bằng phiên bản khác của chương trình. {REBUILD}")
        if row.pop("sha256") != _own_hash(row):
            raise ValueError("the manifest is not what was written")
        row["settings"] = Settings(**row["settings"])
        row["files"] = {name: Stamp(**entry) for name, entry in row["files"].items()}
        row["problems"] = tuple(row["problems"])
        return Manifest(**row)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"Bản kê {folder / NAME} thiếu hoặc hỏng. {REBUILD}") from error


def truth(manifest: Manifest) -> dict[str, Stamp]:
    """Give the files that answers come from: everything but Chroma's."""
    return {name: one for name, one in manifest.files.items() if not name.startswith(f"{CHROMA}/")}


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """Name the files of the truth that are not what the manifest says, every one of them hashed."""
    return _differing(folder, truth(manifest))


def damaged_graph(folder: Path, manifest: Manifest) -> list[str]:
    """Name the files of Chroma's graph that are not what the manifest says.

    Up to 1,000 rows there is no graph yet, only the database; beside it lies unset memory, other at each opening.
    """
    others = {n: one for n, one in manifest.files.items() if n.startswith(f"{CHROMA}/") and n != DATABASE}
    has_graph = any(name.endswith(f"/{GRAPH}") for name in others)
    return _differing(folder, others) if has_graph else []


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


def _differing(folder: Path, files: Mapping[str, Stamp]) -> list[str]:
    """Name the missing and the changed; a changed size spares the hashing."""
    wrong = []
    for name, expected in files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else -1
        if size != expected.size or stamp(path) != expected:
            wrong.append(name)
    return wrong


def _own_hash(row: Mapping[str, Any]) -> str:
    """Hash all fields but the hash itself."""
    rest = {name: value for name, value in row.items() if name != "sha256"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _files(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return sorted(path.relative_to(folder).as_posix() for path in paths)
