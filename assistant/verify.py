"""The check: every claim against the exact words it cites. Needs no model, only the documents.

A citation is true when its span of the stored text still reads as quoted. A claim is true when its own words
stand, in order and with nothing protected lost or added, in one of the sentences that its citations lie in: word
for word (``exact``), or in another written form or with a clause less (``aligned``). Everything else is
``unsupported``, with the words that failed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.alignment import aligns, failed_words, may_be_quoted
from assistant.answer import Citation, Claim, ClaimKind, Verdict
from assistant.atom import Atom, atoms, same, tidy
from assistant.context import cited_sentences
from assistant.name import find_names
from assistant.protected import turned_by
from assistant.template import slots_of
from assistant.value import find_values
from corpus.document import Document, format_date
from corpus.sentence import split_sentences

SourceState = Literal["exact", "source changed", "document gone"]
RANK: list[Verdict] = ["unsupported", "aligned", "exact"]
# After a figure these are part of the number: "5 triệu" does not hold "5".
GOES_ON = re.compile(r"\s?(?:[%‰]|(?:phần|nghìn|ngàn|vạn|triệu|tỷ|tỉ|rưỡi|trăm|mươi|chục|k|tr)(?!\w))")
WINDOW = 40  # characters before a value in which a word that turns it stands; reading only them keeps the check fast


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one claim found."""

    state: Verdict
    failed: tuple[str, ...] = ()  # words of the claim that have no place in what it cites
    lost: tuple[str, ...] = ()  # protected words of the cited sentence that the claim leaves out


def check_citation(citation: Citation, documents: Mapping[str, Document]) -> SourceState:
    """Tell whether the cited span still reads as quoted in the document it names."""
    document = documents.get(citation.document_id)
    if document is None:
        return "document gone"
    inside = 0 <= citation.start < citation.end <= len(document.text)
    same_words = inside and document.text[citation.start : citation.end] == citation.quote
    return "exact" if same_words and document.sha256 == citation.document_sha256 else "source changed"


def check_claim(
    claim: Claim, citations: Sequence[Citation], documents: Mapping[str, Document] | None = None
) -> Verdict:
    """Tell whether the words of ``claim`` stand in what it cites."""
    return examine(claim, citations, documents).state


def examine(claim: Claim, citations: Sequence[Citation], documents: Mapping[str, Document] | None = None) -> Checked:
    """Check a claim against the sentences its citations lie in, or, without ``documents``, the quotes alone."""
    cited = [citation for citation in citations if citation.n in claim.citations]
    contexts = [cited_sentences(citation, (documents or {}).get(citation.document_id)) for citation in cited]
    if claim.kind == "template":
        return _check_template(claim.text, cited, contexts)
    return check(claim.text, claim.kind, contexts)


def check(text: str, kind: ClaimKind, quotes: Sequence[str]) -> Checked:
    """Check the words of a claim against whole cited sentences; a template has more to it than words."""
    if kind == "template":
        raise ValueError("a template is checked with its citations: use examine")
    text, quotes = tidy(text), [tidy(quote) for quote in quotes]
    if not text or not quotes:
        return Checked("unsupported", (text,) if text else ())
    one = {"quote": _quote_state, "value": _value_state, "prose": _prose_state}[kind]
    state = max((one(text, quote) for quote in quotes), key=RANK.index)
    if state == "unsupported" and kind == "prose" and (sentences := _sentences(text))[1:]:
        # Sentences of one claim may rest on different citations.
        state = min((max((one(s, quote) for quote in quotes), key=RANK.index) for s in sentences), key=RANK.index)
    return Checked(state) if state != "unsupported" else _explain(text, quotes)


