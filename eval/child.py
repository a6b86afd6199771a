"""Work in a process of its own that may be killed: forked, so that no second is spent on imports.

The process that forks opens no Chroma and runs no thread of ours; each child leads its own group, and what it
says comes back through a pipe. A child that dies says nothing, and that is an outcome as well.
"""

import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from corpus.error import UserError
from index.location import BUILD_NAME, CURRENT, LOCK, UNFINISHED

SECONDS = 300  # no work here takes a tenth of it
Tell = Callable[[str], None]  # told the name of each step as it begins
_FORK = multiprocessing.get_context("fork")
_BUILD = re.compile(rf"{BUILD_NAME.pattern}({re.escape(UNFINISHED)})?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended: with a value, with one line for a person, with a traceback, or by a signal."""

    kind: Literal["done", "refused", "crashed", "killed"]
    value: Any = None
    message: str = ""


class Child:
    """One running child; ``outcome`` waits for it, ``kill`` does not let it finish."""

    def __init__(self, work: Callable[[], Any]) -> None:
        if "onnxruntime" in sys.modules:
            raise RuntimeError("a process with onnxruntime's threads must not fork: its children would wait for ever")
        self._pipe, theirs = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(target=_run, args=(work, theirs))
        self._process.start()
        theirs.close()
        self._pipe.recv()  # it leads its own group from here on
        self.started = time.monotonic()

    def kill(self) -> None:
        """Kill it with all processes it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid or 0, signal.SIGKILL)

    def outcome(self) -> Outcome:
        """Wait for the end."""
        try:
            found: Outcome = self._pipe.recv() if self._pipe.poll(SECONDS) else Outcome("crashed", message="quá lâu")
        except EOFError:
            found = Outcome("killed")
        if found.kind == "crashed":
            self.kill()
        self._process.join()
        return (
            found if found.kind != "killed" else Outcome("killed", message=f"tín hiệu {-(self._process.exitcode or 0)}")
        )


def call(work: Callable[[], Any]) -> Outcome:
    """Do ``work`` in a child and wait for it."""
    return Child(work).outcome()


def kill_self() -> None:
    """End the group of this process at once, as the power would."""
    os.killpg(0, signal.SIGKILL)


def tell_steps(data: Path, tell: Tell) -> None:
    """From now on, name every file operation below ``data`` to ``tell`` just before this process does it."""

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if step := _step(event, arguments, str(data)):
            tell(step)

    sys.addaudithook(hear)


def _run(work: Callable[[], Any], pipe: Connection) -> None:
    os.setsid()
    pipe.send(None)
    try:
        outcome = Outcome("done", work())
    except UserError as error:
        outcome = Outcome("refused", message=str(error))
    except BaseException as error:  # noqa: BLE001 Chroma's panics are no Exceptions, and each is a finding
        outcome = Outcome("crashed", message=f"{type(error).__name__}: {error}")
    pipe.send(outcome)


def _step(event: str, arguments: tuple[Any, ...], data: str) -> str:
    """Name one audit event of Python in the words of the build; an empty string when it is no step of it."""
    if event in ("os.remove", "os.rmdir"):
        return "xoá tệp cũ"
    if event not in ("open", "os.mkdir", "os.rename") or not str(arguments[0]).startswith(data):
        return ""
    path = Path(str(arguments[0])).relative_to(data).as_posix().removeprefix("index").strip("/")
    verb = _verb(event, arguments)
    folder = _BUILD.match(path)
    if path == LOCK:
        return "khoá"
    if folder and (verb in ("đọc", "đồng bộ") or folder[0] == path):  # of these, one file is as good as another
        return f"{verb} bản dựng"
    what = path[folder.end() :].split("/")[1] if folder else path or "thư mục index"
    return f"{verb} {CURRENT if CURRENT in what else what}"


def _verb(event: str, arguments: tuple[Any, ...]) -> str:
    if event != "open":
        return "đổi tên" if event == "os.rename" else "tạo"
    mode = arguments[1]
    if mode is None:  # os.open: only what is flushed to the disk
        return "đồng bộ"
    return "ghi" if mode.startswith(("w", "a", "x")) else "đọc"
