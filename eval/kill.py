"""Builds killed with SIGKILL, at every named step and at random moments, and what is left of the index after.

After each kill the index must answer byte for byte as before, or, killed after the swap, as the new build would;
the next build must succeed and leave nothing else behind.
"""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np

from eval.child import Child, Outcome, Tell, call, kill_self, tell_steps
from eval.probe import quick_probe
from eval.synthetic import N_VERSIONS, SyllableEncoder, answers, corpus
from index.build import build_index
from index.location import BUILD_NAME, CURRENT, LOCK, current_build, index_folder
from index.manifest import CHROMA, damaged_files, read_manifest
from index.probe import look
from index.search import Index
from index.store import Store, load_chroma

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """The ``nth`` time that a build comes to a named step, counted from 0."""

    name: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """One kill and what came of it; empty lists are what one wants."""

    at: str  # a step, or the second
    is_named: bool
    swapped: bool  # the new build was already current
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Yard:
    """One data folder whose builds are killed, with the answers that each version must give."""

    data: Path
    n_documents: int
    version: int = 0
    references: list[bytes] = field(default_factory=list)

    def build(self, version: int, tell: Tell | None = None) -> None:
        """Build one version in this process; runs in children only."""
        tempfile.tempdir = str(self.data / "tmp")
        with quick_probe(tell or _nothing), patch("index.build.Store", told_store(tell or _nothing)):
            if tell is not None:
                tell_steps(self.data, tell)
            build_index(self.data, corpus(version, self.n_documents), SyllableEncoder())

    def build_next(self) -> None:
        """Build the version after the one that is current."""
        self.build(next_version(self.version))


def open_yard(data: Path, n_documents: int) -> Yard:
    """Learn what every version answers, each from a build that nothing disturbed, and stay at version 0."""
    load_chroma()
    yard = Yard(data, n_documents)
    (data / "tmp").mkdir(parents=True)
    for version in (*range(N_VERSIONS), 0):
        _must(call(partial(yard.build, version)))
        yard.references.append(_must(call(lambda: read(data))).value)
    if yard.references.pop() != yard.references[0] or len(set(yard.references)) != N_VERSIONS:
        raise RuntimeError("the versions of the corpus do not tell builds apart")
    return yard


def steps_of(yard: Yard) -> tuple[list[Step], float]:
    """Let one build through, and give every step it took and its seconds."""

    def work() -> tuple[list[str], float]:
        names: list[str] = []
        started = time.monotonic()
        yard.build(next_version(yard.version), names.append)
        return names, time.monotonic() - started

    names, seconds = _must(call(work)).value
    yard.version = next_version(yard.version)
    seen: Counter[str] = Counter()
    steps = []
    for name in names:
        steps.append(Step(name, seen[name]))
        seen[name] += 1
    return steps, seconds


