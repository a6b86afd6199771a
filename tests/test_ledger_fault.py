"""The ledger where writers die or come at once, and where the disk is full, closed or held: no record is lost."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from filled_ledger import CONTENT, fill, ledger_breaks

from assistant.chain import LedgerError
from assistant.ledger import Ledger

REPOSITORY = Path(__file__).parents[1]
N_KILLS = 12
# Appends until it is stopped, and says so after each record.
WRITER = """
import sys
from pathlib import Path
from assistant.ledger import Ledger
ledger, name, limit = Ledger(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(limit):
    print(ledger.append(f"{name}-{number}", {"answer": "x" * 9000}).id, flush=True)
"""


def writer(path: Path, name: str, limit: int = 1_000_000, **options: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, **options)


def test_two_writers_at_once_lose_nothing_and_keep_one_chain(ledger: Ledger) -> None:
    ledger.path.parent.mkdir()
    writers = [writer(ledger.path, name, 40) for name in ("a", "b")]
    for process in writers:
        process.communicate(timeout=120)
    names = [row.id for row in ledger.rows()]
    assert sorted(names) == sorted(f"{name}-{n}" for name in ("a", "b") for n in range(40))
    assert ledger_breaks(ledger) == []


def test_a_reader_keeps_no_writer_waiting(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ledger.CHUNK", 2)
    fill(ledger)
    names = []
    for row in ledger.rows():
        names.append(row.id)
        if row.n <= 3:
            ledger.append(f"meanwhile-{row.n}", CONTENT)
    assert names == ["r1", "r2", "r3", "r4", "r5", "meanwhile-1", "meanwhile-2", "meanwhile-3"]


def test_a_writer_killed_at_any_moment_leaves_every_record_it_spoke_of(ledger: Ledger) -> None:
    ledger.path.parent.mkdir()
    spoken: list[str] = []
    moments = random.Random(6)
    for number in range(N_KILLS):
        process = writer(ledger.path, f"k{number}")
        assert process.stdout is not None
        spoken.append(process.stdout.readline().strip())  # it is writing now
        time.sleep(moments.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        spoken += process.stdout.read().split()
        process.wait()
    kept = [row.id for row in ledger.rows()]
    assert set(spoken) <= set(kept) and len(kept) <= len(spoken) + N_KILLS
    assert ledger_breaks(ledger) == []


# --- what a disk does


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a child whose limits and rights may be changed; its exit status: 0 done, 3 a LedgerError."""
    context = multiprocessing.get_context("fork")

    def run() -> None:
        try:
            work()
        except LedgerError as error:
            print(error)
            os._exit(3)
        os._exit(0)

    process = context.Process(target=run)
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


def test_a_full_disk_costs_no_record_that_was_there(ledger: Ledger) -> None:
    import resource

    before = fill(ledger)
    size = ledger.path.stat().st_size

    def write_a_lot() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, size + 8192))
        for number in range(100):
            ledger.append(f"full-{number}", {"answer": "x" * 3000})

    assert in_child(write_a_lot) == 3
    rows = list(ledger.rows())
    assert rows[:5] == before and ledger_breaks(ledger) == []
    assert ledger.append("after", CONTENT).n == len(rows) + 1
    assert ledger_breaks(ledger) == []


def test_a_folder_that_cannot_be_written_says_so_and_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = Ledger(folder / "ledger.db")
        rows = fill(ledger)
        ledger.path.chmod(0o444)
        folder.chmod(0o555)

        def lose_rights() -> None:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)

        def read() -> None:
            lose_rights()
            assert list(ledger.rows()) == rows

        def write() -> None:
            lose_rights()
            ledger.append("r6", CONTENT)

        def begin() -> None:
            lose_rights()
            Ledger(folder / "other.db").append("r1", CONTENT)

        assert [in_child(work) for work in (read, write, begin)] == [0, 3, 3]
        folder.chmod(0o755)


def test_a_ledger_that_somebody_holds_is_given_up_after_a_while(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ledger.WAIT", 0.05)
    fill(ledger)
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="chương trình khác đang giữ sổ"):
            ledger.append("r6", CONTENT)
    assert ledger.append("r6", CONTENT).n == 6
