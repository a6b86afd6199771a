"""Citations of one answer record against the documents of its build: are they true, enough, and all needed.

The same check as the assistant's own reads the record anew, so nothing that a record says of itself counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from assistant.answer import Citation, Claim
from assistant.verify import check_citation, check_claim
from corpus.document import Document
from eval.score_atom import Counts, count_atoms

MARK = re.compile(r"\[(\d+)\]")
KNOWN = {field.name for field in fields(Citation)}


@dataclass(frozen=True, slots=True)
class Cited:
    """Counts of one answer."""

    n_citations: int  # those listed, and marks or claims that point to none
    n_valid: int
    n_claims: int
    n_supported: int  # claims that all their citations together bear out
    n_pairs: int  # a claim with one of its citations
    n_needed: int  # pairs in which the citation bears the claim out alone, or the claim falls without it

    @property
    def is_supported(self) -> bool:
        """Every claim is."""
        return self.n_supported == self.n_claims


def check_record(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Cited:
    """Check every citation and every claim of a record."""
    claims, citations = _read(answer)
    valid = [citation for citation in citations if check_citation(citation, documents) == "exact"]
    supported = {claim for claim in claims if _holds(claim, valid, documents)}
    pairs = [(claim, n) for claim in claims for n in claim.citations]
    return Cited(
        n_citations=len(citations) + len(_invented(answer, citations)),
        n_valid=len(valid),
        n_claims=len(claims),
        n_supported=sum(claim in supported for claim in claims),
        n_pairs=len(pairs),
        n_needed=sum(claim in supported and _is_needed(claim, n, valid, documents) for claim, n in pairs),
    )


def check_atoms(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Counts:
    """Count the atoms of a record's claims that stand in what they truly cite, by kind."""
    claims, citations = _read(answer)
    valid = [citation for citation in citations if check_citation(citation, documents) == "exact"]
    return count_atoms(claims, valid, documents)


def _read(answer: Mapping[str, Any]) -> tuple[list[Claim], list[Citation]]:
    citations = [Citation(**{key: row[key] for key in KNOWN & row.keys()}) for row in answer["citations"]]
    return [Claim(row["text"], row["kind"], tuple(row["citations"])) for row in answer["claims"]], citations


def _invented(answer: Mapping[str, Any], citations: list[Citation]) -> set[int]:
    """Give the numbers that the text or a claim points to and no citation has."""
    # Of the text's marks only those outside quotation marks are ours: a source may hold "[1]" itself.
    unquoted = re.sub("“[^”]*”", "", answer["answer"])
    pointed = {int(n) for n in MARK.findall(unquoted)} | {n for row in answer["claims"] for n in row["citations"]}
    return pointed - {citation.n for citation in citations}


def _is_needed(claim: Claim, n: int, citations: list[Citation], documents: Mapping[str, Document]) -> bool:
    """Tell whether a supported claim needs a citation: precision as in ALCE (Gao et al., 2023), but by our check."""
    alone = [citation for citation in citations if citation.n == n]
    if _holds(claim, alone, documents):
        return True
    others = [citation for citation in citations if citation.n != n]
    return bool(alone) and not _holds(claim, others, documents)


def _holds(claim: Claim, citations: list[Citation], documents: Mapping[str, Document]) -> bool:
    return check_claim(claim, citations, documents) != "unsupported"
