"""``python -m eval bench``: speed as ratios measured in turns, and cost as the collection grows.

Every measurement runs in a process of its own; this one only starts them and gathers what they print.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.error import UserError

ROOT = Path(__file__).parents[1]

RunChild = Callable[[Mapping[str, Any]], dict[str, Any]]
OnProgress = Callable[[str, int, int], None]  # what, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and where."""

    sizes: tuple[int, ...]
    real_up_to: int  # passages; larger collections get vectors that cost nothing
    sources: tuple[Path, ...]  # of the sentences
    model: Path
    data: Path
    n_searches: int = 40  # pairs
    n_colds: int = 5
    n_embeddings: int = 9  # the plain loop takes now 3.6 s, now 5.7 on one idle machine
    n_texts: int = 64  # passages that are embedded at once


def run_bench(plan: Plan, run_child: RunChild, *, on_progress: OnProgress) -> dict[str, Any]:
    """Measure everything; give the report."""
    growth, ratios = [], []
    n_steps = len(plan.sizes) + 1
    for n_done, size in enumerate(sorted(plan.sizes)):
        on_progress("Đo", n_done, n_steps)
        row, found = _measure_size(plan, size, run_child)
        growth.append(row)
        ratios += found
    on_progress("Đo", n_steps - 1, n_steps)
    ratios += run_child(_task(plan, "embed", plan.n_texts, plan.n_embeddings))["ratios"]
    on_progress("Đo", n_steps, n_steps)
    return {"sizes": list(plan.sizes), "real_up_to": plan.real_up_to, "ratios": ratios, "growth": growth}


def child(task: Mapping[str, Any]) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", "eval.bench_child", json.dumps(task)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không rõ"])[-1]
        raise UserError(f"Phép đo {task['step']} với {task['size']} đoạn dừng ({done.returncode}): {last}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measure_size(plan: Plan, size: int, run_child: RunChild) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    shutil.rmtree(plan.data / str(size), ignore_errors=True)  # a build that finds nothing done before it
    row: dict[str, Any] = {"size": size, "is_real": size <= plan.real_up_to}
    row |= run_child(_task(plan, "build", size, 1))
    row |= run_child(_task(plan, "search", size, plan.n_searches))
    ratios = row.pop("ratios")
    row |= run_child(_task(plan, "cold", size, plan.n_colds))
    return row, ratios + row.pop("ratios")


def _task(plan: Plan, step: str, size: int, repeats: int) -> dict[str, Any]:
    return {
        "step": step,
        "size": size,
        "repeats": repeats,
        "is_real": size <= plan.real_up_to,
        "sources": [str(path.resolve()) for path in plan.sources],
        "model": str(plan.model.resolve()),
        "data": str((plan.data / str(size)).resolve()),
    }
