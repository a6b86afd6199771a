"""Documents and the passages cut from them.

Every passage remembers where it came from: ``document.text[start:end] == passage.text``.
Citations, highlighting and evaluation all rest on this one equality.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

Kind = Literal["account", "background", "original"]
KIND_NAMES: dict[Kind, str] = {"account": "bản tường thuật", "background": "tư liệu nền", "original": "bản gốc"}
Span = tuple[int, int]  # half-open [start, end) in characters of the stored NFC text


@dataclass(frozen=True, slots=True)
class Document:
    """One source text with what is known of where it comes from; an unknown value is an empty string."""

    id: str
    text: str  # NFC
    title: str
    kind: Kind = "original"  # a verbatim original, our account of one, or a background account
    publisher: str = ""
    author: str = ""
    published: str = ""  # ISO date, or its known part: "2017-09-28", "2025-07"
    event_date: str = ""
    province: str = ""
    level: str = ""
    language: str = "vi"
    url: str = ""
    origin_sha256: str = ""  # of the original file that an account stands for
    places: tuple[str, ...] = ()  # the files this text was read from, one or more

    @property
    def sha256(self) -> str:
        """Of the stored text: what an auditor compares months later."""
        return sha256(self.text.encode("utf-8")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """All fields, ready for ``json.dumps``."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Document":
        """Take back what ``to_json`` gave."""
        return cls(**{**row, "places": tuple(row.get("places", ()))})


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous span of a document: the unit that is indexed, retrieved and cited."""

    document_id: str
    start: int  # offset in characters, not bytes
    end: int
    text: str
    heading: str = ""  # title and section, given to the encoder, never part of the span
    sentences: tuple[Span, ...] = ()  # offsets in the document, in order, inside [start, end)

    @property
    def id(self) -> str:
        """Stable across runs, distinct even when two passages share their text."""
        return f"{self.document_id}:{self.start}-{self.end}"


def format_date(iso: str) -> str:
    """Write an ISO date, or its known part, as Vietnamese readers do: 28/09/2017, 07/2025; other text as it is."""
    parts = iso.split("-")
    is_date = len(parts) <= 3 and all(part.isdecimal() for part in parts)
    return "/".join(reversed(parts)) if is_date else iso


def format_number(value: float) -> str:
    """Write a whole number as Vietnamese readers do: 10.000; a broken one is rounded."""
    return f"{value:,.0f}".replace(",", ".")
