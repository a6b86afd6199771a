"""The check: every claim against the exact words it cites. Needs no model, only the documents.

A citation is true when its span of the stored text still reads as quoted. A claim is true when its
own words stand in what it cites: a quote word for word, a value as a span or in an equal written form,
a template when each slot does. Prose is never verified here, so it is never shown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from assistant.answer import Citation, Claim, Verdict
from assistant.template import slots_of
from assistant.value import find_values
from corpus.document import Document, format_date

SourceState = Literal["exact", "source changed", "document gone"]


def check_citation(citation: Citation, documents: Mapping[str, Document]) -> SourceState:
    """Tell whether the cited span still reads as quoted in the document it names."""
    document = documents.get(citation.document_id)
    if document is None:
        return "document gone"
    inside = 0 <= citation.start < citation.end <= len(document.text)
    same = inside and document.text[citation.start : citation.end] == citation.quote
    return "exact" if same and document.sha256 == citation.document_sha256 else "source changed"


def check_claim(claim: Claim, citations: Sequence[Citation]) -> Verdict:
    """Tell whether the words of ``claim`` stand in what it cites."""
    cited = [citation for citation in citations if citation.n in claim.citations]
    if not cited or claim.kind == "prose":
        return "unsupported"
    if claim.kind == "template":
        return _check_template(claim.text, cited)
    return max((_check_words(claim.text, citation.quote) for citation in cited), key=RANK.index)


RANK: list[Verdict] = ["unsupported", "aligned", "exact"]


def _check_words(words: str, quote: str) -> Verdict:
    """A span is exact; one typed value in another written form (12.11.2018, 12/11/2018) is aligned."""
    if words and _stands_whole(words, quote):
        return "exact"
    values = find_values(words)
    whole = len(values) == 1 and values[0].text.strip() == words.strip()
    same = whole and any(
        value.kind == values[0].kind
        and value.canonical == values[0].canonical
        and value.unit.startswith(values[0].unit)
        for value in find_values(quote)
    )
    return "aligned" if same else "unsupported"


def _stands_whole(words: str, quote: str) -> bool:
    """Find ``words`` in ``quote`` not as part of a longer word or number: "5 %" does not stand in "45 %"."""
    edge_before = r"(?<!\w)(?<!\d[.,/])" if words[:1].isalnum() else ""
    edge_after = r"(?!\w)(?![.,/]\d)" if words[-1:].isalnum() else ""
    return re.search(edge_before + re.escape(words) + edge_after, quote) is not None


def _check_template(text: str, cited: Sequence[Citation]) -> Verdict:
    slots = slots_of(text)
    if slots is None:
        return "unsupported"
    sources = [[citation.quote, citation.title, citation.publisher, *_dates(citation)] for citation in cited]
    verdicts: list[Verdict] = [
        max(
            (_check_words(slot, source) for texts in sources for source in texts if source),
            key=RANK.index,
            default="unsupported",
        )
        for slot in slots
    ]
    return min(verdicts, key=RANK.index) if verdicts else "exact"


def _dates(citation: Citation) -> list[str]:
    return [format_date(date) for date in (citation.published, citation.event_date) if date]


def keep_verified(
    claims: Sequence[Claim], citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Drop every claim that fails and every citation that no claim is left to use; numbers are kept."""
    true_citations = [citation for citation in citations if check_citation(citation, documents) == "exact"]
    kept = [claim for claim in claims if check_claim(claim, true_citations) != "unsupported"]
    used = {n for claim in kept for n in claim.citations}
    return tuple(kept), tuple(replace(citation, verdict="exact") for citation in true_citations if citation.n in used)
