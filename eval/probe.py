"""The look at a Chroma folder in a waiting fork, in place of a new interpreter that takes two seconds to start.

The fork is made before its parent opens Chroma, whose threads no fork inherits, and belongs to the same group,
so that what kills a build kills its probe as well.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from eval.child import Tell
from index.manifest import CHROMA
from index.probe import look

SECONDS = 30  # a sound folder answers in one
_FORK = multiprocessing.get_context("fork")


@contextmanager
def quick_probe(tell: Tell) -> Iterator[None]:
    """Have builds and openings inside the context probe Chroma in a fork made now."""
    ours, theirs = _FORK.Pipe()
    prober = _FORK.Process(target=_answer, args=(theirs, ours))
    prober.start()
    theirs.close()

    def problem(build: Path) -> str:
        tell("thử Chroma")
        if not (build / CHROMA / "chroma.sqlite3").is_file():
            return "thiếu kho vectơ Chroma"
        try:
            ours.send(build)
            if ours.poll(SECONDS):
                return str(ours.recv())
            prober.kill()
            return "kho vectơ Chroma không trả lời"
        except (EOFError, OSError):
            return "kho vectơ Chroma hỏng: tiến trình thử dừng"

    with patch("index.build.chroma_problem", problem), patch("index.search.chroma_problem", problem):
        try:
            yield
        finally:
            ours.close()
            prober.join()


def _answer(pipe: Connection, parents_end: Connection) -> None:
    parents_end.close()
    while True:
        try:
            build = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(look(build))
        except BaseException as error:  # noqa: BLE001 whatever Chroma raises says that the folder is bad
            pipe.send(f"kho vectơ Chroma hỏng: {error}")
