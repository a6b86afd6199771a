"""The ledger: an append-only file of questions and answers, each a record in one chain.

It knows how a record is written and found, and nothing of how an answer is made or judged; what a record is and how
it holds the one before is ``chain``'s. SQLite with a rollback journal: one file at rest, complete after every commit,
read from a read-only folder.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant.chain import FORM, GENESIS, LedgerError, Row, make_row

NAME = "ledger.db"
WAIT = 2.0  # seconds for another writer's turn, which takes milliseconds; then the answer goes out unrecorded
CHUNK = 500  # records read at a time, so that no reader keeps a writer waiting
SCHEMA = (
    # AUTOINCREMENT keeps the highest number ever given, so a ledger that lost its last records still knows of them.
    "CREATE TABLE record (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, "
    "hash TEXT NOT NULL) STRICT",
    "CREATE TRIGGER record_is_not_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER record_is_not_removed BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    f"PRAGMA user_version = {FORM}",
)
HIGHEST = "SELECT seq FROM sqlite_sequence WHERE name = 'record'"


class NoRecordError(LedgerError):
    """The ledger has no record of that name."""


class Ledger:
    """One ledger file. Every call opens it anew: threads and processes share it, and a mended disk is noticed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, record_id: str, content: Mapping[str, Any]) -> Row:
        """Add one record behind the last, on the disk before this returns; ``LedgerError`` when it cannot be."""
        try:
            self._make()
            with closing(self._connect()) as connection:
                connection.execute("BEGIN IMMEDIATE")  # one writer from here: what is last stays last
                _prepare(connection)
                row = _next_row(connection, record_id, content)
                values = (row.n, row.id, row.body, row.hash)
                connection.execute("INSERT INTO record (n, id, body, hash) VALUES (?, ?, ?, ?)", values)
                connection.execute("COMMIT")  # closing without it rolls back
                return row
        except sqlite3.IntegrityError as error:
            raise LedgerError(f"Sổ đã có bản ghi mang mã {record_id}.") from error
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise LedgerError(f"Không ghi được vào sổ {self.path}: {_reason(error)}.") from error

    def find(self, record_id: str) -> Row:
        """Give one record as it lies there, changed or not; ``NoRecordError`` when there is none."""
        rows = self._read("SELECT n, id, body, hash FROM record WHERE id = ?", record_id)
        if not rows:
            raise NoRecordError(f"Sổ {self.path} không có bản ghi “{record_id}”.")
        return rows[0]

    def rows(self) -> Iterator[Row]:
        """Give every record in order; records added meanwhile come last."""
        last = 0
        while chunk := self._read("SELECT n, id, body, hash FROM record WHERE n > ? ORDER BY n LIMIT ?", last, CHUNK):
            yield from chunk
            last = chunk[-1].n

    def highest_number(self) -> int:
        """Give the highest number that a record was ever given, whether or not the record is still there."""
        found = self._values(HIGHEST)
        return int(found[0][0]) if found else 0

    def _read(self, query: str, *values: object) -> list[Row]:
        return [Row(*found) for found in self._values(query, *values)]

    def _values(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        if not self.path.is_file() or not self.path.stat().st_size:
            raise LedgerError(f"Chưa có sổ {self.path}: chưa câu trả lời nào được ghi.")
        try:
            with closing(self._connect()) as connection:
                _check_form(connection)
                return connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise LedgerError(f"Không đọc được sổ {self.path}: {_reason(error)}.") from error

    def _connect(self) -> sqlite3.Connection:
        # Reading, too, asks to write: what a killed writer left half done is put right by whoever opens next. SQLite
        # turns to reading only by itself where it may not write, and makes no file in this mode.
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
        connection.text_factory = _decoded
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _make(self) -> None:
        """Make the empty file first: what people ask is for its owner's eyes, and the journal takes the same mode."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))


def _next_row(connection: sqlite3.Connection, record_id: str, content: Mapping[str, Any]) -> Row:
    """Make the record behind the last; a number is given once, also when the record that had it is gone."""
    last = connection.execute("SELECT n, hash FROM record ORDER BY n DESC LIMIT 1").fetchone() or (0, GENESIS)
    highest = connection.execute(HIGHEST).fetchone() or (0,)
    return make_row(max(last[0], highest[0]) + 1, record_id, content, previous=last[1])


def _decoded(stored: bytes) -> str:
    """Read what is no UTF-8 as well: it is no record of ours, and its hash says so."""
    return stored.decode("utf-8", "replace")


def _prepare(connection: sqlite3.Connection) -> None:
    """Give a new file its table; what is there already and is no ledger of ours is left alone."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        for statement in SCHEMA:
            connection.execute(statement)
    else:
        _check_form(connection)


def _check_form(connection: sqlite3.Connection) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != FORM:
        raise sqlite3.DatabaseError("tệp này không phải sổ, hoặc là sổ của phiên bản khác")


def _reason(error: Exception) -> str:
    """Say in Vietnamese what SQLite or the system says in English, where it is something an office meets."""
    said = str(error)
    known = {
        "database or disk is full": "đĩa đầy",
        "disk I/O error": "đĩa đầy hoặc lỗi đọc ghi đĩa",
        "database is locked": "chương trình khác đang giữ sổ",
        "attempt to write a readonly database": "tệp hoặc thư mục chỉ cho đọc",
        "unable to open database file": "không mở được tệp",
        "file is not a database": "tệp hỏng hoặc không phải sổ",
        "database disk image is malformed": "tệp hỏng",
    }
    if isinstance(error, PermissionError):
        return "tệp hoặc thư mục chỉ cho đọc"
    return known.get(said, said or type(error).__name__)
