"""Ways to look good without answering, and an oracle that knows the gold: the harness must tell them apart.

Each makes answer records of the real form with true citations; the tricks but one know nothing of the gold. A
metric that a trick can raise is worth nothing alone, so each trick must miss a target that says what is wrong with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, Reason, Source
from assistant.composition import render_text, source
from corpus.document import Document, Passage, Span
from corpus.orthography import keys
from corpus.sentence import split_sentences
from eval.evidence import locate
from eval.nugget import holds
from eval.run import by_hash
from eval.run_case import Case

Search = Callable[[str], Sequence[Passage]]
Trick = Callable[[Case, "Library"], Answer]
Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Library:
    """The documents by id, and some search over their passages."""

    documents: Mapping[str, Document]
    search: Search


def always_refuse(case: Case, _library: Library) -> Answer:
    """Never wrong, and never of use."""
    return _refusal(case, "not_in_corpus")


def top_passage(case: Case, library: Library) -> Answer:
    """Paste the best passage, whatever was asked."""
    passage = library.search(case.question)[0]
    return _answer(case, library, [((passage.document_id, (passage.start, passage.end)), ())])


def never_refuse(case: Case, library: Library) -> Answer:
    """Show the sentence of the best passage that shares the most words with the question."""
    asked = {*keys(case.question)}
    passage = library.search(case.question)[0]
    best = max(_sentences(passage), key=lambda span: len(asked & {*keys(_text(library, passage.document_id, span))}))
    return _answer(case, library, [((passage.document_id, best), ())])


def cite_everything(case: Case, library: Library) -> Answer:
    """Say what the oracle says, and put every passage found behind every claim."""
    found = [(passage.document_id, (passage.start, passage.end)) for passage in library.search(case.question)]
    return _told(case, library, lambda place: [one for one in found if one != place])


def random_quote(case: Case, library: Library) -> Answer:
    """Refuse when the gold does, else quote a sentence of the right document that chance chose."""
    if case.expected.kind == "refusal":
        return _refusal(case, case.expected.reason or "not_in_corpus")
    id_ = next(one.document_id for one in case.evidence if one.document_id in library.documents)
    spans = split_sentences(library.documents[id_].text)
    return _answer(case, library, [((id_, spans[int(by_hash(case.id), 16) % len(spans)]), ())])


def oracle(case: Case, library: Library) -> Answer:
    """Say what is right, in the words of the sources."""
    return _told(case, library, lambda _place: ())


TRICKS: Mapping[str, Trick] = {
    "always_refuse": always_refuse,
    "top_passage": top_passage,
    "never_refuse": never_refuse,
    "cite_everything": cite_everything,
    "random_quote": random_quote,
}


def _told(case: Case, library: Library, more: Callable[[Place], Sequence[Place]]) -> Answer:
    if case.expected.kind == "refusal":
        return _refusal(case, case.expected.reason or "not_in_corpus")
    claims = [(place, more(place)) for place in gold_places(case, library.documents)]
    reason = case.expected.reason if case.expected.kind == "correction" else None
    return _answer(case, library, claims, reason=reason)


def gold_places(case: Case, documents: Mapping[str, Document]) -> list[Place]:
    """Give the sentences of the evidence that say a piece of the answer; the shortest that do, each once."""
    spans = [
        (one.document_id, locate(one.must_contain, documents[one.document_id].text)[0])
        for one in case.evidence
        if one.document_id in documents
    ]
    sentences = [
        (id_, (start + a, start + b))
        for id_, (start, end) in spans
        for a, b in split_sentences(documents[id_].text[start:end])
    ]
    everywhere = [(id_, span) for id_, _ in spans for span in split_sentences(documents[id_].text)]
    places: dict[Place, None] = {}
    for nugget in case.nuggets:
        for place in (*sentences, *everywhere):
            if holds(documents[place[0]].text[slice(*place[1])], nugget):
                places.setdefault(place)
                break
    return list(places)


def _answer(
    case: Case,
    library: Library,
    claims: Sequence[tuple[Place, Sequence[Place]]],
    *,
    reason: Reason | None = None,
) -> Answer:
    """Quote places, each with its own citation and perhaps more."""
    numbers: dict[Place, int] = {}
    made: list[Claim] = []
    for place, more in claims:
        cited = tuple(numbers.setdefault(one, len(numbers) + 1) for one in (place, *more))
        made.append(Claim(_text(library, *place), "quote", cited))
    citations = tuple(_citation(source(library.documents[id_], span), n) for (id_, span), n in numbers.items())
    return Answer(
        id=case.id,
        question=case.question,
        standalone_question=case.question,
        status="refused" if reason else "answered",
        answer=render_text(made),
        reason=reason,
        claims=tuple(made),
        citations=citations,
        latency_ms={"total": 0.0},
    )


def _refusal(case: Case, reason: Reason) -> Answer:
    return Answer(case.id, case.question, case.question, "refused", "Tài liệu không nói.", reason=reason)


def _citation(of: Source, n: int) -> Citation:
    fields = {name: getattr(of, name) for name in Source.__dataclass_fields__}
    return Citation(**fields, n=n)


def _sentences(passage: Passage) -> list[Span]:
    return list(passage.sentences) or [(passage.start, passage.end)]


def _text(library: Library, document_id: str, span: Span) -> str:
    return library.documents[document_id].text[slice(*span)]