def plan(steps: list[Step], seconds: float, n: int, random: Random) -> list[Step | float]:
    """Spread ``n`` kills over named steps and random seconds.

    Each named step is struck as often as half of the kills allow, at one of the times that it comes; once at least
    where ``n`` allows it, not at all where it does not. The last step comes after the swap, and is struck as such.
    """
    names = list(dict.fromkeys(step.name for step in steps))
    choices = [*([step for step in steps if step.name == name] for name in names), [steps[-1]]]
    n_rounds = max(n // (2 * len(choices)), int(n >= len(choices)))
    named = [random.choice(steps_here) for steps_here in choices * n_rounds]
    moments = [random.uniform(0, seconds) for _ in range(n - len(named))]
    return random.sample([*named, *moments], n)


def kill_builds(yard: Yard, n: int, random: Random, on_progress: OnProgress) -> dict[str, Any]:
    """Kill ``n`` builds one after another, each with documents to change, and look after each."""
    steps, seconds = steps_of(yard)
    trials: list[Trial] = []
    n_finished = 0
    for at in plan(steps, seconds, n, random):
        moment = at
        while (trial := _trial(yard, moment)) is None:  # it was done first: no kill
            n_finished += 1
            moment = random.uniform(0, seconds)
        trials.append(trial)
        on_progress("Dừng ngang lượt lập chỉ mục", len(trials), n)
    return _report(trials) | {"n_finished_first": n_finished, "build_seconds": round(seconds, 3)}


def _trial(yard: Yard, at: Step | float) -> Trial | None:
    target = next_version(yard.version)
    before = current_build(yard.data).name
    manifest = (current_build(yard.data) / "manifest.json").read_bytes()
    if not _killed(yard, target, at):
        yard.version = target
        return None
    swapped = current_build(yard.data).name != before
    answering = target if swapped else yard.version
    faults = []
    if not swapped and (current_build(yard.data) / "manifest.json").read_bytes() != manifest:
        faults.append("bản kê của chỉ mục cũ bị đổi")
    faults += _wrong(call(lambda: check(yard.data)), yard.references[answering], "sau khi dừng")
    following = next_version(answering)
    outcome = call(lambda: yard.build(following))
    if outcome.kind != "done":
        faults.append(f"lượt sau hỏng: {outcome.message}")
    else:
        yard.version = following
        faults += _wrong(call(lambda: read(yard.data)), yard.references[following], "sau lượt kế")
    faults += [f"còn sót {name}" for name in leftovers(yard.data)]
    name = f"{at.name} #{at.nth}" if isinstance(at, Step) else f"{at:.3f} s"
    return Trial(name, isinstance(at, Step), swapped, tuple(faults))


def _killed(yard: Yard, target: int, at: Step | float) -> bool:
    """Start a build and kill it at ``at``; tell whether it was killed, and not already done."""
    if isinstance(at, Step):
        return call(lambda: yard.build(target, _killer(at))).kind == "killed"
    child = Child(lambda: yard.build(target))
    time.sleep(max(0.0, at - (time.monotonic() - child.started)))
    child.kill()
    return child.outcome().kind == "killed"


def _killer(at: Step) -> Tell:
    """Make a listener that ends its own process when the step comes."""
    seen: Counter[str] = Counter()

    def hear(name: str) -> None:
        if name == at.name:
            if seen[name] == at.nth:
                kill_self()
            seen[name] += 1

    return hear


def read(data: Path) -> bytes:
    """Answer from the current build, every hash compared."""
    return answers(Index.open(data, chroma=False, encoder=SyllableEncoder()))


def check(data: Path) -> bytes:
    """Answer from the current build, its files and its Chroma folder looked at whole."""
    folder = current_build(data)
    if wrong := damaged_files(folder, read_manifest(folder)):
        raise RuntimeError(f"tệp hỏng: {wrong}")
    if problem := look(folder):
        raise RuntimeError(problem)
    found = read(data)
    with Store(folder / CHROMA) as store, patch("index.search.EXACT_UP_TO", 0):
        if not same_hits(answers(Index(folder, read_manifest(folder), SyllableEncoder(), store)), found):
            raise RuntimeError("Chroma không cho cùng kết quả")
    return found


def same_hits(some: bytes, others: bytes) -> bool:
    """Compare hits of two candidate sources, whose products may differ in the last bit of a float."""
    rows, other_rows = ([hit for hits in json.loads(one) for hit in hits] for one in (some, others))
    return [hit[:2] for hit in rows] == [hit[:2] for hit in other_rows] and np.allclose(
        [hit[2] for hit in rows], [hit[2] for hit in other_rows], atol=1e-5
    )


def leftovers(data: Path) -> list[str]:
    """Name what lies in the index folder or the folder for temporary files and belongs to no kept build."""
    wanted = {CURRENT, LOCK}
    here = [path.name for path in index_folder(data).iterdir()]
    builds = [name for name in here if BUILD_NAME.fullmatch(name)]
    extra = [name for name in here if name not in wanted and name not in builds]
    if len(builds) > 2:  # the current one and the one before
        extra += builds
    return [*extra, *(path.name for path in (data / "tmp").iterdir())]


def told_store(tell: Tell) -> type[Store]:
    """Make a store that names its three steps, of which Python's audit events tell nothing."""

    class ToldStore(Store):
        def __init__(self, folder: Path) -> None:
            tell("mở Chroma")
            super().__init__(folder)

        def upsert(self, *arguments: Any) -> None:
            tell("ghi Chroma")
            super().upsert(*arguments)

        def close(self) -> None:
            tell("đóng Chroma")
            super().close()

    return ToldStore


def _wrong(outcome: Outcome, expected: bytes, when: str) -> list[str]:
    if outcome.kind != "done":
        return [f"{when}: {outcome.kind} {outcome.message}"]
    return [] if outcome.value == expected else [f"{when}: trả lời khác"]


def _report(trials: list[Trial]) -> dict[str, Any]:
    bad = [trial for trial in trials if trial.faults]
    return {
        "n": len(trials),
        "n_named": sum(trial.is_named for trial in trials),
        "n_steps": len({trial.at.split(" #")[0] for trial in trials if trial.is_named}),
        "n_random": sum(not trial.is_named for trial in trials),
        "n_after_swap": sum(trial.swapped for trial in trials),
        "n_bad": len(bad),
        "steps": Counter(trial.at.split(" #")[0] for trial in trials if trial.is_named),
        "bad": [asdict(trial) for trial in bad],
    }


def next_version(version: int) -> int:
    return (version + 1) % N_VERSIONS


def _must(outcome: Outcome) -> Outcome:
    if outcome.kind != "done":
        raise RuntimeError(f"{outcome.kind}: {outcome.message}")
    return outcome


def _nothing(_name: str) -> None:
    """Hear nothing."""
