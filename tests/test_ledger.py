"""The ledger: nothing recorded is lost, whoever writes at once or dies writing, and every change is named."""

import json
import multiprocessing
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ledger import (
    GENESIS,
    Break,
    Ledger,
    LedgerError,
    NoRecordError,
    Row,
    canonical,
    check_chain,
    digest,
    read_content,
)

REPOSITORY = Path(__file__).parents[1]
N_KILLS = 12
CONTENT: dict[str, Any] = {
    "time": "2026-11-22T02:00:00.000+00:00",
    "question": "Đạ Tẻh có bao nhiêu biên chế?",
    "answer": {"status": "answered", "citations": [{"n": 1, "start": 3, "end": 14, "quote": "21 biên chế"}]},
    "settings": {"encoder": "e5"},
}
# Appends until it is stopped, and says so after each record.
WRITER = """
import sys
from pathlib import Path
from assistant.ledger import Ledger
ledger, name, limit = Ledger(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(limit):
    print(ledger.append(f"{name}-{number}", {"answer": "x" * 9000}).id, flush=True)
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "data" / "ledger.db")


def fill(ledger: Ledger, n: int = 5) -> list[Row]:
    return [ledger.append(f"r{number}", {**CONTENT, "question": f"Câu {number}?"}) for number in range(1, n + 1)]


def breaks(rows: list[Row], highest_number: int = 0) -> list[Break]:
    return [item for item in check_chain(rows, highest_number=highest_number) if isinstance(item, Break)]


def tamper(ledger: Ledger, *statements: str) -> None:
    """Write into the file as somebody would who has SQLite and no respect for a trigger."""
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS record_is_not_changed")
        connection.execute("DROP TRIGGER IF EXISTS record_is_not_removed")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def ledger_breaks(ledger: Ledger) -> list[Break]:
    return breaks(list(ledger.rows()), ledger.highest_number())


def writer(path: Path, name: str, limit: int = 1_000_000, **options: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, **options)


def test_each_record_holds_the_hash_of_the_one_before(ledger: Ledger) -> None:
    first, second = fill(ledger, 2)
    assert read_content(first)["previous"] == GENESIS and read_content(second)["previous"] == first.hash
    assert list(ledger.rows()) == [first, second] and ledger_breaks(ledger) == []


def test_a_record_is_found_by_its_name_as_it_was_written(ledger: Ledger) -> None:
    fill(ledger)
    content = read_content(ledger.find("r3"))
    assert (content["n"], content["id"], content["question"]) == (3, "r3", "Câu 3?")
    with pytest.raises(NoRecordError, match="không có bản ghi “r9”"):
        ledger.find("r9")


def test_the_hash_is_of_canonical_json_that_anybody_can_make_again(ledger: Ledger) -> None:
    row = ledger.append("r1", {"question": "Đạ Tẻh \ud800?", "a": [1.5, None]})
    assert row.body.isascii() and digest(canonical(json.loads(row.body))) == row.hash
    assert ledger.find("r1") == row


def test_the_file_is_for_its_owner_alone_while_it_is_written_too(ledger: Ledger) -> None:
    fill(ledger)
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO record (id, body, hash) VALUES ('x', '', '')")
        journal = ledger.path.with_name("ledger.db-journal")
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_name_is_given_once(ledger: Ledger) -> None:
    fill(ledger)
    with pytest.raises(LedgerError, match="đã có bản ghi mang mã r3"):
        ledger.append("r3", CONTENT)
    assert len(list(ledger.rows())) == 5


@pytest.mark.parametrize("statement", ["UPDATE record SET body = ''", "DELETE FROM record WHERE n = 5"])
def test_sqlite_itself_changes_and_removes_nothing(ledger: Ledger, statement: str) -> None:
    fill(ledger)
    with closing(sqlite3.connect(ledger.path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append"):
        connection.execute(statement)


@pytest.mark.parametrize("what", ["chưa có", "trống"])
def test_a_ledger_that_nobody_wrote_is_told_from_a_damaged_one(ledger: Ledger, what: str) -> None:
    if what == "trống":
        ledger.path.parent.mkdir()
        ledger.path.touch()
    with pytest.raises(LedgerError, match="Chưa có sổ"):
        list(ledger.rows())
    assert ledger.append("r1", CONTENT).n == 1


# --- what somebody did to it


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE record SET body = replace(body, '2026', '2025') WHERE n = 3", [Break(3, "r3", "changed")]),
        ("UPDATE record SET body = 'null' WHERE n = 3", [Break(3, "r3", "changed")]),
        ("UPDATE record SET body = CAST(x'ff' AS TEXT) WHERE n = 3", [Break(3, "r3", "changed")]),
        ("UPDATE record SET id = 'r7' WHERE n = 3", [Break(3, "r7", "moved")]),
        ("DELETE FROM record WHERE n = 3", [Break(3, "", "removed", 3)]),
        ("DELETE FROM record WHERE n IN (1, 2)", [Break(1, "", "removed", 2)]),
        ("DELETE FROM record WHERE n >= 4", [Break(4, "", "removed", 5)]),
        ("DELETE FROM record", [Break(1, "", "removed", 5)]),
    ],
)
def test_what_was_done_is_named(ledger: Ledger, statement: str, found: list[Break]) -> None:
    fill(ledger)
    tamper(ledger, statement)
    assert ledger_breaks(ledger) == found


def test_a_hash_that_was_changed_is_named(ledger: Ledger) -> None:
    fill(ledger)
    tamper(ledger, f"UPDATE record SET hash = '{GENESIS}' WHERE n = 3")
    assert Break(3, "r3", "changed") in ledger_breaks(ledger)


def test_two_records_that_changed_places_are_both_named(ledger: Ledger) -> None:
    fill(ledger)
    tamper(ledger, *(f"UPDATE record SET n = {new} WHERE n = {old}" for old, new in ((3, 9), (4, 3), (9, 4))))
    assert {(found.n, found.kind) for found in ledger_breaks(ledger)} >= {(3, "moved"), (4, "moved")}


def test_records_renumbered_over_a_gap_are_named(ledger: Ledger) -> None:
    fill(ledger)
    tamper(ledger, "DELETE FROM record WHERE n = 3", "UPDATE record SET n = 3 WHERE n = 4")
    assert Break(3, "r4", "moved") in ledger_breaks(ledger)


def test_a_record_rewritten_with_its_hash_shows_at_the_one_after_it(ledger: Ledger) -> None:
    rows = fill(ledger)
    body = rows[2].body.replace("2026", "2025")
    rows[2] = replace(rows[2], body=body, hash=digest(body))
    assert breaks(rows) == [Break(4, "r4", "unlinked")]


def test_a_number_is_not_given_again_after_the_tail_was_cut(ledger: Ledger) -> None:
    fill(ledger)
    tamper(ledger, "DELETE FROM record WHERE n >= 4")
    assert ledger.append("later", CONTENT).n == 6
    assert ledger_breaks(ledger) == [Break(4, "", "removed", 5)]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all single values in a record."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from leaves(child, (*path, key))
    if not isinstance(value, dict | list):
        yield path


def changed_at(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = changed_at(value[path[0]], path[1:], new)
    return copy


@pytest.fixture(scope="module")
def five() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return fill(Ledger(Path(folder) / "ledger.db"))


PLACES = sorted(leaves({**CONTENT, "form": 1, "n": 1, "id": "", "previous": ""}), key=repr)


@settings(deadline=None)
@given(
    n=st.integers(1, 5),
    place=st.sampled_from(PLACES),
    new=st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    is_hashed_again=st.booleans(),
)
def test_any_single_value_changed_in_any_record_is_named(
    five: list[Row], n: int, place: tuple[Any, ...], new: object, is_hashed_again: bool
) -> None:
    row = five[n - 1]
    body = canonical(changed_at(json.loads(row.body), place, new))
    rows = five.copy()
    rows[n - 1] = replace(row, body=body, hash=digest(body) if is_hashed_again else row.hash)
    if body == row.body:
        assert breaks(rows) == []
    elif not is_hashed_again:
        assert breaks(rows) == [Break(n, row.id, "changed")]
    elif n < 5:
        assert {found.n for found in breaks(rows)} & {n, n + 1}
    else:
        assert rows[-1].hash != five[-1].hash  # the last one shows against the hash that was noted


@given(order=st.permutations(range(5)))
def test_any_other_order_is_named(five: list[Row], order: list[int]) -> None:
    bodies = [five[at] for at in order]
    rows = [replace(body, n=n) for n, body in enumerate(bodies, 1)]
    moved = {n for n, at in enumerate(order, 1) if at != n - 1}
    assert {found.n for found in breaks(rows) if found.kind == "moved"} == moved


@given(kept=st.sets(st.integers(1, 5)))
def test_every_record_that_is_gone_is_counted(five: list[Row], kept: set[int]) -> None:
    found = breaks([row for row in five if row.n in kept], highest_number=5)
    gone = {n for item in found if item.kind == "removed" for n in range(item.n, item.last + 1)}
    assert gone == {1, 2, 3, 4, 5} - kept


# --- several writers, and writers that die


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


@pytest.mark.parametrize("damage", ["chữ", "đầu tệp", "giữa tệp", "thư mục", "sổ khác"])
def test_a_damaged_ledger_is_neither_written_nor_taken_for_whole(ledger: Ledger, damage: str) -> None:
    fill(ledger, 40)
    stored = ledger.path.read_bytes()
    ledger.path.unlink()
    if damage == "thư mục":
        ledger.path.mkdir()
    elif damage == "sổ khác":
        with closing(sqlite3.connect(ledger.path)) as connection:
            connection.execute("CREATE TABLE record (n)")
    else:
        start, end = {"chữ": (0, len(stored)), "đầu tệp": (0, 100), "giữa tệp": (4096, len(stored))}[damage]
        ledger.path.write_bytes(stored[:start] + b"?" * (end - start) + stored[end:])
    before = ledger.path.is_file() and ledger.path.read_bytes()
    with pytest.raises(LedgerError):
        ledger.append("r41", CONTENT)
    with pytest.raises(LedgerError):
        list(ledger.rows())
    assert (ledger.path.is_file() and ledger.path.read_bytes()) == before


@pytest.mark.parametrize("value", [float("nan"), {1, 2}])
def test_what_is_no_json_is_an_error_of_the_ledger_and_leaves_no_trace(ledger: Ledger, value: object) -> None:
    with pytest.raises(LedgerError):
        ledger.append("r1", {"answer": value})
    assert ledger.append("r1", CONTENT).n == 1
