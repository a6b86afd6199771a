"""What a report is made of: runs with their scored items, what each is compared with, and the checker's own test.

It can be written down as one small file, so that every figure of a committed summary can be computed again without
the records; these are named by their hash. Knows no page, no picture and no words.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.error import UserError
from eval.outcome import OutcomeName
from eval.run import read_rows
from eval.run_case import SETS
from eval.score import Judged, judge_file
from eval.score_item import Scored

RESULT = Path(__file__).resolve().parent / "result"
SCORES, HISTORY = RESULT / "scores.json.gz", RESULT / "history.jsonl"
MADE = ("injections", "injected", "counterfactual", "conversations", "distractors")  # sets with one question each


@dataclass(frozen=True, slots=True)
class Before:
    """How the questions of the same set went in another run."""

    commit: str
    outcomes: Mapping[str, OutcomeName]  # by id


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one set, judged."""

    set: str
    commit: str
    build: str
    model: str
    date: str
    records: str  # the name of its file
    sha256: str
    n_unasked: int
    n_unjudged: int
    items: tuple[Scored, ...]
    before: Before | None = None

    @property
    def is_general(self) -> bool:
        """Tell questions of all types from a set that tries one thing."""
        return self.set not in MADE


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that a summary is computed from."""

    runs: tuple[Run, ...]
    checker: Mapping[str, Any] | None = None  # what ``eval mutations --json`` printed

    def run(self, name: str) -> Run | None:
        """Give the run of a set."""
        return next((run for run in self.runs if run.set == name), None)

    def to_json(self) -> str:
        """Write it down, always alike."""
        runs = [asdict(replace(run, items=())) | {"items": [one.to_json() for one in run.items]} for run in self.runs]
        return json.dumps({"runs": runs, "checker": self.checker}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Bundle":
        """Read back what ``to_json`` wrote."""
        row = json.loads(text)
        return cls(tuple(map(_run, row["runs"])), row["checker"])

    @property
    def sha256(self) -> str:
        """Name the scores by their content."""
        return sha256(self.to_json().encode()).hexdigest()


def _run(row: Mapping[str, Any]) -> Run:
    before = Before(**row["before"]) if row["before"] else None
    items = tuple(map(Scored.from_json, row["items"]))
    return Run(**{**row, "before": before, "items": items})


def newest_runs(folder: Path) -> list[Path]:
    """Give the newest file of records of each set that was run whole, in the order of the sets."""
    return [files[-1] for name in SETS if (files := _files_of(name, folder))]


def run_before(path: Path) -> Path | None:
    """Give the file of the same set that was written last before this one; none where there is none."""
    name = path.name.rpartition("-")[0]
    files = _files_of(name, path.parent)
    earlier = [file for file in files if file != path and file.stat().st_mtime <= path.stat().st_mtime]
    return earlier[-1] if earlier else None


def _files_of(name: str, folder: Path) -> list[Path]:
    """Give the files that ``eval run`` named so ("dev-1a2b3c4.jsonl"), the oldest first."""
    found = [path for path in folder.glob("*.jsonl") if path.name.rpartition("-")[0] == name]
    return sorted(found, key=lambda path: path.stat().st_mtime)


def judge_run(path: Path, others: Iterable[Path]) -> tuple[Run, Judged]:
    """Judge a file of records, beside the one of ``others`` that asked the same set."""
    judged = judge_file(path)
    before = next((other for other in others if _set_of(other) == judged.set), None)
    last = list(judged.rows.values())[-1]
    run = Run(
        set=judged.set if judged.set in SETS else Path(judged.set).stem,
        commit=judged.commit,
        build=judged.build,
        model=", ".join(sorted({row["answer"]["model"] for row in judged.rows.values() if row["answer"]})),
        date=last["time"][:10],
        records=path.name,
        sha256=sha256(path.read_bytes()).hexdigest(),
        n_unasked=judged.n_unasked,
        n_unjudged=judged.n_unjudged,
        items=judged.items,
        before=_before(before) if before else None,
    )
    return run, judged


def _set_of(path: Path) -> str:
    rows = read_rows(path)
    return str(rows[-1]["set"]) if rows else ""


def _before(path: Path) -> Before | None:
    """Judge an earlier run; none where its questions are others by now."""
    try:
        judged = judge_file(path)
    except UserError:
        return None
    return Before(judged.commit, {one.label.id: one.outcome.name for one in judged.items})


def committed_before(run: Run, path: Path = SCORES) -> Before | None:
    """Give what the committed scores say of the same set under other code: a fresh clone has no earlier records.

    Scores of the very same code hand on what they were held against.
    """
    try:
        last = read_bundle(path).run(run.set)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if last is None:
        return None
    if last.commit == run.commit:
        return last.before
    return Before(last.commit, {one.label.id: one.outcome.name for one in last.items})


def write_bundle(bundle: Bundle, path: Path = SCORES) -> None:
    """Write the scores down; the same scores give the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(bundle.to_json().encode(), 9, mtime=0))


def read_bundle(path: Path = SCORES) -> Bundle:
    """Read what ``write_bundle`` wrote."""
    return Bundle.from_json(gzip.decompress(path.read_bytes()).decode())


def read_checker(path: Path) -> dict[str, Any]:
    """Read what ``eval mutations --json`` printed; ``UserError`` names a file that is none."""
    try:
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        report["operators"], report["all"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} không phải kết quả của `python -m eval mutations --json`: {error}.") from error
    for row in (*report["operators"], *report["all"]):
        row.pop("wrong", None)  # examples for who mends the checker
    return report


def pooled(bundle: Bundle, names: Sequence[str]) -> list[Scored]:
    """Give the items of several sets together."""
    return [one for name in names if (run := bundle.run(name)) for one in run.items]
