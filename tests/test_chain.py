"""The chain of records: every change, removal and move is named, whoever made it."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filled_ledger import CONTENT, breaks, fill, ledger_breaks
from hypothesis import given
from hypothesis import strategies as st

from assistant.chain import GENESIS, Break, Row, canonical, digest
from assistant.ledger import Ledger


def tamper(ledger: Ledger, *statements: str) -> None:
    """Write into the file as somebody would who has SQLite and no respect for a trigger."""
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS record_is_not_changed")
        connection.execute("DROP TRIGGER IF EXISTS record_is_not_removed")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


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
