"""Records and the chain they make: every record holds the hash of the one before, so a later change shows.

Pure: rows go in, and what they say or where the chain does not hold comes out; ``ledger`` knows the file. A record is
hashed as it is stored: canonical JSON, ASCII only, so that no copy, tool or Unicode form can change a byte unseen.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from corpus.error import UserError

FORM = 1  # of a record and of the table; raise it when their meaning changes
GENESIS = "0" * 64  # stands for the record before the first
BreakKind = Literal["changed", "removed", "moved", "unlinked"]


class LedgerError(UserError):
    """The ledger cannot be read or written just now; what it holds stays as it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it lies in the file."""

    n: int
    id: str
    body: str  # canonical JSON of everything that is hashed
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it reads; empty where it is no JSON object."""

    row: Row
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    n: int
    id: str  # empty where the record is gone
    kind: BreakKind
    last: int = 0  # of the numbers from ``n`` that are gone


def make_row(n: int, record_id: str, content: Mapping[str, Any], *, previous: str) -> Row:
    """Make a record as it is stored, behind the one whose hash is ``previous``."""
    body = canonical({**content, "form": FORM, "n": n, "id": record_id, "previous": previous})
    return Row(n, record_id, body, digest(body))


def canonical(content: Mapping[str, Any]) -> str:
    """Write JSON in the one form that is hashed: keys sorted, no spaces, ASCII; ``ValueError`` for no number."""
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(body: str) -> str:
    """Hash a record as it is stored."""
    return sha256(body.encode("utf-8")).hexdigest()


def read_content(row: Row) -> dict[str, Any]:
    """Give what a record says; ``LedgerError`` when it was changed since it was hashed."""
    entry = Entry(row, _content(row))
    if _own_break(entry):
        raise LedgerError(f"Bản ghi {row.id} đã bị sửa sau khi ghi. Xem: python -m assistant verify {row.id}")
    return entry.content


def check_chain(rows: Iterable[Row], *, highest_number: int = 0) -> Iterator[Entry | Break]:
    """Read every row, and give each break before the record where it shows.

    A changed, removed or moved record is named. A record rewritten together with its hash shows at the one after
    it. The last record rewritten so, and a tail cut off together with SQLite's counter, show only against a hash
    that was noted elsewhere.
    """
    previous, expected = GENESIS, 1
    for row in rows:
        if row.n > expected:
            yield Break(expected, "", "removed", row.n - 1)
        entry = Entry(row, _content(row))
        kind = _own_break(entry)
        if kind is None and row.n == expected and entry.content["previous"] != previous:
            kind = "unlinked"
        if kind:
            yield Break(row.n, row.id, kind)
        yield entry
        previous, expected = row.hash, max(expected, row.n) + 1
    if highest_number >= expected:
        yield Break(expected, "", "removed", highest_number)


def _own_break(entry: Entry) -> BreakKind | None:
    """Tell what is wrong with a record by itself: its words, or the number and name it lies under."""
    row, content = entry.row, entry.content
    if digest(row.body) != row.hash or content.get("form") != FORM or not isinstance(content.get("previous"), str):
        return "changed"
    return None if (content.get("n"), content.get("id")) == (row.n, row.id) else "moved"


def _content(row: Row) -> dict[str, Any]:
    try:
        content = json.loads(row.body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
