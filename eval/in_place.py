"""The comparison: the same new version written into one Chroma folder in place, by a writer that is killed.

What a reader then finds is all old, all new, or broken: half of each, rows without their vector, text that does not
belong to its vector, or a folder that cannot be opened.
"""

import shutil
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from corpus.document import Passage
from corpus.passage import split_passages
from eval.child import Child, call
from eval.kill import OnProgress
from eval.synthetic import SyllableEncoder, corpus
from index.encoder import Array
from index.record import searched_text
from index.store import Store

BATCH = 250  # rows written at once
NEAR = 0.999  # of a row to its own vector
BROKEN = {
    "died": "tiến trình đọc chết",
    "failed": "không mở hoặc không hỏi được",
    "count": "thiếu hoặc thừa dòng",
    "lost": "có chữ mà không tìm ra vectơ",
    "stale": "chữ và vectơ không cùng một bản",
    "mixed": "nửa cũ nửa mới",
}


class Rows(Store):
    """A store whose texts can be read back."""

    def texts(self) -> dict[str, str]:
        """Give the text of every row by its id."""
        found: dict[str, str] = {}
        for start in range(0, self.count(), 1000):
            part = self._collection.get(limit=1000, offset=start, include=["documents"])
            found |= dict(zip(part["ids"], part["documents"] or [], strict=True))
        return found


def kill_in_place(folder: Path, n_documents: int, n: int, random: Random, on_progress: OnProgress) -> dict[str, Any]:
    """Kill ``n`` writers at random moments; look at the folder, write all again, and look once more."""
    old, new = _version(0, n_documents), _version(2, n_documents)  # both without the document that comes and goes
    base, work = folder / "base", folder / "work"
    outcome = call(lambda: _write(base, *old))
    shutil.copytree(base, work)
    started = time.monotonic()
    outcome = call(lambda: _write(work, *new))
    seconds = time.monotonic() - started
    if outcome.kind != "done":
        raise RuntimeError(f"{outcome.kind}: {outcome.message}")
    at_once: Counter[str] = Counter()
    written_again: Counter[str] = Counter()
    n_killed = 0
    while n_killed < n:
        shutil.rmtree(work)
        shutil.copytree(base, work)
        child = Child(lambda: _write(work, *new))
        time.sleep(random.uniform(0, seconds))
        child.kill()
        if child.outcome().kind != "killed":
            continue
        n_killed += 1
        at_once[_look_in_child(work, old, new)] += 1
        call(lambda: _write(work, *new))
        written_again[_look_in_child(work, old, new)] += 1
        on_progress("Dừng ngang khi ghi thẳng vào Chroma", n_killed, n)
    return {
        "n": n,
        "n_rows": len(old[0]),
        "seconds": round(seconds, 3),
        "n_broken": sum(at_once[name] for name in BROKEN),
        "n_broken_after_rewrite": sum(written_again[name] for name in BROKEN) + written_again["old"],
        "at_once": dict(at_once),
        "after_rewrite": dict(written_again),
    }


def look(folder: Path, old: tuple[list[Passage], Array], new: tuple[list[Passage], Array]) -> str:
    """Say what the folder holds: ``old``, ``new``, or one of ``BROKEN``."""
    rows = Rows(folder)
    with rows as store:
        texts = rows.texts()
        if store.count() != len(old[0]) or set(texts) != {passage.id for passage in old[0]}:
            return "count"
        states = set()
        for before, after, old_vector, new_vector in zip(old[0], new[0], *map(list, (old[1], new[1])), strict=True):
            if before.text == after.text:
                continue
            is_new = texts[before.id] == after.text
            vector, other = (new_vector, old_vector) if is_new else (old_vector, new_vector)
            if not _is_found(store, before.id, vector):
                return "stale" if _is_found(store, before.id, other) else "lost"
            states.add("new" if is_new else "old")
    return states.pop() if len(states) == 1 else "mixed"


def _is_found(store: Store, id_: str, vector: Array) -> bool:
    return any(found == id_ and near >= NEAR for found, near in store.query(np.asarray(vector), 5))


def _look_in_child(folder: Path, old: tuple[list[Passage], Array], new: tuple[list[Passage], Array]) -> str:
    outcome = call(lambda: look(folder, old, new))
    if outcome.kind == "done":
        return str(outcome.value)
    return "died" if outcome.kind == "killed" else "failed"


def _version(version: int, n_documents: int) -> tuple[list[Passage], Array]:
    encoder = SyllableEncoder()
    documents = corpus(version, n_documents).documents
    passages = [one for document in documents for one in split_passages(document, encoder.count_tokens)]
    return passages, encoder.encode_passages([searched_text(passage) for passage in passages])


def _write(folder: Path, passages: list[Passage], vectors: Array) -> None:
    with Store(folder) as store:
        for start in range(0, len(passages), BATCH):
            store.upsert(passages[start : start + BATCH], vectors[start : start + BATCH], {})
