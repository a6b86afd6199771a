"""Make an index: read, cut, encode what is new, write aside, verify whole, swap.

One writer at a time, in its own process. Until the last step ``CURRENT`` names the old build, which keeps
answering; whatever stops a build before that leaves only a folder that the next build removes.
"""

import errno
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from corpus.document import Document, Passage
from corpus.error import UserError
from corpus.passage import split_passages
from corpus.reader import Reading
from index.casing import Casing
from index.check import damaged_since
from index.encoder import Encoder
from index.keyword import KeywordIndex
from index.location import (
    current_build,
    finish_build,
    finished_builds,
    index_folder,
    lock_file,
    new_build,
    remove_leftovers,
)
from index.manifest import (
    CASES,
    CHROMA,
    DATABASE,
    DOCUMENT_KEYWORD,
    KEYWORD,
    REBUILD,
    WORDS,
    Manifest,
    Settings,
    damaged_files,
    read_manifest,
)
from index.probe import chroma_problem
from index.record import FILES, Record, corpus_hash, searched_text, sentence_texts
from index.restore import WordCounts
from index.store import Store, hash_rows, source_metadata

NORMALIZATION = 1  # of ``corpus.orthography.normalize``: raise it when stored text changes its form
MAX_TOKENS = 256  # of a passage; the model reads 512, but a vector of 256 says more precisely what it holds

OnProgress = Callable[[str, int, int], None]  # what, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    build: str
    documents: int
    passages: int
    sentences: int
    embedded: int  # passages and sentences that the model had to read
    reused: int
    seconds: float
    unchanged: bool = False  # there was nothing to do, and the old build stays
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All fields, ready for ``json.dumps``."""
        return asdict(self)


def build_index(data: Path, reading: Reading, encoder: Encoder, *, on_progress: OnProgress | None = None) -> Summary:
    """Bring the index under ``data`` to what ``reading`` holds; nothing is done when it already is."""
    if not reading.documents:
        raise UserError("Không có tài liệu nào để lập chỉ mục. " + " ".join(reading.problems))
    started = time.monotonic()
    with _one_writer(data):
        return _build(data, reading, encoder, on_progress or _silent, started)


def _build(data: Path, reading: Reading, encoder: Encoder, on_progress: OnProgress, started: float) -> Summary:
    old = _current(data)
    finished = finished_builds(data)
    remove_leftovers(data, keep={old.name} if old else set(finished))  # a lost pointer must not cost the builds as well
    documents = reading.documents
    passages = _cut(documents, encoder, on_progress)
    if not passages:
        raise UserError("Các tài liệu không có câu chữ nào để lập chỉ mục.")
    settings = _settings(encoder)
    manifest = Manifest(
        settings,
        corpus_hash(documents, passages),
        len(documents),
        len(passages),
        sum(len(passage.sentences) for passage in passages),
        reading.problems,
    )
    if old and _is_same(old, manifest):
        return _summary(old, manifest, 0, started, unchanged=True)
    source = old or (index_folder(data) / finished[-1] if finished else None)
    known = _known_vectors(source, settings)
    record, n_embedded = _encode(documents, passages, encoder, known, on_progress)
    final = _write_aside(data, record, manifest)
    remove_leftovers(data, keep={final.name, old.name} if old else {final.name})
    return _summary(final, manifest, n_embedded, started, unchanged=False)


def write_build(folder: Path, record: Record, manifest: Manifest) -> None:
    """Write every file of a build and verify the whole."""
    record.save(folder)
    texts = record.texts
    KeywordIndex.build(texts).save(folder / KEYWORD)
    KeywordIndex.build(record.document_texts).save(folder / DOCUMENT_KEYWORD)
    WordCounts.of(texts).save(folder / WORDS)
    Casing.of(texts).save(folder / CASES)
    with Store(folder / CHROMA) as store:
        store.upsert(record.passages, record.vectors, {one.id: source_metadata(one) for one in record.documents})
    replace(manifest, chroma_rows=hash_rows(folder / DATABASE)).write(folder)
    if problem := chroma_problem(folder):
        raise UserError(f"Chỉ mục vừa lập không đạt kiểm tra: {problem}. {REBUILD}")
    if wrong := damaged_since(folder, read_manifest(folder)):  # nothing is noted yet: hashes all
        raise UserError(f"Chỉ mục vừa ghi không đọc lại được: {', '.join(wrong)}. Hãy kiểm tra ổ đĩa.")


def mend(data: Path) -> Summary:
    """Make the current build anew from its own record, if its Chroma folder is damaged; encodes nothing."""
    started = time.monotonic()
    with _one_writer(data):
        old = current_build(data)
        manifest = read_manifest(old)
        if wrong := damaged_files(old, manifest):
            raise UserError(f"Chỉ mục {old.name} bị hỏng ({', '.join(wrong)}). {REBUILD}")
        if not chroma_problem(old):  # another opening had it mended
            return _summary(old, manifest, 0, started, unchanged=True)
        final = _write_aside(data, Record.open(old), manifest)
        remove_leftovers(data, keep={final.name, old.name})
    return _summary(final, manifest, 0, started, unchanged=False)


def _write_aside(data: Path, record: Record, manifest: Manifest) -> Path:
    folder = new_build(data)
    try:
        write_build(folder, record, manifest)
        return finish_build(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _one_writer(data: Path) -> Iterator[None]:
    """Hold the lock; turn what the disk refuses into a sentence."""
    try:
        index_folder(data).mkdir(parents=True, exist_ok=True)
        with FileLock(lock_file(data), timeout=0):
            yield
    except Timeout:
        raise UserError("Một lượt lập chỉ mục khác đang chạy. Hãy đợi nó xong rồi thử lại.") from None
    except OSError as error:
        raise UserError(_disk_sentence(error, data)) from error


def _cut(documents: Sequence[Document], encoder: Encoder, on_progress: OnProgress) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for n_done, document in enumerate(documents, 1):
        passages += split_passages(document, encoder.count_tokens, max_tokens=MAX_TOKENS)
        on_progress("Cắt đoạn", n_done, len(documents))
    return tuple(passages)


def _encode(
    documents: Sequence[Document],
    passages: tuple[Passage, ...],
    encoder: Encoder,
    known: tuple[dict[str, Any], dict[str, Any]],
    on_progress: OnProgress,
) -> tuple[Record, int]:
    """Give every passage and sentence its vector, each distinct new text encoded once."""
    texts = [searched_text(passage) for passage in passages]
    sentences = [text for passage in passages for text in sentence_texts(passage)]
    new_texts = list(dict.fromkeys(text for text in texts if text not in known[0]))
    new_sentences = list(dict.fromkeys(text for text in sentences if text not in known[1]))
    n_new = len(new_texts) + len(new_sentences)
    n_done = 0

    def advance(n_more: int) -> None:
        nonlocal n_done
        n_done += n_more
        on_progress("Mã hoá", n_done, n_new)

    vectors = encoder.encode_passages(new_texts + new_sentences, on_progress=advance)
    found = known[0] | dict(zip(new_texts, vectors[: len(new_texts)], strict=True))
    found_sentences = known[1] | dict(zip(new_sentences, vectors[len(new_texts) :], strict=True))
    rows = np.stack([found[text] for text in texts]).astype(np.float32)
    sentence_rows = np.stack([found_sentences[text] for text in sentences]).astype(np.float16)
    return Record(tuple(documents), passages, rows, sentence_rows), n_new


def _settings(encoder: Encoder) -> Settings:
    return Settings(encoder.id, encoder.dim, encoder.query_prefix, encoder.passage_prefix, NORMALIZATION, MAX_TOKENS)


def _current(data: Path) -> Path | None:
    try:
        return current_build(data)
    except UserError:
        return None


def _is_same(old: Path, manifest: Manifest) -> bool:
    """Tell whether the old build is whole and was made from the same things."""
    try:
        before = read_manifest(old)
    except UserError:
        return False
    return (
        (before.settings, before.corpus_sha256) == (manifest.settings, manifest.corpus_sha256)
        and not damaged_files(old, before)
        and not chroma_problem(old)
    )


def _known_vectors(old: Path | None, settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take the vectors of the old build, if it was made with these settings and its record is undamaged."""
    try:
        if old and _same_vectors(before := read_manifest(old), settings) and not FILES & {*damaged_files(old, before)}:
            return Record.open(old).known_vectors()
    except (UserError, OSError, ValueError):
        pass
    return {}, {}


