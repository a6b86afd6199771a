"""Re-checking stored answers months later: does each citation still read as quoted, is each record as it was written?

No model, only the documents and the records.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from assistant.answer import Citation
from assistant.chain import GENESIS, Break, BreakKind, Entry, Row, check_chain
from assistant.verify import SourceState, check_citation
from corpus.document import Document
from corpus.error import UserError

STATES: dict[SourceState, str] = {
    "exact": "còn nguyên văn",
    "source changed": "nguồn đã thay đổi",
    "document gone": "tài liệu không còn",
}
BREAKS: dict[BreakKind, str] = {
    "changed": "nội dung hoặc mã băm đã bị sửa",
    "removed": "đã bị xoá",
    "moved": "đã bị đổi chỗ hoặc đổi mã",
    "unlinked": "không nối với bản ghi đứng trước; một trong hai đã bị thay",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one stored citation."""

    record: str
    n: int
    document_id: str
    state: SourceState

    @property
    def line(self) -> str:
        """One line for a terminal."""
        return f"{self.record} [{self.n}] {self.document_id}: {STATES[self.state]}"


@dataclass(slots=True)
class LedgerAudit:
    """What a reading of the whole ledger found."""

    n_records: int = 0
    head: str = GENESIS  # hash of the last record: noted elsewhere, it later shows that nothing before it changed
    is_known_head: bool = True  # the hash asked for is the ledger's beginning or one of its records
    breaks: list[Break] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def audit(number: int, row: Any, documents: Mapping[str, Document]) -> list[Finding]:
    """Check every citation of one stored answer record; raises ``UserError`` for what is none."""
    try:
        citations = [_citation(given) for given in row["citations"]]
    except (TypeError, KeyError, AttributeError) as error:
        raise UserError(f"Dòng {number} không phải bản ghi câu trả lời ({error}).") from error
    name = str(row.get("id") or f"dòng {number}")
    return [Finding(name, c.n, c.document_id, check_citation(c, documents)) for c in citations]


def audit_ledger(
    rows: Iterable[Row],
    documents: Mapping[str, Document],
    *,
    highest_number: int = 0,
    only: str = "",
    head: str = "",
) -> LedgerAudit:
    """Check the chain from its first record to its last, and the citations of every record, or of ``only`` one."""
    found = LedgerAudit(is_known_head=head in ("", GENESIS))
    for item in check_chain(rows, highest_number=highest_number):
        if isinstance(item, Break):
            found.breaks.append(item)
            continue
        found.n_records, found.head = found.n_records + 1, item.row.hash
        found.is_known_head |= item.row.hash == head
        if only in ("", item.row.id):
            found.findings += _findings(item, documents, found.breaks)
    return found


def break_line(broken: Break) -> str:
    """One line for a terminal."""
    number = f"{broken.n}" if broken.last <= broken.n else f"{broken.n} đến {broken.last}"
    name = f" ({broken.id})" if broken.id else ""
    return f"Bản ghi số {number}{name}: {BREAKS[broken.kind]}"


def _findings(entry: Entry, documents: Mapping[str, Document], breaks: list[Break]) -> list[Finding]:
    """Check the citations of one record; of one that was changed into no record at all, the chain has told already."""
    row = entry.row
    try:
        return audit(row.n, {**entry.content["answer"], "id": row.id}, documents)
    except (TypeError, KeyError, UserError):
        if not any(broken.n == row.n for broken in breaks):
            breaks.append(Break(row.n, row.id, "changed"))
        return []


def _citation(given: Any) -> Citation:
    known = {item.name for item in fields(Citation)}
    citation = Citation(**{name: value for name, value in given.items() if name in known})
    if not all(isinstance(number, int) for number in (citation.start, citation.end)):
        raise TypeError("start, end")
    return citation
