"""Whether a build's files are what its manifest says, hashing only what may have changed since it was last hashed.

Hashing 100,000 passages takes three seconds, so what was found whole is noted beside the build: where each file lies
(device, inode), its size, and when its content and its entry were last written, to the nanosecond. Whatever writes to
a file moves its times; a copy, a restored backup or another disk gives it another inode and another time of change.
An unknown mark, a young one or one older than a week means a whole hash, so the note can cost time and nothing else.

What this does not see, for up to a week: bits that turn over on the medium without anybody writing, and whoever
writes to the disk past its file system or sets the machine's clock back. Against somebody who may write to this
folder neither note nor manifest protects: both lie here, and neither is signed.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from index.manifest import Manifest, Stamp, stamp, truth

NAME = "checked.json"
WEEK = 7 * 86_400.0  # seconds after which a file is hashed again, touched or not
# Seconds that a file must have been left alone before it is noted: within one tick of a file system's clock (2 s on
# the coarsest) it could be written once more and bear the same times.
SETTLED = 2.5

Mark = tuple[int, int, int, int, int]  # size, device, inode, time of the content, time of the entry (ns)
Note = tuple[str, Mark, float]  # SHA-256 that was found, where, and when (seconds)


def damaged_since(folder: Path, manifest: Manifest, *, now: float | None = None) -> list[str]:
    """Name the files of the truth that are not what the manifest says, as ``damaged_files`` does after a whole hash."""
    now = time.time() if now is None else now
    noted = _read(folder / NAME)
    kept: dict[str, Note] = {}
    wrong = []
    for name, expected in truth(manifest).items():
        path = folder / name
        mark = _mark(path)
        note = noted.get(name)
        if mark and note and _still_holds(note, expected, mark, now):
            kept[name] = note
        elif mark is None or mark[0] != expected.size or stamp(path) != expected:  # another size spares the hashing
            wrong.append(name)
        elif max(mark[3:]) < (now - SETTLED) * 1e9 and _mark(path) == mark:  # nobody wrote while it was hashed
            kept[name] = (expected.sha256, mark, now)
    if kept != noted:
        with suppress(OSError):  # a read-only folder, a full disk: the next opening hashes again, no more
            _write(folder / NAME, kept)
    return wrong


def _still_holds(note: Note, expected: Stamp, mark: Mark, now: float) -> bool:
    sha256, noted_mark, at = note
    return sha256 == expected.sha256 and noted_mark == mark and 0 <= now - at < WEEK


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _read(path: Path) -> dict[str, Note]:
    """Give what was noted; nothing where the note is missing or torn."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {name: (sha256, (*map(int, mark),), float(at)) for name, (sha256, mark, at) in rows.items()}  # type: ignore[misc]
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(path: Path, notes: Mapping[str, Note]) -> None:
    aside = path.with_name(f".{path.name}-{uuid4().hex[:6]}")
    try:
        aside.write_text(json.dumps(notes), encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
