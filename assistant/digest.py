"""What answering reads off the whole corpus, kept beside the build it was read from.

Reading takes 1.2 ms a passage, so the first assistant that opens a build does it and the next one finds it done. What
was kept by other code, or is damaged, is read anew; a folder that cannot be written costs the time again, no more.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from assistant.gazetteer import Names
from assistant.inventory import Inventory
from corpus.document import Document, Passage, format_number
from index.vocabulary import Vocabulary

FILE = "digest.npz"  # after a line with its seal
READERS = ("assistant", "corpus")  # packages by whose code names and values are read
LARGE = 5_000  # passages, from which on whoever waits is told what for: some six seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digest:
    """The names and the holdings of one corpus."""

    names: Names
    inventory: Inventory

    @classmethod
    def of(cls, documents: Mapping[str, Document], passages: Sequence[Passage]) -> "Digest":
        """Read the whole corpus."""
        texts = [passage.text for passage in passages] + [document.province for document in documents.values()]
        return cls(Names.of(texts), Inventory.of(documents.values(), passages))


def kept_digest(
    folder: Path,
    documents: Mapping[str, Document],
    passages: Sequence[Passage],
    tell: Callable[[str], None] = log.info,
) -> Digest:
    """Take what is kept in the build ``folder``, or read the corpus and keep it there; ``tell`` why that takes long."""
    digest = _read(folder / FILE)
    if digest is None:
        if len(passages) >= LARGE:
            n_passages = format_number(len(passages))
            tell(f"Đang đọc tên riêng và số hiệu trong {n_passages} đoạn, một lần cho mỗi bản dựng…")
        digest = Digest.of(documents, passages)
        with suppress(OSError):  # a read-only folder, a full disk: the answer does not hang on it
            _write(folder / FILE, digest)
    return digest


def _read(path: Path) -> Digest | None:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != _seal(body):
        return None
    with np.load(BytesIO(body), allow_pickle=False) as found:
        names = [Vocabulary(*(found[f"{one.name}{part}"] for part in range(3))) for one in fields(Names)]
        numbers, years = json.loads(_text(found["figures"]))
        return Digest(Names(*names), Inventory(frozenset(numbers), frozenset(years), _text(found["elsewhere"])))


def _write(path: Path, digest: Digest) -> None:
    inventory = digest.inventory
    arrays: dict[str, NDArray[np.generic]] = {
        f"{one.name}{part}": array
        for one in fields(Names)
        for part, array in enumerate(getattr(digest.names, one.name).arrays)
    }
    arrays["figures"] = _letters(json.dumps([sorted(inventory.numbers), sorted(inventory.years)]))
    arrays["elsewhere"] = _letters(inventory.elsewhere)
    written = BytesIO()
    np.savez(written, **arrays)  # type: ignore[arg-type]
    body = written.getvalue()
    aside = path.with_name(f".{path.name}-{uuid4().hex[:6]}")
    try:
        aside.write_bytes(_seal(body).encode("ascii") + b"\n" + body)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _letters(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _text(letters: NDArray[np.uint8]) -> str:
    return letters.tobytes().decode()


def _seal(body: bytes) -> str:
    """Hash what is kept together with the code that read it."""
    return sha256(_code().encode() + body).hexdigest()


@cache
def _code() -> str:
    root = Path(__file__).parents[1]
    total = sha256()
    for path in (path for package in READERS for path in sorted((root / package).glob("*.py"))):
        total.update(path.read_bytes())
    return total.hexdigest()
