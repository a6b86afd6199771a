"""Builds damaged on the disk, file by file, and whether opening notices before a question is answered wrongly.

Every damage is opened in a child, because a torn file may kill the process that reads it; then the command that the
message names is run, and must bring the right answers back.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from eval.child import Outcome, call
from eval.kill import OnProgress, Yard, check, same_hits
from eval.probe import quick_probe
from eval.synthetic import SyllableEncoder, answers
from index.build import mend
from index.check import NAME as NOTE
from index.check import damaged_since
from index.location import CURRENT, current_build, index_folder
from index.manifest import CHROMA, read_manifest
from index.search import Index

N_FLIPS = 8  # bits of a file
MENDING = "python -m index build"  # what a message about the truth must name

Damage = Callable[[Path, Random], None]
Case = tuple[Yard, str, str]  # whose build, which of its files, what is done to it


def truncate(path: Path, random: Random) -> None:
    """Keep the beginning of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: random.randrange(1, max(2, len(content)))])


def flip(path: Path, random: Random) -> None:
    """Turn a few bits over, anywhere in the file; its size stays."""
    content = bytearray(path.read_bytes())
    for at in random.sample(range(len(content)), min(N_FLIPS, len(content))):
        content[at] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def empty(path: Path, _random: Random) -> None:
    """Leave a file of no bytes."""
    path.write_bytes(b"")


def remove(path: Path, _random: Random) -> None:
    """Take a file away."""
    path.unlink()


DAMAGES: dict[str, Damage] = {"cắt cụt": truncate, "lật bit": flip, "làm rỗng": empty, "xoá": remove}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one damage led to."""

    file: str
    damage: str
    outcome: str  # a key of OUTCOMES
    mended: bool
    message: str = ""


OUTCOMES = {
    "told": "báo lỗi kèm lệnh sửa",
    "chroma": "bỏ Chroma, tìm trực tiếp, kết quả đúng",
    "harmless": "không báo, kết quả vẫn đúng",
    "unhelpful": "báo lỗi mà không có lệnh sửa",
    "crashed": "lỗi không bắt được",
    "wrong": "kết quả sai mà không báo",
    "died": "tiến trình chết",
}
GOOD = ("told", "chroma")


def damage_builds(small: Yard, large: Yard, n: int, random: Random, on_progress: OnProgress) -> dict[str, Any]:
    """Damage ``n`` copies, every file in turn, open each and mend each; Chroma's files are those of the large build."""
    return try_cases(cases(small, large, n, random), random, on_progress)


def try_cases(chosen: list[Case], random: Random, on_progress: OnProgress) -> dict[str, Any]:
    """Damage a copy for each case; report what opening said and whether the mending helped."""
    n = len(chosen)
    findings = []
    for yard, name, damage in chosen:
        findings.append(_try(yard, name, damage, random))
        on_progress("Làm hỏng chỉ mục", len(findings), n)
    outcomes = Counter(finding.outcome for finding in findings)
    return {
        "n": n,
        "n_files": len({finding.file for finding in findings}),
        "n_chroma": sum(finding.file.startswith(CHROMA) for finding in findings),
        "kinds": Counter(finding.damage for finding in findings),
        "outcomes": {name: outcomes[name] for name in OUTCOMES},
        "n_mended": sum(finding.mended for finding in findings),
        "bad": [asdict(one) for one in findings if one.outcome not in GOOD or not one.mended],
    }


def cases(small: Yard, large: Yard, n: int, random: Random) -> list[Case]:
    """Choose ``n`` files and damages: every file before any a second time, the kinds of damage in turn."""
    of_chroma = [(large, name) for name in _files(large) if name.startswith(CHROMA)]
    files = [*of_chroma, *((small, name) for name in (CURRENT, *_files(small)) if not name.startswith(CHROMA))]
    kinds = random.sample(list(DAMAGES), len(DAMAGES))
    turns = range(len(kinds))
    chosen = [(*file, kinds[(at + turn) % len(kinds)]) for turn in turns for at, file in enumerate(files)]
    return list(islice(cycle(chosen), n))


def _files(yard: Yard) -> list[str]:
    folder = current_build(yard.data)
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NOTE)  # losing it costs a hash
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _try(yard: Yard, name: str, damage: str, random: Random) -> Finding:
    copy = yard.data.parent / "damaged"
    shutil.copytree(yard.data, copy)
    try:
        damaged = index_folder(copy) / name if name == CURRENT else current_build(copy) / name
        _note_whole(current_build(copy))
        DAMAGES[damage](damaged, random)
        expected = yard.references[yard.version]
        outcome = call(lambda: _open(copy))
        kind = classify(outcome, expected)
        mended = call(lambda: _repair(yard, copy, kind)).kind == "done" and call(lambda: check(copy)).value == expected
        return Finding(_family(name), damage, kind, mended, outcome.message)
    finally:
        shutil.rmtree(copy)


def classify(outcome: Outcome, expected: bytes) -> str:
    """Name what opening and asking led to."""
    if outcome.kind == "killed":
        return "died"
    if outcome.kind == "crashed":
        return "crashed"
    if outcome.kind == "refused":
        return "told" if MENDING in outcome.message and "\n" not in outcome.message else "unhelpful"
    uses_chroma, found = outcome.value
    if not (same_hits(found, expected) if uses_chroma else found == expected):
        return "wrong"
    return "harmless" if uses_chroma else "chroma"


def _note_whole(folder: Path) -> None:
    """Note every file as found whole, as an opening does that comes later, so that the next one hashes the touched."""
    with patch("index.check.SETTLED", 0.0):
        if damaged_since(folder, read_manifest(folder)):
            raise RuntimeError("the copy was damaged before anything was done to it")


def _open(data: Path) -> tuple[bool, bytes]:
    """Open as a server does, but for the mending child: ``mend`` is called after, so that its end is seen."""
    with quick_probe(_nothing), patch("index.search.start_mending", _no_mending):
        index = Index.open(data, encoder=SyllableEncoder())
    with patch("index.search.EXACT_UP_TO", 0):  # as in a collection that is searched through Chroma
        return index.uses_chroma, answers(index)


def _repair(yard: Yard, data: Path, kind: str) -> None:
    """Run what opening starts for Chroma, or what the message names for all else."""
    with quick_probe(_nothing):
        if kind == "chroma":
            mend(data)
        else:
            Yard(data, yard.n_documents).build(yard.version)


def _family(name: str) -> str:
    """Give the name of a file without what differs between builds."""
    parts = name.split("/")
    return f"{CHROMA}/<đoạn>/{parts[-1]}" if parts[0] == CHROMA and len(parts) > 2 else name


def _nothing(_name: str) -> None:
    """Hear nothing."""


def _no_mending(_data: Path) -> None:
    """Start nothing."""