def _same_vectors(before: Manifest, settings: Settings) -> bool:
    old = before.settings
    return (old.encoder, old.dim, old.passage_prefix) == (settings.encoder, settings.dim, settings.passage_prefix)


def _summary(folder: Path, manifest: Manifest, n_embedded: int, started: float, *, unchanged: bool) -> Summary:
    seconds = round(time.monotonic() - started, 3)
    counts = (manifest.documents, manifest.passages, manifest.sentences)
    n_reused = manifest.passages + manifest.sentences - n_embedded
    return Summary(folder.name, *counts, n_embedded, n_reused, seconds, unchanged, manifest.problems)


def _disk_sentence(error: OSError, data: Path) -> str:
    reasons = {
        errno.ENOSPC: "ổ đĩa đã đầy",
        errno.EDQUOT: "đã hết hạn mức ổ đĩa",
        errno.EFBIG: "tệp vượt quá giới hạn kích thước",
        errno.EROFS: "ổ đĩa chỉ cho đọc",
        errno.EACCES: "không có quyền ghi",
        errno.EPERM: "không có quyền ghi",
    }
    # NumPy and Chroma say only that less was written than asked.
    vague = f"ghi dở chừng, thường vì ổ đĩa đã đầy ({error})"
    reason = reasons.get(error.errno, error.strerror or str(error)) if error.errno else vague
    return f"Không ghi được chỉ mục vào {data}: {reason}. Chỉ mục cũ vẫn nguyên; hãy khắc phục rồi chạy lại."


def _silent(_what: str, _n_done: int, _n_all: int) -> None:
    """Report nothing."""
