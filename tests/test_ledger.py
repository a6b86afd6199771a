"""The ledger: what is recorded is found as it was written, in a file that takes nothing back."""

import json
import sqlite3
import stat
from contextlib import closing

import pytest
from filled_ledger import CONTENT, fill, ledger_breaks

from assistant.chain import GENESIS, LedgerError, canonical, digest, read_content
from assistant.ledger import Ledger, NoRecordError


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
