"""Kills of the very command that a person runs, ``python -m index build``, with the real model and a new interpreter.

Half of them strike the whole group, half only the process itself, as the kernel does when memory runs out.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from corpus.error import UserError
from eval.child import call
from eval.kill import OnProgress, Trial, leftovers
from eval.synthetic import answers, corpus
from index.encoder import Encoder
from index.location import current_build
from index.search import Index

N_DOCUMENTS = 2  # of 21 passages
BEGIN = 1.0  # seconds of imports, in which nothing is at stake yet


def kill_commands(folder: Path, n: int, random: Random, model: Path, on_progress: OnProgress) -> dict[str, Any]:
    """Kill ``n`` commands at random moments; each has documents to change."""
    data = folder / "data"
    (data / "tmp").mkdir(parents=True)
    trials: list[Trial] = []
    references: dict[int, bytes] = {}
    seconds = 0.0
    for version in (0, 1) if n else ():
        started = time.monotonic()
        _finish(_start(folder, version, model))
        seconds = time.monotonic() - started
        references[version] = _answers(data, model)
    version = 1
    while len(trials) < n:
        target = 1 - version
        before = current_build(data).name
        process = _start(folder, target, model)
        at = random.uniform(min(BEGIN, seconds), seconds)
        time.sleep(at)
        is_group = len(trials) % 2 == 0
        if process.poll() is None:
            (os.killpg if is_group else os.kill)(process.pid, signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:  # it was done first: no kill
            version = target
            continue
        swapped = current_build(data).name != before
        answering = target if swapped else version
        faults = [] if _answers(data, model) == references[answering] else ["sau khi dừng: trả lời khác"]
        version = 1 - answering
        _finish(_start(folder, version, model))
        faults += [] if _answers(data, model) == references[version] else ["sau lượt kế: trả lời khác"]
        faults += [f"còn sót {name}" for name in leftovers(data)]
        trials.append(Trial(f"{at:.1f} s{'' if is_group else ', chỉ tiến trình chính'}", False, swapped, tuple(faults)))
        on_progress("Dừng ngang lệnh thật", len(trials), n)
    bad = [asdict(trial) for trial in trials if trial.faults]
    n_swapped = sum(trial.swapped for trial in trials)
    figures = {"n": len(trials), "n_named": 0, "n_steps": 0, "n_random": len(trials), "n_after_swap": n_swapped}
    return {**figures, "n_bad": len(bad), "bad": bad, "build_seconds": round(seconds, 1)}


def _start(folder: Path, version: int, model: Path) -> "subprocess.Popen[bytes]":
    texts = folder / f"texts-{version}"
    texts.mkdir(exist_ok=True)
    for document in corpus(version, N_DOCUMENTS).documents:
        (texts / f"{document.id}.md").write_text(f"# {document.title}\n\n{document.text}", encoding="utf-8")
    data = folder / "data"
    command = [sys.executable, "-m", "index", "build", "--data", str(data), "--corpus", str(texts)]
    environ = {**os.environ, "ASSISTANT_MODEL": str(model), "TMPDIR": str(data / "tmp")}
    return subprocess.Popen(
        command,
        env=environ,
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _finish(process: "subprocess.Popen[bytes]") -> None:
    if status := process.wait():
        raise UserError(f"Lệnh `python -m index build` dừng với mã {status}.")


def _answers(data: Path, model: Path) -> bytes:
    outcome = call(lambda: answers(Index.open(data, chroma=False, encoder=Encoder.open(data, model))))
    return outcome.value if outcome.kind == "done" else outcome.message.encode("utf-8")
