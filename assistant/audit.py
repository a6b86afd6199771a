"""Re-checking stored answers months later: does each citation still read as quoted? No model, only the documents."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assistant.answer import Citation
from assistant.verify import SourceState, check_citation
from corpus.document import Document
from corpus.error import UserError

STATES = {"exact": "còn nguyên văn", "source changed": "nguồn đã thay đổi", "document gone": "tài liệu không còn"}


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


def audit(number: int, row: Any, documents: Mapping[str, Document]) -> list[Finding]:
    """Check every citation of one stored answer record; raises ``UserError`` for what is none."""
    known = {field.name for field in fields(Citation)}
    try:
        citations = [Citation(**{k: v for k, v in given.items() if k in known}) for given in row["citations"]]
    except (TypeError, KeyError, AttributeError) as error:
        raise UserError(f"Dòng {number} không phải bản ghi câu trả lời ({error}).") from error
    name = str(row.get("id") or f"dòng {number}")
    return [Finding(name, c.n, c.document_id, check_citation(c, documents)) for c in citations]
