"""Which document numbers and years a corpus holds, so that one it lacks can be named."""

import re
from collections.abc import Iterable, Sequence

from assistant.value import Value, find_values
from corpus.document import Document

YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


class Inventory:
    """Read off the documents once, when they are opened."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._numbers: set[str] = set()
        self._years: set[str] = set()
        for document in documents:
            self._numbers.update(value.canonical for value in find_values(document.text) if value.kind == "docno")
            self._years.update(
                YEAR.findall(f"{document.text} {document.title} {document.published} {document.event_date}")
            )

    def unknown(self, values: Sequence[Value]) -> list[str]:
        """Give the document numbers and years among ``values`` that no document holds."""
        missing = [
            v.text for v in values if v.kind == "docno" and not any(same_number(v.canonical, n) for n in self._numbers)
        ]
        return missing + [f"năm {year}" for value in values for year in years(value) if year not in self._years]


def years(value: Value) -> list[str]:
    """Give the years that a date or a period names."""
    return YEAR.findall(value.canonical) if value.kind == "date" else []


def same_number(asked: str, written: str) -> bool:
    """Compare document numbers in canonical form: whole, or a bare one ("quyet dinh 959") with any that begins so."""
    if asked == written:
        return True
    bare = re.fullmatch(r"(?:.* )?(\d+)", asked)
    return bare is not None and re.match(rf"(?:.* )?{bare[1]}(?!\d)", written) is not None
