"""Claims out of chosen evidence, and the text a reader sees out of claims.

Adds no word that is not a source's or a template's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Citation, Claim, ClaimKind, Source
from assistant.evidence import Evidence
from assistant.order import without_orders
from assistant.template import render
from corpus.document import Document, Span, format_date

UNREAD = 0.1  # share of what was read to answer, below which a value of the kind is not what answers


def source(document: Document, span: Span) -> Source:
    """Describe a span of a document for a reader."""
    return Source(**_source_fields(document, span))


def _source_fields(document: Document, span: Span) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "start": span[0],
        "end": span[1],
        "quote": document.text[slice(*span)],
        "title": without_orders(document.title),  # who titles a document may try to speak to its readers' machine
        "kind": document.kind,
        "publisher": without_orders(document.publisher),
        "author": without_orders(document.author),
        "published": document.published,
        "event_date": document.event_date,
        "url": document.url,
        "document_sha256": document.sha256,
    }


class Draft:
    """Claims and citations while an answer is put together; one span is one citation however often it is used."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._numbers: dict[tuple[str, Span], int] = {}
        self.claims: list[Claim] = []

    @property
    def citations(self) -> list[Citation]:
        """Numbered in the order of first use."""
        return [
            Citation(**_source_fields(self.documents[document_id], span), n=n)
            for (document_id, span), n in self._numbers.items()
        ]

    def cite(self, evidence: Evidence) -> int:
        """Give the number of the evidence's sentence."""
        return self._numbers.setdefault((evidence.passage.document_id, evidence.span), len(self._numbers) + 1)

    def add(self, kind: ClaimKind, text: str, evidence: Evidence) -> None:
        """Add one claim resting on one sentence; said twice, it stays once."""
        claim = Claim(text, kind, (self.cite(evidence),))
        if claim not in self.claims:
            self.claims.append(claim)

    def add_value(self, evidence: Evidence) -> None:
        """Add the words that answer directly, where the sentence holds them and they were not read to be no answer."""
        if evidence.extract and evidence.extract.read >= UNREAD:
            self.add("value", evidence.extract.text, evidence)

    def add_quote(self, evidence: Evidence) -> None:
        """Add the whole sentence."""
        self.add("quote", evidence.text, evidence)

    def quote_last(self, evidence: Evidence) -> None:
        """Add the whole sentence behind all else, also where it stands before."""
        quote = Claim(evidence.text, "quote", (self.cite(evidence),))
        self.claims = [claim for claim in self.claims if claim != quote] + [quote]

    def date_of(self, evidence: Evidence) -> str:
        """The day of which its source speaks, or on which that appeared; empty where none is stated."""
        document = self.documents[evidence.passage.document_id]
        return document.event_date or document.published

    def add_date_of_source(self, evidence: Evidence) -> None:
        """Say of what day the source speaks, where it states one."""
        date = self.date_of(evidence)
        if date:
            self.add("template", render("as_of", date=format_date(date)), evidence)


def render_text(claims: Sequence[Claim]) -> str:
    """Write claims as the text of an answer: direct answers in ``**``, quotes in quotation marks, all with [n]."""
    return "\n\n".join(_line(claim) for claim in claims)


def _line(claim: Claim) -> str:
    marks = " ".join(f"[{n}]" for n in claim.citations)
    body = {"value": f"**{claim.text}**", "quote": f"“{claim.text}”"}.get(claim.kind, claim.text)
    return f"{body} {marks}"