def keep_verified(
    claims: Sequence[Claim], citations: Sequence[Citation], documents: Mapping[str, Document]
) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Drop every claim that fails and every citation that no claim is left to use; numbers are kept."""
    true_citations = [citation for citation in citations if check_citation(citation, documents) == "exact"]
    kept = [claim for claim in claims if check_claim(claim, true_citations, documents) != "unsupported"]
    used = {n for claim in kept for n in claim.citations}
    return tuple(kept), tuple(replace(citation, verdict="exact") for citation in true_citations if citation.n in used)


def _quote_state(text: str, quote: str) -> Verdict:
    if text == quote:
        return "exact"
    for start, end in _standing(text, quote):
        touched = ((a, b) for a, b in split_sentences(quote) if a < end and start < b)
        parted = any(name.start < edge < name.end for name in find_names(quote) for edge in (start, end))
        if not parted and all(may_be_quoted(atoms(quote[a:b]), start - a, end - a) for a, b in touched):
            return "exact"
    return "aligned" if _aligns(text, quote) else "unsupported"


def _prose_state(text: str, quote: str) -> Verdict:
    sentences = _sentences(quote)
    if text == quote or text in sentences:
        return "exact"
    return "aligned" if _aligns(text, quote, is_prose=True) else "unsupported"


def _aligns(text: str, quote: str, *, is_prose: bool = False) -> bool:
    """Each sentence of ``text`` in one sentence of ``quote``; what stands in two is nowhere said together."""
    cited = [atoms(sentence) for sentence in _sentences(quote)]
    return all(any(aligns(atoms(sentence), one, is_prose=is_prose) for one in cited) for sentence in _sentences(text))


def _value_state(text: str, quote: str) -> Verdict:
    """A span is exact; the same words or one typed value in another written form (12.11.2018, 12/11/2018) aligned."""
    if not any(character.isalnum() for character in text):
        return "unsupported"
    spans = list(_standing(text, quote))
    if any(_stands_free(quote, *span) for span in spans):
        return "exact"
    another = () if spans else _in_another_form(text, quote)
    return "aligned" if any(_stands_free(quote, *span) for span in another) else "unsupported"


def _in_another_form(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Give the spans of ``quote`` that hold the atoms of ``text``, or the one typed value that it is."""
    wanted, found = atoms(text), atoms(quote)
    for i in range(len(found) - len(wanted) + 1):
        if wanted and all(same(one, other) for one, other in zip(wanted, found[i:], strict=False)):
            yield found[i].start, found[i + len(wanted) - 1].end
    values = find_values(text)
    if len(values) == 1 and values[0].text == text:
        given = values[0]
        for value in find_values(quote):
            if (value.kind, value.canonical) == (given.kind, given.canonical) and value.unit.startswith(given.unit):
                yield value.start, value.end


def _stands_free(quote: str, start: int, end: int) -> bool:
    """Tell that no protected word directly before a value turns it, and that its number does not go on behind it."""
    if quote[end - 1].isdigit() and GOES_ON.match(quote, end):
        return False
    first = quote.find(" ", max(0, start - WINDOW), start) if start > WINDOW else 0
    near = atoms(quote[max(first, 0) : end])
    value = [atom for atom in near if atom.end > start - max(first, 0)]
    return not (value and not value[0].boundary and turned_by(near[: -len(value)], value))


def _standing(words: str, quote: str) -> Iterator[tuple[int, int]]:
    """Find ``words`` in ``quote`` not as part of a longer word or number: "5 %" does not stand in "45 %"."""
    edge_before = r"(?<!\w)(?<!\d[.,/])" if words[:1].isalnum() else ""
    edge_after = r"(?!\w)(?![.,/]\d)" if words[-1:].isalnum() else ""
    return (match.span() for match in re.finditer(edge_before + re.escape(words) + edge_after, quote))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _explain(text: str, quotes: Sequence[str]) -> Checked:
    """Say what failed, against the cited sentences that come nearest."""
    failed: list[str] = []
    lost: list[str] = []
    cited = [sentence for quote in quotes for sentence in _sentences(quote)]
    for sentence in _sentences(text):
        tried = [(failed_words(atoms(sentence), atoms(other)), other) for other in cited]
        (mine, theirs), other = min(tried, key=lambda one: (len(one[0][0]), len(one[0][1])))
        failed += _written(sentence, mine)
        lost += _written(other, theirs) if not mine or len(mine) < len(atoms(sentence)) else []
    return Checked("unsupported", tuple(failed) or ((text,) if not lost else ()), tuple(lost))


def _written(text: str, found: Iterable[Atom]) -> list[str]:
    """Write atoms as in the text, those that stand together as one."""
    spans: list[tuple[int, int]] = []
    for atom in found:
        if spans and not text[spans[-1][1] : atom.start].strip():
            spans[-1] = (spans[-1][0], max(atom.end, spans[-1][1]))
        else:
            spans.append((atom.start, atom.end))
    return [text[start:end] for start, end in spans]


def _check_template(text: str, cited: Sequence[Citation], contexts: Sequence[str]) -> Checked:
    slots = slots_of(text)
    if slots is None or not cited:
        return Checked("unsupported", (text,))
    sources = [
        source
        for citation, context in zip(cited, contexts, strict=True)
        for source in (context, citation.title, citation.publisher, *_dates(citation))
        if source
    ]
    states = [max((_value_state(tidy(slot), tidy(source)) for source in sources), key=RANK.index) for slot in slots]
    failed = tuple(slot for slot, state in zip(slots, states, strict=True) if state == "unsupported")
    return Checked(min(states, key=RANK.index, default="exact"), failed)


def _dates(citation: Citation) -> list[str]:
    return [format_date(date) for date in (citation.published, citation.event_date) if date]
