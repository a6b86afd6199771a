"""A ledger with a few records in it, and what is found wrong with one: for the tests of the ledger and its chain."""

from typing import Any

from assistant.chain import Break, Row, check_chain
from assistant.ledger import Ledger

CONTENT: dict[str, Any] = {
    "time": "2026-11-22T02:00:00.000+00:00",
    "question": "Đạ Tẻh có bao nhiêu biên chế?",
    "answer": {"status": "answered", "citations": [{"n": 1, "start": 3, "end": 14, "quote": "21 biên chế"}]},
    "settings": {"encoder": "e5"},
}


def fill(ledger: Ledger, n: int = 5) -> list[Row]:
    return [ledger.append(f"r{number}", {**CONTENT, "question": f"Câu {number}?"}) for number in range(1, n + 1)]


def breaks(rows: list[Row], highest_number: int = 0) -> list[Break]:
    return [item for item in check_chain(rows, highest_number=highest_number) if isinstance(item, Break)]


def ledger_breaks(ledger: Ledger) -> list[Break]:
    return breaks(list(ledger.rows()), ledger.highest_number())
