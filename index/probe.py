"""Look at a Chroma folder from a child process, because a torn file there kills the process that opens it.

``python -m index.probe BUILD`` exits with 0 when files and rows are what the manifest says, and rows are nearest to
their own vectors.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np

from index.manifest import CHROMA, DATABASE, damaged_graph, read_manifest
from index.record import VECTORS

SECONDS = 120  # a sound folder answers in two
N_SAMPLES = 16
NEAR = 0.999  # of a row to its own vector; identical passages may stand in for each other


def chroma_problem(build: Path) -> str:
    """Say what is wrong with the Chroma folder of ``build``; an empty string when nothing is."""
    if not (build / DATABASE).is_file():
        return "thiếu kho vectơ Chroma"
    command = [sys.executable, "-m", "index.probe", str(build.resolve())]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=Path(__file__).parents[1]
        )
    except subprocess.TimeoutExpired:
        return "kho vectơ Chroma không trả lời"
    if done.returncode == 0:
        return ""
    last = (done.stdout.strip() or done.stderr.strip()).splitlines()[-1:] or [
        f"tiến trình thử dừng ({done.returncode})"
    ]
    return f"kho vectơ Chroma hỏng: {last[0]}"


def look(build: Path) -> str:
    """Compare the files, then open the folder in this process; say what is wrong, or nothing."""
    from index.store import Store, hash_rows

    manifest = read_manifest(build)
    if wrong := damaged_graph(build, manifest):
        return f"tệp bị đổi: {', '.join(wrong)}"
    try:
        if hash_rows(build / DATABASE) != manifest.chroma_rows:
            return "các dòng đã lưu bị đổi"
    except OSError as error:
        return f"không đọc được các dòng đã lưu: {error}"
    vectors = np.load(build / VECTORS, mmap_mode="r", allow_pickle=False)
    with Store(build / CHROMA) as store:
        if (count := store.count()) != len(vectors):
            return f"có {count} dòng, cần {len(vectors)}"
        for row in np.linspace(0, len(vectors) - 1, min(N_SAMPLES, len(vectors)), dtype=int):
            found = store.query(np.asarray(vectors[row]), 1)
            if not found or found[0][1] < NEAR:
                return f"không tìm lại được vectơ thứ {row}"
    return ""


if __name__ == "__main__":
    problem = look(Path(sys.argv[1]))
    print(problem)
    sys.exit(1 if problem else 0)
